package draw

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
)

// deposits draws all deposits. Their intents are numbered before all others of
// the same customer.
func (b *builder) deposits() error {
	c := b.model
	c.Deposits = make([][]model.Deposit, len(c.Coins))
	for i := range c.Holders {
		r := &c.Holders[i]
		g := &c.Groups[r.Group]
		if g.Kind == model.Customers && !r.Idle {
			s := b.stream(sim.Customer(uint32(i+1)), model.ForDeposits)
			b.deposit(&s, i)
		}
	}
	for a := range c.Deposits {
		slices.SortFunc(c.Deposits[a], func(d, e model.Deposit) int {
			return cmp.Or(cmp.Compare(d.At, e.At), cmp.Compare(d.Account, e.Account))
		})
	}
	return nil
}

// deposit draws one customer's deposits.
func (b *builder) deposit(s *sim.Stream, i int) {
	c := b.model
	r := &c.Holders[i]
	g := &c.Groups[r.Group]
	for at := nextDeposit(c, s, g, c.Start); at != 0; at = nextDeposit(c, s, g, at) {
		asset := s.Pick(g.Phase(at).ByCoin)
		if asset < 0 {
			return
		}
		amount := max(model.ByHand().Amount(s, c.FromCurrency(g.Deposit.Draw(s, r.Times), uint16(asset+1))), 1)
		r.Deposits++
		c.Deposits[asset] = append(c.Deposits[asset], model.Deposit{
			Intent: r.Deposits, Account: uint32(i + 1), Amount: amount, At: at, Value: c.Value(uint16(asset+1), amount),
		})
	}
}

// nextDeposit draws when a member next sends something, 0 for never: as NextArrival does.
func nextDeposit(c *model.Model, s *sim.Stream, g *model.Group, now int64) int64 {
	for n := g.PhaseIndex(now); n < len(g.Phases) && now < c.End; n++ {
		until := min(g.Phases[n].Until, c.End)
		if wait := model.MeanGap(g.Phases[n].Deposits); wait > 0 {
			if at := c.Profiles[g.Profile].After(now, s.Exponential(wait), c.Zone); at < until {
				return at
			}
		}
		now = until
	}
	return 0
}
