package yamldoc

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Position is a place in a file; lines and columns count from 1, columns in
// characters.
type Position struct {
	File   string
	Line   int
	Column int
}

// String is the place as editors and compilers write it.
func (p Position) String() string {
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// before orders positions within one file.
func (p Position) before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// Top is the place of what is wrong with a file as a whole.
func Top(file string) Position { return Position{File: file, Line: 1, Column: 1} }

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

// Unknown says that a name means nothing, and which is the nearest that does.
func Unknown(at Position, what, name string, names []string) *Error {
	return &Error{
		Pos: at, Problem: "unknown " + what + " " + Quoted(name),
		Expected: OneOf(name, names), Nearest: Nearest(name, names),
	}
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

// Note adds what an error tells of places in files. Any other error it gives
// back.
func (e *Errors) Note(err error) error {
	var more Errors
	if err == nil || !errors.As(err, &more) {
		return err
	}
	*e = append(*e, more...)
	return nil
}

// Sorted is the errors by file and position, or nil if there are none, so that
// the result can be returned as an error.
func (e Errors) Sorted() error {
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

// Choice lists what is possible, each name once.
func Choice(names []string) string {
	names = once(names)
	switch len(names) {
	case 0:
		return "none"
	case 1:
		return names[0]
	}
	return "one of " + strings.Join(names, ", ")
}

// once is the names in their order, each where it first stands.
func once(names []string) (list []string) {
	for _, name := range names {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// Quoted is a text for a message, in quotes and cut if it is long.
func Quoted(s string) string {
	if c := clipped(s); len(c) < len(s) {
		return strconv.Quote(c + "...")
	}
	return strconv.Quote(s)
}

// clipped is as much of a text as messages show.
func clipped(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "")
	}
	return s
}
