// Package lab is where a drill runs. It owns the order of things: which actor
// wakes up when, what reaches the venue and the chains, what the monitor sees
// and when its actions take effect. A [Series] is one world in which defences
// are put to the test; each of its runs goes through one of two backends:
// everything in this process, or every part in a container of its own.
package lab
