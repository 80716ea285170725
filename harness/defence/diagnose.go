package defence

import (
	"slices"

	"github.com/exdrill/exdrill/scenarios"
)

// Diagnosed is the defence with a monitor that counts what its rules tell about
// themselves, if it is made of rules, and that is handed out before its run
// begins. It does and says what it always does. Response gives it up.
func (d *Defence) Diagnosed(tell func(*RuleWatch)) *Defence {
	if d.book() == nil {
		return d
	}
	seen, watch := *d, *d.watch
	watch.plain = d.watch
	watch.make = func(seed uint64, sc *scenarios.Scenario) (Monitor, error) {
		m, err := d.watch.make(seed, sc)
		if w, ok := m.(*RuleWatch); ok {
			w.Diagnose()
			tell(w)
		}
		return m, err
	}
	seen.watch = &watch
	return &seen
}

// RuleNames lists the rules that the defence watches by, in the order of its
// files; none if it is made of something else.
func (d *Defence) RuleNames() (names []string) {
	book := d.book()
	if book == nil {
		return nil
	}
	for _, r := range book.set.Rules() {
		names = append(names, r.Label())
	}
	return slices.Clip(names)
}

// book is the rules that the defence watches by; nil if it does not.
func (d *Defence) book() *ruleBook {
	if d.watch == nil || d.watch.name != rulesWatch {
		return nil
	}
	m, err := d.watch.make(0, nil)
	if err != nil {
		return nil
	}
	if w, ok := m.(*RuleWatch); ok {
		return w.book
	}
	return nil
}
