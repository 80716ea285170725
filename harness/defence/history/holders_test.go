package history_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("history, about those who own a coin", func() {
	name := func(s string) scenarios.Name { return scenarios.Name{Text: s} }
	// pays is a record that pays 1.5 euro for each AAA that somebody owns.
	pays := func(onset int64) defence.Monitor {
		sc := defencetest.Scenario()
		sc.Venues[0].Markets = []scenarios.Market{{Base: name("AAA"), Quote: name("EUR"), PriceScale: scenarios.Number{Value: 3}}}
		holders, asset := name(scenarios.AlertHolders), name("AAA")
		sc.History.Actions = []scenarios.Action{{
			At: scenarios.Time{Unix: defencetest.Start + 9*defencetest.Hour}, Action: name("compensate"), Names: &holders, Asset: &asset,
			Rate: &scenarios.Amount{Text: "1.5", Asset: name("EUR")},
		}}
		m := defencetest.Watching("history", 1, sc)
		m.(defence.TruthSeer).See(defence.Truth{FirstCommandAt: onset, Balances: []mockexchange.Balance{
			{Account: 8, Asset: 2, Amount: 500_000_000},
			{Account: 5, Asset: 2, Amount: 100_000_000},
			{Account: 5, Asset: 3, Amount: 7_000_000},
			{Account: 6, Asset: 2, Amount: 33_333_333},
		}})
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		return m
	}
	paid := func(account uint32, amount int64) defence.Action {
		return defence.Action{Name: "compensate", Accounts: []uint32{account}, Asset: "EUR", Amount: amount, Text: "for stolen AAA"}
	}
	after := defencetest.Start + 9*defencetest.Hour

	It("pays each for what the books say is his, rounded down", func() {
		Expect(defencetest.Step(pays(1), after).Actions).To(Equal([]defence.Action{paid(5, 150), paid(6, 49), paid(8, 750)}))
	})

	It("counts what was traded, paid in and taken out since", func() {
		day := []mockexchange.Event{
			{Type: mockexchange.Traded, Account: 5, Counterparty: 8, Side: market.Buy, Market: 1, Quantity: 100_000_000},
			{Type: mockexchange.Traded, Account: 6, Counterparty: 8, Side: market.Sell, Market: 1, Quantity: 33_333_333},
			{Type: mockexchange.Traded, Account: 5, Counterparty: 8, Side: market.Buy, Market: 2, Quantity: 100_000_000}, // of another coin
			{Type: mockexchange.DepositCredited, Account: 9, Asset: 2, Amount: 200_000_000},
			{Type: mockexchange.DepositCredited, Account: 9, Asset: 3, Amount: 200_000_000},
			{Type: mockexchange.WithdrawalRequested, Account: 8, Asset: 2, Amount: 100_000_000, Withdrawal: 1},
			{Type: mockexchange.WithdrawalRequested, Account: 8, Asset: 2, Amount: 50_000_000, Withdrawal: 2},
			{Type: mockexchange.WithdrawalRejected, Account: 8, Asset: 2, Withdrawal: 2},
		}
		m := pays(1)
		defencetest.Step(m, defencetest.Start, day...)
		Expect(defencetest.Step(m, after).Actions).To(Equal([]defence.Action{paid(5, 300), paid(8, 499), paid(9, 300)}))
	})

	It("takes back what an undone trade brought", func() {
		one := mockexchange.Event{Type: mockexchange.Traded, Account: 5, Counterparty: 8, Side: market.Sell, Market: 1, Quantity: 60_000_000}
		undone := one
		undone.Type = mockexchange.TradeReversed
		m := pays(1)
		defencetest.Step(m, defencetest.Start, one, undone)
		Expect(defencetest.Step(m, after).Actions).To(Equal([]defence.Action{paid(5, 150), paid(6, 49), paid(8, 750)}))
	})

	It("names to others where the loot went, as far as the chain shows it", func() {
		sc := defencetest.Scenario()
		mosaic := name("mosaic")
		sc.History.Actions = []scenarios.Action{
			{At: scenarios.Time{Unix: defencetest.Start + defencetest.Hour}, Action: name("tag_address"), Loot: true, Text: &mosaic},
			{At: scenarios.Time{Unix: defencetest.Start + 2*defencetest.Hour}, Action: name("request_freeze"), Loot: true},
		}
		var loot []chain.Address
		m := defencetest.Watching("history", 1, sc)
		m.(defence.TruthSeer).See(defence.Truth{FirstCommandAt: 1, Loot: func() []chain.Address { return loot }})
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		Expect(defencetest.Step(m, defencetest.Start+defencetest.Hour).Actions).To(BeEmpty(), "there is none yet")
		loot = []chain.Address{defencetest.Here, defencetest.There}
		Expect(defencetest.Step(m, defencetest.Start+2*defencetest.Hour).Actions).To(Equal([]defence.Action{
			{Name: "request_freeze", Addresses: loot, Text: "stolen"},
		}))
	})

	It("pays nobody where no thief came", func() {
		Expect(defencetest.Step(pays(0), after).Actions).To(BeEmpty())
	})
})
