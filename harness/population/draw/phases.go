package draw

import (
	"cmp"
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// even is the share of orders that buy when nothing moves people.
const even = sim.Whole / 2

// phases cuts the clock where a surge or a burst of a group begins or ends.
func (b *builder) phases() error {
	for i := range b.model.Groups {
		g, from := &b.model.Groups[i], &b.sc.Population.Groups[i]
		if g.Kind != model.Customers {
			continue
		}
		var err error
		if g.Phases, err = b.surgePhases(b.usualPhase(from), b.surges(g)); err != nil {
			return err
		}
		if from.Bursts != nil {
			g.Phases = withBursts(g.Phases, b.bursts(i, from.Bursts))
		}
	}
	return nil
}

// surgePhases are how a group lives from the start on: as usual, but for surges.
func (b *builder) surgePhases(usual model.Phase, surges []*scenarios.Surge) (list []model.Phase, err error) {
	now := b.model.Start
	for _, surge := range surges {
		if surge.Start.Unix > now {
			list = append(list, ending(usual, surge.Start.Unix))
		}
		risen, err := b.surgePhase(usual, surge)
		if err != nil {
			return nil, err
		}
		now = surge.End.Unix
		list = append(list, ending(risen, now))
	}
	return append(list, ending(usual, math.MaxInt64)), nil
}

// surges are those of a group, by time. They do not overlap.
func (b *builder) surges(g *model.Group) (own []*scenarios.Surge) {
	for i := range b.sc.Population.Surges {
		s := &b.sc.Population.Surges[i]
		if slices.ContainsFunc(s.Groups, func(n scenarios.Name) bool { return n.Text == g.Name }) {
			own = append(own, s)
		}
	}
	slices.SortStableFunc(own, func(a, b *scenarios.Surge) int { return cmp.Compare(a.Start.Unix, b.Start.Unix) })
	return own
}

func ending(s model.Phase, at int64) model.Phase {
	s.Until = at
	return s
}

// usualPhase is how a group lives when nothing is up.
func (b *builder) usualPhase(from *scenarios.Group) model.Phase {
	r := from.Rates
	return model.Phase{
		Withdrawals: r.Withdrawals.Micro, Orders: r.Orders.Micro, Reads: r.Reads.Micro,
		Logins: r.Logins.Micro, Complaints: r.Complaints.Micro, Deposits: r.Deposits.Micro,
		FirstTime: from.Habits.FirstTime.PPM, TestSend: from.Habits.TestSend.PPM, Buys: even,
		ByCoin: b.byCoin, ByMarket: b.byMarket,
	}
}

// surgePhase is a phase in a surge.
func (b *builder) surgePhase(s model.Phase, surge *scenarios.Surge) (model.Phase, error) {
	for _, rate := range []struct {
		of    *int64
		times *scenarios.Ratio
	}{
		{&s.Withdrawals, surge.Withdrawals},
		{&s.Orders, surge.Orders},
		{&s.Reads, surge.Reads},
		{&s.Logins, surge.Logins},
		{&s.Complaints, surge.Complaints},
		{&s.Deposits, surge.Deposits},
	} {
		if rate.times == nil {
			continue
		}
		times, ok := money.MulDiv(*rate.of, rate.times.PPM, sim.Whole, money.Nearest)
		if !ok {
			return s, bad(rate.times.Pos, "a rate %d parts per million of the usual one, expected less", rate.times.PPM)
		}
		*rate.of = times
	}
	for _, share := range []struct {
		of *int64
		is *scenarios.Share
	}{{&s.FirstTime, surge.FirstTime}, {&s.TestSend, surge.TestSend}, {&s.Buys, surge.Buys}} {
		if share.is != nil {
			*share.of = share.is.PPM
		}
	}
	if len(surge.Interest) == 0 {
		return s, nil
	}
	shares, err := b.byAsset(surge.Interest)
	s.ByCoin, s.ByMarket = b.interestIn(shares)
	return s, err
}

// groupRates works out how often the members of a group do what: without a key,
// and with one. It gives the number of the first.
func (b *builder) groupRates(g int) uint16 {
	first := uint16(len(b.model.ArrivalRates))
	for s := range b.model.Groups[g].Phases {
		for n := range model.RatesPerPhase {
			b.model.ArrivalRates = append(b.model.ArrivalRates, b.model.Groups[g].ArrivalRates(s, n == 1))
		}
	}
	return first
}

// arrivalRates tells everybody how often he does what, and victims how they notice.
func (b *builder) arrivalRates() error {
	c := b.model
	rates := make([]uint16, len(c.Groups))
	for g := range c.Groups {
		rates[g] = b.groupRates(g)
	}
	for i := range c.Holders {
		r := &c.Holders[i]
		r.Rates = rates[r.Group]
		if r.Key != 0 {
			r.Rates++
		}
	}
	if b.sc.Compromise.Credentials() {
		c.Notice = readNotices(&b.sc.Compromise.Complaints)
	}
	return nil
}
