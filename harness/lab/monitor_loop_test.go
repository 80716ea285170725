package lab

import (
	"cmp"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

const second = int64(time.Second)

// diary is a monitor that notes its steps and answers as a spec says.
type diary struct {
	at     []int64
	events []int
	codes  []string
	answer func(now int64) defence.Answer
}

func (d *diary) Hello(*defence.Hello) error { return nil }
func (d *diary) Close() error               { return nil }

func (d *diary) Step(b *defence.Batch) (defence.Answer, error) {
	d.at = append(d.at, b.Now/second)
	d.events = append(d.events, len(b.Events))
	for _, r := range b.Results {
		d.codes = append(d.codes, r.Name+" "+r.Code)
	}
	if d.answer == nil {
		return defence.Answer{}, nil
	}
	return d.answer(b.Now), nil
}

// news is one event that reaches a loop, in seconds, and who caused it.
type news struct {
	at int64
	by sim.Actor
}

// byCustomers are events at given seconds.
func byCustomers(at ...int64) (list []news) {
	for _, t := range at {
		list = append(list, news{t, sim.FirstCustomer})
	}
	return list
}

// play runs a loop as the lab does, from second 0 to an end, with events in
// the order of time and actors, and notes when actions take effect.
func play(w *monitorLoop, end int64, events ...news) (effects []int64) {
	GinkgoHelper()
	w.timer = 0
	for now := int64(0); now <= end*second; now += second {
		hear := func(who func(sim.Actor) bool) {
			for len(events) > 0 && events[0].at*second == now && who(events[0].by) {
				w.queue(now, events[0].by, []mockexchange.Event{{At: now}})
				events = events[1:]
			}
		}
		hear(func(a sim.Actor) bool { return a < monitorTimer })
		if now == w.timer {
			effects = append(effects, turn(w, now)...)
		}
		hear(func(sim.Actor) bool { return true })
	}
	return effects
}

// turn is one turn of a loop.
func turn(w *monitorLoop, now int64) (effects []int64) {
	GinkgoHelper()
	out := func() {
		for at, ok := w.nextAction(); ok && at <= now; at, ok = w.nextAction() {
			a := w.pop()
			effects = append(effects, now/second)
			w.queueResult(now, &a, reject.OK, 1)
		}
	}
	out()
	if w.due(now) {
		_, err := w.step(now)
		Expect(err).NotTo(HaveOccurred())
		out()
	}
	Expect(w.nextTurn(now)).To(BeNumerically(">", now))
	return effects
}

var _ = Describe("The monitor loop", func() {
	var d *diary
	var w *monitorLoop
	BeforeEach(func() {
		d = &diary{}
		w = &monitorLoop{monitor: d, interval: 10 * second, latency: func(*defence.Action) int64 { return 0 }}
	})

	It("steps at the start, then only when there is news", func() {
		play(w, 60, byCustomers(3, 4, 31)...)
		Expect(d.at).To(Equal([]int64{0, 10, 40}))
		Expect(d.events).To(Equal([]int{0, 2, 1}))
	})

	It("hands events over once the telemetry's delay is over", func() {
		w.delay = 2 * second
		play(w, 40, byCustomers(7, 8, 9)...)
		Expect(d.at).To(Equal([]int64{0, 10, 20}))
		Expect(d.events).To(Equal([]int{0, 2, 1}))
	})

	It("carries an action out after the time that it takes, and tells of it with the next step", func() {
		w.latency = func(a *defence.Action) int64 { return int64(a.Count) * second }
		d.answer = func(now int64) (a defence.Answer) {
			if now == 10*second {
				a.Actions = []defence.Action{{Name: "slow", Count: 25}, {Name: "quick", Count: 5}, {Name: "at once"}}
			}
			return a
		}
		Expect(play(w, 60, byCustomers(5)...)).To(Equal([]int64{10, 15, 35}))
		Expect(d.at).To(Equal([]int64{0, 10, 20, 40}))
		Expect(d.codes).To(Equal([]string{"at once ok", "quick ok", "slow ok"}))
	})

	It("keeps the order of actions that take effect together", func() {
		d.answer = func(now int64) (a defence.Answer) {
			if now == 0 {
				a.Actions = []defence.Action{{Name: "a"}, {Name: "b"}, {Name: "c"}}
			}
			return a
		}
		play(w, 20)
		Expect(d.codes).To(Equal([]string{"a ok", "b ok", "c ok"}))
	})

	It("wakes the monitor when it asked for it, news or not, once", func() {
		d.answer = func(now int64) (a defence.Answer) {
			if now == 0 {
				a.WakeAt = 17 * second
			}
			return a
		}
		play(w, 60)
		Expect(d.at).To(Equal([]int64{0, 17}))
	})

	It("hears at the same moment of what the schedule did, and of what others did later", func() {
		play(w, 40, news{10, scheduleTimer}, news{20, attackerTimer})
		Expect(d.at).To(Equal([]int64{0, 10, 30}))
		Expect(d.events).To(Equal([]int{0, 1, 1}))
	})

	It("is not woken while there is nothing to hand over", func() {
		play(w, 5)
		Expect(w.timer).To(Equal(never))
		_, rouse := w.queue(8*second, sim.FirstCustomer, []mockexchange.Event{{At: 8 * second}})
		Expect(rouse).To(BeTrue())
		Expect(w.timer).To(Equal(10 * second))
		_, rouse = w.queue(9*second, sim.FirstCustomer, []mockexchange.Event{{At: 9 * second}})
		Expect(rouse).To(BeFalse(), "it will be awake")
	})

	It("steps exactly when one would that never sleeps", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			delay := rapid.Int64Range(0, 25).Draw(t, "delay")
			var events []news
			for at := int64(0); at < 400; at += rapid.Int64Range(0, 60).Draw(t, "gap") {
				events = append(events, news{at, rapid.SampledFrom([]sim.Actor{scheduleTimer, attackerTimer, sim.FirstCustomer}).Draw(t, "by")})
			}
			slices.SortStableFunc(events, func(a, b news) int {
				return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by))
			})
			wake := rapid.MapOf(rapid.Int64Range(0, 60), rapid.Int64Range(1, 90)).Draw(t, "wake")
			answer := func(now int64) (a defence.Answer) {
				if in := wake[now/second/7]; in > 0 {
					a.WakeAt = now + in*second
				}
				return a
			}
			d := &diary{answer: answer}
			play(&monitorLoop{monitor: d, interval: 10 * second, delay: delay * second}, 600, events...)
			Expect(d.at).To(Equal(sleepless(600, delay, events, answer)))
		})
	})

	It("forgets a wake-up that lies in the past", func() {
		d.answer = func(now int64) defence.Answer { return defence.Answer{WakeAt: now} }
		play(w, 30)
		Expect(d.at).To(Equal([]int64{0}))
	})
})

