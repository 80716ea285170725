package scenarios

import (
	"time"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Surge is a stretch of time in which groups of customers live faster, or care
// for other things. What it leaves out stays as it is. The surges of one group
// do not overlap.
type Surge struct {
	Name   Name   `key:"name"`
	Groups []Name `key:"groups"` // people, api_bot, vendor_bot
	Start  Time   `key:"start" check:"clock"`
	End    Time   `key:"end" check:"clock"`

	// Rates, as multiples of the usual ones.
	Logins      *Ratio `key:"logins,optional"`
	Reads       *Ratio `key:"reads,optional"`
	Orders      *Ratio `key:"orders,optional"`
	Withdrawals *Ratio `key:"withdrawals,optional"`
	Deposits    *Ratio `key:"deposits,optional"`
	Complaints  *Ratio `key:"complaints,optional"`

	// Habits, in place of the usual ones.
	FirstTime *Share       `key:"first_time,optional"`
	TestSend  *Share       `key:"test_send,optional"`
	Buys      *Share       `key:"buys,optional"`                   // of orders; half of them at other times
	Interest  Table[Share] `key:"interest,optional" check:"asset"` // what orders, withdrawals and deposits are about
}

// Bursts are minutes in which many of a group hear of one coin and go for it at
// once: a group of traders names a coin to all its members, a rumour, a candle that
// everybody watches. They come on days like any other, at times that each run draws:
// in 2018 and 2019 some two a day were counted that had been agreed upon in chats
// alone, most of them in thin coins (Xu and Livshits, "The Anatomy of a
// Cryptocurrency Pump-and-Dump Scheme", 2019: 412 in eight months).
type Bursts struct {
	Every Duration `key:"every" check:"positive"` // from one to the next, on average
	Lasts Pause    `key:"lasts" check:"pause"`    // each
	Times Ratio    `key:"times"`                  // visits, reads and orders while it lasts, as multiples of what they are then
}

// oftenBursts is the least time between two bursts, on average, and mostBursts how
// much life may go faster in one, parts per million: each takes a phase of its own.
const (
	oftenBursts = 10 * time.Minute
	mostBursts  = 1000 * 1_000_000
)

func (c *checker) bursts(b *Bursts) {
	if b == nil {
		return
	}
	if b.Every.Value > 0 && b.Every.Value < oftenBursts {
		c.complain(b.Every.Pos, "every is "+b.Every.Value.String(), "at least "+oftenBursts.String(), "")
	}
	if b.Times.PPM > mostBursts {
		c.complain(b.Times.Pos, "times is "+percent(b.Times.PPM), "at most "+percent(mostBursts), "")
	}
}

// Move is bot vendors' change to new addresses: from that moment on all their
// customers' requests come from there.
type Move struct {
	Name    Name    `key:"name"`
	Group   Name    `key:"group"`                    // vendor_bot
	Vendors Number  `key:"vendors" check:"positive"` // how many of the group's move
	At      Time    `key:"at" check:"clock"`
	Sources Sources `key:"sources"` // of each vendor, from then on
	Listed  Share   `key:"listed"`  // of customers with an allow-list who entered the new addresses in time
}

// surges checks when which groups live faster.
func (c *checker) surges() {
	busy := map[string][]*Surge{}
	for i := range c.s.Population.Surges {
		s := &c.s.Population.Surges[i]
		c.after("end", s.End, s.Start, "the start")
		if len(s.Groups) == 0 {
			c.complain(s.Name.Pos, "surge "+yamldoc.Quoted(s.Name.Text)+" has no groups", "at least one", "")
		}
		for _, g := range s.Groups {
			c.known("group of customers", g, c.customers())
			for _, other := range busy[g.Text] {
				if s.Start.Unix < other.End.Unix && other.Start.Unix < s.End.Unix {
					c.complain(g.Pos, "surges "+yamldoc.Quoted(other.Name.Text)+" and "+yamldoc.Quoted(s.Name.Text)+" of "+yamldoc.Quoted(g.Text)+" overlap",
						"one after the other", "")
				}
			}
			busy[g.Text] = append(busy[g.Text], s)
		}
		c.addsUp("interest", s.Interest)
	}
}

// customers are the groups that set out to do things.
func (c *checker) customers() (names []string) {
	for i := range c.s.Population.Groups {
		if g := &c.s.Population.Groups[i]; g.Rates != nil || c.partial[g.Name] {
			names = append(names, g.Name.Text)
		}
	}
	return names
}

// moves checks which vendors go where.
func (c *checker) moves() {
	gone := map[string]yamldoc.Position{}
	for i := range c.s.Population.Moves {
		m := &c.s.Population.Moves[i]
		c.callerSources(&m.Sources)
		if m.Sources.Vendors != nil {
			c.complain(m.Sources.Vendors.Pos, "vendors stands below sources", "it beside group", "")
		}
		vendors := map[string]Number{}
		var names []string
		for j := range c.s.Population.Groups {
			if g := &c.s.Population.Groups[j]; g.Sources.Vendors != nil {
				vendors[g.Name.Text] = *g.Sources.Vendors
				names = append(names, g.Name.Text)
			} else if c.partial[g.Name] {
				names = append(names, "") // it may be one of them
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
