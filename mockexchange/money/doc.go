// Package money does the arithmetic of amounts. An amount is a whole number of
// base units (satoshi, yen, gwei) in an int64; a price is a whole number at a
// declared scale. Products go through 128 bits and are rounded once, in a
// direction that the caller names. A result that does not fit is reported and
// never wraps.
package money
