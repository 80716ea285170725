// Package drill is exdrill's Go API: run a scenario against a defence from a
// Ginkgo suite, or from any program, and assert on the result.
package drill
