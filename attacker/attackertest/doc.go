// Package attackertest is a small scripted exchange for specs of the thief's
// code. It is strict where a venue is: an amount that is off its step, under a
// minimum or not there is refused. Its books never run dry, because what an
// order meets in them is there again for the next one; only what accounts leave
// to rest there is used up.
package attackertest
