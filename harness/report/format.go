package report

import (
	"io"

	"github.com/exdrill/exdrill/harness/score"
)

// Format is a way to write results.
type Format string

// The formats.
const (
	Table    Format = "table"    // for people at a terminal
	JSON     Format = "json"     // one object for one result, a list for several
	JUnit    Format = "junit"    // for CI: one case for each thing that must hold
	Markdown Format = "markdown" // for pages and pull requests
	CSV      Format = "csv"      // one line a result, amounts in base units
)

// Write writes results in a format. As a table, one result is a scorecard and
// several are set side by side.
func Write(w io.Writer, f Format, results []score.Result, o Options) error {
	switch f {
	case JSON:
		return writeJSON(w, results)
	case JUnit:
		return WriteSuites(w, Suites(results), o)
	case Markdown:
		return writeMarkdown(w, results, o)
	case CSV:
		return writeCSV(w, results)
	}
	if len(results) == 1 {
		return Scorecard(w, &results[0], o)
	}
	return Comparison(w, results, o)
}
