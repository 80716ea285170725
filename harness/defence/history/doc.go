// Package history is the monitor that does what the real exchange did, when it
// did it: its alerts, its actions, its statements, as a scenario's record tells
// them.
package history
