// Package yamldoc reads YAML and says of everything that is wrong with it where
// it stands.
package yamldoc
