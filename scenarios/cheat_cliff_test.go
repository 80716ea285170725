package scenarios_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange"
)

// clerk makes every withdrawal wait, for one time after the other.
type clerk struct {
	holds []time.Duration
	next  []pending // in the order of time
}

// pending are withdrawals whose next hold is due.
type pending struct {
	at, from    int64
	withdrawals []uint32
	hold        int
}

func newClerk(holds ...time.Duration) drill.Option {
	return drill.WithMonitor(fmt.Sprint("clerk ", holds), func() (defence.Monitor, error) { return &clerk{holds: holds}, nil })
}

func (m *clerk) Hello(*defence.Hello) error { return nil }

func (m *clerk) Close() error { return nil }

func (m *clerk) Step(b *defence.Batch) (a defence.Answer, _ error) {
	due := pending{at: b.Now, from: b.Now}
	for i := range b.Events {
		if e := &b.Events[i]; e.Type == mockexchange.WithdrawalRequested {
			due.withdrawals = append(due.withdrawals, e.Withdrawal)
		}
	}
	if len(due.withdrawals) > 0 {
		m.next = append(m.next, due)
	}
	var later []pending
	for _, p := range m.next {
		if p.at > b.Now {
			later = append(later, p)
			continue
		}
		until := p.from + int64(m.holds[p.hold])
		a.Actions = append(a.Actions, defence.Action{Name: "hold", Withdrawals: p.withdrawals, Until: until})
		if p.hold+1 < len(m.holds) {
			p.hold, p.from, p.at = p.hold+1, until, until-int64(time.Minute)
			later = append(later, p)
		}
	}
	m.next = later
	for _, p := range m.next {
		if a.WakeAt == 0 || p.at < a.WakeAt {
			a.WakeAt = p.at
		}
	}
	return a, nil
}

var _ = Describe("A defence that sits under the edges of the tariff", Label("embedded", "cheat"), func() {
	It("pays for every minute, and for two holds as much as for one", func(ctx SpecContext) {
		stage := open("quiet-week", 1, 0.02)
		none := against(ctx, stage, drill.WithDefence("none"))
		late := func(holds ...time.Duration) int64 {
			GinkgoHelper()
			r := against(ctx, stage, newClerk(holds...))
			Expect(r.Score).To(BeNumerically("<", none.Score), "%v", holds)
			return r.Outcome.Tally.Harm[impact.WithdrawalLate].Price
		}
		edge := late(9*time.Minute + 59*time.Second)
		beyond := late(10*time.Minute + time.Second)
		hour := late(time.Hour)
		Expect(beyond).To(BeNumerically("<", edge*11/10), "an edge")
		Expect(hour).To(And(BeNumerically(">", edge*5), BeNumerically("<", edge*8)))
		Expect(late(30*time.Minute, 30*time.Minute)).To(BeNumerically(">=", hour), "split")
	})

	It("wakes no owner with a mail about a hold that is over before anybody can read it", func(ctx SpecContext) {
		stage := open(zaifKeys, 1, 0.02)
		none := against(ctx, stage, drill.WithDefence("none"))
		second := against(ctx, stage, standing("first_seen_hold: {for: 1s}"))
		Expect(second.Score).To(BeNumerically("<=", none.Score+200), second.Reproduce)
		day := against(ctx, stage, standing("first_seen_hold: {for: 24h}"))
		Expect(day.Score).To(BeNumerically(">", none.Score+5000), day.Reproduce)
	})
})
