package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A key that is renewed", Label("embedded", "scenario:hot-key-renewal"), func() {
	const id = "hot-key-renewal"

	It("moves a coin and all tokens beside it to one new address, as it was approved before", func(ctx SpecContext) {
		stage := open(id, 1, 0.02)
		assets := stage.World().Genesis.Assets
		to, swept := map[string]chain.Address{}, map[string]bool{}
		approved := int64(0)
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			switch {
			case ev.Type == mockexchange.Operated && ev.Op == mockexchange.ApproveMigration:
				approved = ev.At
			case ev.Type == mockexchange.WalletMoved && ev.Op == mockexchange.MigrateWallet:
				to[assets[ev.Asset-1].Code] = ev.Address
				swept[assets[ev.Asset-1].Code] = swept[assets[ev.Asset-1].Code] || ev.Amount > 0
			}
		})
		Expect(approved).To(Equal(instant("2020-11-17T14:00:00+08:00")))
		Expect(to).To(HaveLen(4))
		for _, code := range []string{"USDT", "RIN", "MIKA"} {
			Expect(to[code]).To(Equal(to["ETH"]))
			Expect(swept[code]).To(BeTrue(), "the gas was there")
		}
	})

	It("costs whoever takes it for a theft", func(ctx SpecContext) {
		stage := open(id, 2, 0.02)
		for _, action := range []string{"sweep_to_cold", "halt_withdrawals"} {
			r := against(ctx, stage, watching("startled, "+action, 0, func() (defence.Monitor, error) { return &startled{action: action}, nil }))
			Expect(r.Score).To(BeNumerically("<", score.Best), r.Reproduce)
			Expect(r.Detection.Alerts.False).To(BeNumerically(">", 0))
		}
	})
})
