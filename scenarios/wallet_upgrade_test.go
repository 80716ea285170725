package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("A wallet that gets a new contract", Label("embedded", "scenario:wallet-upgrade"), func() {
	const id = "wallet-upgrade"

	It("was approved before, is what is built, shown and signed, and empties nothing", func(ctx SpecContext) {
		stage := open(id, 1, 0.02)
		approved, label, refilled := int64(0), "", false
		ops := map[mockexchange.EventType]mockexchange.Kind{}
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			switch {
			case ev.Type == mockexchange.Operated && ev.Op == mockexchange.ApproveMigration:
				approved = ev.At
			case ev.Type == mockexchange.TransferRequested && ev.Op == mockexchange.UpgradeWallet:
				label = ev.Label
				ops[ev.Type] = ev.Op
			case ev.Label == label && label != "":
				ops[ev.Type] = ev.Op
			case ev.Type == mockexchange.WalletMoved && ev.Op == mockexchange.TransferCold && label != "":
				refilled = true
			}
		})
		Expect(approved).To(Equal(instant("2023-08-09T09:30:00+08:00")))
		for _, what := range []mockexchange.EventType{mockexchange.TransferRequested, mockexchange.TransferBuilt, mockexchange.TransferShown, mockexchange.TransferSigned} {
			Expect(ops[what]).To(Equal(mockexchange.UpgradeWallet), what.String())
		}
		Expect(refilled).To(BeTrue(), "the wallet serves the exchange as before")
	})

	DescribeTable("costs whoever closed the door that Bybit's thief came through",
		func(ctx SpecContext, control string, most score.Points) {
			worst := score.Best
			for _, seed := range drawings(2, 4) {
				r := against(ctx, open(id, seed, 0.02), standing(control))
				Expect(r.Score).To(And(BeNumerically("<", score.Best), BeNumerically(">", score.Points(75_00))), r.Reproduce)
				worst = min(worst, r.Score)
			}
			Expect(worst).To(BeNumerically("<", most))
		},
		Entry("devices sign no new owners until a ceremony lifts the rule", "refuse_upgrades: {}", score.Points(93_00)),
		Entry("people decode what they sign", "independent_decoding: {}", score.Points(98_00)),
	)

	for _, action := range []string{"sweep_to_cold", "halt_withdrawals"} {
		It(fmt.Sprintf("costs whoever takes it for a theft, %s", action), func(ctx SpecContext) {
			r := against(ctx, open(id, 2, 0.02), watching("startled, "+action, 0, func() (defence.Monitor, error) { return &startled{action: action}, nil }))
			Expect(r.Score).To(BeNumerically("<", score.Points(99_50)), r.Reproduce)
			Expect(r.Detection.Alerts.False).To(BeNumerically(">", 0))
		})
	}
})
