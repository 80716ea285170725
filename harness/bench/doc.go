// Package bench runs many drills and says what they show: every scenario
// against every defence on every seed, into a run store, and from there a
// matrix, a leaderboard and how firmly it stands.
package bench
