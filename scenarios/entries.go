package scenarios

import (
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// EntryPoint is one of several ways into an exchange, with what the attacker then
// holds and does. A scenario with entry points is nobody's record: a variant draws
// one of them, and the record is the first, as it stands there.
type EntryPoint struct {
	Name       Name       `key:"name"`
	Weight     Number     `key:"weight" check:"positive most=1000"` // how often it is drawn, against the others
	Position   Name       `key:"position"`
	Compromise Compromise `key:"compromise"`
	Campaign   Campaign   `key:"campaign"`
	Beside     *Beside    `key:"beside,optional"`
}

// Beside is an entry point that the attacker may have as well: the keys of hot
// wallets beside those of customers.
type Beside struct {
	Entry  Name  `key:"entry"`
	Chance Share `key:"chance"`
}

// Choice makes a step one of several that stand for each other: a variant has one
// step of each name, the record the first.
type Choice struct {
	Of     Name   `key:"of"`
	Weight Number `key:"weight" check:"positive most=1000"`
}

// Discipline is how carefully an attacker works.
type Discipline struct {
	Name   Name   `key:"name"`
	Weight Number `key:"weight" check:"positive most=1000"`
	Pieces Ratio  `key:"pieces" check:"positive"` // into how many parts he divides what he takes, against what the campaign says
	Whole  bool   `key:"whole,optional"`          // he takes all to the last base unit, as a button does
	Night  bool   `key:"night,optional"`          // he sets out in the first five hours of the venue's day
}

// Patience is how long an attacker takes for it, from his first step on.
type Patience struct {
	Name   Name   `key:"name"`
	Weight Number `key:"weight" check:"positive most=1000"`
	Times  Ratio  `key:"times" check:"positive"` // against what the campaign says, and no longer than the clock runs
}

// Greed is how much an attacker takes of what the campaign says.
type Greed struct {
	Name   Name   `key:"name"`
	Weight Number `key:"weight" check:"positive most=1000"`
	Takes  Ratio  `key:"takes" check:"positive"`
}

// Entry finds an entry point by its name; nil if there is none.
func (s *Scenario) Entry(name string) *EntryPoint {
	for i := range s.Entries {
		if s.Entries[i].Name.Text == name {
			return &s.Entries[i]
		}
	}
	return nil
}

// Settled are the steps that a record has of a campaign: of each choice the first,
// and all that a variant may leave out.
func (k *Campaign) Settled() (steps []Step) {
	var made []string
	for i := range k.Steps {
		c := k.Steps[i].Choice
		if c != nil && slices.Contains(made, c.Of.Text) {
			continue
		}
		if c != nil {
			made = append(made, c.Of.Text)
		}
		steps = append(steps, k.Steps[i])
	}
	return WithoutOrphans(steps)
}

// WithoutOrphans leaves out the steps that follow one that is not there.
func WithoutOrphans(steps []Step) (kept []Step) {
	for i := range steps {
		after := steps[i].After
		if after == nil || slices.ContainsFunc(kept, func(s Step) bool { return s.ID.Text == after.Step.Text }) {
			kept = append(kept, steps[i])
		}
	}
	return kept
}

// settleEntries makes the first entry point the record's. What stands beside entry
// points is complained of.
func (c *checker) settleEntries() {
	s := c.s
	if len(s.Entries) == 0 {
		return
	}
	for _, section := range []struct {
		name  string
		there bool
	}{{"compromise", s.Compromise != nil}, {"campaign", s.Campaign != nil}} {
		if section.there {
			c.complain(s.Entries[0].Name.Pos, section.name+" stands beside entries", section.name+" in each entry", "")
		}
	}
	first := &s.Entries[0]
	if p := s.Incident.Position; p.Text != first.Position.Text && first.Position.Pos.Line > 0 {
		c.complain(p.Pos, "position is "+yamldoc.Quoted(p.Text), "that of the first entry, "+first.Position.Text, "")
	}
	k, campaign := first.Compromise, first.Campaign
	campaign.Steps = first.Campaign.Settled()
	s.Compromise, s.Campaign = &k, &campaign
}

// entries checks each entry point as if it were all of the attack.
func (c *checker) entries() {
	for i := range c.s.Entries {
		e := &c.s.Entries[i]
		c.beside(e)
		alone := *c.s
		alone.Incident.Position, alone.Compromise, alone.Campaign = e.Position, &e.Compromise, &e.Campaign
		of := *c
		of.s, of.errs = &alone, nil
		of.attack()
		of.taking(e)
		c.errs = append(c.errs, of.errs...)
	}
}

// beside checks that one attacker can have both entry points.
func (c *checker) beside(e *EntryPoint) {
	if e.Beside == nil {
		return
	}
	var keys []string
	for i := range c.s.Entries {
		if c.s.Entries[i].Position.Text == PositionSigningKey {
			keys = append(keys, c.s.Entries[i].Name.Text)
		}
	}
	if e.Position.Text != PositionUserCredential {
		c.complain(e.Beside.Entry.Pos, "beside stands where position is "+e.Position.Text, "it only where position is "+PositionUserCredential, "")
	}
	if !c.known("entry with position "+PositionSigningKey, e.Beside.Entry, keys) {
		return
	}
	seen := map[string]yamldoc.Position{}
	for i := range e.Campaign.Steps {
		seen[e.Campaign.Steps[i].ID.Text] = e.Campaign.Steps[i].ID.Pos
	}
	for _, s := range c.s.Entry(e.Beside.Entry.Text).Campaign.Steps {
		c.unique("step of this entry and of one beside it,", s.ID, seen)
	}
}

// taking checks that a variant can have the steps that stand for each other.
func (c *checker) taking(e *EntryPoint) {
	for i := range e.Campaign.Steps {
		s := &e.Campaign.Steps[i]
		if s.Choice != nil && s.Chance != nil {
			c.complain(s.Chance.Pos, "chance stands beside choice", "only one of them", "")
		}
		if s.Chance != nil && s.Chance.PPM == 0 {
			c.complain(s.Chance.Pos, "chance is "+percent(0), "more than 0 %", "")
		}
	}
}

// choices complains of what only a scenario with entry points may have.
func (c *checker) choices() {
	if len(c.s.Entries) > 0 || c.s.Campaign == nil {
		return
	}
	for i := range c.s.Campaign.Steps {
		s := &c.s.Campaign.Steps[i]
		if s.Choice != nil || s.Chance != nil {
			c.complain(s.ID.Pos, "step "+yamldoc.Quoted(s.ID.Text)+" is one that a variant may lack", "entries, which alone have such steps", "")
			return
		}
	}
}

// manners checks what a variant draws of how the attacker works.
func (c *checker) manners() {
	v := &c.s.Variation
	for i := range v.Greed {
		if g := &v.Greed[i]; g.Takes.PPM > 10_000_000 {
			c.complain(g.Takes.Pos, "takes is "+percent(g.Takes.PPM), "at most 1000 %", "")
		}
	}
	for i := range v.Discipline {
		if d := &v.Discipline[i]; d.Pieces.PPM > mostPieces*1_000_000 {
			c.complain(d.Pieces.Pos, "pieces is "+percent(d.Pieces.PPM), "at most "+strconv.Itoa(mostPieces*100)+" %", "")
		}
	}
}

// mostPieces is into how many times as many parts an attacker divides at most.
const mostPieces = 20
