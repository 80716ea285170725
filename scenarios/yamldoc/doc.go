// Package yamldoc reads YAML, and says of everything that is wrong with a file
// where it stands, what was expected, and what may have been meant. Scenarios,
// bundles and Sigma rules are read with it, each in a dialect of its own: how
// large a file may be, how deep, and what of YAML it may use.
package yamldoc
