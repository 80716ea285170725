// Package param reads the parameters of controls and of playbooks: spans of
// time, amounts, shares and the like, each with its place in the file, under
// the terms of a scenario. It knows what yen are worth in the scenario's
// currency, in which bundles and tariffs think.
package param
