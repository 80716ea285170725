// Package measure reads documented figures off a run: what a scenario says that
// happened, and when, against what was observed. Each measure is one row of a
// table; scenario files name them.
package measure
