package scenarios

import (
	"net/netip"
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func (c *checker) population() {
	p := &c.s.Population
	var rhythms []string
	for i := range p.Rhythms {
		rhythms = append(rhythms, p.Rhythms[i].Key.Text)
		c.rhythm(&p.Rhythms[i])
	}
	networks := c.networks()
	c.shares("holdings", p.Holdings)
	c.shares("interest", p.Interest)
	seen := map[string]yamldoc.Position{}
	for i := range p.Groups {
		g := &p.Groups[i]
		c.unique("group", g.Name, seen)
		c.groups = append(c.groups, g.Name.Text)
		if g.Rhythm != nil {
			c.known("rhythm", *g.Rhythm, rhythms)
		}
		c.positive("count", g.Count.Value, g.Count.Stated)
		c.at(g.Venues...)
		c.origins(&g.Sources, networks)
		c.sections(g)
		if g.Keys != nil {
			c.days(g.Keys.Created)
			c.past("created", g.Keys.Created)
			if g.Keys.Deleted != nil {
				c.days(*g.Keys.Deleted)
				c.past("deleted", *g.Keys.Deleted)
			}
		}
	}
	c.surges()
	c.moves(networks)
}

// past complains of days that are not over when the clock starts.
func (c *checker) past(name string, d Days) {
	if start := c.s.Clock.Start; start.Pos.Line > 0 && d.Last.End >= start.Unix {
		c.bad(d.Last.Pos, name+" lasts until "+d.Last.Text, "a day before the clock starts, "+start.Text, "")
	}
}

func (c *checker) rhythm(r *Row[[]Number]) {
	sum := int64(0)
	for _, n := range r.Value {
		sum += n.Value
		c.atMost("weight", n, 1_000_000)
	}
	if len(r.Value) != 24 || sum == 0 {
		c.bad(r.Key.Pos, "rhythm "+yamldoc.Quoted(r.Key.Text)+" has "+strconv.Itoa(len(r.Value))+" weights that add up to "+strconv.FormatInt(sum, 10),
			"24 weights, one an hour, not all 0", "")
	}
}

func (c *checker) networks() []string {
	seen := map[string]yamldoc.Position{}
	var names []string
	var taken []netip.Prefix
	for i := range c.s.Population.Networks {
		n := &c.s.Population.Networks[i]
		c.unique("network", n.Name, seen)
		names = append(names, n.Name.Text)
		c.known("kind", n.Kind, []string{NetworkHome, NetworkHosting})
		prefix, ok := c.prefix(n.Prefix)
		for _, other := range taken {
			if ok && other.Overlaps(prefix) {
				c.bad(n.Prefix.Pos, "prefix is "+yamldoc.Quoted(n.Prefix.Text), "a range that does not overlap "+other.String(), "")
			}
		}
		if ok {
			taken = append(taken, prefix)
		}
	}
	return names
}

// shares checks a table of shares by asset that make up a whole.
func (c *checker) shares(name string, t Table[Share]) {
	for i := range t {
		c.known("asset", t[i].Key, c.codes)
	}
	c.whole(name, t)
}

func (c *checker) origins(s *Sources, networks []string) {
	c.known("network", s.Network, networks)
	if s.Other != nil {
		c.known("network", *s.Other, networks)
	}
	if (s.Other == nil) != (s.InOther == nil) {
		c.bad(s.Network.Pos, "only one of other and in_other is given", "both or none", "")
	}
	c.positive("addresses", s.Addresses.Value, s.Addresses.Stated)
	if s.Vendors != nil {
		c.positive("vendors", s.Vendors.Value, s.Vendors.Stated)
	}
}

// sections checks that a group has what its kind needs and nothing else.
func (c *checker) sections(g *Group) {
	kinds := []string{KindPeople, KindAPIBot, KindVendorBot, KindForgottenBot, KindMarketMaker, KindMomentum}
	if !c.known("kind", g.Kind, kinds) || g.Kind.Pos.Line == 0 {
		return
	}
	kind := g.Kind.Text
	customer := kind == KindPeople || kind == KindAPIBot || kind == KindVendorBot
	all := []struct {
		name         string
		there, wants bool
	}{
		{"rhythm", g.Rhythm != nil, customer},
		{"rates", g.Rates != nil, customer},
		{"amounts", g.Amounts != nil, customer},
		{"habits", g.Habits != nil, customer},
		{"keys", g.Keys != nil, customer || kind == KindForgottenBot},
		{"keys.deleted", g.Keys != nil && g.Keys.Deleted != nil, kind == KindForgottenBot},
		{"sources.vendors", g.Sources.Vendors != nil, kind == KindVendorBot},
		{"presents", g.Presents != nil, kind == KindForgottenBot},
		{"quotes", g.Quotes != nil, kind == KindMarketMaker},
		{"follows", g.Follows != nil, kind == KindMomentum},
	}
	for _, section := range all {
		switch {
		case section.wants && !section.there:
			c.bad(g.Kind.Pos, section.name+" is missing", "it in a group of kind "+kind, "")
		case section.there && !section.wants:
			c.bad(g.Kind.Pos, section.name+" is given", "nothing of the kind in a group of kind "+kind, "")
		}
	}
	if g.Presents != nil {
		c.positive("every", int64(g.Presents.Every.Value), g.Presents.Every.Stated)
	}
	if g.Quotes != nil {
		c.positive("every", int64(g.Quotes.Every.Value), g.Quotes.Every.Stated)
	}
	if g.Follows != nil {
		c.positive("every", int64(g.Follows.Every.Value), g.Follows.Every.Stated)
	}
	if g.Habits != nil {
		c.pause(g.Habits.TestPause)
		c.positive("tries", g.Habits.Tries.Value, g.Habits.Tries.Stated)
	}
}

func (c *checker) pause(p Pause) {
	if p.Most.Value < p.Least.Value && p.Least.Pos.Line > 0 {
		c.bad(p.Most.Pos, "most is "+p.Most.Value.String(), "at least "+p.Least.Value.String(), "")
	}
}
