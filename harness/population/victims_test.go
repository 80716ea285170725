package population_test

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// reactions plays an actor's wake-ups from one time on, as a run would, and
// lists his commands.
func reactions(p *population.Population, at int64, a sim.Actor) (done []mockexchange.Command, times []int64) {
	for at != 0 {
		var c mockexchange.Command
		attempt, send, next := p.Wake(at, a, &c)
		Expect(next).To(BeZero(), "an answer causes this, no plan")
		if !send {
			break
		}
		Expect(attempt).To(Equal(sim.Attempt{}), "no intent of his")
		done, times = append(done, c), append(times, at)
		at = p.Observe(at, a, &c, &mockexchange.Result{})
	}
	return done, times
}

func kinds(list []mockexchange.Command) (names []string) {
	for _, c := range list {
		names = append(names, c.Kind.String())
	}
	return names
}

var _ = Describe("A victim", Ordered, func() {
	var (
		w    *draw.World
		late int64 // long after honest life has begun
	)
	mail := func(p *population.Population, at int64, account, withdrawal uint32, t mockexchange.EventType) (sim.Actor, int64) {
		return p.Notify(at, &mockexchange.Event{Type: t, Account: account, Withdrawal: withdrawal, At: at})
	}
	// heedful finds a victim who reads his mail.
	heedful := func(p *population.Population) uint32 {
		for _, a := range w.Truth.Accounts {
			if _, at := mail(p.Clone(), late, a, 1, mockexchange.WithdrawalRequested); at != 0 {
				return a
			}
		}
		Fail("nobody reads his mail")
		return 0
	}
	BeforeAll(func() {
		w = populationtest.Build(draw.Options{Seed: 12, Scale: populationtest.Small})
		late = w.Scenario.Compromise.Complaints.Start.Unix + populationtest.Hours(1)
	})

	It("notices sooner or later that somebody withdrew, if he is one of those who do", func() {
		var delays []float64
		for _, a := range w.Truth.Accounts {
			p := w.People.Clone()
			who, at := mail(p, late, a, 1, mockexchange.WithdrawalRequested)
			if at == 0 {
				continue
			}
			Expect(who).To(Equal(sim.Customer(a)))
			Expect(at).To(BeNumerically(">", late))
			delays = append(delays, float64(at-late)/3600e9)
		}
		c := w.Scenario.Compromise.Complaints
		Expect(len(delays)).To(BeNumerically("~", 84*int(c.Share.PPM)/sim.Whole, 12))
		slices.Sort(delays)
		Expect(delays[len(delays)/2]).To(BeNumerically("~", c.Delay.Median.Value.Hours(), c.Delay.Median.Value.Hours()/2))
		Expect(delays[len(delays)-1]).To(BeNumerically(">", 3*delays[len(delays)/2]), "some take very long")
	})

	It("never notices before the evening of the record", func() {
		p := w.People.Clone()
		a := heedful(p)
		_, at := mail(p, populationtest.Start(w)+populationtest.Hours(16), a, 1, mockexchange.WithdrawalRequested)
		Expect(at).To(BeNumerically(">", w.Scenario.Compromise.Complaints.Start.Unix))
	})

	It("logs in, stops what waits and writes to support", func() {
		p := w.People.Clone()
		a := heedful(p)
		_, at := mail(p, late, a, 41, mockexchange.WithdrawalRequested)
		_, again := mail(p, late+1, a, 41, mockexchange.WithdrawalHeld)
		Expect(again).To(BeZero(), "he knows already")
		mail(p, late+2, a, 42, mockexchange.WithdrawalRequested)
		mail(p, late+3, a, 43, mockexchange.WithdrawalRequested)
		mail(p, late+4, a, 42, mockexchange.WithdrawalBroadcast)
		done, times := reactions(p, at, sim.Customer(a))
		Expect(kinds(done)).To(Equal([]string{"login", "cancel_withdrawal", "cancel_withdrawal", "complain"}))
		Expect([]uint32{done[1].Withdrawal, done[2].Withdrawal}).To(ConsistOf(uint32(41), uint32(43)))
		Expect(done[3].Label).To(Equal(population.ComplaintTheft))
		for i := 1; i < len(times); i++ {
			Expect(times[i] - times[i-1]).To(BeNumerically(">=", sim.Reaction))
		}
		for _, c := range done {
			Expect(c.Auth).To(Equal(mockexchange.AuthLogin))
			Expect(c.Account).To(Equal(a))
		}
	})

	It("is told of a hold, stops what is held though nobody has noticed on the record, and deletes the key", func() {
		early := populationtest.Start(w) + populationtest.Hours(2)
		reads, deletes := 0, 0
		for _, a := range w.Truth.Accounts {
			p := w.People.Clone()
			mail(p, early, a, 41, mockexchange.WithdrawalRequested)
			_, at := p.Notify(early, &mockexchange.Event{
				Type: mockexchange.WithdrawalHeld, Account: a, Withdrawal: 41, Control: reject.FirstSeenHold, At: early,
			})
			if at == 0 {
				continue
			}
			reads++
			done, _ := reactions(p, at, sim.Customer(a))
			Expect(kinds(done)).To(Equal([]string{"login", "cancel_withdrawal", "complain", "delete_key"}))
			Expect(done[1].Withdrawal).To(BeEquivalentTo(41))
			for _, k := range w.Dump {
				if k.Account == a && k.Key == done[3].Target {
					deletes++
				}
			}
		}
		Expect(reads).To(BeNumerically("~", len(w.Truth.Accounts)*7/10, 15))
		Expect(deletes).To(Equal(reads))
	})

	It("does nothing about a hold that is over before the mail is read", func() {
		early := populationtest.Start(w) + populationtest.Hours(2)
		for _, a := range w.Truth.Accounts {
			p := w.People.Clone()
			mail(p, early, a, 41, mockexchange.WithdrawalRequested)
			_, at := p.Notify(early, &mockexchange.Event{
				Type: mockexchange.WithdrawalHeld, Account: a, Withdrawal: 41, Control: reject.FirstSeenHold, At: early,
			})
			mail(p, early+1, a, 41, mockexchange.WithdrawalBroadcast)
			if at != 0 {
				done, _ := reactions(p, at, sim.Customer(a))
				Expect(done).To(BeEmpty())
			}
		}
	})

	It("only writes when everything has left", func() {
		p := w.People.Clone()
		a := heedful(p)
		_, at := mail(p, late, a, 41, mockexchange.WithdrawalRequested)
		mail(p, late+1, a, 41, mockexchange.WithdrawalBroadcast)
		done, _ := reactions(p, at, sim.Customer(a))
		Expect(kinds(done)).To(Equal([]string{"login", "complain"}))
	})

	It("watches from then on and stops the next one soon", func() {
		p := w.People.Clone()
		a := heedful(p)
		_, at := mail(p, late, a, 41, mockexchange.WithdrawalRequested)
		_, times := reactions(p, at, sim.Customer(a))
		next := times[len(times)-1] + populationtest.Hours(2)
		_, at = mail(p, next, a, 44, mockexchange.WithdrawalRequested)
		Expect(at).To(And(BeNumerically(">", next), BeNumerically("<", next+populationtest.Hours(4))))
		done, _ := reactions(p, at, sim.Customer(a))
		Expect(kinds(done)).To(Equal([]string{"login", "cancel_withdrawal"}))
	})

	It("is the only one to wonder: others know about their withdrawals", func() {
		p := w.People.Clone()
		victims := map[uint32]bool{}
		for _, a := range w.Truth.Accounts {
			victims[a] = true
		}
		for a := range uint32(len(w.Genesis.Accounts) + 2) {
			if !victims[a] {
				_, at := mail(p, late, a, 1, mockexchange.WithdrawalRequested)
				Expect(at).To(BeZero())
			}
		}
	})

	It("does the same in every twin", func() {
		a := heedful(w.People.Clone())
		p, q := w.People.Clone(), w.People.Clone()
		_, at := mail(p, late, a, 41, mockexchange.WithdrawalRequested)
		q.Observe(late, sim.Customer(a), &mockexchange.Command{Kind: mockexchange.Login}, &mockexchange.Result{})
		_, same := mail(q, late, a, 41, mockexchange.WithdrawalRequested)
		Expect(same).To(Equal(at))
	})
})

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

