package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/drill/drilltest"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("Binance VIA, March 2018", Label("embedded", "scenario:binance-via-2018-03"), func() {
	const id = "binance-via-2018-03"

	It("is worth 85 points at full size, too", Label("slow"), func(ctx SpecContext) {
		for _, seed := range drawings(1, 5) {
			r := against(ctx, open(id, seed, 1), drill.WithDefence("history"))
			Expect(r).To(drilltest.ReproduceTheRecord())
			Expect(r.Score).To(BeNumerically(">=", score.Points(85_00)), r.Reproduce)
		}
	})

	It("buys between 14:58:00 and 14:59:59, from 31 accounts that offered VIA before", func(ctx SpecContext) {
		stage := open(id, 6, 0.05)
		own, stolen := map[uint32]bool{}, map[uint32]bool{}
		for _, o := range stage.World().AttackerAccounts {
			own[o.Account] = true
		}
		for _, k := range stage.World().Dump {
			stolen[k.Key] = true
		}
		Expect(own).To(HaveLen(31))
		sellers, buyers, sent := map[uint32]bool{}, map[uint32]bool{}, 0
		hear(ctx, stage, func(e *sim.Envelope, ev *mockexchange.Event) {
			switch {
			case ev.Type == mockexchange.Traded && e.Actor == sim.Attacker && stolen[ev.Key]:
				Expect(ev.At).To(And(BeNumerically(">=", instant("2018-03-07T14:58:00Z")), BeNumerically("<=", instant("2018-03-07T14:59:59Z"))))
				if own[ev.Counterparty] {
					sellers[ev.Counterparty], buyers[ev.Account] = true, true
				}
			case ev.Type == mockexchange.WithdrawalBroadcast && own[ev.Account]:
				Expect(ev.At).To(BeNumerically(">=", instant("2018-03-07T15:00:00Z")))
				sent++
			}
		})
		Expect(sellers).To(HaveLen(31))
		Expect(len(buyers)).To(BeNumerically(">", 100))
		Expect(sent).To(BeNumerically(">=", 31), "undefended, the proceeds leave")
	})

	It("offers what the story says, up to a hundredfold", func() {
		sc := load(id)
		Expect(sc.Compromise.AttackerAccounts).To(HaveLen(1))
		Expect(sc.Compromise.AttackerAccounts[0].Accounts.Value).To(Equal(int64(31)))
		Expect(sc.Compromise.AttackerAccounts[0].Holdings[0].Value.Text).To(Equal("18600"))
		var ladder []string
		for _, r := range sc.Campaign.Steps[0].Params.Ladder {
			ladder = append(ladder, r.Price.Text+"*"+r.Quantity.Text)
		}
		Expect(ladder).To(Equal([]string{"0.0005*60", "0.001*60", "0.002*60", "0.004*60", "0.008*60", "0.015*60", "0.025*240"}))
		accounts, worth := int64(0), int64(0)
		for _, v := range sc.Compromise.Victims {
			units, ok := v.Total.Units(0)
			Expect(ok).To(BeTrue())
			accounts, worth = accounts+v.Accounts.Value, worth+units
			Expect(v.Withdraw).To(BeFalse(), "the keys can trade and not withdraw")
		}
		Expect([]int64{accounts, worth}).To(Equal([]int64{120, 96}))
		Expect(sc.Campaign.Until.Unix).To(Equal(instant("2018-03-07T15:00:00Z")))
		Expect(sc.Compromise.Dump.Created.First.Text).To(Equal("2018-02-22"))
	})

	DescribeTable("asks for a rule that is faster than people",
		func(ctx SpecContext, control string, least, most int64) {
			for _, seed := range drawings(1, 3) {
				Expect(spares(ctx, open(id, seed, 0.02), standing(control))).To(And(BeNumerically(">=", least), BeNumerically("<=", most)), "seed %d", seed)
			}
		},
		Entry("a breaker", "circuit_breaker: {move: 20 %, over: 10m, for: 5m, widen: 10 %, widest: 50 %, memory: 60m}", int64(950_000), int64(1_000_000)),
		Entry("a band of prices", "price_band: {bid_up: 120 %, bid_down: 20 %, ask_up: 500 %, ask_down: 80 %, over: 1m}", int64(900_000), int64(1_000_000)),
		Entry("a freeze that nobody follows up only delays him", "market_anomaly_freeze: {move: 50 %, over: 10m, for: 4h, all: true}", int64(0), int64(10_000)),
	)

	It("tells the watch nothing of what is to come, and the teacher everything", func() {
		told(id, []string{"31", "120 ", "14:58", "14時58分", "thief", "犯人", "burst", "hundredfold"},
			[]string{"31", "0.025", "1,100", "120"})
	})
})

// viaComesOut: the good run, in which nothing gets out. In a small venue one large
// withdrawal that is refused may be a third of a closed day.
func viaComesOut(none, history *drill.Result) {
	Expect(history.Passed).To(BeTrue(), history.Reproduce)
	least := score.Points(80_00)
	if history.Scale < 1_000_000 {
		least = 50_00
	}
	Expect(history.Score).To(BeNumerically(">=", least), history.Reproduce)
	Expect(history.Loss.Taken).To(BeNumerically(">", 0), "the trades did happen")
	Expect(history.Loss.Net).To(BeZero(), "and were undone")
	Expect(none.Loss.Net).To(BeNumerically(">", 50*100_000_000))
	for _, s := range history.Statements {
		Expect(*s.False).To(BeFalse(), s.Claim)
	}
}
