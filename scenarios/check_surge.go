package scenarios

import (
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// surges checks when which groups live faster.
func (c *checker) surges() {
	seen := map[string]yamldoc.Position{}
	busy := map[string][]*Surge{}
	for i := range c.s.Population.Surges {
		s := &c.s.Population.Surges[i]
		c.unique("surge", s.Name, seen)
		c.within("start", s.Start, false)
		c.within("end", s.End, false)
		c.after("end", s.End, s.Start, "the start")
		if len(s.Groups) == 0 {
			c.bad(s.Name.Pos, "surge "+yamldoc.Quoted(s.Name.Text)+" has no groups", "at least one", "")
		}
		for _, g := range s.Groups {
			c.known("group of customers", g, c.customers())
			for _, other := range busy[g.Text] {
				if s.Start.Unix < other.End.Unix && other.Start.Unix < s.End.Unix {
					c.bad(g.Pos, "surges "+yamldoc.Quoted(other.Name.Text)+" and "+yamldoc.Quoted(s.Name.Text)+" of "+yamldoc.Quoted(g.Text)+" overlap",
						"one after the other", "")
				}
			}
			busy[g.Text] = append(busy[g.Text], s)
		}
		c.shares("interest", s.Interest)
	}
}

// customers are the groups that set out to do things.
func (c *checker) customers() (names []string) {
	for i := range c.s.Population.Groups {
		if g := &c.s.Population.Groups[i]; g.Rates != nil {
			names = append(names, g.Name.Text)
		}
	}
	return names
}

// moves checks which vendors go where.
func (c *checker) moves(networks []string) {
	seen, gone := map[string]yamldoc.Position{}, map[string]yamldoc.Position{}
	for i := range c.s.Population.Moves {
		m := &c.s.Population.Moves[i]
		c.unique("move", m.Name, seen)
		c.within("at", m.At, false)
		c.origins(&m.Sources, networks)
		c.positive("vendors", m.Vendors.Value, m.Vendors.Stated)
		if m.Sources.Vendors != nil {
			c.bad(m.Sources.Vendors.Pos, "vendors stands below sources", "it beside group", "")
		}
		vendors := map[string]Number{}
		var names []string
		for j := range c.s.Population.Groups {
			if g := &c.s.Population.Groups[j]; g.Sources.Vendors != nil {
				vendors[g.Name.Text] = *g.Sources.Vendors
				names = append(names, g.Name.Text)
			}
		}
		if c.known("group of vendors' customers", m.Group, names) {
			c.unique("move of", m.Group, gone)
			if most := vendors[m.Group.Text]; most.Stated.Pos.Line > 0 {
				c.atMost("vendors", m.Vendors, most.Value)
			}
		}
	}
}

// waypoints checks where a market's fair price is led.
func (c *checker) waypoints(p *Price) {
	last := c.s.Clock.Start
	for i := range p.Moves {
		w := &p.Moves[i]
		c.within("at", w.At, true)
		c.positive("times", w.Times.PPM, w.Times.Stated)
		if most := int64(100_000_000); w.Times.PPM > most {
			c.bad(w.Times.Pos, "times is "+strconv.FormatInt(w.Times.PPM/10_000, 10)+" %", "at most "+percent(most), "")
		}
		name := "the waypoint before"
		if i == 0 {
			name = "the clock's start"
		}
		c.after("at", w.At, last, name)
		last = w.At
	}
}
