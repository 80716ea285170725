package scenarios_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// oneLine is the rule that once knew everything: a spend that no withdrawal
// asked for, then a sweep of all wallets.
type oneLine struct {
	asked map[chain.Hash]bool // transactions that withdrawals name
}

func newOneLine() (defence.Monitor, error) { return &oneLine{map[chain.Hash]bool{}}, nil }

func (*oneLine) Hello(*defence.Hello) error { return nil }

func (*oneLine) Close() error { return nil }

func (m *oneLine) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		switch e := &b.Events[i]; {
		case e.Type == mockexchange.WithdrawalBroadcast:
			m.asked[e.Tx] = true
		case e.Type == mockexchange.ChainSpend && !m.asked[e.Tx]:
			a.Actions = []defence.Action{{Name: "sweep_to_cold"}}
		}
	}
	return a, nil
}

// still watches and does nothing.
type still struct{}

func (still) Hello(*defence.Hello) error { return nil }

func (still) Step(*defence.Batch) (defence.Answer, error) { return defence.Answer{}, nil }

func (still) Close() error { return nil }

var _ = Describe("A spend that no withdrawal asked for", Label("embedded"), func() {
	// unasked counts the transactions of the venue's own that no withdrawal names,
	// and the days.
	unasked := func(ctx SpecContext, id string) (count, days int) {
		stage := open(id, 1, 0.05)
		named := map[chain.Hash]bool{}
		listening := watching("listening", 0, func() (defence.Monitor, error) { return still{}, nil })
		hear(ctx, stage, func(_ *sim.Envelope, e *mockexchange.Event) {
			switch {
			case e.Type == mockexchange.WithdrawalBroadcast:
				named[e.Tx] = true
			case e.Type == mockexchange.ChainSpend && !named[e.Tx]:
				named[e.Tx] = true
				count++
			}
		}, listening, drill.WithoutAttack())
		clock := &stage.World().Scenario.Clock
		return count, int((clock.End.Unix - clock.Start.Unix) / (24 * hour))
	}

	for _, id := range []string{"quiet-week", "payday", "hot-wallet-migration", coincheck, "zaif-hot-wallet-2018-09"} {
		It("is seen several times a day without a thief, "+id, func(ctx SpecContext) {
			count, days := unasked(ctx, id)
			AddReportEntry(fmt.Sprintf("%s: %d in %d days", id, count, days))
			Expect(count).To(BeNumerically(">=", 2*days))
		})
	}

	for _, id := range []string{coincheck, "zaif-hot-wallet-2018-09"} {
		It("tells nothing to whoever had no node to listen to, "+id, func(ctx SpecContext) {
			r := against(ctx, open(id, 1, 0.05), drill.WithMonitor("one line", newOneLine))
			Expect(r.Score).To(Equal(score.Points(0)), r.Reproduce)
		})
	}

	// One theft is worth about as much to it as one quiet week costs; but there are
	// more ordinary weeks than thefts.
	It("costs more on four ordinary days than it saves on two bad ones, for who buys the feed", func(ctx SpecContext) {
		bought := watching("one line, bought", 3*time.Minute, newOneLine)
		for _, seed := range drawings(1, 3) {
			gain := 0.0
			for _, id := range []string{coincheck, "zaif-hot-wallet-2018-09"} {
				gain += points(ctx, open(id, seed, 0.02), bought) // doing nothing has none
			}
			Expect(gain).To(BeNumerically(">", 180), "it works")
			for _, id := range []string{"quiet-week", "payday", "hot-wallet-migration", "listing-day"} {
				lost := 100 - points(ctx, open(id, seed, 0.02), bought)
				Expect(lost).To(BeNumerically(">", 20), id)
				gain -= lost
			}
			AddReportEntry("gain", fmt.Sprintf("%+.2f points over six runs, seed %d", gain, seed))
			Expect(gain).To(BeNumerically("<", 0))
		}
	})
})
