// Package sim is the virtual clock that a drill runs on: who acts when, for
// which of his intents, from which stream of chance, and how the log of it all
// is hashed.
package sim
