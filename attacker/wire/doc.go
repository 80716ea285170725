// Package wire is the thief's side of the network in the lab of containers: a
// venue over signed HTTP, in the protocol of Binance, and a chain over plain
// HTTP. Every method makes one request and never repeats it.
//
// Nothing here leaves the drill. Connections are made to loopback, private and
// link-local addresses alone, and only without TLS, so that no campaign can be
// turned on a real exchange.
package wire
