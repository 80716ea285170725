// Package technique holds what a thief can do with a stolen API key, one file
// for each way of doing it. A technique is a small state machine that says
// what to ask the venue next; it never asks by itself. Whoever drives it makes
// one request at a time, as far apart as a person or a bot would, and tells it
// the answer.
//
// A [Technique] is what scenarios name, and a [Run] one use of it. It works with
// a [View] and answers with a [Move]. A new one is a file with a type of its own
// and a line in [All]; if its work can be shared out among keys, or others can
// stand in for it when it is refused, it is [Divisible] or a [Fallback] too.
//
// Everything here is a pure function of the parameters, of the answers and of
// a stream of chance that the caller seeds.
package technique
