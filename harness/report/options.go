package report

import (
	"os"
	"strconv"
)

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
