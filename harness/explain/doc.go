// Package explain says why a run went as it did: which events in which window
// made each alert fire, what each action changed, and what stood in the way of
// honest customers. A Recorder listens to one run and gives an Explanation, which
// package report writes for people.
package explain
