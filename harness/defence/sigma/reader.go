package sigma

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/token"

	"github.com/exdrill/exdrill/scenarios"
)

// reader collects what is wrong with one file, each with its place.
type reader struct {
	file string
	errs scenarios.Errors
	o    *Options
}

func (r *reader) reject(at scenarios.Position, problem, expected string) {
	r.errs = append(r.errs, &scenarios.Error{Pos: at, Problem: problem, Expected: expected})
}

// unknown notes a name that means nothing, and the nearest that does.
func (r *reader) unknown(at scenarios.Position, what, name string, names []string) {
	r.errs = append(r.errs, unknown(at, what, name, names))
}

func unknown(at scenarios.Position, what, name string, names []string) *scenarios.Error {
	return &scenarios.Error{
		Pos: at, Problem: "unknown " + what + " " + short(name),
		Expected: choice(names), Nearest: nearest(name, names),
	}
}

// nearest compares without case: people write fields in any.
func nearest(name string, names []string) string {
	lower := make([]string, len(names))
	for i, n := range names {
		lower[i] = strings.ToLower(n)
	}
	if i := slices.Index(lower, scenarios.Nearest(strings.ToLower(clip(name)), lower)); i >= 0 {
		return names[i]
	}
	return ""
}

// top is the place of what is wrong with the file as a whole.
func (r *reader) top() scenarios.Position {
	return scenarios.Position{File: r.file, Line: 1, Column: 1}
}

// at is the place of a token. The parser counts from 0 in a few odd places.
func (r *reader) at(t *token.Token) scenarios.Position {
	if t == nil || t.Position == nil {
		return r.top()
	}
	return scenarios.Position{File: r.file, Line: max(1, t.Position.Line), Column: max(1, t.Position.Column)}
}

// text reads a value that is a single text; numbers count as they are written.
func (r *reader) text(e *entry, wanted string) string {
	if !e.value.scalar() {
		r.reject(e.value.pos, e.key+" is "+e.value.kind.String(), wanted)
		return ""
	}
	if strings.TrimSpace(e.value.text) == "" {
		r.reject(e.value.pos, e.key+" is empty", wanted)
	}
	return e.value.text
}

// oneOf reads a text out of a closed list.
func (r *reader) oneOf(e *entry, names []string) string {
	s := r.text(e, choice(names))
	if s != "" && !slices.Contains(names, s) {
		r.unknown(e.value.pos, e.key, s, names)
	}
	return s
}

// texts reads a list of texts; a single text counts as a list of one.
func (r *reader) texts(e *entry, wanted string) (all []string) {
	if e.value.scalar() {
		return []string{r.text(e, wanted)}
	}
	if e.value.kind != sequence {
		r.reject(e.value.pos, e.key+" is "+e.value.kind.String(), wanted)
		return nil
	}
	for _, n := range e.value.items {
		if !n.scalar() || strings.TrimSpace(n.text) == "" {
			r.reject(n.pos, "an element of "+e.key+" is "+n.kind.String(), wanted)
			continue
		}
		all = append(all, n.text)
	}
	return all
}

// choice lists what is possible.
func choice(names []string) string {
	switch len(names) {
	case 0:
		return "none"
	case 1:
		return names[0]
	}
	return "one of " + strings.Join(names, ", ")
}

// short is a text for a message, in quotes and cut if it is long.
func short(s string) string {
	if c := clip(s); len(c) < len(s) {
		return strconv.Quote(c + "...")
	}
	return strconv.Quote(s)
}

func clip(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "")
	}
	return s
}

// sorted is what is wrong by file and place; nil if nothing is.
func sorted(errs scenarios.Errors) error {
	if len(errs) == 0 {
		return nil
	}
	slices.SortStableFunc(errs, func(a, b *scenarios.Error) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return errs
}

// atMost says how long a text may be.
func (r *reader) atMost(e *entry, s string, most int) string {
	if n := len([]rune(s)); n > most {
		r.reject(e.value.pos, fmt.Sprintf("%s has %d characters", e.key, n), fmt.Sprintf("at most %d", most))
	}
	return s
}
