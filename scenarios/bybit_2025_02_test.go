package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

const bybit = "bybit-2025-02"

var _ = Describe("Bybit, February 2025", Label("embedded", "scenario:"+bybit), func() {
	It("waits for the transfer that was meant, and takes what was taken", func() {
		sc := load(bybit)
		implant, drain := sc.Campaign.Steps[0].Transfers[0], sc.Campaign.Steps[1].Transfers[0]
		Expect([]any{implant.At.Text, implant.Exact, implant.Host.Text}).To(Equal([]any{"2025-02-19T15:29:25+00:00", true, "safe-app"}))
		Expect(drain.Amount.Text).To(Equal("401347"))
		meant := sc.Venues[0].ColdTransfers[1]
		Expect([]string{meant.At.Text, meant.Amount.Text}).To(Equal([]string{"2025-02-21T13:30:00+00:00", "30000"}))
		s := sc.Venues[0].Assets[2].ColdSigning
		Expect([]any{s.M.Value, s.People.Value, s.Builder.Text == s.Display.Text}).To(Equal([]any{int64(3), int64(6), true}))
	})

	It("holds what was stolen and little more in that wallet", func() {
		g := open(bybit, 3, 0.02).World().Genesis
		asset, _ := g.AssetID("ETH")
		list, err := g.ChainGenesis(asset)
		Expect(err).NotTo(HaveOccurred())
		const meant = 50_000 // by two transfers
		Expect(list[1].Amount / 1e9).To(And(BeNumerically(">", 401_347+meant-30_000), BeNumerically("<", (401_347+meant)*105/100)))
	})

	It("ends before it begins where those who sign decode it on another host, for minutes of theirs", func(ctx SpecContext) {
		r := against(ctx, open(bybit, 1, 0.02), standing("independent_decoding: {}"))
		Expect(r.Loss.Net).To(BeZero(), r.Reproduce)
		Expect(r.Score).To(And(BeNumerically(">", score.Points(99_90)), BeNumerically("<=", score.Best)), r.Reproduce)
		Expect(r.Harm.Total).To(BeNumerically(">", 0), r.Reproduce)
	})

	It("ends before it begins where devices sign no new owners, for nothing on days without an upgrade", func(ctx SpecContext) {
		r := against(ctx, open(bybit, 1, 0.02), standing("refuse_upgrades: {}"))
		Expect(r.Loss.Net).To(BeZero(), r.Reproduce)
		Expect(r.Harm.Total).To(BeZero(), r.Reproduce)
		Expect(r.Score).To(Equal(score.Best), r.Reproduce)
	})

	It("goes on where they decode it on the page that shows it", func(ctx SpecContext) {
		r := against(ctx, open(bybit, 1, 0.02), standing("independent_decoding: {separate_host: false}"))
		Expect(r.Loss.Net).To(BeNumerically(">", r.Loss.Undefended*99/100), r.Reproduce)
		Expect(r.Score).To(BeNumerically("<", score.Points(1_00)), r.Reproduce)
	})

	It("is not prevented by either control alone, whatever is drawn, and by both", func(ctx SpecContext) {
		lost := map[string]int{}
		for _, seed := range []uint64{2, 4} { // he has himself paid, and he holds the host on which they decode
			for _, posture := range []string{"refuse_upgrades: {}", "independent_decoding: {}", "independent_decoding: {}, refuse_upgrades: {}"} {
				r := against(ctx, variant(bybit, seed, 0.02, sim.Salt{}), standing(posture))
				if r.Loss.Net > 0 {
					lost[posture]++
					Expect(r.Score).To(BeNumerically("<", score.Points(1_00)), r.Reproduce)
				}
			}
			oracle := against(ctx, variant(bybit, seed, 0.02, sim.Salt{}), drill.WithDefence("oracle"))
			Expect(oracle.Score).To(BeNumerically(">", score.Points(99_90)), oracle.Reproduce)
		}
		Expect(lost).To(Equal(map[string]int{"refuse_upgrades: {}": 1, "independent_decoding: {}": 1}))
	})

	It("is prevented by one who knows of it, whatever is drawn", func(ctx SpecContext) {
		for seed := range uint64(3) {
			r := against(ctx, variant(bybit, seed+1, 0.02, sim.Salt{}), drill.WithDefence("oracle"))
			Expect(r.Score).To(BeNumerically(">", score.Points(99_90)), r.Reproduce)
		}
	})

	It("has an attacker in the approval path, and no key of the venue's", func() {
		Expect(load(bybit).Incident.Position.Text).To(Equal(scenarios.PositionApprovalPath))
	})
})

// bybitComesOut checks that the thief gets the wallet in a run in which nobody is in
// his way, and that staff can do nothing about it.
func bybitComesOut(none, history *drill.Result) {
	Expect(none.Loss.Undefended).To(BeNumerically(">", 0))
	Expect(history.Loss.Net).To(BeNumerically(">", none.Loss.Undefended*99/100))
	Expect(history.Harm.Total).To(BeZero())
}
