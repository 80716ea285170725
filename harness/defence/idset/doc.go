// Package idset is a set of ids.
package idset