// sleepless says when a loop steps that looks at every ten seconds and at
// every wake-up whether there is anything to do.
func sleepless(end, delay int64, events []news, answer func(now int64) defence.Answer) (steps []int64) {
	wake, given := int64(0), 0
	for now := int64(0); now <= end; now++ {
		woken := wake != 0 && wake <= now
		if now%10 != 0 && !woken {
			continue
		}
		ready := given
		for ready < len(events) && events[ready].at <= now-delay && (events[ready].at < now || events[ready].by < monitorTimer) {
			ready++
		}
		if ready == given && !woken && now > 0 {
			continue
		}
		given, steps = ready, append(steps, now)
		if woken {
			wake = 0
		}
		if a := answer(now * second); a.WakeAt > now*second {
			wake = a.WakeAt / second
		}
	}
	return steps
}

var _ = Describe("The schedule", func() {
	It("does every job at its own pace, from its own phase, in a fixed order", func() {
		c := &schedule{}
		c.add(mine, 1, 0, 10)
		c.add(payOut, 1, 5, 10)
		c.add(mine, 2, 0, 20)
		c.add(reconcile, 1, 0, 0) // never
		type done struct {
			at    int64
			kind  jobKind
			asset uint16
		}
		var list []done
		g := &mockexchange.Genesis{Assets: []mockexchange.Asset{{Code: "JPY"}, {Code: "BTC"}}}
		c.migration(g, &scenarios.Migration{
			Asset: scenarios.Name{Text: "BTC"}, Announced: scenarios.Time{Unix: 3}, At: scenarios.Time{Unix: 30},
		}, 1)
		for now := c.next(); now <= 40; now = c.next() {
			Expect(c.due(now, func(j job) error { list = append(list, done{now, j.kind, j.asset}); return nil })).To(Succeed())
		}
		Expect(list).To(Equal([]done{
			{3, approve, 2}, // once, like the move itself
			{10, mine, 1},
			{15, payOut, 1},
			{20, mine, 1},
			{20, mine, 2},
			{25, payOut, 1},
			{30, mine, 1},
			{30, migrate, 2},
			{35, payOut, 1},
			{40, mine, 1},
			{40, mine, 2},
		}))
	})
})
