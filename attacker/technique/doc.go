// Package technique holds what a thief can do with a stolen API key, one file
// for each way of doing it. A technique is a small state machine that says
// what to ask the venue next; it never asks by itself. Whoever drives it makes
// one request at a time, as far apart as a person or a bot would, and tells it
// the answer.
//
// Everything here is a pure function of the parameters, of the answers and of
// a stream of chance that the caller seeds.
package technique
