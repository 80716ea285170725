package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

// occasion is the second day of the record's clock, nine to nine.
func occasion(sc *scenarios.Scenario) (from, to int64) {
	return sc.Clock.Start.Unix + populationtest.Hours(33), sc.Clock.Start.Unix + populationtest.Hours(45)
}

// surging is the record with a surge of people at the occasion.
func surging(with func(*scenarios.Surge)) *scenarios.Scenario {
	sc := populationtest.Zaif()
	s := scenarios.Surge{Groups: []scenarios.Name{{Text: "people"}}}
	s.Start.Unix, s.End.Unix = occasion(sc)
	with(&s)
	sc.Population.Surges = []scenarios.Surge{s}
	return sc
}

func times(n int64) *scenarios.Ratio { return &scenarios.Ratio{PPM: n * sim.Whole} }

func inside(at int64, w *draw.World) bool {
	from, to := occasion(w.Scenario)
	return from <= at && at < to
}

// tally counts what people do inside and outside of the occasion.
type tally struct{ withdrawals, fresh, orders, buys, mona int }

func lives(w *draw.World) (in, out tally) {
	known := map[[2]any]bool{}
	for _, k := range w.Genesis.Known {
		known[[2]any{k.Account, k.Address}] = true
	}
	mona, _ := w.Genesis.AssetID("MONA")
	populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
		account := d.Actor.Account()
		if account == 0 || d.Attempt.Intent == 0 || w.AccountWeight[account-1] != sim.Whole {
			return
		}
		t := &out
		if inside(d.At, w) {
			t = &in
		}
		switch d.Attempt.Kind {
		case sim.IntentWithdrawal:
			t.withdrawals++
			if !known[[2]any{account, d.Command.Address}] {
				t.fresh++
			}
		case sim.IntentOrder:
			t.orders++
			if d.Command.Side == market.Buy {
				t.buys++
			}
			if w.Genesis.Markets[d.Command.Market-1].Base == mona {
				t.mona++
			}
		}
	})
	return in, out
}

var _ = Describe("A surge", func() {
	const scale = 200_000

	It("multiplies what people do while it lasts, and nothing else", func() {
		usual, _ := lives(populationtest.BuildScenario(populationtest.Zaif(), scale))
		before := populationtest.BuildScenario(surging(func(s *scenarios.Surge) { s.Logins, s.Withdrawals = times(4), times(10) }), scale)
		in, out := lives(before)
		_, unchanged := lives(populationtest.BuildScenario(populationtest.Zaif(), scale))
		Expect(float64(in.withdrawals)).To(BeNumerically("~", 10*float64(usual.withdrawals), 2.5*float64(usual.withdrawals)))
		Expect(float64(in.orders)).To(BeNumerically("~", float64(usual.orders), 0.15*float64(usual.orders)))
		Expect(float64(out.withdrawals)).To(BeNumerically("~", float64(unchanged.withdrawals), 0.2*float64(unchanged.withdrawals)))
	})

	It("changes habits and interests while it lasts", func() {
		in, out := lives(populationtest.BuildScenario(surging(func(s *scenarios.Surge) {
			s.Withdrawals, s.Orders, s.FirstTime, s.Buys = times(8), times(2), populationtest.Percent(80), populationtest.Percent(90)
			s.Interest = scenarios.Table[scenarios.Share]{{Key: scenarios.Name{Text: "MONA"}, Value: *populationtest.Percent(100)}}
		}), scale))
		Expect(float64(in.fresh) / float64(in.withdrawals)).To(BeNumerically(">", 0.7))
		Expect(float64(out.fresh) / float64(out.withdrawals)).To(BeNumerically("<", 0.4))
		Expect(float64(in.buys)/float64(in.orders)).To(BeNumerically(">", 0.53), "programs, which stay as they are, place most orders")
		Expect(float64(out.buys) / float64(out.orders)).To(BeNumerically("~", 0.5, 0.03))
		Expect(in.mona).To(BeNumerically(">", 0))
		Expect(float64(in.mona) / float64(in.orders)).To(BeNumerically(">", float64(out.mona)/float64(out.orders)+0.1))
	})

	It("multiplies deposits, and leaves those before it where they were", func() {
		plain, risen := populationtest.BuildScenario(populationtest.Zaif(), scale), populationtest.BuildScenario(surging(func(s *scenarios.Surge) { s.Deposits = times(6) }), scale)
		from, to := occasion(plain.Scenario)
		count := func(w *draw.World, a, b int64) (list []model.Deposit) {
			for asset := range w.Genesis.Assets {
				list = w.People.Deposits(uint16(asset+1), a, b, list)
			}
			return list
		}
		Expect(count(risen, populationtest.Start(plain), from)).To(Equal(count(plain, populationtest.Start(plain), from)))
		n := len(count(plain, from, to))
		Expect(len(count(risen, from, to))).To(BeNumerically(">", 3*n))
		Expect(len(count(risen, to, populationtest.End(plain)))).To(BeNumerically("~", len(count(plain, to, populationtest.End(plain))), n/2))
	})

	It("lets nobody sleep through it who never did a thing before", func() {
		sc := surging(func(s *scenarios.Surge) { s.Logins = times(3) })
		quiet := scenarios.Surge{Groups: []scenarios.Name{{Text: "people"}}, Logins: times(0), Reads: times(0), Orders: times(0), Withdrawals: times(0), Complaints: times(0)}
		quiet.Start.Unix, quiet.End.Unix = sc.Clock.Start.Unix, sc.Population.Surges[0].Start.Unix
		sc.Population.Surges = append(sc.Population.Surges, quiet)
		w := populationtest.BuildScenario(sc, populationtest.Small)
		from, _ := occasion(sc)
		awake := 0
		populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
			if d.Command.Kind == mockexchange.Login && w.AccountWeight[d.Actor.Account()-1] == sim.Whole && d.At >= from {
				awake++
			}
		})
		Expect(awake).To(BeNumerically(">", 300))
	})
})

