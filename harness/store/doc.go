// Package store keeps runs: one folder a run, with everything that is needed
// to look at it, to recompute it and to notice that somebody changed it.
package store
