package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("Payday", Label("embedded", "scenario:payday"), func() {
	const id = "payday"

	for _, seed := range drawings(1, 3) {
		It(fmt.Sprintf("has ten times the withdrawals of people, most of them to new addresses, seed %d", seed), func(ctx SpecContext) {
			stage := open(id, seed, 0.1)
			from, to := surge(stage, 0)
			var before, during, first, byKey int
			hear(ctx, stage, func(e *sim.Envelope, ev *mockexchange.Event) {
				if ev.Type != mockexchange.WithdrawalRequested {
					return
				}
				switch {
				case e.At < from && e.At >= from-24*hour:
					before++
				case e.At >= from && e.At < to:
					during++
					if ev.First {
						first++
					}
					if ev.Auth == mockexchange.AuthKey {
						byKey++
					}
				}
			})
			// Programs and their owners, who make a tenth of the withdrawals, stay as they are.
			Expect(during).To(BeNumerically("~", 9*before, 3*before))
			// What follows a test send goes to an address that is new no more.
			Expect(float64(first) / float64(during)).To(BeNumerically("~", 0.48, 0.07))
			Expect(float64(byKey) / float64(during)).To(BeNumerically("<", 0.1))
		})
	}

	It("empties a hot wallet before the next evening, and nobody is to blame", Label("slow"), func(ctx SpecContext) {
		stage, err := drill.Open(id)
		Expect(err).NotTo(HaveOccurred())
		from, to := surge(stage, 0)
		refills := 0
		hear(ctx, stage, func(e *sim.Envelope, ev *mockexchange.Event) {
			if ev.Type == mockexchange.WalletMoved && ev.Op == mockexchange.PayOut {
				Expect(e.At).To(BeNumerically(">", from))
				Expect(e.At).To(BeNumerically("<", to+24*hour))
				refills++
			}
		})
		Expect(refills).To(BeNumerically(">", 0))
	})

	It("is the dearest day for a rule that makes first payments wait", Label("slow"), func(ctx SpecContext) {
		payday, quiet := open(id, 1, 0.1), open("quiet-week", 1, 0.1)
		late := func(s *drill.Stage) int64 {
			r, err := s.Run(ctx, drill.WithDefence("none[posture.first_seen_hold={}]"))
			Expect(err).NotTo(HaveOccurred())
			return r.Outcome.Tally.Harm[impact.WithdrawalLate].Price
		}
		Expect(late(payday)).To(BeNumerically(">", 2*late(quiet)), "three days with payday, seven without")
	})
})
