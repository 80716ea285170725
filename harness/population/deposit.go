package population

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
)

// Deposit is what an honest customer sends to the venue from outside.
type Deposit struct {
	Intent  uint32
	Account uint32
	Amount  int64 // base units
	At      int64 // when he sends it, virtual nanoseconds
	Value   int64 // the same in the currency, at the reference price
}

// Deposits appends what customers send on an asset's chain from one time up
// to, but not including, another, in the order of time.
func (p *Population) Deposits(asset uint16, from, to int64, dst []Deposit) []Deposit {
	if asset == 0 || int(asset) > len(p.model.deposits) {
		return dst
	}
	all := p.model.deposits[asset-1]
	before := func(d Deposit, at int64) int { return cmp.Compare(d.At, at) }
	first, _ := slices.BinarySearchFunc(all, from, before)
	last, _ := slices.BinarySearchFunc(all, to, before)
	return append(dst, all[first:last]...)
}

// deposits draws all deposits. Their intents are numbered before all others of
// the same customer.
func (b *builder) deposits() error {
	c := b.cast
	c.deposits = make([][]Deposit, len(c.coins))
	for i := range c.roles {
		r := &c.roles[i]
		g := &c.groups[r.group]
		if g.kind == customer && r.victim == 0 && !r.idle {
			s := b.stream(sim.Customer(uint32(i+1)), forDeposits)
			b.deposit(&s, i)
		}
	}
	for a := range c.deposits {
		slices.SortFunc(c.deposits[a], func(d, e Deposit) int {
			return cmp.Or(cmp.Compare(d.At, e.At), cmp.Compare(d.Account, e.Account))
		})
	}
	return nil
}

// deposit draws one customer's deposits.
func (b *builder) deposit(s *sim.Stream, i int) {
	c := b.cast
	r := &c.roles[i]
	g := &c.groups[r.group]
	for at := c.sends(s, g, c.start); at != 0; at = c.sends(s, g, at) {
		asset := s.Pick(g.season(at).byCoin)
		if asset < 0 {
			return
		}
		amount := max(rounded(s, c.worth(g.deposit.draw(s, r.times), uint16(asset+1))), 1)
		r.deposits++
		c.deposits[asset] = append(c.deposits[asset], Deposit{
			Intent: r.deposits, Account: uint32(i + 1), Amount: amount, At: at, Value: c.value(uint16(asset+1), amount),
		})
	}
}

// sends draws when a member next sends something, 0 for never: as sets does.
func (c *cast) sends(s *sim.Stream, g *group, now int64) int64 {
	for n := g.at(now); n < len(g.seasons) && now < c.end; n++ {
		until := min(g.seasons[n].until, c.end)
		if wait := gap(g.seasons[n].deposits); wait > 0 {
			if at := c.rhythms[g.rhythm].after(now, s.Exponential(wait), c.zone); at < until {
				return at
			}
		}
		now = until
	}
	return 0
}
