package rules

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
)

// Diagnosed is the defence with monitors that count what their rules tell about
// themselves, if it is made of rules, and that are handed out before their runs
// begin. It does and says what it always does. Response gives it up.
func Diagnosed(d *defence.Defence, tell func(*Monitor)) *defence.Defence {
	if BookOf(d) == nil {
		return d
	}
	return d.Observed(func(m defence.Monitor) {
		if w, ok := m.(*Monitor); ok {
			w.Diagnose()
			tell(w)
		}
	})
}

// RuleNames lists the rules that a defence watches by, in the order of its
// files; none if it is made of something else.
func RuleNames(d *defence.Defence) (names []string) {
	book := BookOf(d)
	if book == nil {
		return nil
	}
	for _, r := range book.set.Rules() {
		names = append(names, r.Label())
	}
	return slices.Clip(names)
}

// BookOf is the rules that the defence watches by; nil if it does not.
func BookOf(d *defence.Defence) *Book {
	if d.Watch == nil {
		return nil
	}
	book, _ := d.Watch.Maker.(*Book)
	return book
}
