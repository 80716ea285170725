// Package impact is what a defence does to honest customers: the kinds of harm,
// what each costs, and the bill that comes of it.
package impact