var _ = Describe("The thief's own accounts, where they live like a group", Ordered, func() {
	var (
		w    *draw.World
		from int64 // when he may use them for the first time
		own  map[uint32]bool
	)
	BeforeAll(func() {
		sc := populationtest.Trio(populationtest.Zaif(), 300)
		bots := populationtest.Named("api_bots")
		sc.Compromise.AttackerAccounts[0].LivesAs = &bots
		sc.Campaign.Steps[0].On = append(sc.Campaign.Steps[0].On, sc.Compromise.AttackerAccounts[0].Name)
		worlds, err := draw.BuildAll(sc, draw.Options{Seed: 2, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
		w, from, own = worlds[0], sc.Campaign.Onset.Earliest.Unix, map[uint32]bool{}
		for _, o := range w.AttackerAccounts {
			own[o.Account] = true
		}
	})

	It("read and trade until he may use them, and pay nothing in or out", func() {
		used, orders := map[uint32]bool{}, 0
		populationtest.Play(w.People.Clone(), from+populationtest.Hours(30), populationtest.Accept, func(d *populationtest.Sent) {
			if !own[d.Actor.Account()] {
				return
			}
			c := &d.Command
			Expect(w.Truth.Sources).NotTo(ContainElement(c.Source))
			switch c.Kind {
			case mockexchange.PlaceOrder, mockexchange.Login:
				Expect(d.At).To(BeNumerically("<", from+populationtest.Hours(1)), "what waits for a signal, at the latest")
			case mockexchange.RequestWithdrawal, mockexchange.Complain:
				Fail("he would be heard of: " + c.Kind.String())
			}
			if c.Auth == mockexchange.AuthKey && d.At < from {
				used[c.Key] = true
			}
			if c.Kind == mockexchange.PlaceOrder {
				orders++
			}
		})
		Expect(len(used)).To(BeNumerically(">", 20), "of 31 keys")
		Expect(orders).To(BeNumerically(">", 31))
		for _, list := range w.People.Deposits(1, 0, from+populationtest.Hours(60), nil) {
			Expect(own).NotTo(HaveKey(list.Account))
		}
	})

	It("are still his: nobody honest uses them, and they count nothing in harm", func() {
		for _, o := range w.AttackerAccounts {
			Expect(w.HonestUse[o.Key-1]).To(BeFalse())
			Expect(w.AccountWeight[o.Account-1]).To(BeZero())
		}
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
