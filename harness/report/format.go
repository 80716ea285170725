// Package report turns results into what people and programs read: a scorecard
// that is understood in ten seconds, several defences side by side, JSON,
// JUnit, Markdown and CSV.
//
//	report.Write(os.Stdout, report.Table, results, report.For(os.Stdout))
package report

import (
	"io"
	"os"
	"strconv"

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

// Options say how a report looks.
type Options struct {
	Color bool // emphasis by ANSI escape sequences
	// Details adds the documented figures and the bill of harm, row by row.
	Details bool
	// Host is the machine that JUnit names; empty for one that nobody knows.
	Host string
}

// For chooses what suits a file: colour on a terminal, unless the environment
// has NO_COLOR (no-color.org) or a terminal that knows no colours.
func For(f *os.File) Options {
	info, err := f.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return Options{Color: terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// paint is an emphasis: the number of an ANSI colour or style.
type paint int

const (
	bold   paint = 1
	faint  paint = 2
	red    paint = 31
	green  paint = 32
	yellow paint = 33
)

// in gives a text an emphasis where colours are wanted.
func (o Options) in(p paint, text string) string {
	if !o.Color || text == "" {
		return text
	}
	return "\x1b[" + strconv.Itoa(int(p)) + "m" + text + "\x1b[0m"
}
