package scenarios_test

import (
	"strconv"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

const bigone = "bigone-2025-07"

var _ = Describe("BigONE, July 2025", Label("embedded", "scenario:bigone-2025-07"), func() {
	const id = bigone

	It("takes the documented amounts, Ether first, out of accounts that have next to nothing", func() {
		sc := load(id)
		sums := map[string]float64{}
		for _, step := range sc.Campaign.Steps[1:] {
			Expect(step.Technique.Text).To(Equal("withdraw_approved"))
			for _, t := range step.Transfers {
				coins, err := strconv.ParseFloat(t.Amount.Text, 64)
				Expect(err).NotTo(HaveOccurred())
				sums[t.Amount.Asset.Text] += coins
			}
		}
		Expect(sums).To(Equal(map[string]float64{
			"BTC": 120, "ETH": 350, "USDT": 8_540_000, "SOL": 1_800, "SHIB": 9_690_000_000, "DOGE": 538_000, "XIN": 24_600,
		}))
		Expect(sc.Campaign.Steps[1].Transfers[0].Amount.Asset.Text).To(Equal("ETH"))
	})

	DescribeTable("is not kept by any rule that the risk engine keeps",
		func(ctx SpecContext, control string) {
			r := against(ctx, open(id, 1, 0.02), standing(control))
			Expect(r.Loss.Net).To(Equal(r.Loss.Undefended), r.Reproduce)
		},
		Entry("a hold", "first_seen_hold: {for: 24h}"),
		Entry("a limit a day", "withdrawal_limit: {per_day: 20000}"),
		Entry("address books", "address_book: {everyone: true}"),
		Entry("limits of what may leave", "velocity_limits: {per_asset: 1 %, per_venue: 1 %}"),
		Entry("a check of batches", "batch_check: {}"),
		Entry("approval by hand", "manual_approval: {above: 10000, quorum: 2}"),
		Entry("rights of keys", "withdrawal_opt_in: {}, withdrawal_second_factor: {}, key_allow_list: {}, scope_separation: {}"),
	)

	It("is slowed down by a signer who keeps to a limit of his own", func(ctx SpecContext) {
		r := against(ctx, open(id, 1, 0.02), standing("signer_velocity: {share: 20 %}"))
		Expect(spared(r)).To(BeNumerically(">", money.Whole/20), r.Reproduce)
	})

	It("is stopped by whoever compares what runs with what was reviewed, and stops meanwhile", func(ctx SpecContext) {
		r := against(ctx, open(id, 1, 0.02), standing("code_attestation: {}"))
		Expect(r.Loss.Net).To(BeZero(), r.Reproduce)
		Expect(r.Harm.Total).To(BeNumerically(">", 0), "releases differ, too")
	})

	It("ends with a halt of pay-outs, and goes on when they do", func(ctx SpecContext) {
		r := against(ctx, open(id, 1, 0.02), drill.WithDefence("history"))
		Expect(r.Score).To(BeNumerically("<", score.Points(0)))
	})
})

// bigoneComesOut: all is gone before anybody sees it, whatever is done then.
func bigoneComesOut(none, history *drill.Result) {
	Expect(none.Loss.Net).To(Equal(none.Loss.Undefended))
	Expect(none.Loss.Net).To(BeNumerically("~", 27_000_000_000_000, 500_000_000_000), "in millionths of a dollar")
	Expect(history.Loss.Net).To(BeNumerically(">", 26_000_000_000_000))
	for _, s := range history.Statements {
		Expect(s.False == nil || !*s.False).To(BeTrue(), s.Claim)
	}
}
