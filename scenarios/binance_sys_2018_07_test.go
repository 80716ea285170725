package scenarios_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/history"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/drill/drilltest"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Binance SYS, July 2018", Label("embedded", "scenario:binance-sys-2018-07"), func() {
	const id = "binance-sys-2018-07"

	It("costs honest programs more than a rule that looks at the winners", Label("slow"), func(ctx SpecContext) {
		stage := open(id, 6, 1)
		history := against(ctx, stage, drill.WithDefence("history"))
		frozen := against(ctx, stage, drill.WithMonitor("freeze-winners", func() (defence.Monitor, error) {
			return &freezeSellers{above: 1_000_000}, nil
		}))
		Expect(history).To(drilltest.ReproduceTheRecord())
		Expect(history.Score).To(And(BeNumerically(">", score.Points(0)), BeNumerically("<", frozen.Score-25_00)), history.Reproduce)
		Expect(frozen.Score).To(BeNumerically(">", score.Points(90_00)), frozen.Reproduce)
		Expect(history.Outcome.Tally.Harm[impact.KeyDisabled].Count).To(BeNumerically(">", 500))
		Expect(frozen.Outcome.Tally.Harm[impact.KeyDisabled].Count).To(BeZero())
	})

	It("lets eleven SYS change hands at 96 BTC, or fewer, all of them before the alarm", func() {
		sc := load(id)
		rungs := map[string]string{}
		for _, step := range sc.Campaign.Steps[:2] {
			for _, r := range step.Params.Ladder {
				rungs[r.Price.Text] = r.Quantity.Text
			}
		}
		Expect(rungs).To(Equal(map[string]string{
			"0.0002": "3000", "0.001": "500", "0.005": "200", "0.05": "20", "0.5": "2", "5": "2", "96": "11",
		}))
		peak := sc.Campaign.Steps[1].Params.Ladder[1]
		Expect(peak.Quantity.Also).To(HaveLen(1))
		Expect(peak.Quantity.Also[0].Text).To(Equal("1 SYS"))
		for _, step := range sc.Campaign.Steps {
			if !step.Counterfactual {
				Expect(step.At.End.Unix).To(BeNumerically("<", sc.History.Alerts[0].At.Unix), step.ID.Text)
			} else {
				Expect(step.At.Start.Unix).To(BeNumerically(">", instant("2018-07-04T00:30:00Z")), "he keeps it until after the stop")
			}
		}
		Expect(sc.Compromise.Victims[0].Accounts.Value + sc.Compromise.Victims[1].Accounts.Value).To(Equal(sc.Compromise.Dump.Live.Value))
		Expect(sc.Compromise.Victims[0].Total.Text + " " + sc.Compromise.Victims[1].Total.Text).To(Equal("36 1250"))
	})

	It("has no alarm at 20:18 where the market surveillance is taken from the venue", func(ctx SpecContext) {
		src := source(id)
		control := regexp.MustCompile(`posture:.*\n *- \{control: market_surveillance.*\n`)
		Expect(control.FindAllString(src, -1)).To(HaveLen(1))
		dir := filepath.Join(GinkgoT().TempDir(), id)
		Expect(os.CopyFS(dir, os.DirFS(id))).To(Succeed())
		Expect(os.WriteFile(filepath.Join(dir, "scenario.yaml"), []byte(control.ReplaceAllString(src, "posture: []\n")), 0o644)).To(Succeed())
		stage, err := drill.Open(dir, drill.WithSeed(1), drill.WithScale(0.02))
		Expect(err).NotTo(HaveOccurred())
		for i, f := range against(ctx, stage, drill.WithDefence("history")).Facts {
			if f.Holds != nil {
				Expect(*f.Holds).To(Equal(load(id).Facts[i].Name.Text != "surveillance"), f.Name)
			}
		}
	})

	It("keeps the rumour of 7,000 BTC out of the figures", func() {
		for _, f := range load(id).Facts {
			Expect(f.Expected.Text).NotTo(ContainSubstring("7000"))
			if f.Name.Text != "winners_frozen" { // which only holds an act of the response
				Expect(f.Expected.From == scenarios.FromSynthetic).To(BeFalse(), f.Name.Text)
			}
			for _, also := range f.Expected.Also {
				Expect(also.Text).NotTo(ContainSubstring("7000"))
			}
		}
	})

	It("raises a second alarm at 21:11 that leads astray: deposits of SYS, and letters", func(ctx SpecContext) {
		deposits, letters := [2]int{}, [2]int{}
		begin, end := instant("2018-07-03T21:11:00Z"), instant("2018-07-03T22:11:00Z")
		stage := open(id, 7, 0.5)
		sys, ok := stage.World().Genesis.AssetID("SYS")
		Expect(ok).To(BeTrue())
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			hour := 0
			if ev.At >= begin && ev.At < end {
				hour = 1
			} else if ev.At < begin-int64(time.Hour) || ev.At >= begin {
				return
			}
			switch {
			case ev.Type == mockexchange.DepositSeen && ev.Asset == sys:
				deposits[hour]++
			case ev.Type == mockexchange.Complained && ev.Label != history.ComplaintOfTheft:
				letters[hour]++
			}
		})
		Expect(deposits[1]).To(BeNumerically(">", 2*deposits[0]+2))
		Expect(letters[1]).To(BeNumerically(">", letters[0]+3))
	})

	It("does not fall back at once after 96 BTC: a crowd, stop orders and arbitrage follow, bids stand, and people are hurt", func(ctx SpecContext) {
		stage := open(id, 1, 0.02)
		w := stage.World()
		sys, own := uint16(3), w.Truth.OwnAccounts
		top := func(price int64) bool { return price == 96*100_000_000 }
		var peaked, halted bool
		var next []int64 // prices of the trades after the peak, in parts of the price elsewhere
		dear, bids, hurt := 0, 0, map[uint32]bool{}
		hear(ctx, stage, func(e *sim.Envelope, ev *mockexchange.Event) {
			switch {
			case ev.Type == mockexchange.MarketState:
				halted = true
			case ev.Market != sys || halted || e.Actor == sim.Attacker:
			case ev.Type == mockexchange.OrderAccepted && ev.Side == market.Buy && ev.Price > w.Prices.At(sys, ev.At)*3/2:
				bids++
			}
			if ev.Type != mockexchange.Traded || ev.Market != sys || halted {
				return
			}
			times := ev.Price * 100 / w.Prices.At(sys, ev.At)
			buyer := ev.Account
			if ev.Side == market.Sell {
				buyer = ev.Counterparty
			}
			if peaked && !top(ev.Price) {
				next = append(next, times)
			}
			peaked = peaked || top(ev.Price)
			if times > 150 && e.Actor != sim.Attacker && !slices.Contains(own, buyer) {
				dear++
				hurt[buyer] = true
			}
		}, drill.WithDefence("history"))
		Expect(next[:20]).To(HaveEach(BeNumerically(">", 150)), "parts of a hundred of the price elsewhere")
		Expect(next[len(next)-1]).To(BeNumerically("~", 100, 5), "hours later it is over")
		Expect(dear).To(BeNumerically(">", 300))
		Expect(len(hurt)).To(BeNumerically(">", 20))
		Expect(bids).To(BeNumerically(">", 300))
	})

	DescribeTable("could have been stopped by rules about prices",
		func(ctx SpecContext, control string) {
			for _, seed := range drawings(1, 3) {
				Expect(spares(ctx, open(id, seed, 0.02), standing(control))).To(BeNumerically(">=", int64(950_000)), "seed %d", seed)
			}
		},
		Entry("a band of prices", "price_band: {bid_up: 120 %, bid_down: 20 %, ask_up: 500 %, ask_down: 80 %, over: 1m}"),
		Entry("a breaker", "circuit_breaker: {move: 20 %, over: 10m, for: 5m, widen: 10 %, widest: 50 %, memory: 60m}"),
	)

	It("tells the watch nothing of what is to come, and the teacher everything", func() {
		told(id, []string{"96", "eleven", "11枚", "20:18", "20時18分", "thief", "犯人", "all keys are", "87670"},
			[]string{"96", "0.00004", "87670", "70 %", "1,056", "7,000"})
	})
})

