package population_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// renewing is the record in which programs' and market makers' owners make new
// keys two hours after theirs were found dead.
func renewing() *draw.World {
	sc := populationtest.Zaif()
	later := &scenarios.Delay{Median: scenarios.Duration{Value: 2 * time.Hour}, Spread: scenarios.Ratio{PPM: 500_000}}
	populationtest.Group(sc, "api_bots").Habits.NewKey = later
	populationtest.Group(sc, "market_makers").Quotes.NewKey = later
	return populationtest.BuildScenario(sc, populationtest.Small)
}

// revoking is a venue that calls every key dead that was there before an hour,
// and gives out new ones.
func revoking(w *draw.World, from int64) populationtest.Answers {
	return refusing(w, from, reject.DeadKey)
}

// refusing is the same with another word for it.
func refusing(w *draw.World, from int64, code reject.Code) populationtest.Answers {
	next := uint32(len(w.Genesis.Keys))
	old := next
	return func(now int64, c *mockexchange.Command) mockexchange.Result {
		switch {
		case c.Kind == mockexchange.CreateKey:
			next++
			return mockexchange.Result{Key: next}
		case c.Auth == mockexchange.AuthKey && c.Key <= old && now >= from:
			return mockexchange.Result{Code: code}
		}
		return mockexchange.Result{}
	}
}

var _ = Describe("Owners of dead keys", Ordered, func() {
	var w *draw.World
	BeforeAll(func() { w = renewing() })

	It("make new ones after a while, with the rights of the old, and their programs go on with them", func() {
		from := populationtest.Start(w) + populationtest.Hours(6)
		made, told, used := map[uint32]int64{}, map[uint32]int64{}, 0
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(24), revoking(w, from), func(d *populationtest.Sent) {
			a := d.Actor.Account()
			switch {
			case d.Command.Kind == mockexchange.CreateKey:
				Expect(d.Command.Auth).To(Equal(mockexchange.AuthLogin))
				Expect(d.Command.Scopes).NotTo(BeZero())
				Expect(made).NotTo(HaveKey(a))
				made[a] = d.At
			case d.Result.Code == reject.DeadKey:
				if told[a] == 0 {
					told[a] = d.At
				}
				Expect(made).NotTo(HaveKey(a), "the new key is presented, not the old one")
			case d.Command.Auth == mockexchange.AuthKey && made[a] > 0:
				used++
			}
		})
		Expect(len(made)).To(BeNumerically(">", 40))
		for a, at := range made {
			Expect(at - told[a]).To(BeNumerically(">", populationtest.Hours(1)/6))
		}
		Expect(used).To(BeNumerically(">", 500))
	})

	It("do the same when the right to trade ran out, and not for another refusal", func() {
		keys := func(code reject.Code) (n int) {
			populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(9), refusing(w, populationtest.Start(w)+populationtest.Hours(1), code), func(d *populationtest.Sent) {
				if d.Command.Kind == mockexchange.CreateKey {
					n++
				}
			})
			return n
		}
		Expect(keys(reject.ExpiredScope)).To(BeNumerically(">", 40))
		Expect(keys(reject.MissingScope)).To(BeZero())
	})

	It("do not where the scenario does not say so", func() {
		w := populationtest.Build(draw.Options{Seed: 5, Scale: populationtest.Small})
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(8), revoking(w, populationtest.Start(w)), func(d *populationtest.Sent) {
			if d.Command.Kind == mockexchange.CreateKey {
				Fail("somebody makes a key")
			}
		})
	})

	It("plan nothing else for it: what they set out to do is the same", func() {
		intents := func(answer populationtest.Answers) map[sim.Attempt]int {
			all := map[sim.Attempt]int{}
			populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(10), answer, func(d *populationtest.Sent) {
				if d.Attempt.Intent != 0 && !d.Attempt.Again {
					all[d.Attempt]++
				}
			})
			return all
		}
		Expect(intents(revoking(w, populationtest.Start(w)+populationtest.Hours(2)))).To(Equal(intents(populationtest.Accept)))
	})

	It("go on alike in a clone", func() {
		p := w.People.Clone()
		sent := func(p *population.Population) (n int, last int64) {
			populationtest.Play(p, populationtest.Start(w)+populationtest.Hours(8), revoking(w, populationtest.Start(w)+populationtest.Hours(1)), func(d *populationtest.Sent) { n, last = n+1, d.At })
			return n, last
		}
		n, last := sent(p.Clone())
		m, again := sent(p)
		Expect([]int64{int64(m), again}).To(Equal([]int64{int64(n), last}))
	})
})
