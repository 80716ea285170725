package scenarios

import (
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// attack checks what the attacker holds and does, or that there is none.
func (c *checker) attack() {
	s := c.s
	position := s.Incident.Position
	none := position.Text == PositionNone
	for _, section := range []struct {
		name  string
		there bool
	}{{"compromise", s.Compromise != nil}, {"campaign", s.Campaign != nil}} {
		if section.there == none {
			expected := "the section " + section.name
			if none {
				expected = "no section " + section.name
			}
			c.bad(position.Pos, "position is "+yamldoc.Quoted(position.Text), expected, "")
		}
	}
	if s.Compromise != nil {
		c.compromise(s.Compromise)
	}
	if s.Campaign != nil {
		c.campaign(s.Campaign)
	}
}

func (c *checker) compromise(k *Compromise) {
	c.holdings(k)
	c.signing(k)
	if !k.Credentials() {
		return
	}
	var networks []string
	for i := range c.s.Population.Networks {
		networks = append(networks, c.s.Population.Networks[i].Name.Text)
	}
	c.origins(&k.Sources, networks)
	c.known("group", k.Cohort.Group, c.groups)
	c.days(k.Cohort.Created)
	c.past("created", k.Cohort.Created)
	c.dump(k)
	c.victims(k)
	c.own(k)
	c.within("start", k.Complaints.Start, false)
}

func (c *checker) dump(k *Compromise) {
	d := &k.Dump
	if d.Keys.Value != d.Deleted.Value+d.Live.Value && d.Deleted.Pos.Line > 0 && d.Live.Pos.Line > 0 {
		c.bad(d.Keys.Pos, "keys is "+strconv.FormatInt(d.Keys.Value, 10),
			"deleted and live together, "+strconv.FormatInt(d.Deleted.Value+d.Live.Value, 10), "")
	}
	if d.Live.Value > k.Cohort.Keys.Lo && k.Cohort.Keys.Pos.Line > 0 {
		c.bad(d.Live.Pos, "live is "+strconv.FormatInt(d.Live.Value, 10),
			"at most the keys of the cohort, "+strconv.FormatInt(k.Cohort.Keys.Lo, 10), "")
	}
	c.days(d.Created)
	c.days(d.DeletedOn)
	c.past("deleted_on", d.DeletedOn)
	if d.Published != nil {
		c.atMost("published", *d.Published, d.Keys.Value)
	}
	outside := d.Created.First.Start < k.Cohort.Created.First.Start || d.Created.Last.End > k.Cohort.Created.Last.End
	if outside && k.Cohort.Created.First.Pos.Line > 0 && k.Cohort.Created.Last.Pos.Line > 0 && d.Created.Last.Pos.Line > 0 {
		c.bad(d.Created.First.Pos, "keys of the dump were created from "+d.Created.First.Text+" to "+d.Created.Last.Text,
			"days within those of the cohort, "+k.Cohort.Created.First.Text+" to "+k.Cohort.Created.Last.Text, "")
	}
}

// free complains of a class that has the name of another set of keys.
func (c *checker) free(n Name) {
	if slices.Contains([]string{OnAll, OnLive, OnDeleted, OnPublished}, n.Text) {
		c.bad(n.Pos, "name is "+yamldoc.Quoted(n.Text), "another word than all, live, deleted or published", "")
	}
}

func (c *checker) victims(k *Compromise) {
	seen := map[string]yamldoc.Position{}
	sum := int64(0)
	for i := range k.Victims {
		v := &k.Victims[i]
		c.unique("class of victims", v.Name, seen)
		c.free(v.Name)
		c.at(Places(v.Venue)...)
		c.positive("accounts", v.Accounts.Value, v.Accounts.Stated)
		c.in("total", v.Total, c.s.Currency.Text)
		c.shares("holdings", v.Holdings)
		sum += v.Accounts.Value
	}
	if live := k.Dump.Live; len(k.Victims) > 0 && sum != live.Value {
		c.bad(live.Pos, "live is "+strconv.FormatInt(live.Value, 10),
			"as many keys as the victims have accounts, "+strconv.FormatInt(sum, 10), "")
	}
}
