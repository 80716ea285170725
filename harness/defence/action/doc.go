// Package action holds the closed vocabulary of what a defence can do. It
// checks actions that a monitor asks for, turns them into an operator's
// commands, and says how long each takes and what undoes it.
package action
