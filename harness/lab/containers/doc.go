// Package containers runs a drill's venue, its chains and its thief in
// containers of their own, and gives the lab one [Backend] to drive them by.
// All images are built from scratch around our own static binaries, so no
// registry is needed.
//
// The containers stand on two private networks. On the public one are the
// venue's API, the chains and the thief's exits, one for each address that he
// calls from; it is internal, so nothing in it can reach the world outside. By
// the control network the harness reaches the venue's back office, the chains
// and the thief's agent.
//
// Every engine object carries labels. [Backend.Close] removes all that a run
// started, and [Open] what runs left behind that could not close.
package containers
