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
	var onward []model.Onward
	for at := nextDeposit(c, s, g, c.Start); at != 0; at = nextDeposit(c, s, g, at) {
		asset := s.Pick(g.Phase(at).ByCoin)
		if asset < 0 {
			break
		}
		amount := max(model.ByHand().Amount(s, c.FromCurrency(g.Deposit.Draw(s, r.Times), uint16(asset+1))), 1)
		r.Deposits++
		c.Deposits[asset] = append(c.Deposits[asset], model.Deposit{
			Intent: r.Deposits, Account: uint32(i + 1), Amount: amount, At: at, Value: c.Value(uint16(asset+1), amount),
		})
		onward = append(onward, model.Onward{Account: uint32(i + 1), Asset: uint16(asset + 1), Amount: amount, Deposited: at})
	}
	b.passOn(i, onward)
}

// passOn draws which of a customer's deposits he makes to withdraw them again, and
// when. Their intents are numbered behind those of all his deposits.
func (b *builder) passOn(i int, deposited []model.Onward) {
	c, r := b.model, &b.model.Holders[i]
	s := b.stream(sim.Customer(uint32(i+1)), model.ForPassingOn)
	for _, o := range deposited {
		on, wait := s.Chance(c.People[model.PassesOn]), s.Heavy(c.People[model.PassedOnAfter], unevenly)
		o.Amount, o.At = model.ByHand().Amount(&s, o.Amount), o.Deposited+wait
		if on && o.Amount >= c.Coins[o.Asset-1].LeastWithdrawal() && o.At < c.End {
			r.Deposits++
			o.Intent = r.Deposits
			c.Onward = append(c.Onward, o)
		}
	}
}

// unevenly is how far people's waits are from the median, in parts per million of
// its logarithm; synthetic.
const unevenly = 800_000

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
