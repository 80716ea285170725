package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
)

var _ = Describe("The thief's own accounts", Ordered, func() {
	var w *draw.World
	BeforeAll(func() {
		worlds, err := draw.BuildAll(populationtest.Trio(populationtest.Zaif(), 300), draw.Options{Seed: 2, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
		w = worlds[0]
	})

	It("have one key each, which is in no dump, and were opened long before", func() {
		Expect(w.AttackerAccounts).To(HaveLen(31))
		seen := map[uint32]bool{}
		for i, o := range w.AttackerAccounts {
			Expect(o.Class).To(Equal("bait"))
			k := w.Genesis.Keys[o.Key-1]
			Expect(k.Account).To(Equal(o.Account))
			Expect(k.Scopes).To(Equal(access.AllScopes))
			opened := w.Genesis.Accounts[o.Account-1].Created
			class := w.Scenario.Compromise.AttackerAccounts[0].Opened
			Expect(opened).To(And(BeNumerically(">=", class.First.Start), BeNumerically("<=", class.Last.End)))
			Expect(k.Created).To(And(BeNumerically(">", opened), BeNumerically("<", populationtest.Start(w))))
			Expect(w.HonestUse[o.Key-1]).To(BeFalse())
			Expect(w.AccountWeight[o.Account-1]).To(BeZero())
			Expect(w.Truth.OwnAccounts[i]).To(Equal(o.Account))
			Expect(seen).NotTo(HaveKey(o.Key))
			seen[o.Key] = true
		}
		for _, k := range w.Dump {
			Expect(seen).NotTo(HaveKey(k.Key))
		}
		Expect(w.Truth.Accounts).NotTo(ContainElement(w.AttackerAccounts[0].Account))
	})

	It("hold their class's coins in even parts, to the last unit", func() {
		mona, total := map[int64]int{}, int64(0)
		for _, b := range w.Genesis.Balances {
			for _, o := range w.AttackerAccounts {
				if b.Account != o.Account {
					continue
				}
				switch code := w.Genesis.Assets[b.Asset-1].Code; code {
				case "MONA":
					mona[b.Amount]++
					total += b.Amount
				default:
					Expect(code).To(Equal("JPY"))
				}
			}
		}
		Expect(total).To(BeEquivalentTo(100_00000000))
		Expect(mona).To(HaveLen(2), "a base unit more or less")
	})

	It("do nothing by themselves", func() {
		own := map[uint32]bool{}
		for _, o := range w.AttackerAccounts {
			own[o.Account] = true
		}
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(14), populationtest.Accept, func(d *populationtest.Sent) {
			if own[d.Actor.Account()] {
				Fail("somebody lives there")
			}
		})
	})
})

var _ = Describe("Idle owners", Ordered, func() {
	var w *draw.World
	BeforeAll(func() {
		worlds, err := draw.BuildAll(populationtest.Trio(populationtest.Zaif(), 3_000), draw.Options{Seed: 3, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
		w = worlds[0]
	})

	It("are data: hardly anybody behind the dump acts", func() {
		behind, acts := map[uint32]bool{}, map[uint32]bool{}
		for _, k := range w.Dump {
			behind[k.Account] = true
		}
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(14), populationtest.Accept, func(d *populationtest.Sent) {
			if a := d.Actor.Account(); behind[a] {
				acts[a] = true
			}
		})
		Expect(len(behind)).To(BeNumerically(">", 1200))
		Expect(len(acts)).To(BeNumerically("<", 160), "30 % of the live keys are in use, and 1 % of the others' owners live on")
		Expect(len(acts)).To(BeNumerically(">", 15))
	})

	It("are there all the same: each with an account, money and a login that works", func() {
		Expect(w.Genesis.Accounts).To(HaveLen(len(w.AccountWeight)))
		owners := map[uint32]bool{}
		for _, b := range w.Genesis.Balances {
			owners[b.Account] = true
		}
		for _, k := range w.Dump {
			Expect(owners).To(HaveKey(k.Account))
		}
	})
})

var _ = Describe("Victims of trades", func() {
	It("notice trades that they did not make where the scenario says so, and only there", func() {
		for _, heed := range []bool{false, true} {
			sc := populationtest.Zaif()
			sc.Compromise.Complaints.Trades = heed
			sc.Compromise.Complaints.Share = *populationtest.Percent(100)
			w := populationtest.BuildScenario(sc, populationtest.Small)
			p := w.People.Clone()
			for _, k := range w.Dump {
				if !k.Live {
					continue
				}
				e := mockexchange.Event{Type: mockexchange.Traded, Account: k.Account, Counterparty: 1, Side: market.Buy}
				_, at := p.Notify(populationtest.Start(w)+populationtest.Hours(30), &e)
				Expect(at > 0).To(Equal(heed))
				_, at = p.Notify(populationtest.Start(w)+populationtest.Hours(30)+1, &e)
				Expect(at).To(BeZero(), "one alarm is enough")
			}
		}
	})

	It("write to support once", func() {
		sc := populationtest.Zaif()
		sc.Compromise.Complaints.Trades, sc.Compromise.Complaints.Share = true, *populationtest.Percent(100)
		w := populationtest.BuildScenario(sc, populationtest.Small)
		p, account := w.People.Clone(), w.Truth.Accounts[0]
		e := mockexchange.Event{Type: mockexchange.Traded, Account: account}
		a, at := p.Notify(populationtest.Start(w)+populationtest.Hours(30), &e)
		var c mockexchange.Command
		var complaints int
		for range 10 {
			if at == 0 {
				break
			}
			_, send, _ := p.Wake(at, a, &c)
			Expect(send).To(BeTrue())
			if c.Kind == mockexchange.Complain {
				complaints++
				Expect(c.Label).To(Equal(population.ComplaintTheft))
			}
			at = p.Observe(at, a, &c, &mockexchange.Result{})
		}
		Expect(complaints).To(Equal(1))
		_, at = p.Notify(populationtest.Start(w)+populationtest.Hours(60), &e)
		Expect(at).To(BeZero())
	})
})
