// Package populationtest builds worlds for specs and lets their people live
// against a venue, or against less.
package populationtest

import (
	"sync"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// Small is the scale of most specs: a few hundred customers, and all victims.
const Small = 20_000

// Zaif loads the scenario of most specs, to be changed.
func Zaif() *scenarios.Scenario {
	ginkgo.GinkgoHelper()
	sc, err := scenarios.Load("zaif-api-keys-2018-01")
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	return sc
}

// Record is the scenario for those who only read it.
var Record = sync.OnceValue(Zaif)

// Build draws a world of the record.
func Build(o draw.Options) *draw.World {
	ginkgo.GinkgoHelper()
	w, err := draw.Build(Record(), o)
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	return w
}

// Sent is one command of somebody with what came of it.
type Sent struct {
	At      int64
	Actor   sim.Actor
	Attempt sim.Attempt
	Command mockexchange.Command
	Result  mockexchange.Result
}

// Answers is anything that answers commands: a venue, or less.
type Answers func(now int64, c *mockexchange.Command) mockexchange.Result

// Play goes through everybody's life up to a time and tells of every command.
func Play(p *population.Population, until int64, answer Answers, tell func(*Sent)) {
	play(p, until, func(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event) {
		return answer(now, c), nil
	}, tell)
}

// PlayAt does the same at a venue, which tells of orders that rest, too.
func PlayAt(x *mockexchange.Exchange, p *population.Population, until int64, tell func(*Sent)) {
	var events []mockexchange.Event
	play(p, until, func(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event) {
		r, _ := x.Apply(now, c)
		events = x.TakeEvents(events[:0])
		return r, events
	}, tell)
}

func play(
	p *population.Population, until int64,
	answer func(int64, *mockexchange.Command) (mockexchange.Result, []mockexchange.Event), tell func(*Sent),
) {
	var q sim.Queue
	p.Start(&q)
	var d Sent
	for {
		now, actor, ok := q.Pop()
		if !ok || now >= until {
			return
		}
		attempt, send, next := p.Wake(now, actor, &d.Command)
		if next != 0 {
			if next <= now {
				ginkgo.Fail("somebody plans for the past")
			}
			q.Push(next, actor)
		}
		if !send {
			continue
		}
		d.At, d.Actor, d.Attempt = now, actor, attempt
		var events []mockexchange.Event
		d.Result, events = answer(now, &d.Command)
		for i := range events {
			if e := &events[i]; e.Type == mockexchange.Traded {
				if who, at := p.OrderUpdate(now, e); at > 0 {
					q.Push(at, who)
				}
			}
		}
		tell(&d)
		if extra := p.Observe(now, actor, &d.Command, &d.Result); extra != 0 {
			if extra < now+sim.Reaction {
				ginkgo.Fail("somebody reacts faster than people do")
			}
			q.Push(extra, actor)
		}
	}
}

// Accept takes everything and trades nothing.
func Accept(int64, *mockexchange.Command) mockexchange.Result { return mockexchange.Result{} }

// Halt is a venue that pays nothing out.
func Halt(_ int64, c *mockexchange.Command) mockexchange.Result {
	if c.Kind == mockexchange.RequestWithdrawal {
		return mockexchange.Result{Code: reject.WithdrawalsHalted, Control: reject.HaltWithdrawals}
	}
	return mockexchange.Result{}
}

// Venue is a real venue.
func Venue(w *draw.World) *mockexchange.Exchange {
	ginkgo.GinkgoHelper()
	x, err := mockexchange.New(&w.Genesis, nil)
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	return x
}

// Group finds a group of the scenario.
func Group(sc *scenarios.Scenario, name string) *scenarios.Group {
	for i := range sc.Population.Groups {
		if sc.Population.Groups[i].Name.Text == name {
			return &sc.Population.Groups[i]
		}
	}
	return nil
}

// Customers is how many members groups have that the scale shrinks, at a scale.
func Customers(sc *scenarios.Scenario, scale int64) (n int) {
	for _, g := range sc.Population.Groups {
		if g.Scalable {
			n += int((g.Count.Value*scale + sim.Whole/2) / sim.Whole)
		}
	}
	return n
}

// Start and End are those of the clock.
func Start(w *draw.World) int64 { return w.Scenario.Clock.Start.Unix }
func End(w *draw.World) int64   { return w.Scenario.Clock.End.Unix }

// Hours are in nanoseconds.
func Hours(n int64) int64 { return n * int64(time.Hour) }

// BuildScenario draws a world of a scenario of the spec's own.
func BuildScenario(sc *scenarios.Scenario, scale int64) *draw.World {
	ginkgo.GinkgoHelper()
	w, err := draw.Build(sc, draw.Options{Seed: 5, Scale: scale})
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	return w
}

// Percent is a share.
func Percent(percent int64) *scenarios.Share { return &scenarios.Share{PPM: percent * 10_000} }

// Exact is a count without range.
func Exact(n int64) scenarios.Number { return scenarios.Number{Value: n, Lo: n, Hi: n} }

// Named is a name without a place in a file.
func Named(text string) scenarios.Name { return scenarios.Name{Text: text} }

// Trio is a scenario with three venues, whose thief holds so many keys, four
// fifths of them deleted, and has accounts of his own at two of them.
func Trio(sc *scenarios.Scenario, keys int64) *scenarios.Scenario {
	one := sc.Venues[0]
	sc.Venues = nil
	for i, part := range []int64{500_000, 330_000, 170_000} {
		v := one
		v.Name, v.Share = Named([]string{"akebono", "hayate", "kogane"}[i]), Percent(part)
		sc.Venues = append(sc.Venues, v)
	}
	k := sc.Compromise
	live := keys / 5
	k.Dump.Keys, k.Dump.Live, k.Dump.Deleted = Exact(keys), Exact(live), Exact(keys-live)
	k.Cohort.Keys = Exact(live)
	shown, at := Exact(keys/10), Named("akebono")
	k.Cohort.Idle, k.Dump.Published = Percent(990_000), &shown
	robbed := k.Victims[0]
	robbed.Name, robbed.Accounts, robbed.Venue = Named("robbed"), Exact(40), &at
	rest := k.Victims[0]
	rest.Name, rest.Accounts = Named("rest"), Exact(live-40)
	k.Victims = []scenarios.Victims{robbed, rest}
	other := Named("kogane")
	k.AttackerAccounts = []scenarios.AttackerAccounts{attackerAccounts("bait", 31, &at), attackerAccounts("spare", 7, &other)}
	sc.Campaign.Steps = sc.Campaign.Steps[:1]
	return sc
}

// attackerAccounts is a class of the thief's accounts with a little of two assets.
func attackerAccounts(name string, accounts int64, at *scenarios.Name) scenarios.AttackerAccounts {
	return scenarios.AttackerAccounts{
		Name: Named(name), Venue: at, Accounts: Exact(accounts),
		Opened: scenarios.Days{First: scenarios.Day{Start: 1_500_000_000e9, End: 1_500_086_399e9}, Last: scenarios.Day{Start: 1_505_000_000e9, End: 1_505_086_399e9}},
		Holdings: scenarios.Table[scenarios.Amount]{
			{Key: Named("MONA"), Value: scenarios.Amount{Text: "100", Asset: Named("MONA")}},
			{Key: Named("JPY"), Value: scenarios.Amount{Text: "1000", Asset: Named("JPY")}},
		},
		Withdraw: true,
	}
}
