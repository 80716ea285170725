package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// living plays everybody's life for so many hours at a venue under a posture,
// which has stood since long before if adapt says so, and tells of every command.
func living(w *draw.World, hours int64, adapt bool, posture func(*mockexchange.Settings), tell func(*populationtest.Sent)) {
	at := *w
	posture(&at.Genesis.Settings)
	people := w.People.Clone()
	if adapt {
		people.Adapt(&at.Genesis)
	}
	populationtest.PlayAt(populationtest.Venue(&at), people, populationtest.Start(w)+populationtest.Hours(hours), tell)
}

// busy is the record with people who withdraw a lot.
func busy() *draw.World {
	sc := populationtest.Zaif()
	for _, name := range []string{"people", "api_bots", "vendor_bots", "early_adopters"} {
		g := populationtest.Group(sc, name)
		g.Rates.Withdrawals.Micro = 2_000_000
		g.Keys.Withdraw.PPM = 800_000
	}
	return populationtest.BuildScenario(sc, populationtest.Small)
}

func factor(s *mockexchange.Settings)   { s.Access.WithdrawalFactor = true }
func optIn(s *mockexchange.Settings)    { s.Access.WithdrawalOptIn = true }
func separate(s *mockexchange.Settings) { s.Access.ScopeSeparation = true }
func hold(s *mockexchange.Settings)     { s.Custody.FirstSeenHold = populationtest.Hours(24) }

var _ = Describe("Customers under a control that stands in their way", Ordered, func() {
	var w *draw.World
	BeforeAll(func() { w = busy() })

	DescribeTable("are refused on account of it once by program and once at the website, and never again", func(posture func(*mockexchange.Settings), by reject.Control) {
		for _, adapt := range []bool{true, false} {
			type caller struct {
				account uint32
				auth    mockexchange.Auth
			}
			refused := map[caller]int{}
			living(w, 72, adapt, posture, func(d *populationtest.Sent) {
				if d.Result.Code != reject.OK && d.Result.Control == by {
					refused[caller{d.Actor.Account(), d.Command.Auth}]++
				}
			})
			Expect(refused).NotTo(BeEmpty(), "nobody met it")
			for who, times := range refused {
				// Who has set out twice before he came to it is refused twice.
				Expect(times).To(BeNumerically("<=", 3), "%+v", who)
			}
			once := 0
			for _, times := range refused {
				if times == 1 {
					once++
				}
			}
			Expect(once).To(BeNumerically(">", len(refused)*3/4))
		}
	},
		Entry("withdrawal_second_factor", factor, reject.WithdrawalSecondFactor),
		Entry("withdrawal_opt_in", optIn, reject.WithdrawalOptIn),
		Entry("scope_separation", separate, reject.ScopeSeparation),
	)

	DescribeTable("meet it much less often where it has stood for long", func(posture func(*mockexchange.Settings), by reject.Control) {
		met := func(adapt bool) (times int) {
			living(w, 24, adapt, posture, func(d *populationtest.Sent) {
				if d.Result.Control == by {
					times++
				}
			})
			return times
		}
		suddenly := met(false)
		Expect(suddenly).To(BeNumerically(">", 20))
		Expect(met(true)).To(BeNumerically("<", suddenly*2/3))
	},
		Entry("withdrawal_second_factor", factor, reject.WithdrawalSecondFactor),
		Entry("withdrawal_opt_in", optIn, reject.WithdrawalOptIn),
		Entry("scope_separation", separate, reject.ScopeSeparation),
		Entry("first_seen_hold", hold, reject.FirstSeenHold),
	)

	It("want the same, whatever they meet", func() {
		type wish struct {
			account, intent uint32
			value, at       int64
		}
		wishes := func(adapt bool, posture func(*mockexchange.Settings)) map[wish]bool {
			all := map[wish]bool{}
			living(w, 20, adapt, posture, func(d *populationtest.Sent) {
				if a := d.Attempt; a.Intent > 0 && !a.Again && a.Kind == sim.IntentWithdrawal {
					all[wish{d.Actor.Account(), a.Intent, a.Value, a.At}] = true
				}
			})
			return all
		}
		free := wishes(false, func(*mockexchange.Settings) {})
		Expect(len(free)).To(BeNumerically(">", 300))
		for _, posture := range []func(*mockexchange.Settings){factor, optIn, separate, hold} {
			Expect(wishes(true, posture)).To(Equal(free))
			Expect(wishes(false, posture)).To(Equal(free))
		}
	})

	It("set up a factor, in minutes most of them and some after days, and then get their money", func() {
		asked, had := map[uint32]int64{}, map[uint32]int64{}
		paid := 0
		living(w, 96, false, factor, func(d *populationtest.Sent) {
			a := d.Actor.Account()
			switch {
			case d.Result.Code == reject.FactorRequired && asked[a] == 0:
				asked[a] = d.At
			case d.Command.Kind == mockexchange.SetUpFactor && d.Result.Code == reject.OK:
				had[a] = d.At - asked[a]
			case d.Command.Kind == mockexchange.RequestWithdrawal && d.Result.Code == reject.OK && had[a] > 0 && d.Attempt.Again:
				paid++
			}
		})
		soon, late := 0, 0
		for _, took := range had {
			if took < populationtest.Hours(6) {
				soon++
			} else if took > populationtest.Hours(12) {
				late++
			}
		}
		Expect(soon).To(BeNumerically(">", 8*late))
		Expect(late).To(BeNumerically(">", 0))
		Expect(paid).To(BeNumerically(">", len(had)/2))
	})

	It("go around a hold with a wallet of their own, if they cannot wait", func() {
		type intent struct {
			account, number uint32
		}
		held, around, patient := map[intent]uint32{}, 0, 0
		living(w, 48, true, hold, func(d *populationtest.Sent) {
			at := intent{d.Actor.Account(), d.Attempt.Intent}
			switch {
			case d.Result.Control == reject.FirstSeenHold:
				held[at] = d.Result.Withdrawal
			case d.Attempt.Again && held[at] > 0 && d.Result.Code == reject.OK:
				Expect(d.Attempt.Urgency).To(BeNumerically(">=", sim.Whole))
				around++
			}
		})
		living(w, 48, true, hold, func(d *populationtest.Sent) {
			if d.Result.Control == reject.FirstSeenHold && d.Attempt.Urgency < sim.Whole {
				patient++
			}
		})
		Expect(around).To(BeNumerically(">", 5))
		Expect(patient).To(BeNumerically(">", around), "most can wait")
	})

	It("trade with one key and withdraw with another where no key does both", func() {
		g := w.Genesis
		g.Settings.Access.ScopeSeparation = true
		w.People.Clone().Adapt(&g)
		Expect(len(g.Keys)).To(BeNumerically(">", len(w.Genesis.Keys)+50))
		for _, k := range g.Keys[len(w.Genesis.Keys):] {
			Expect(k.Scopes).To(Equal(access.Read | access.Withdraw))
		}
		for i := range w.Genesis.Keys {
			Expect(g.Keys[i]).To(Equal(w.Genesis.Keys[i]))
		}
	})

	It("leave a posture that asks nothing of them as it is", func() {
		g := w.Genesis
		w.People.Clone().Adapt(&g)
		Expect(g).To(Equal(w.Genesis))
	})
})

