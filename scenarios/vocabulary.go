package scenarios

import "slices"

// Vocabulary is the names that mean something to those who run a scenario.
type Vocabulary struct {
	Techniques []string // of the attacker
	Controls   []string // standing ones
	Actions    []string // of an operator
	Measures   []string // that a fact can be compared with
	Harms      []string // rows of the tariff
}

// Validate checks the names of a loaded scenario against a vocabulary. The
// error is of type yamldoc.Errors.
func Validate(s *Scenario, v Vocabulary) error {
	c := &checker{s: s}
	c.techniquesAndActions(v)
	for i := range s.Venues {
		for j := range s.Venues[i].Posture {
			c.known("control", s.Venues[i].Posture[j].Control, v.Controls)
		}
	}
	for i := range s.Facts {
		if m := s.Facts[i].Measure; m != nil {
			c.known("measure", *m, v.Measures)
		}
	}
	for i := range s.Tariff {
		c.known("harm", s.Tariff[i].Key, v.Harms)
	}
	return c.errs.Sorted()
}

// techniquesAndActions checks techniques and actions.
func (c *checker) techniquesAndActions(v Vocabulary) {
	s := c.s
	if s.Campaign != nil {
		for i := range s.Campaign.Steps {
			c.known("technique", s.Campaign.Steps[i].Technique, v.Techniques)
		}
	}
	for i := range s.History.Actions {
		c.known("action", s.History.Actions[i].Action, v.Actions)
	}
	for i := range s.Latencies.Actions {
		c.known("action", s.Latencies.Actions[i].Key, v.Actions)
	}
	both := slices.Concat(v.Actions, v.Controls)
	for i := range s.Lesson.Containments {
		c.known("action or control", s.Lesson.Containments[i].Action, both)
	}
}
