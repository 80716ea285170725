// Package impact is what a defence does to honest customers: which event stands
// in whose way on account of which control or action, the kinds of harm that
// come of it, what each costs, and what it all adds up to.
package impact
