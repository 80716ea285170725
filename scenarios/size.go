package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// What a run can be built of and played to its end, in all: each figure has a bound
// of its own, and several together have these.
const (
	mostMembers = 1_000_000   // of all groups
	mostAsked   = 100_000_000 // of what they ask for while the clock runs, and of what programs do by the clock
	mostOwn     = 200_000     // accounts of the attacker's own
)

// longestClock is the longest that a run covers.
const longestClock = 92 * 24 * time.Hour

// size checks that there are not too many in all, and that they do not do too much.
func (c *checker) size() {
	c.members()
	c.asked()
	if c.s.Compromise == nil {
		return
	}
	sum := int64(0)
	for i := range c.s.Compromise.AttackerAccounts {
		n := c.s.Compromise.AttackerAccounts[i].Accounts
		if sum += n.Value; sum > mostOwn {
			c.complain(n.Pos, "own accounts are "+strconv.FormatInt(sum, 10)+" with these", "at most "+strconv.Itoa(mostOwn)+" in all", "")
			return
		}
	}
}

func (c *checker) members() {
	sum := int64(0)
	for i := range c.s.Population.Groups {
		n := c.s.Population.Groups[i].Count
		if n.Value > mostMembers {
			return // told
		}
		if sum += n.Value; sum > mostMembers {
			c.complain(n.Pos, "the groups have "+strconv.FormatInt(sum, 10)+" members with these", "at most "+strconv.Itoa(mostMembers)+" in all", "")
			return
		}
	}
}

// asked reckons what everybody does while the clock runs. It is an estimate with a
// wide margin: what ships comes to a few millions.
func (c *checker) asked() {
	k := &c.s.Clock
	lasts := time.Duration(k.End.Unix - k.Start.Unix)
	if k.Start.Pos.Line == 0 || k.End.Pos.Line == 0 || lasts <= 0 || lasts > longestClock {
		return
	}
	sum := 0.0
	for i := range c.s.Population.Groups {
		g := &c.s.Population.Groups[i]
		if g.Count.Value > mostMembers {
			return // told
		}
		if sum += float64(g.Count.Value) * c.doings(g, lasts); sum > mostAsked {
			c.complain(g.Count.Pos, fmt.Sprintf("with %s everybody does some %.0f things while the clock runs", g.Name.Text, sum),
				"at most "+strconv.Itoa(mostAsked)+": fewer members, lower rates or a shorter clock", "")
			return
		}
	}
}

// doings is what one member of a group does while the clock runs.
func (c *checker) doings(g *Group, lasts time.Duration) (n float64) {
	if g.Presents != nil && g.Presents.Every.Value > 0 {
		n += float64(lasts) / float64(g.Presents.Every.Value)
	}
	if g.Rates == nil {
		return n
	}
	perDay := 0.0
	for _, r := range []Rate{g.Rates.Logins, g.Rates.Reads, g.Rates.Orders, g.Rates.Withdrawals, g.Rates.Deposits, g.Rates.Complaints} {
		perDay += float64(r.Micro) / 1e6
	}
	const day = float64(24 * time.Hour)
	n += perDay * float64(lasts) / day
	for i := range c.s.Population.Surges {
		s := &c.s.Population.Surges[i]
		if s.End.Unix > s.Start.Unix && s.about(g.Name.Text) {
			n += perDay * float64(s.End.Unix-s.Start.Unix) / day * s.most()
		}
	}
	return n
}

// about reports whether a surge is of a group.
func (s *Surge) about(group string) bool {
	return slices.ContainsFunc(s.Groups, func(n Name) bool { return n.Text == group })
}

// most is how many times as much as usual it has of what it has most of.
func (s *Surge) most() (most float64) {
	for _, r := range []*Ratio{s.Logins, s.Reads, s.Orders, s.Withdrawals, s.Deposits, s.Complaints} {
		if r != nil {
			most = max(most, float64(r.PPM)/1e6)
		}
	}
	return most
}
