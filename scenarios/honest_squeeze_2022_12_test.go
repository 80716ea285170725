package scenarios_test

import (
	"fmt"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The honest squeeze of 2022", Label("embedded", "scenario:honest-squeeze-2022-12"), func() {
	const id = "honest-squeeze-2022-12"
	moment := func(text string) int64 {
		at, err := time.Parse(time.RFC3339, text)
		Expect(err).NotTo(HaveOccurred())
		return at.UnixNano()
	}

	for _, seed := range drawings(1, 3) {
		It(fmt.Sprintf("lifts five coins in minutes, and the exchange holds the winners' withdrawals until it knows better, seed %d", seed), Label("slow"), func(ctx SpecContext) {
			stage, err := drill.Open(id, drill.WithSeed(seed))
			Expect(err).NotTo(HaveOccurred())
			begin, noticed, released := moment("2022-12-11T07:30:00Z"), moment("2022-12-11T08:10:00Z"), moment("2022-12-11T09:30:00Z")
			markets := stage.World().Genesis.Markets
			before, during := make([][]int64, len(markets)), make([][]int64, len(markets))
			held, freed, owners := map[uint32]bool{}, map[uint32]bool{}, map[uint32]bool{}
			outcome, err := stage.Watch(ctx, drill.WithDefence("history"), drill.WithObserver(drill.Observer{Command: listener(func(_ *sim.Envelope, ev *mockexchange.Event) {
				switch ev.Type {
				case mockexchange.Traded:
					if m := ev.Market - 1; ev.At < begin {
						before[m] = append(before[m], ev.Price)
					} else if ev.At < noticed {
						during[m] = append(during[m], ev.Price)
					}
				case mockexchange.WithdrawalHeld:
					Expect(ev.Control).To(Equal(reject.Hold))
					Expect(ev.At).To(And(BeNumerically(">=", noticed), BeNumerically("<=", released)))
					held[ev.Withdrawal], owners[ev.Account] = true, true
				case mockexchange.WithdrawalReleased:
					Expect(ev.At).To(BeNumerically(">=", released))
					freed[ev.Withdrawal] = true
				}
			}).command}))
			Expect(err).NotTo(HaveOccurred())

			for m := range markets {
				rise := float64(slices.Max(during[m])) / float64(median(before[m]))
				switch markets[m].Symbol {
				case "BTCUSDT":
					Expect(rise).To(BeNumerically("~", 1, 0.03))
				case "OSMOUSDT":
					Expect(rise).To(BeNumerically("~", 5.6, 0.8))
				default:
					Expect(rise).To(BeNumerically("~", 1.9, 0.2), markets[m].Symbol)
				}
			}
			Expect(len(held)).To(BeNumerically(">=", 2))
			Expect(freed).To(Equal(held), "what was held was let go")
			Expect(outcome.Alerts).To(HaveLen(1))
			for owner := range owners {
				Expect(outcome.Alerts[0].Accounts).To(ContainElement(owner))
			}
		})
	}

	It("costs little as the exchange did it, and the alarm was false", Label("slow"), func(ctx SpecContext) {
		r := against(ctx, open(id, 1, 0.2), drill.WithDefence("history"))
		Expect(r.Detection.Alerts.True).To(BeZero())
		Expect(r.Detection.Alerts.False).To(BeNumerically("==", 1))
		Expect(r.Outcome.Tally.Harm[impact.WithdrawalLate].Count).To(And(BeNumerically(">", 0), BeNumerically("<=", 20)), "those who happened to withdraw")
		Expect(r.Harm.Total).To(And(BeNumerically(">", 0), BeNumerically("<", r.Harm.Unit/200)), r.Reproduce)
		Expect(r.Score).To(BeNumerically(">", score.Points(99_00)), r.Reproduce)
		Expect(r.Passed).To(BeTrue(), r.Reproduce)
		for _, s := range r.Outcome.Tally.Statements {
			Expect(s.False).To(BeFalse(), s.Claim)
		}
	})
})

// median is the middle one of prices: in a thin book a single trade may lie
// anywhere, where somebody waited far off.
func median(prices []int64) int64 {
	slices.Sort(prices)
	return prices[len(prices)/2]
}
