// Package bundle loads defences from folders, or by name from the library that
// ships with exdrill: posture, rules, playbook, or a program. It checks them,
// runs their fixtures, changes single values and takes defences apart.
//
//	d, err := bundle.Load("guardrails", scenario)
package bundle
