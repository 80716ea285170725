package scenarios_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

const kucoin = "kucoin-2020-09"

var _ = Describe("KuCoin, September 2020", Label("embedded", "scenario:"+kucoin), func() {
	It("has ether and four tokens at one address, which one key opens", func() {
		g := open(kucoin, 1, 0.02).World().Genesis
		ether, _ := g.AssetID("ETH")
		for _, code := range []string{"USDT", "VELO", "ERCA", "ERCB"} {
			token, ok := g.AssetID(code)
			Expect(ok).To(BeTrue())
			Expect(g.Coin(token)).To(Equal(ether))
			Expect(g.Wallet(token).Hot()).To(Equal(g.Wallet(ether).Hot()))
			Expect(g.Assets[token-1].Chain.Gas).To(BeNumerically(">", 0))
		}
	})

	It("is seen by whoever holds coins against each other: five of them leave within an hour, with no withdrawal behind them", func(ctx SpecContext) {
		stage := open(kucoin, 1, 0.02)
		assets := stage.World().Genesis.Assets
		asked := map[chain.Hash]bool{}
		var spends []mockexchange.Event
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			switch ev.Type {
			case mockexchange.WithdrawalBroadcast, mockexchange.WalletMoved, mockexchange.HousePaid, mockexchange.TransactionReplaced:
				asked[ev.Tx] = true
			case mockexchange.ChainSpend:
				spends = append(spends, *ev)
			}
		})
		var left []string
		for i := range spends {
			s := &spends[i]
			if code := assets[s.Asset-1].Code; !asked[s.Tx] && s.At < instant("2020-09-26T04:00:00+08:00") && s.At > instant("2020-09-26T02:40:00+08:00") && (len(left) == 0 || left[len(left)-1] != code) {
				left = append(left, code)
			}
		}
		for _, code := range []string{"ETH", "VELO", "ERCA", "XRP", "BTC", "USDT", "ERCB"} {
			Expect(left).To(ContainElement(code))
		}
	})

	DescribeTable("leaves a response what it is in time for",
		func(ctx SpecContext, after time.Duration, actions []string, least, most int64) {
			for _, seed := range drawings(1, 3) {
				r := against(ctx, open(kucoin, seed, 0.02), watching(fmt.Sprint(actions, " upon an outflow, after ", after), 0, func() (defence.Monitor, error) {
					return &uponAnyOutflow{since: instant("2020-09-26T02:40:00+08:00"), after: int64(after), actions: actions}, nil
				}))
				Expect(spared(r)).To(And(BeNumerically(">=", least), BeNumerically("<=", most)), r.Reproduce)
			}
		},
		Entry("a sweep of everything upon the first spend saves all but that", time.Duration(0), []string{"rotate_hot_key", "sweep_to_cold"}, int64(999_000), int64(1_000_000)),
		Entry("a sweep at the hour of the record saves nothing", 93*time.Minute, []string{"rotate_hot_key", "sweep_to_cold"}, int64(0), int64(1_000)),
		Entry("a halt of withdrawals saves nothing", time.Duration(0), []string{"halt_withdrawals"}, int64(0), int64(0)),
		Entry("a request saves what issuers can take", time.Duration(0), []string{"request_freeze"}, int64(800_000), int64(850_000)),
		Entry("a request after four days, when much is sold, saves less", 96*time.Hour, []string{"request_freeze"}, int64(1_000), int64(790_000)),
	)
})

// kucoinComesOut: what was left is swept when all is gone, and what issuers can take
// comes back.
func kucoinComesOut(none, history *drill.Result) {
	Expect(none.Loss.Net).To(Equal(none.Loss.Undefended))
	Expect(history.Loss.Net).To(BeNumerically("~", 45_550_000_000_000, 1_000_000_000), "in millionths of a dollar")
	Expect(history.Score).To(And(BeNumerically(">", score.Points(7_000)), BeNumerically("<", score.Points(9_000))))
	for _, s := range history.Statements {
		Expect(s.False == nil || !*s.False).To(BeTrue(), s.Claim)
	}
}