// freezeSellers freezes whoever sells at absurd prices: what a rule could have
// done that looks at the market of one coin.
type freezeSellers struct {
	above  int64 // price at the market's scale
	view   *defence.Hello
	frozen map[uint32]bool
}

func (f *freezeSellers) Hello(h *defence.Hello) error {
	f.view, f.frozen = h, map[uint32]bool{}
	return nil
}

func (f *freezeSellers) Close() error { return nil }

func (f *freezeSellers) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		e := &b.Events[i]
		if e.Type != mockexchange.Traded || f.view.Markets[e.Market-1] != "SYSBTC" || e.Price < f.above || f.frozen[e.Counterparty] {
			continue
		}
		f.frozen[e.Counterparty] = true
		a.Alerts = append(a.Alerts, defence.Alert{At: b.Now, Rule: "absurd price", Title: "sold far above the price", Accounts: []uint32{e.Counterparty}})
		a.Actions = append(a.Actions, defence.Action{Name: "freeze_accounts", Accounts: []uint32{e.Counterparty}})
	}
	return a, nil
}

// sysComesOut: as if nobody had withdrawn anything.
func sysComesOut(none, history *drill.Result) {
	Expect(history.Passed).To(BeTrue(), history.Reproduce)
	Expect(history.Loss.Net).To(BeZero(), history.Reproduce)
	Expect(history.Loss.Taken).To(BeNumerically(">", 1_056*100_000_000), "eleven SYS at 96 BTC alone")
	Expect(none.Loss.Net).To(BeNumerically(">", 1_056*100_000_000))
	for _, s := range history.Statements {
		Expect(*s.False).To(BeFalse(), s.Claim)
	}
}
