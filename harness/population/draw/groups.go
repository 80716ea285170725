package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// groups reads what the members of each group have in common.
func (b *builder) groups() error {
	b.model.Profiles = append(b.model.Profiles, model.Flat())
	for i := range b.sc.Population.HourlyProfiles {
		r, err := readProfile(&b.sc.Population.HourlyProfiles[i])
		if err != nil {
			return err
		}
		b.model.Profiles = append(b.model.Profiles, r)
	}
	for i := range b.sc.Population.Groups {
		g, err := b.group(&b.sc.Population.Groups[i])
		if err != nil {
			return err
		}
		b.model.Groups = append(b.model.Groups, g)
	}
	return nil
}

func readProfile(row *scenarios.Row[[]scenarios.Number]) (r model.HourlyProfile, err error) {
	var sum int64
	for _, n := range row.Value {
		sum += n.Value
	}
	if len(row.Value) != len(r) || sum <= 0 {
		return r, bad(row.Key.Pos, "rhythm %q has %d weights that add up to %d, expected 24", row.Key.Text, len(row.Value), sum)
	}
	for h := range r {
		r[h] = row.Value[h].Value * sim.Whole * 24 / sum
	}
	return r, nil
}

func (b *builder) group(from *scenarios.Group) (g model.Group, err error) {
	g = model.Group{Name: from.Name.Text, Scalable: from.Scalable, Members: int(from.Count.Value)}
	if from.Scalable {
		g.Members = max(1, int((from.Count.Value*b.scale+sim.Whole/2)/sim.Whole))
	}
	if from.HourlyProfile != nil {
		for i := range b.sc.Population.HourlyProfiles {
			if b.sc.Population.HourlyProfiles[i].Key.Text == from.HourlyProfile.Text {
				g.Profile = i + 1
			}
		}
	}
	switch from.Kind.Text {
	case scenarios.KindPeople, scenarios.KindAPIBot, scenarios.KindVendorBot:
		if from.Rates == nil || from.Amounts == nil || from.Habits == nil || from.Keys == nil {
			return g, bad(from.Name.Pos, "group %q lacks rates, amounts, habits or keys", g.Name)
		}
		readHabits(&g, from)
		return g, b.amounts(&g, from.Amounts)
	case scenarios.KindForgottenBot:
		g.Kind, g.Every, g.Jitter = model.ForgottenBots, int64(from.Presents.Every.Value), int64(from.Presents.Jitter.Value)
	case scenarios.KindMarketMaker:
		g.Kind, g.Every, g.Move = model.MarketMakers, int64(from.Quotes.Every.Value), from.Quotes.Move.PPM
		renews(&g, from.Quotes.NewKey)
	case scenarios.KindMomentum:
		g.Kind, g.Every, g.Over = model.MomentumTraders, int64(from.Follows.Every.Value), int64(from.Follows.Over.Value)
		g.Threshold = from.Follows.Threshold.PPM
		renews(&g, from.Follows.NewKey)
		g.Order, err = b.heavy(&from.Follows.Order)
	case scenarios.KindBreakout:
		l := from.Leaps
		g.Kind, g.Every, g.Threshold = model.BreakoutTraders, int64(l.Every.Value), l.Threshold.PPM
		g.Stay, g.Reach, g.Stops, g.Arbitrage = int64(l.Stay.Value), l.Reach.PPM, l.Stops.PPM, l.Arbitrage.PPM
		renews(&g, l.NewKey)
		g.Order, err = b.heavy(&l.Order)
	default:
		err = bad(from.Kind.Pos, "unknown kind of group %q", from.Kind.Text)
	}
	return g, err
}

// renews reads how long it takes members to make a new key.
func renews(g *model.Group, d *scenarios.Delay) {
	if d != nil {
		g.NewKey, g.NewKeySpread = int64(d.Median.Value), d.Spread.PPM
	}
}

func readHabits(g *model.Group, from *scenarios.Group) {
	h := from.Habits
	g.ByAPI, g.MarketOrders, g.Cancels = h.ByAPI.PPM, h.Market.PPM, from.Rates.Cancels.PPM
	g.TestLeast, g.TestMost = int64(h.TestPause.Least.Value), int64(h.TestPause.Most.Value)
	g.Tries, g.TryAgain = int(h.Tries.Value), int64(h.TryAgain.Value)
	renews(g, h.NewKey)
	if h.Resumes != nil {
		g.Resumes = h.Resumes.PPM
	}
}

func (b *builder) amounts(g *model.Group, from *scenarios.Amounts) (err error) {
	for _, figure := range []struct {
		from *scenarios.Heavy
		to   *model.HeavyAmount
	}{{&from.Balance, &g.Balance}, {&from.Order, &g.Order}, {&from.Withdrawal, &g.Withdrawal}, {&from.Deposit, &g.Deposit}} {
		if *figure.to, err = b.heavy(figure.from); err != nil {
			return err
		}
	}
	g.Whales, g.WhaleTimes = from.Whales.PPM, max(from.WhaleTimes.Value, 1)
	return nil
}
