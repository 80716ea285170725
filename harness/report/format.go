package report

import (
	"fmt"
	"io"
	"strings"

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

// Formats lists the formats, the default first.
func Formats() []Format { return []Format{Table, JSON, JUnit, Markdown, CSV} }

// ParseFormat finds the format of a name. The error says which there are.
func ParseFormat(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if string(f) == name {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fmt.Errorf("format %q, expected one of %s", name, strings.Join(names, ", "))
}

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
