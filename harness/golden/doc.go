// Package golden holds what specs see against what lies in testdata: texts that
// a difference can be read of, and tables with a row for each of many runs.
//
// With EXDRILL_REWRITE=1 in the environment the files are written anew
// instead, sorted, so that the same program always writes the same bytes:
//
//	EXDRILL_REWRITE=1 go test ./harness/drill -ginkgo.focus Pins
//
// Read the difference, and keep it only if you know what caused it and would
// show it to a stranger. Package golden is for specs; no program imports it.
package golden
