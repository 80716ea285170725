package history_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("history, about those who profited", func() {
	traded := func(at int64, taker, maker uint32, side market.Side, price, paid int64) mockexchange.Event {
		return mockexchange.Event{
			Type: mockexchange.Traded, At: at, Account: taker, Counterparty: maker, Side: side, Market: 1, Asset: 1, Price: price, Amount: paid,
		}
	}
	asked := func(at int64, account, id uint32) mockexchange.Event {
		return mockexchange.Event{Type: mockexchange.WithdrawalRequested, At: at, Account: account, Withdrawal: id}
	}
	sent := func(at int64, id uint32) mockexchange.Event {
		return mockexchange.Event{Type: mockexchange.WithdrawalBroadcast, At: at, Withdrawal: id}
	}
	named := scenarios.Name{Text: scenarios.AlertProfiting}
	then := func(hours int64) scenarios.Time {
		return scenarios.Time{Unix: defencetest.Start + hours*defencetest.Hour}
	}
	// squeeze is a record that locks out and releases the winners of an hour.
	squeeze := func(hold, release string) defence.Monitor {
		sc := defencetest.Scenario()
		gain := &scenarios.Gain{}
		gain.Within.Value, gain.AtLeast.Text, gain.AtLeast.Asset.Text = 3600e9, "100", defencetest.Hello().Currency
		sc.History = scenarios.History{
			Gain:   gain,
			Alerts: []scenarios.Alert{{At: then(2), Names: named}},
			Actions: []scenarios.Action{
				{At: then(2), Action: scenarios.Name{Text: hold}, Names: &named},
				{At: then(4), Action: scenarios.Name{Text: release}, Names: &named},
			},
		}
		m := defencetest.Watching("history", 1, sc)
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		return m
	}
	unit := int64(1)
	for range defencetest.Hello().Assets[0].Decimals {
		unit *= 10
	}
	morning := func() []mockexchange.Event {
		return []mockexchange.Event{
			traded(defencetest.Start+defencetest.Second, 9, 8, market.Buy, 100, 5000*unit),                    // too long ago
			traded(defencetest.Start+defencetest.Hour+defencetest.Second, 7, 6, market.Buy, 100, 300*unit),    // gains 300 by the end
			traded(defencetest.Start+defencetest.Hour+2*defencetest.Second, 5, 4, market.Sell, 150, 600*unit), // the maker gains 200
			traded(defencetest.Start+defencetest.Hour+3*defencetest.Second, 3, 2, market.Buy, 190, 400*unit),  // gains too little
			traded(defencetest.Start+defencetest.Hour+4*defencetest.Second, 1, 2, market.Buy, 200, 1*unit),
			asked(defencetest.Start+defencetest.Hour+5*defencetest.Second, 7, 70), asked(defencetest.Start+defencetest.Hour+5*defencetest.Second, 3, 30),
			asked(defencetest.Start+defencetest.Hour+6*defencetest.Second, 4, 40), sent(defencetest.Start+defencetest.Hour+7*defencetest.Second, 40),
		}
	}

	It("holds the winners' withdrawals, later ones as well, until they are let go", func() {
		m := squeeze("hold", "approve")
		Expect(defencetest.Step(m, defencetest.Start+defencetest.Hour+10*defencetest.Second, morning()...).Actions).To(BeEmpty())
		a := defencetest.Step(m, defencetest.Start+2*defencetest.Hour)
		Expect(a.Alerts).To(HaveLen(1))
		Expect(a.Alerts[0].Accounts).To(Equal([]uint32{4, 7}))
		Expect(a.Actions).To(Equal([]defence.Action{{Name: "hold", Withdrawals: []uint32{70}}}))
		Expect(defencetest.Step(m, defencetest.Start+3*defencetest.Hour, asked(defencetest.Start+3*defencetest.Hour-1, 4, 41), asked(defencetest.Start+3*defencetest.Hour-1, 5, 50)).Actions).To(Equal(
			[]defence.Action{{Name: "hold", Withdrawals: []uint32{41}}}))
		Expect(defencetest.Step(m, defencetest.Start+4*defencetest.Hour).Actions).To(Equal([]defence.Action{{Name: "approve", Withdrawals: []uint32{70, 41}}}))
		Expect(defencetest.Step(m, defencetest.Start+5*defencetest.Hour, asked(defencetest.Start+5*defencetest.Hour-1, 4, 42)).Actions).To(BeEmpty())
	})

	It("lets the same accounts go that it froze, whoever profits by then", func() {
		m := squeeze("freeze_accounts", "unfreeze_accounts")
		defencetest.Step(m, defencetest.Start+defencetest.Hour+10*defencetest.Second, morning()...)
		Expect(defencetest.Step(m, defencetest.Start+2*defencetest.Hour).Actions).To(Equal([]defence.Action{{Name: "freeze_accounts", Accounts: []uint32{4, 7}}}))
		Expect(defencetest.Step(m, defencetest.Start+4*defencetest.Hour).Actions).To(Equal([]defence.Action{{Name: "unfreeze_accounts", Accounts: []uint32{4, 7}}}))
	})

	It("does nothing where nobody profited", func() {
		for _, pair := range [][2]string{{"hold", "approve"}, {"freeze_accounts", "unfreeze_accounts"}} {
			Expect(defencetest.Step(squeeze(pair[0], pair[1]), defencetest.Start+4*defencetest.Hour).Actions).To(BeEmpty())
		}
	})
})