var _ = Describe("A vendor's move", func() {
	moved := func(listed int64) (*draw.World, int64) {
		sc := populationtest.Zaif()
		at := sc.Clock.Start.Unix + populationtest.Hours(26)
		m := scenarios.Move{Group: scenarios.Name{Text: "vendor_bots"}, Listed: *populationtest.Percent(listed)}
		m.Vendors.Value, m.At.Unix = 1, at
		m.Sources.Network.Text, m.Sources.Addresses.Lo, m.Sources.Addresses.Hi = "hosting_abroad", 3, 3
		sc.Population.Moves = []scenarios.Move{m}
		return populationtest.BuildScenario(sc, 200_000), at
	}

	It("takes all its customers to new addresses at once, and nobody else", func() {
		w, at := moved(100)
		before, after := map[sim.Actor]map[access.Source]bool{}, map[sim.Actor]map[access.Source]bool{}
		populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
			if d.Command.Source == 0 {
				return
			}
			seen := before
			if d.At >= at {
				seen = after
			}
			if seen[d.Actor] == nil {
				seen[d.Actor] = map[access.Source]bool{}
			}
			seen[d.Actor][d.Command.Source] = true
		})
		gone, fresh := 0, map[access.Source]bool{}
		for actor, sources := range after {
			strange := 0
			for s := range sources {
				if before[actor] != nil && !before[actor][s] {
					strange++
				}
			}
			if strange == len(sources) {
				gone++
				for s := range sources {
					fresh[s] = true
				}
			}
		}
		Expect(gone).To(BeNumerically("~", 33, 12), "a third of a hundred")
		Expect(fresh).To(HaveLen(3))
	})

	It("finds the new addresses on the allow-lists of those who were told", func() {
		plain := populationtest.BuildScenario(populationtest.Zaif(), 200_000)
		for listed, want := range map[int64]func(longer, short int){
			0:   func(longer, _ int) { Expect(longer).To(BeZero()) },
			100: func(longer, short int) { Expect(longer).To(BeNumerically("~", 30, 12)) },
		} {
			w, _ := moved(listed)
			longer, short := 0, 0
			for i := range w.Genesis.Keys {
				if n := len(w.Genesis.Keys[i].Listed); n == 7 {
					longer++
				} else if n == 4 {
					short++
				}
			}
			want(longer, short)
			Expect(len(w.Genesis.Keys)).To(Equal(len(plain.Genesis.Keys)))
		}
	})

	It("cannot be that of more vendors than there are", func() {
		sc := populationtest.Zaif()
		m := scenarios.Move{Group: scenarios.Name{Text: "vendor_bots"}}
		m.Vendors.Value = 4
		sc.Population.Moves = []scenarios.Move{m}
		_, err := draw.Build(sc, draw.Options{Seed: 1, Scale: populationtest.Small})
		Expect(err).To(MatchError(ContainSubstring(`4 vendors of group "vendor_bots" move, expected at most 3`)))
	})
})

var _ = Describe("A fair price that is led somewhere", func() {
	It("is there on time, goes straight in between, and stays", func() {
		sc := populationtest.Zaif()
		at := func(h int64) scenarios.Time {
			return scenarios.Time{Unix: sc.Clock.Start.Unix + populationtest.Hours(h)}
		}
		sc.Venues[0].Markets[1].Price.Moves = []scenarios.Waypoint{
			{At: at(20), Times: *times(1)}, {At: at(21), Times: *times(3)}, {At: at(30), Times: *times(2)},
		}
		plain, led := populationtest.BuildScenario(populationtest.Zaif(), populationtest.Small), populationtest.BuildScenario(sc, populationtest.Small)
		factor := func(h int64) float64 {
			now := populationtest.Start(plain) + populationtest.Hours(h)
			return float64(led.Prices.At(2, now)) / float64(plain.Prices.At(2, now))
		}
		for _, h := range []int64{0, 7, 20} {
			Expect(factor(h)).To(Equal(1.0))
		}
		Expect(factor(21)).To(BeNumerically("~", 3, 0.001))
		half := populationtest.Start(plain) + populationtest.Hours(20) + populationtest.Hours(1)/2
		Expect(float64(led.Prices.At(2, half)) / float64(plain.Prices.At(2, half))).To(BeNumerically("~", 2, 0.001))
		for _, h := range []int64{30, 50, 72, 100, 200} {
			Expect(factor(h)).To(BeNumerically("~", 2, 0.001))
		}
		for _, other := range []uint16{1, 3, 4} {
			Expect(led.Prices.At(other, populationtest.Start(plain)+populationtest.Hours(40))).To(Equal(plain.Prices.At(other, populationtest.Start(plain)+populationtest.Hours(40))))
		}
	})
})