var _ = Describe("Owners whose vendor moves without a word, where allow-lists count", func() {
	It("put its new addresses on their lists within hours, and are refused no more", func() {
		sc, err := scenarios.Load("bot-vendor-migration")
		Expect(err).NotTo(HaveOccurred())
		sc.Population.Moves[0].Listed = scenarios.Share{}
		w := populationtest.BuildScenario(sc, populationtest.Small)
		hours := (sc.Population.Moves[0].At.Unix-populationtest.Start(w))/populationtest.Hours(1) + 24
		refused, listed := map[uint32]int64{}, map[uint32]int64{}
		living(w, hours, false, func(s *mockexchange.Settings) { s.Access.AllowLists = true }, func(d *populationtest.Sent) {
			switch a := d.Actor.Account(); {
			case d.Result.Code == reject.SourceNotAllowed:
				// Of a vendor's four addresses one after the other comes on the list.
				Expect(listed[a] == 0 || d.At-listed[a] < populationtest.Hours(1)/6).To(BeTrue(), "account %d is refused though it has updated its list", a)
				if refused[a] == 0 {
					refused[a] = d.At
				}
			case d.Command.Kind == mockexchange.ListSource:
				Expect(d.Result.Code).To(Equal(reject.OK))
				Expect(refused).To(HaveKey(a), "nobody expected it")
				if listed[a] == 0 {
					listed[a] = d.At
				}
			}
		})
		Expect(len(refused)).To(BeNumerically(">=", 3))
		Expect(len(listed)).To(BeNumerically(">", len(refused)*2/3))
	})
})

var _ = Describe("A nudge", func() {
	It("makes more customers adopt, and nobody give up what he has adopted", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			low, high := rapid.Int64Range(1, 5_000_000).Draw(t, "nudge"), rapid.Int64Range(0, 5_000_000).Draw(t, "and more")
			less := model.Model{Seed: rapid.Uint64().Draw(t, "seed"), People: model.Usual(), Nudge: low}
			more := less
			more.Nudge = low + high
			trait := model.Trait(rapid.IntRange(0, len(model.Traits())-1).Draw(t, "trait"))
			if model.Traits()[trait].Time {
				t.Skip("a time")
			}
			for i := range 50 {
				if less.Adopts(i, trait) && !more.Adopts(i, trait) {
					t.Fatalf("customer %d gives up %s", i, model.Traits()[trait].Name)
				}
			}
		})
	})

	It("moves every trait within its range, whose ends are on both sides", func() {
		for _, t := range model.Traits() {
			Expect(t.Name).NotTo(BeEmpty())
			Expect(t.Says).NotTo(BeEmpty())
			Expect((t.Worst < t.Default) == (t.Default < t.Best)).To(BeTrue(), t.Name)
			Expect(t.Worst).NotTo(Equal(t.Default), t.Name)
		}
	})
})
