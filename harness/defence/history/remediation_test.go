package history_test

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/history"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("history, about those who were robbed", func() {
	at := func(hours int64) scenarios.Time {
		return scenarios.Time{Unix: defencetest.Start + hours*defencetest.Hour}
	}
	name := func(s string) *scenarios.Name { return &scenarios.Name{Text: s} }
	sum := func(text, asset string) *scenarios.Amount { return &scenarios.Amount{Text: text, Asset: *name(asset)} }
	// tells makes the monitor of a record whose thief holds keys 5 and 6.
	tells := func(h scenarios.History) defence.Monitor {
		sc := defencetest.Scenario()
		sc.Venues[0].Markets = []scenarios.Market{{Base: *name("AAA"), Quote: *name("EUR"), PriceScale: scenarios.Number{Value: 3}}}
		sc.History = h
		m := defencetest.Watching("history", 1, sc)
		m.(defence.TruthSeer).See(defence.Truth{FirstCommandAt: defencetest.Start + defencetest.Hour, Keys: []uint32{5, 6}})
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		return m
	}
	ordered := func(at int64, key, account uint32) mockexchange.Event {
		return mockexchange.Event{Type: mockexchange.OrderAccepted, At: at, Auth: mockexchange.AuthKey, Key: key, Account: account}
	}
	bought := func(at int64, account, from uint32, paid, worth int64) mockexchange.Event {
		return mockexchange.Event{
			Type: mockexchange.Traded, At: at, Account: account, Counterparty: from, Side: market.Buy, Market: 1, Asset: 1,
			Price: 1, Amount: paid, Value: worth,
		}
	}
	sold := func(at int64, account, to uint32, got, worth int64) mockexchange.Event {
		e := bought(at, account, to, got, worth)
		e.Side = market.Sell
		return e
	}
	// night: account 50 loses 300 and 100, account 60 loses 200; 70 complains and
	// lost nothing; 90 and 91 stood on the other side; 80 trades by himself.
	night := func() []mockexchange.Event {
		return []mockexchange.Event{
			ordered(defencetest.Start+defencetest.Second, 5, 50), bought(defencetest.Start+defencetest.Second, 50, 91, 1_000, 1), // its owner, before
			ordered(defencetest.Start+defencetest.Hour, 5, 50), bought(defencetest.Start+defencetest.Hour, 50, 90, 400, 100),
			ordered(defencetest.Start+defencetest.Hour+1, 6, 60), sold(defencetest.Start+defencetest.Hour+1, 60, 90, 100, 300),
			bought(defencetest.Start+2*defencetest.Hour, 50, 91, 150, 50), bought(defencetest.Start+2*defencetest.Hour, 91, 50, 10, 10),
			bought(defencetest.Start+2*defencetest.Hour, 80, 91, 5_000, 10),
			{Type: mockexchange.Complained, At: defencetest.Start + 2*defencetest.Hour, Account: 70, Label: history.ComplaintOfTheft},
		}
	}

	It("lets those trade free of fees who bought too dear and whose trades stand, and promises everybody a share", func() {
		end := at(30)
		m := tells(scenarios.History{Actions: []scenarios.Action{
			{
				At: at(5), Action: *name("waive_fees"), Names: name(scenarios.AlertOverpaid), Market: name("AAA/EUR"),
				Since: &scenarios.Time{Unix: defencetest.Start + defencetest.Hour}, PriceAbove: sum("0.7", "EUR"), Until: &end,
			},
			{At: at(5), Action: *name("rebate_fees"), Asset: name("AAA"), Share: &scenarios.Share{PPM: 700_000}, Until: &end},
		}})
		dear := func(hours int64, e mockexchange.Event, price int64) mockexchange.Event {
			e.At, e.Price = defencetest.Start+hours*defencetest.Hour, price
			return e
		}
		undone := dear(3, bought(0, 54, 90, 1, 1), 700)
		undone.Type = mockexchange.TradeReversed
		Expect(defencetest.Step(m, defencetest.Start+5*defencetest.Hour,
			dear(0, bought(0, 50, 90, 1, 1), 900), dear(2, bought(0, 51, 90, 1, 1), 699), dear(2, bought(0, 52, 90, 1, 1), 700),
			dear(2, sold(0, 90, 53, 1, 1), 9_000), dear(2, bought(0, 54, 90, 1, 1), 700), undone,
		).Actions).To(Equal([]defence.Action{
			{Name: "waive_fees", Accounts: []uint32{52, 53}, Until: end.Unix},
			{Name: "rebate_fees", Asset: "AAA", Amount: 700_000, Until: end.Unix},
		}))
	})

	It("undoes their trades, at the price that the record names", func() {
		m := tells(scenarios.History{Actions: []scenarios.Action{
			{At: at(3), Action: *name("rollback_trades"), Market: name("AAA/EUR"), Since: &scenarios.Time{Unix: defencetest.Start + defencetest.Hour}, Names: name(scenarios.AlertRobbed)},
			{At: at(4), Action: *name("rollback_trades"), Since: &scenarios.Time{Unix: defencetest.Start + defencetest.Hour}, Until: &scenarios.Time{Unix: defencetest.Start + 2*defencetest.Hour}},
			{At: at(5), Action: *name("rollback_trades"), Market: name("AAA/EUR"), PriceAbove: sum("1.5", "EUR")},
		}})
		Expect(defencetest.Step(m, defencetest.Start+3*defencetest.Hour, night()...).Actions).To(Equal([]defence.Action{
			{Name: "rollback_trades", Market: "AAAEUR", Since: defencetest.Start + defencetest.Hour, Accounts: []uint32{50, 60, 70}},
		}))
		Expect(defencetest.Step(m, defencetest.Start+4*defencetest.Hour).Actions).To(Equal([]defence.Action{
			{Name: "rollback_trades", Market: "AAAEUR", Since: defencetest.Start + defencetest.Hour, Until: defencetest.Start + 2*defencetest.Hour},
			{Name: "rollback_trades", Market: "BBBEUR", Since: defencetest.Start + defencetest.Hour, Until: defencetest.Start + 2*defencetest.Hour},
		}))
		Expect(defencetest.Step(m, defencetest.Start+5*defencetest.Hour).Actions).To(Equal([]defence.Action{
			{Name: "rollback_trades", Market: "AAAEUR", Price: 1_500, Above: true},
		}))
	})

	It("knows a vendor's keys by the name on them, and the others when it has the list", func() {
		revoked := func(vendor string) []defence.Action {
			m := tells(scenarios.History{Actions: []scenarios.Action{
				{At: at(3), Action: *name("revoke_keys"), Connected: true}, {At: at(4), Action: *name("revoke_keys"), HandedOver: true},
			}})
			m.(defence.TruthSeer).See(defence.Truth{Keys: []uint32{5, 6}, Vendor: vendor})
			return slices.Concat(defencetest.Step(m, defencetest.Start+3*defencetest.Hour).Actions, defencetest.Step(m, defencetest.Start+4*defencetest.Hour).Actions)
		}
		listed := defence.Action{Name: "revoke_keys", Keys: []uint32{5, 6}}
		Expect(revoked("vendor-2")).To(Equal([]defence.Action{{Name: "revoke_keys", Vendor: "vendor-2"}, listed}))
		Expect(revoked("")).To(Equal([]defence.Action{listed}), "where no key names anybody")
	})

	It("undoes nothing of nobody", func() {
		m := tells(scenarios.History{Actions: []scenarios.Action{
			{At: at(3), Action: *name("rollback_trades"), Market: name("AAA/EUR"), Names: name(scenarios.AlertRobbed)},
			{At: at(3), Action: *name("compensate"), Total: sum("6", "EUR"), Names: name(scenarios.AlertRobbed)},
		}})
		Expect(defencetest.Step(m, defencetest.Start+3*defencetest.Hour).Actions).To(BeEmpty())
	})

	It("shares a compensation out by what trades cost each, to the last unit", func() {
		m := tells(scenarios.History{Actions: []scenarios.Action{
			{At: at(3), Action: *name("compensate"), Total: sum("10.01", "EUR"), Names: name(scenarios.AlertRobbed), Since: &scenarios.Time{Unix: defencetest.Start + defencetest.Hour}},
		}})
		paid := func(account uint32, amount int64) defence.Action {
			return defence.Action{Name: "compensate", Accounts: []uint32{account}, Asset: "EUR", Amount: amount, Text: "for trades that were not theirs"}
		}
		// 400 and 200 of 600, and nothing for the third.
		Expect(defencetest.Step(m, defencetest.Start+3*defencetest.Hour, night()...).Actions).To(Equal([]defence.Action{paid(50, 667), paid(60, 334)}))
	})

	It("shares it out evenly where nobody lost by trades", func() {
		m := tells(scenarios.History{Actions: []scenarios.Action{
			{At: at(3), Action: *name("compensate"), Total: sum("0.00000003", "AAA"), Names: name(scenarios.AlertComplaining)},
		}})
		complaints := []mockexchange.Event{
			{Type: mockexchange.Complained, At: defencetest.Start, Account: 70, Label: history.ComplaintOfTheft},
			{Type: mockexchange.Complained, At: defencetest.Start, Account: 71, Label: history.ComplaintOfTheft},
		}
		var parts []int64
		for _, a := range defencetest.Step(m, defencetest.Start+3*defencetest.Hour, complaints...).Actions {
			parts = append(parts, a.Amount)
		}
		Expect(parts).To(Equal([]int64{2, 1}))
	})

	It("freezes who gained by trades with them, and lets the same go", func() {
		m := tells(scenarios.History{
			Alerts: []scenarios.Alert{{At: at(3), Names: *name(scenarios.AlertCounterparties)}},
			Actions: []scenarios.Action{
				{At: at(3), Action: *name("freeze_accounts"), Names: name(scenarios.AlertCounterparties)},
				{At: at(4), Action: *name("unfreeze_accounts"), Names: name(scenarios.AlertCounterparties)},
			},
		})
		a := defencetest.Step(m, defencetest.Start+3*defencetest.Hour, night()...)
		Expect(a.Alerts[0].Accounts).To(Equal([]uint32{90, 91}))
		Expect(a.Actions).To(Equal([]defence.Action{{Name: "freeze_accounts", Accounts: []uint32{90, 91}}}))
		Expect(defencetest.Step(m, defencetest.Start+4*defencetest.Hour).Actions).To(Equal([]defence.Action{{Name: "unfreeze_accounts", Accounts: []uint32{90, 91}}}))
	})

	It("undoes the trades of those whom it froze", func() {
		m := tells(scenarios.History{Actions: []scenarios.Action{
			{At: at(3), Action: *name("freeze_accounts"), Names: name(scenarios.AlertCounterparties)},
			{At: at(9), Action: *name("rollback_trades"), Market: name("AAA/EUR"), Names: name(scenarios.AlertCounterparties)},
		}})
		defencetest.Step(m, defencetest.Start+3*defencetest.Hour, night()...)
		later := []mockexchange.Event{bought(defencetest.Start+8*defencetest.Hour, 50, 99, 400, 100)}
		Expect(defencetest.Step(m, defencetest.Start+9*defencetest.Hour, later...).Actions).To(Equal([]defence.Action{
			{Name: "rollback_trades", Market: "AAAEUR", Accounts: []uint32{90, 91}},
		}))
	})

	It("turns down what they ask to withdraw", func() {
		m := tells(scenarios.History{Actions: []scenarios.Action{{At: at(3), Action: *name("reject"), Names: name(scenarios.AlertCounterparties)}}})
		asked := func(account, id uint32) mockexchange.Event {
			return mockexchange.Event{Type: mockexchange.WithdrawalRequested, At: defencetest.Start + 2*defencetest.Hour, Account: account, Withdrawal: id}
		}
		a := defencetest.Step(m, defencetest.Start+3*defencetest.Hour, append(night(), asked(90, 1), asked(80, 2), asked(91, 3))...)
		Expect(a.Actions).To(Equal([]defence.Action{{Name: "reject", Withdrawals: []uint32{1, 3}}}))
	})

	It("puts a share of fees aside", func() {
		m := tells(scenarios.History{Actions: []scenarios.Action{{At: at(3), Action: *name("fund_protection"), Share: &scenarios.Share{PPM: 100_000}}}})
		Expect(defencetest.Step(m, defencetest.Start+3*defencetest.Hour).Actions).To(Equal([]defence.Action{{Name: "fund_protection", Amount: 100_000}}))
	})

	It("does what was done at its own venue, and says what the venue said", func() {
		sc := defencetest.Scenario()
		sc.History = scenarios.History{
			Alerts: []scenarios.Alert{{At: at(1), Venue: name("other"), Names: *name(scenarios.AlertComplaining)}, {At: at(1), Venue: name("venue"), Names: *name(scenarios.AlertComplaining)}},
			Actions: []scenarios.Action{
				{At: at(1), Action: *name("halt_market"), Venue: name("other")},
				{At: at(1), Action: *name("halt_deposits"), Venue: name("venue")},
				{At: at(1), Action: *name("halt_withdrawals")},
			},
		}
		sc.Statements = []scenarios.Statement{
			{At: at(1), Claim: *name("assets_safe"), By: name("vendor")}, {At: at(1), Claim: *name("services_stopped")},
		}
		m := defencetest.Watching("history", 1, sc)
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		a := defencetest.Step(m, defencetest.Start+defencetest.Hour)
		Expect(a.Alerts).To(HaveLen(1))
		Expect(a.Actions).To(Equal([]defence.Action{
			{Name: "halt_deposits"}, {Name: "halt_withdrawals"}, {Name: "announce", Text: "services_stopped"},
		}))
		Expect(sc.History.Actions).To(HaveLen(3), "the scenario is shared")
	})
})
