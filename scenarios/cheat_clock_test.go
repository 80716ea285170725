package scenarios_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// timed is something that is done at a time, whatever happens.
type timed struct {
	after time.Duration // the clock's start
	do    defence.Action
}

// blind acts by the clock alone: it reads no event. What it does it may decide by
// what it is told beforehand.
type blind struct {
	plan  func(h *defence.Hello) []timed // in the order of time
	left  []timed
	begin int64
}

// acting is the defence of somebody who acts by a plan.
func acting(name string, plan func(*defence.Hello) []timed) drill.Option {
	return drill.WithMonitor(name, func() (defence.Monitor, error) { return &blind{plan: plan}, nil })
}

func (m *blind) Hello(h *defence.Hello) error {
	m.begin, m.left = h.Now, m.plan(h)
	return nil
}

func (m *blind) Close() error { return nil }

func (m *blind) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for len(m.left) > 0 && m.begin+int64(m.left[0].after) <= b.Now {
		a.Actions, m.left = append(a.Actions, m.left[0].do), m.left[1:]
	}
	if len(m.left) > 0 {
		a.WakeAt = m.begin + int64(m.left[0].after)
	}
	return a, nil
}

// shut closes everything from a while before a time to a while after it.
func shut(around time.Duration) []timed {
	from, to := max(around-30*time.Minute, 0), around+90*time.Minute
	return []timed{
		{from, defence.Action{Name: "halt_withdrawals"}},
		{from, defence.Action{Name: "cancel_only"}},
		{to, defence.Action{Name: "resume_market"}},
		{to, defence.Action{Name: "resume_withdrawals"}},
	}
}

// secret is a salt that nobody who wrote a cheat knew.
func secret() sim.Salt {
	GinkgoHelper()
	salt, err := sim.ParseSalt("9f2c64d1a7e03b58c1d96ef0b4a72385")
	Expect(err).NotTo(HaveOccurred())
	return salt
}

// pays is how many points a cheat gets more than who does nothing, on average over
// scenarios and seeds. Doing nothing is worth all points where nobody comes and
// none where somebody does.
func pays(ctx SpecContext, salt sim.Salt, ids []string, seeds []uint64, cheat func(id string) drill.Option) (gain float64) {
	GinkgoHelper()
	for _, id := range ids {
		for _, seed := range seeds {
			stage := variant(id, seed, 0.01, salt)
			got := points(ctx, stage, cheat(id))
			if !stage.World().Attack {
				got -= 100
			}
			gain += got / float64(len(ids)*len(seeds))
		}
	}
	AddReportEntry("gain", fmt.Sprintf("%+.2f points over %d runs", gain, len(ids)*len(seeds)))
	return gain
}

// few are scenarios of each kind that take little time, or all of them in the soak.
func few() []string {
	if soaking {
		return scenarios.IDs()
	}
	return []string{"binance-via-2018-03", "zaif-hot-wallet-2018-09", "hot-wallet-migration"}
}

// The cheats shut the door at the right time, if they know it: for two hours, which
// costs less than any theft. They do not sweep. Whoever sweeps at the start is as well
// off without a clock.
var _ = Describe("A cheat who acts by the clock", Label("embedded", "slow"), func() {
	// He knows which scenario it is, what the record says and what is drawn: at the
	// record's hour an attack is as likely as at any other one.
	It("gets nothing for the record's hour", func(ctx SpecContext) {
		Expect(pays(ctx, secret(), few(), drawings(1, 3), func(id string) drill.Option {
			sc := load(id)
			begins := time.Duration(beginning(sc) - sc.Clock.Start.Unix)
			return acting("by the clock", func(*defence.Hello) []timed { return shut(begins) })
		})).To(BeNumerically("<=", 5))
	})

	It("would get nearly all for the right one", func(ctx SpecContext) {
		const id = "binance-via-2018-03"
		v, attack := draw.Variant(load(id), draw.Options{Seed: 2, Salt: secret()})
		Expect(attack).To(BeTrue())
		begins := time.Duration(beginning(v) - v.Clock.Start.Unix)
		Expect(pays(ctx, secret(), []string{id}, []uint64{2}, func(string) drill.Option {
			return acting("by the true clock", func(*defence.Hello) []timed { return shut(begins) })
		})).To(BeNumerically(">", 50))
	})
})
