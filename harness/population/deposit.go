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
	if asset == 0 || int(asset) > len(p.deposits) {
		return dst
	}
	all := p.deposits[asset-1]
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
		if wait := gap(g.deposits); wait > 0 && r.victim == 0 {
			s := b.stream(Actor(uint32(i+1)), forDeposits)
			b.deposit(&s, i, wait)
		}
		b.world.People.members[i].intents = r.deposits
	}
	for a := range c.deposits {
		slices.SortFunc(c.deposits[a], func(d, e Deposit) int {
			return cmp.Or(cmp.Compare(d.At, e.At), cmp.Compare(d.Account, e.Account))
		})
	}
	return nil
}

// deposit draws one customer's deposits.
func (b *builder) deposit(s *sim.Stream, i int, wait int64) {
	c := b.cast
	r := &c.roles[i]
	g := &c.groups[r.group]
	for at := c.start; ; {
		at = c.rhythms[g.rhythm].after(at, s.Exponential(wait), c.zone)
		if at >= c.end {
			return
		}
		asset := s.Pick(c.byCoin)
		if asset < 0 {
			return
		}
		amount := max(rounded(s, b.world.People.worth(g.deposit.draw(s, r.times), uint16(asset+1))), 1)
		r.deposits++
		c.deposits[asset] = append(c.deposits[asset], Deposit{
			Intent: r.deposits, Account: uint32(i + 1), Amount: amount, At: at, Value: c.value(uint16(asset+1), amount),
		})
	}
}
