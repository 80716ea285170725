package control_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A posture of controls on keys and markets", func() {
	load := func(posture string) (*defence.Defence, error) {
		return bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": posture}), defencetest.Scenario())
	}

	DescribeTable("reads", func(controls string, want control.Control) {
		d, err := load("controls: {" + controls + "}\n")
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(Equal(control.Posture{want}))
		s := d.Settings(mockexchange.Settings{})
		Expect(s.Market.Validate()).To(Succeed())
		Expect(s.Imposed).To(Equal([]reject.Control{want.Info().ID}))
	},
		Entry("scope_separation", "scope_separation: {}", control.ScopeSeparation{}),
		Entry("withdrawal_second_factor", "withdrawal_second_factor: {}", control.WithdrawalSecondFactor{}),
		Entry("self_trade_prevention", "self_trade_prevention: {}", control.SelfTradePrevention{}),
		Entry("key_rate_limit as it is", "key_rate_limit: {}", control.KeyRateLimit{Requests: 6_000, Orders: 600, Window: time.Minute}),
		Entry("key_rate_limit", "key_rate_limit: {requests: 9, orders: 3, window: 1d}",
			control.KeyRateLimit{Requests: 9, Orders: 3, Window: 24 * time.Hour}),
		Entry("key_notional_limit", `key_notional_limit: {per_day: "12.5"}`, control.KeyNotionalLimit{PerDay: 12_50}),
		Entry("credential_change_hold as it is", "credential_change_hold: {}", control.CredentialChangeHold{For: 48 * time.Hour}),
		Entry("credential_change_hold", "credential_change_hold: {for: 6h}", control.CredentialChangeHold{For: 6 * time.Hour}),
		Entry("price_band as it is", "price_band: {}", control.PriceBand{
			BidUp: 1_200_000, BidDown: 200_000, AskUp: 5_000_000, AskDown: 800_000, Over: time.Minute,
		}),
		Entry("price_band", "price_band: {bid_up: 110.5 %, bid_down: 50 %, ask_up: 1000 %, ask_down: 90 %, over: 5m}", control.PriceBand{
			BidUp: 1_105_000, BidDown: 500_000, AskUp: 10_000_000, AskDown: 900_000, Over: 5 * time.Minute,
		}),
		Entry("price_range_execution as it is", "price_range_execution: {}", control.PriceRangeExecution{Most: 300_000, Over: 5 * time.Minute}),
		Entry("price_range_execution", "price_range_execution: {most: 2.5 %, over: 90s}",
			control.PriceRangeExecution{Most: 25_000, Over: 90 * time.Second}),
		Entry("circuit_breaker as it is", "circuit_breaker: {}", control.CircuitBreaker{
			Move: 200_000, Over: 10 * time.Minute, For: 5 * time.Minute, Widen: 100_000, Widest: 500_000, Memory: time.Hour,
		}),
		Entry("circuit_breaker", "circuit_breaker: {move: 60 %, over: 1m, for: 2m, widen: 1 %, memory: 3m}", control.CircuitBreaker{
			Move: 600_000, Over: time.Minute, For: 2 * time.Minute, Widen: 10_000, Widest: 600_000, Memory: 3 * time.Minute,
		}),
		Entry("market_anomaly_freeze as it is", "market_anomaly_freeze: {}", control.MarketAnomalyFreeze{
			Move: 200_000, Over: 10 * time.Minute, For: 40 * time.Minute,
		}),
		Entry("market_anomaly_freeze", "market_anomaly_freeze: {move: 50 %, over: 2m, for: 2h, all: true}", control.MarketAnomalyFreeze{
			Move: 500_000, Over: 2 * time.Minute, For: 2 * time.Hour, All: true,
		}),
		Entry("market_surveillance as it is", "market_surveillance: {}", control.MarketSurveillance{
			Move: 500_000, Over: 10 * time.Minute, Accounts: 10, Every: 5 * time.Minute,
		}),
		Entry("market_surveillance", "market_surveillance: {move: 100 %, over: 1h, accounts: 3, every: 1m}", control.MarketSurveillance{
			Move: 1_000_000, Over: time.Hour, Accounts: 3, Every: time.Minute,
		}),
		Entry("position_cap", "position_cap: {most: 700}", control.PositionCap{Most: 700_00}),
		Entry("notional_cap", "notional_cap: {most: 700}", control.NotionalCap{Most: 700_00}),
		Entry("staged_reopening as it is", "staged_reopening: {}", control.StagedReopening{
			CancelOnly: 33 * time.Minute, PostOnly: 2 * time.Minute,
		}),
		Entry("staged_reopening", "staged_reopening: {cancel_only: 1m, post_only: 1h}", control.StagedReopening{
			CancelOnly: time.Minute, PostOnly: time.Hour,
		}),
	)

	DescribeTable("is refused with the place, what is wrong and what was expected", func(controls, message string) {
		_, err := load("controls: {" + controls + "}\n")
		Expect(defencetest.Told(err)).To(Equal("BUNDLE/posture.yaml:" + message))
	},
		Entry("a band without a width", "price_band: {bid_up: 0 %}",
			`1:33: bid_up is "0 %", expected a share above 0 and up to 100000 %, such as "120 %"`),
		Entry("a band of all prices", "price_band: {ask_up: 100001 %}",
			`1:33: ask_up is "100001 %", expected a share above 0 and up to 100000 %, such as "120 %"`),
		Entry("a factor where a share belongs", "price_band: {ask_up: 5}",
			`1:33: ask_up is "5", expected a share above 0 and up to 100000 %, such as "120 %"`),
		Entry("a freeze that outlasts the run", "market_anomaly_freeze: {for: 49h}",
			`1:41: for is 2d1h, expected at most 2d, the scenario's settlement tail less 24h`),
		Entry("a surveillance of nobody", "market_surveillance: {accounts: 0}",
			`1:44: accounts is "0", expected a whole number from 1 to 1000000`),
		Entry("a surveillance without a pause", "market_surveillance: {every: 30s}",
			`1:41: every is 30s, expected at least 1m`),
		Entry("a limit of no orders", "key_rate_limit: {orders: 0}",
			`1:37: orders is "0", expected a whole number from 1 to 1000000000`),
		Entry("a cap of nothing in particular", "position_cap: {}",
			`1:12: position_cap lacks most, expected a decimal amount of the reference currency above 0, such as 500000`),
	)

	It("finds controls by what is nearly their name", func() {
		_, err := load("controls: {circuit_braker: {}}\n")
		Expect(defencetest.Told(err)).To(Equal(`BUNDLE/posture.yaml:1:12: unknown control "circuit_braker", expected one of ` + everyControl + `, such as circuit_breaker, price_band, chain_watch; did you mean "circuit_breaker"?`))
	})
})
