package campaign

import "github.com/exdrill/exdrill/attacker/technique"

// quietFirst are the steps of a thief who knows what controls venues have: what can be
// done so that none of them has anything to refuse he does in that way first, and as
// planned afterwards. It takes him longer, and he may be found out before he is done.
func (c *Campaign) quietFirst() []Step {
	if c.Level < technique.Probes {
		return c.Steps
	}
	steps := make([]Step, 0, len(c.Steps))
	for _, s := range c.Steps {
		t, _ := technique.Find(s.Technique)
		if d, ok := t.(technique.Discreet); ok {
			quiet := s
			quiet.ID, quiet.Params = s.ID+"~quiet", d.Quietly(s.Params)
			steps = append(steps, quiet)
		}
		steps = append(steps, s)
	}
	return steps
}
