package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// kind is how a member of a group lives.
type kind uint8

const (
	customer  kind = iota // people, their bots, vendors' bots
	forgotten             // presents a deleted key
	maker
	momentum
	foreign // the thief's own account: nobody lives there
)

// group is what members have in common.
type group struct {
	name     string
	kind     kind
	scalable bool
	members  int
	seasons  []season // of customers

	rhythm                              int // index into the cast's
	balance, order, withdrawal, deposit tail
	whales, whaleTimes                  int64
	byAPI, market, cancel               int64 // shares, parts per million
	testLeast, testMost                 int64 // nanoseconds
	tries                               int
	tryAgain                            int64 // nanoseconds
	round                               bool  // amounts that people type
	newKey, newKeySpread                int64 // median delay in nanoseconds, 0 for never, and its spread

	every, jitter int64 // nanoseconds: forgotten programs, makers, momentum traders
	move          int64 // parts per million: makers
	over          int64 // nanoseconds: momentum traders
	threshold     int64 // parts per million: momentum traders
}

const day = int64(24 * time.Hour)

// groups reads what the members of each group have in common.
func (b *builder) groups() error {
	b.cast.rhythms = append(b.cast.rhythms, flat())
	for i := range b.sc.Population.Rhythms {
		r, err := readRhythm(&b.sc.Population.Rhythms[i])
		if err != nil {
			return err
		}
		b.cast.rhythms = append(b.cast.rhythms, r)
	}
	for i := range b.sc.Population.Groups {
		g, err := b.group(&b.sc.Population.Groups[i])
		if err != nil {
			return err
		}
		b.cast.groups = append(b.cast.groups, g)
	}
	return nil
}

func (b *builder) group(from *scenarios.Group) (g group, err error) {
	g = group{name: from.Name.Text, scalable: from.Scalable, members: int(from.Count.Value), round: from.Kind.Text == scenarios.KindPeople}
	if from.Scalable {
		g.members = max(1, int((from.Count.Value*b.scale+sim.Whole/2)/sim.Whole))
	}
	if from.Rhythm != nil {
		for i := range b.sc.Population.Rhythms {
			if b.sc.Population.Rhythms[i].Key.Text == from.Rhythm.Text {
				g.rhythm = i + 1
			}
		}
	}
	switch from.Kind.Text {
	case scenarios.KindPeople, scenarios.KindAPIBot, scenarios.KindVendorBot:
		if from.Rates == nil || from.Amounts == nil || from.Habits == nil || from.Keys == nil {
			return g, bad(from.Name.Pos, "group %q lacks rates, amounts, habits or keys", g.name)
		}
		g.habits(from)
		return g, b.amounts(&g, from.Amounts)
	case scenarios.KindForgottenBot:
		g.kind, g.every, g.jitter = forgotten, int64(from.Presents.Every.Value), int64(from.Presents.Jitter.Value)
	case scenarios.KindMarketMaker:
		g.kind, g.every, g.move = maker, int64(from.Quotes.Every.Value), from.Quotes.Move.PPM
		g.renews(from.Quotes.NewKey)
	case scenarios.KindMomentum:
		g.kind, g.every, g.over = momentum, int64(from.Follows.Every.Value), int64(from.Follows.Over.Value)
		g.threshold = from.Follows.Threshold.PPM
		g.renews(from.Follows.NewKey)
		g.order, err = b.heavy(&from.Follows.Order)
	default:
		err = bad(from.Kind.Pos, "unknown kind of group %q", from.Kind.Text)
	}
	return g, err
}

// renews reads how long it takes members to make a new key.
func (g *group) renews(d *scenarios.Delay) {
	if d != nil {
		g.newKey, g.newKeySpread = int64(d.Median.Value), d.Spread.PPM
	}
}

func (g *group) habits(from *scenarios.Group) {
	h := from.Habits
	g.byAPI, g.market, g.cancel = h.ByAPI.PPM, h.Market.PPM, from.Rates.Cancels.PPM
	g.testLeast, g.testMost = int64(h.TestPause.Least.Value), int64(h.TestPause.Most.Value)
	g.tries, g.tryAgain = int(h.Tries.Value), int64(h.TryAgain.Value)
	g.renews(h.NewKey)
}

func (b *builder) amounts(g *group, from *scenarios.Amounts) (err error) {
	for _, figure := range []struct {
		from *scenarios.Heavy
		to   *tail
	}{{&from.Balance, &g.balance}, {&from.Order, &g.order}, {&from.Withdrawal, &g.withdrawal}, {&from.Deposit, &g.deposit}} {
		if *figure.to, err = b.heavy(figure.from); err != nil {
			return err
		}
	}
	g.whales, g.whaleTimes = from.Whales.PPM, max(from.WhaleTimes.Value, 1)
	return nil
}
