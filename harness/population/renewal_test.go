package population_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// renewing is the record in which programs' and market makers' owners make new
// keys two hours after theirs were found dead.
func renewing() *population.World {
	sc := zaif()
	later := &scenarios.Delay{Median: scenarios.Duration{Value: 2 * time.Hour}, Spread: scenarios.Ratio{PPM: 500_000}}
	group(sc, "api_bots").Habits.NewKey = later
	group(sc, "market_makers").Quotes.NewKey = later
	return built(sc, small)
}

// revoking is a venue that calls every key dead that was there before an hour,
// and gives out new ones.
func revoking(w *population.World, from int64) answers { return refusing(w, from, reject.DeadKey) }

// refusing is the same with another word for it.
func refusing(w *population.World, from int64, code reject.Code) answers {
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
	var w *population.World
	BeforeAll(func() { w = renewing() })

	It("make new ones after a while, with the rights of the old, and their programs go on with them", func() {
		from := start(w) + hours(6)
		made, told, used := map[uint32]int64{}, map[uint32]int64{}, 0
		live(w.People.Clone(), start(w)+hours(24), revoking(w, from), func(d *deed) {
			a := d.actor.Account()
			switch {
			case d.command.Kind == mockexchange.CreateKey:
				Expect(d.command.Auth).To(Equal(mockexchange.AuthLogin))
				Expect(d.command.Scopes).NotTo(BeZero())
				Expect(made).NotTo(HaveKey(a))
				made[a] = d.at
			case d.result.Code == reject.DeadKey:
				if told[a] == 0 {
					told[a] = d.at
				}
				Expect(made).NotTo(HaveKey(a), "the new key is presented, not the old one")
			case d.command.Auth == mockexchange.AuthKey && made[a] > 0:
				used++
			}
		})
		Expect(len(made)).To(BeNumerically(">", 40))
		for a, at := range made {
			Expect(at - told[a]).To(BeNumerically(">", hours(1)/6))
		}
		Expect(used).To(BeNumerically(">", 500))
	})

	It("do the same when the right to trade ran out, and not for another refusal", func() {
		keys := func(code reject.Code) (n int) {
			live(w.People.Clone(), start(w)+hours(9), refusing(w, start(w)+hours(1), code), func(d *deed) {
				if d.command.Kind == mockexchange.CreateKey {
					n++
				}
			})
			return n
		}
		Expect(keys(reject.ExpiredScope)).To(BeNumerically(">", 40))
		Expect(keys(reject.MissingScope)).To(BeZero())
	})

	It("do not where the scenario does not say so", func() {
		w := build(population.Options{Seed: 5, Scale: small})
		live(w.People.Clone(), start(w)+hours(8), revoking(w, start(w)), func(d *deed) {
			if d.command.Kind == mockexchange.CreateKey {
				Fail("somebody makes a key")
			}
		})
	})

	It("plan nothing else for it: what they set out to do is the same", func() {
		intents := func(answer answers) map[sim.Attempt]int {
			all := map[sim.Attempt]int{}
			live(w.People.Clone(), start(w)+hours(10), answer, func(d *deed) {
				if d.attempt.Intent != 0 && !d.attempt.Again {
					all[d.attempt]++
				}
			})
			return all
		}
		Expect(intents(revoking(w, start(w)+hours(2)))).To(Equal(intents(fine)))
	})

	It("go on alike in a clone", func() {
		p := w.People.Clone()
		deeds := func(p *population.Population) (n int, last int64) {
			live(p, start(w)+hours(8), revoking(w, start(w)+hours(1)), func(d *deed) { n, last = n+1, d.at })
			return n, last
		}
		n, last := deeds(p.Clone())
		m, again := deeds(p)
		Expect([]int64{int64(m), again}).To(Equal([]int64{int64(n), last}))
	})
})
