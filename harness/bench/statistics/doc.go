// Package statistics says how sure one can be of a score: intervals for a mean,
// paired differences, corrections for looking at many scenarios at once, and
// what each part of a whole contributed.
//
// Everything is deterministic: resampling draws from a generator with a fixed
// seed, so that the same scores always print the same interval.
package statistics
