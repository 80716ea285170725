package scenarios_test

import (
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// documented is a scenario whose record is held against runs.
type documented struct {
	id          string
	scale       float64 // victims and the figures do not depend on it: the soak plays all at full size
	attack, all int     // how many facts are compared: about the attack alone, and altogether
	// besides checks what else must be so in both runs, whatever the seed.
	besides func(none, history *drill.Result)
}

// records lists every scenario with a thief.
var records = []documented{
	{zaifKeys, 0.02, 10, 21, zaifKeysComeOut},
	{coincheck, 0.02, 32, 49, coincheckComesOut},
	{"zaif-hot-wallet-2018-09", 0.02, 15, 30, zaifWalletComesOut},
	{"binance-sys-2018-07", 0.02, 4, 25, sysComesOut},
	{"binance-via-2018-03", 0.02, 7, 16, viaComesOut},
	{"threecommas-2022-10", 0.02, 10, 18, threeCommasComesOut},
	{kucoin, 0.02, 8, 21, kucoinComesOut},
	{binanceAccounts, 0.02, 8, 18, accountsComesOut},
	{bybit, 0.02, 7, 8, bybitComesOut},
	{dmm, 0.02, 6, 10, dmmComesOut},
	{bitfinex, 0.02, 7, 11, bitfinexComesOut},
	{bigone, 0.02, 8, 17, bigoneComesOut},
	{composite, 0.02, 0, 0, compositeComesOut},
	{coindcx, 0.02, 6, 7, coindcxComesOut},
}

// played is one drawing of a scenario, undefended and as the exchange
// responded.
type played struct{ none, history *drill.Result }

// One spec for each figure that the record documents and a run can measure: it
// holds in the run where the exchange responds as it did, and where it is about
// the attack alone also where nobody responds.
var _ = Describe("The record of", Label("embedded"), func() {
	for _, d := range records {
		Describe(d.id, Label("scenario:"+d.id), func() { d.specs(d.scale) })
		Describe(d.id+" at full size", Label("scenario:"+d.id, "soak"), func() { d.specs(1) })
	}

	It("is held for every scenario in which something is stolen", func() {
		var attacked, listed []string
		for _, id := range scenarios.IDs() {
			if load(id).Incident.Position.Text != scenarios.PositionNone {
				attacked = append(attacked, id)
			}
		}
		for _, d := range records {
			listed = append(listed, d.id)
		}
		Expect(listed).To(ConsistOf(attacked))
	})
})

// specs holds a scenario's record at a scale.
func (d documented) specs(scale float64) {
	sc, err := scenarios.Load(d.id)
	if err != nil {
		panic(err)
	}
	Context("", Ordered, func() {
		var runs []played
		BeforeAll(func(ctx SpecContext) {
			for _, seed := range drawings(2, 5) {
				stage := open(d.id, seed, scale)
				runs = append(runs, played{against(ctx, stage, drill.WithDefence("none")), against(ctx, stage, drill.WithDefence("history"))})
			}
		})

		attack, all := 0, 0
		for i := range sc.Facts {
			f := &sc.Facts[i]
			if f.Kind.Text == scenarios.FactRecorded {
				continue
			}
			all++
			if f.About.Text == scenarios.AboutAttack {
				attack++
			}
			It(fmt.Sprintf("has %s: %s (%s)", f.Name.Text, f.Expected.Text, strings.TrimSpace(origin(f.Expected.Origin))), func() {
				for _, p := range runs {
					held(p.history, i)
					if f.About.Text == scenarios.AboutAttack {
						held(p.none, i)
					} else {
						Expect(p.none.Facts[i].Holds).To(BeNil(), "nobody responded")
					}
				}
			})
		}

		It("comes out as a whole", func() {
			Expect([]int{attack, all}).To(Equal([]int{d.attack, d.all}))
			for _, p := range runs {
				Expect(p.none.Score).To(Equal(score.Points(0)), p.none.Reproduce)
				Expect(p.none.Passed).To(BeTrue(), p.none.Reproduce)
				Expect(p.history.Passed).To(Equal(p.history.Harm.OK), p.history.Reproduce)
				d.besides(p.none, p.history)
			}
		})
	})
}

// held expects a run to have measured a fact as it is documented.
func held(r *drill.Result, fact int) {
	GinkgoHelper()
	f := &r.Facts[fact]
	Expect(f.Holds).NotTo(BeNil(), "%s: %s is not compared", r.Reproduce, f.Name)
	Expect(f.Measured).NotTo(BeNil(), "%s: %s is not known", r.Reproduce, f.Name)
	Expect(*f.Holds).To(BeTrue(), "%s: %s, record %s, measured %s", r.Reproduce, f.Name, f.Expected, *f.Measured)
}
