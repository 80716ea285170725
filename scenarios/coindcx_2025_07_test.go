package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
)

const coindcx = "coindcx-2025-07"

var _ = Describe("CoinDCX, July 2025", Label("embedded", "scenario:coindcx-2025-07"), func() {
	const id = coindcx

	It("sends a dollar, and much seven hours later, from a desk that is its owner's in all that the log tells", func(ctx SpecContext) {
		honest, his := map[string]bool{}, map[string]bool{}
		var sent []int64
		reads, changes := 0, 0
		hear(ctx, open(id, 1, 0.02), func(e *sim.Envelope, ev *mockexchange.Event) {
			switch {
			case ev.Type == mockexchange.CustomerRead:
				reads++
			case ev.Type == mockexchange.CustomerChanged:
				changes++
			case ev.Type == mockexchange.FundsMoved:
				machine := fmt.Sprint(ev.Count, ev.Device, ev.Source, ev.Auth)
				if e.Actor == sim.Attacker {
					his[machine] = true
					sent = append(sent, ev.Amount/1_000_000)
				} else {
					honest[machine] = true
				}
			}
		})
		Expect(sent).To(Equal([]int64{1, 4_000_000, 8_000_000, 8_000_000, 8_000_000, 8_000_000, 8_000_000}))
		Expect(his).To(HaveLen(1))
		for machine := range his {
			Expect(honest).To(HaveKey(machine), "its owner works there, too")
		}
		Expect(len(honest)).To(BeNumerically(">", 2), "and others of his department")
		Expect(reads).To(BeNumerically(">", 500))
		Expect(changes).To(BeNumerically(">", 50))
	})

	DescribeTable("is not kept by rules for customers",
		func(ctx SpecContext, control string) {
			r := against(ctx, open(id, 1, 0.02), standing(control))
			Expect(r.Loss.Net).To(Equal(r.Loss.Undefended), r.Reproduce)
		},
		Entry("a hold", "first_seen_hold: {for: 24h}"),
		Entry("a limit a day", "withdrawal_limit: {per_day: 20000}"),
		Entry("approval by hand", "manual_approval: {above: 10000, quorum: 2}"),
		Entry("a probe detector", "probe_detector: {dust: 5}"),
		Entry("a hot cap: cold storage is opened for a colleague", "hot_cap: {share: 10 %}"),
	)

	It("is slowed down by a signer who keeps to a limit of his own", func(ctx SpecContext) {
		r := against(ctx, open(id, 1, 0.02), standing("signer_velocity: {share: 20 %}"))
		Expect(spared(r)).To(BeNumerically(">", money.Whole/4), r.Reproduce)
	})

	It("is stopped by a second of the staff who asks, which costs hours and lateness", func(ctx SpecContext) {
		r := against(ctx, open(id, 1, 0.02), standing("four_eyes: {}"))
		Expect(r.Loss.Net).To(BeNumerically("<", 10_000_000_000), r.Reproduce)
		Expect(r.Harm.Total).To(BeNumerically(">", 0), "staff is paid, and coins come late to where they are traded")
	})
})

// coindcxComesOut: all is gone before anybody sees it, and it is said late and true.
func coindcxComesOut(none, history *drill.Result) {
	Expect(none.Loss.Net).To(BeEquivalentTo(44_000_001_000_000), "in millionths of a dollar")
	Expect(history.Loss.Net).To(Equal(none.Loss.Net))
	Expect(history.Score).To(Equal(score.Points(0)))
	for _, s := range history.Statements {
		Expect(s.False == nil || !*s.False).To(BeTrue(), s.Claim)
	}
}
