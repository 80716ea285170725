package population

import (
	"cmp"
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// season is a stretch of the clock in which the members of a group live in one
// way. A group without surges has one, which never ends. The tempos of the
// n-th season of a group are variants*n behind those of its first.
type season struct {
	until int64 // the first nanosecond after it

	withdrawals, orders, reads, logins, complaints int64 // a day, millionths
	deposits                                       int64 // a day, millionths
	firstTime, testSend, buys                      int64 // shares, parts per million
	byCoin, byMarket                               []int64
}

// variants is how many tempos a group has in a season: of members without a
// key, with one, and the same for owners of stolen keys.
const variants = 4

// even is the share of orders that buy when nothing moves people.
const even = sim.Whole / 2

// at is the number of the season that a moment lies in.
func (g *group) at(now int64) (n int) {
	for now >= g.seasons[n].until {
		n++
	}
	return n
}

// season is the one that a moment lies in.
func (g *group) season(now int64) *season { return &g.seasons[g.at(now)] }

// tempo is how a member lives at a moment.
func (c *cast) tempo(r *role, now int64) *tempo {
	return &c.tempos[int(r.tempo)+variants*c.groups[r.group].at(now)]
}

// sets draws when a member next sets out, 0 for never. Waiting has no memory,
// so where a season ends before the wait does, it begins anew in the next.
func (c *cast) sets(s *sim.Stream, r *role, now int64) int64 {
	g := &c.groups[r.group]
	for n := g.at(now); n < len(g.seasons); n++ {
		until := g.seasons[n].until
		t := &c.tempos[int(r.tempo)+variants*n]
		if t.gap > 0 {
			if at := c.rhythms[t.rhythm].after(now, s.Exponential(t.gap), c.zone); at < until {
				return at
			}
		}
		now = until
	}
	return 0
}

// seasons cuts the clock where a surge of a group begins or ends.
func (b *builder) seasons() error {
	for i := range b.cast.groups {
		g, from := &b.cast.groups[i], &b.sc.Population.Groups[i]
		if g.kind != customer {
			continue
		}
		g.seasons = nil
		now, usual := b.cast.start, b.usual(from)
		for _, surge := range b.surges(g) {
			if surge.Start.Unix > now {
				g.seasons = append(g.seasons, usual.ending(surge.Start.Unix))
			}
			risen, err := b.risen(usual, surge)
			if err != nil {
				return err
			}
			now = surge.End.Unix
			g.seasons = append(g.seasons, risen.ending(now))
		}
		g.seasons = append(g.seasons, usual.ending(math.MaxInt64))
	}
	return nil
}

// surges are those of a group, by time. They do not overlap.
func (b *builder) surges(g *group) (own []*scenarios.Surge) {
	for i := range b.sc.Population.Surges {
		s := &b.sc.Population.Surges[i]
		if slices.ContainsFunc(s.Groups, func(n scenarios.Name) bool { return n.Text == g.name }) {
			own = append(own, s)
		}
	}
	slices.SortStableFunc(own, func(a, b *scenarios.Surge) int { return cmp.Compare(a.Start.Unix, b.Start.Unix) })
	return own
}

func (s season) ending(at int64) season {
	s.until = at
	return s
}

// usual is how a group lives when nothing is up.
func (b *builder) usual(from *scenarios.Group) season {
	r := from.Rates
	return season{
		withdrawals: r.Withdrawals.Micro, orders: r.Orders.Micro, reads: r.Reads.Micro,
		logins: r.Logins.Micro, complaints: r.Complaints.Micro, deposits: r.Deposits.Micro,
		firstTime: from.Habits.FirstTime.PPM, testSend: from.Habits.TestSend.PPM, buys: even,
		byCoin: b.byCoin, byMarket: b.byMarket,
	}
}

// risen is a season in a surge.
func (b *builder) risen(s season, surge *scenarios.Surge) (season, error) {
	for _, rate := range []struct {
		of    *int64
		times *scenarios.Ratio
	}{
		{&s.withdrawals, surge.Withdrawals},
		{&s.orders, surge.Orders},
		{&s.reads, surge.Reads},
		{&s.logins, surge.Logins},
		{&s.complaints, surge.Complaints},
		{&s.deposits, surge.Deposits},
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
	}{{&s.firstTime, surge.FirstTime}, {&s.testSend, surge.TestSend}, {&s.buys, surge.Buys}} {
		if share.is != nil {
			*share.of = share.is.PPM
		}
	}
	if len(surge.Interest) == 0 {
		return s, nil
	}
	shares, err := b.byAsset(surge.Interest)
	s.byCoin, s.byMarket = b.cares(shares)
	return s, err
}
