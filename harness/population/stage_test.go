package population_test

import (
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// small is the scale of most specs: a few hundred customers, and all victims.
const small = 20_000

func zaif() *scenarios.Scenario {
	GinkgoHelper()
	sc, err := scenarios.Load("zaif-api-keys-2018-01")
	Expect(err).NotTo(HaveOccurred())
	return sc
}

// record is the scenario for those who only read it.
var record = sync.OnceValue(zaif)

func build(o population.Options) *population.World {
	GinkgoHelper()
	w, err := population.Build(record(), o)
	Expect(err).NotTo(HaveOccurred())
	return w
}

// deed is one command of somebody with what came of it.
type deed struct {
	at      int64
	actor   sim.Actor
	attempt sim.Attempt
	command mockexchange.Command
	result  mockexchange.Result
}

// answers is anything that answers commands: a venue, or less.
type answers func(now int64, c *mockexchange.Command) mockexchange.Result

// live goes through everybody's life up to a time and tells of every command.
func live(p *population.Population, until int64, answer answers, tell func(*deed)) {
	var q sim.Queue
	p.Start(&q)
	var d deed
	for {
		now, actor, ok := q.Pop()
		if !ok || now >= until {
			return
		}
		attempt, send, next := p.Wake(now, actor, &d.command)
		if next != 0 {
			if next <= now {
				Fail("somebody plans for the past")
			}
			q.Push(next, actor)
		}
		if !send {
			continue
		}
		d.at, d.actor, d.attempt = now, actor, attempt
		d.result = answer(now, &d.command)
		tell(&d)
		if extra := p.Observe(now, actor, &d.command, &d.result); extra != 0 {
			if extra < now+sim.Reaction {
				Fail("somebody reacts faster than people do")
			}
			q.Push(extra, actor)
		}
	}
}

// fine takes everything and trades nothing.
func fine(int64, *mockexchange.Command) mockexchange.Result { return mockexchange.Result{} }

// halted is a venue that pays nothing out.
func halted(_ int64, c *mockexchange.Command) mockexchange.Result {
	if c.Kind == mockexchange.RequestWithdrawal {
		return mockexchange.Result{Code: reject.WithdrawalsHalted, Control: reject.HaltWithdrawals}
	}
	return mockexchange.Result{}
}

// venue answers with a real venue.
func venue(w *population.World) (*mockexchange.Exchange, answers) {
	GinkgoHelper()
	x, err := mockexchange.New(&w.Genesis, nil)
	Expect(err).NotTo(HaveOccurred())
	var events []mockexchange.Event
	return x, func(now int64, c *mockexchange.Command) mockexchange.Result {
		r, _ := x.Apply(now, c)
		events = x.TakeEvents(events[:0])
		return r
	}
}

// group finds a group of the scenario.
func group(sc *scenarios.Scenario, name string) *scenarios.Group {
	for i := range sc.Population.Groups {
		if sc.Population.Groups[i].Name.Text == name {
			return &sc.Population.Groups[i]
		}
	}
	return nil
}

// customers is how many members groups have that the scale shrinks, at a scale.
func customers(sc *scenarios.Scenario, scale int64) (n int) {
	for _, g := range sc.Population.Groups {
		if g.Scalable {
			n += int((g.Count.Value*scale + sim.Whole/2) / sim.Whole)
		}
	}
	return n
}

func start(w *population.World) int64 { return w.Scenario.Clock.Start.Unix }
func end(w *population.World) int64   { return w.Scenario.Clock.End.Unix }

func hours(n int64) int64 { return n * int64(time.Hour) }
