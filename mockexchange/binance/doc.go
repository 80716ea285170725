// Package binance speaks the spot and wallet protocol of Binance in front of a
// venue, as far as trading programs need it, so that programs written for the
// real exchange run against the mock unchanged.
//
// One request is one command, refused ones and reads included. What the
// protocol itself turns down (a stale timestamp, a malformed parameter, too
// many requests) still reaches the venue as a command that carries the reason,
// because a defence sees such attempts too. Sources: the Binance spot API
// documentation of 2026-07-21 and its wallet API's error codes.
package binance
