// Package lab is where a drill runs. It owns the order of things: which actor
// wakes up when, what reaches the venue and the chains, what the monitor sees
// and when its actions take effect. The same run goes through one of two
// sites: everything in one process, or every part in a container of its own.
package lab
