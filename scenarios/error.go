package scenarios

import (
	"slices"
	"strings"
)

// Error is one thing that is wrong with a file.
type Error struct {
	Pos      Position
	Problem  string // what is wrong
	Expected string // what was expected
	Nearest  string // what may have been meant; empty if nothing comes near
}

// Error is "file:line:column: what is wrong, what was expected".
func (e *Error) Error() string {
	text := e.Pos.String() + ": " + e.Problem + ", expected " + e.Expected
	if e.Nearest != "" {
		text += `; did you mean "` + e.Nearest + `"?`
	}
	return text
}

// Errors is everything that is wrong with a file, by position.
type Errors []*Error

// Error is one line for each.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the single errors to errors.Is and errors.As.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// sorted is the errors by file and position, or nil if there are none, so that
// the result can be returned as an error.
func (e Errors) sorted() error {
	if len(e) == 0 {
		return nil
	}
	slices.SortStableFunc(e, func(a, b *Error) int {
		switch {
		case a.Pos.File != b.Pos.File:
			return strings.Compare(a.Pos.File, b.Pos.File)
		case a.Pos.before(b.Pos):
			return -1
		case b.Pos.before(a.Pos):
			return 1
		}
		return 0
	})
	return e
}

// UnknownError says that there is no scenario of a name.
type UnknownError struct {
	Name    string
	Nearest string   // what may have been meant; empty if nothing comes near
	Known   []string // ids of the scenarios that ship with this package
}

// Error names the nearest scenario, or all of them if none comes near.
func (e *UnknownError) Error() string {
	text := `no scenario is called "` + e.Name + `"`
	if e.Nearest != "" {
		return text + `, did you mean "` + e.Nearest + `"?`
	}
	return text + ", expected one of " + strings.Join(e.Known, ", ") + " or the path of a folder"
}
