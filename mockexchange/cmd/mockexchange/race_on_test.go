//go:build race

package main_test

// buildFlags build the program under test with the race detector, too.
var buildFlags = []string{"-race"}
