package defence_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
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
	then := func(hours int64) scenarios.Time { return scenarios.Time{Unix: start + hours*hour} }
	// squeeze is a record that locks out and releases the winners of an hour.
	squeeze := func(lock, release string) defence.Monitor {
		sc := scenario()
		gain := &scenarios.Gain{}
		gain.Within.Value, gain.AtLeast.Text, gain.AtLeast.Asset.Text = 3600e9, "100", hello().Currency
		sc.History = scenarios.History{
			Gain:   gain,
			Alerts: []scenarios.Alert{{At: then(2), Names: named}},
			Actions: []scenarios.Action{
				{At: then(2), Action: scenarios.Name{Text: lock}, Names: &named},
				{At: then(4), Action: scenarios.Name{Text: release}, Names: &named},
			},
		}
		m := watching("history", 1, sc)
		Expect(m.Hello(hello())).To(Succeed())
		return m
	}
	unit := int64(1)
	for range hello().Assets[0].Decimals {
		unit *= 10
	}
	morning := func() []mockexchange.Event {
		return []mockexchange.Event{
			traded(start+second, 9, 8, market.Buy, 100, 5000*unit),        // too long ago
			traded(start+hour+second, 7, 6, market.Buy, 100, 300*unit),    // gains 300 by the end
			traded(start+hour+2*second, 5, 4, market.Sell, 150, 600*unit), // the maker gains 200
			traded(start+hour+3*second, 3, 2, market.Buy, 190, 400*unit),  // gains too little
			traded(start+hour+4*second, 1, 2, market.Buy, 200, 1*unit),
			asked(start+hour+5*second, 7, 70), asked(start+hour+5*second, 3, 30),
			asked(start+hour+6*second, 4, 40), sent(start+hour+7*second, 40),
		}
	}

	It("holds the winners' withdrawals, later ones as well, until they are let go", func() {
		m := squeeze("hold", "approve")
		Expect(step(m, start+hour+10*second, morning()...).Actions).To(BeEmpty())
		a := step(m, start+2*hour)
		Expect(a.Alerts).To(HaveLen(1))
		Expect(a.Alerts[0].Accounts).To(Equal([]uint32{4, 7}))
		Expect(a.Actions).To(Equal([]defence.Action{{Name: "hold", Withdrawals: []uint32{70}}}))
		Expect(step(m, start+3*hour, asked(start+3*hour-1, 4, 41), asked(start+3*hour-1, 5, 50)).Actions).To(Equal(
			[]defence.Action{{Name: "hold", Withdrawals: []uint32{41}}}))
		Expect(step(m, start+4*hour).Actions).To(Equal([]defence.Action{{Name: "approve", Withdrawals: []uint32{70, 41}}}))
		Expect(step(m, start+5*hour, asked(start+5*hour-1, 4, 42)).Actions).To(BeEmpty())
	})

	It("lets the same accounts go that it froze, whoever profits by then", func() {
		m := squeeze("freeze_accounts", "unfreeze_accounts")
		step(m, start+hour+10*second, morning()...)
		Expect(step(m, start+2*hour).Actions).To(Equal([]defence.Action{{Name: "freeze_accounts", Accounts: []uint32{4, 7}}}))
		Expect(step(m, start+4*hour).Actions).To(Equal([]defence.Action{{Name: "unfreeze_accounts", Accounts: []uint32{4, 7}}}))
	})

	It("does nothing where nobody profited", func() {
		for _, pair := range [][2]string{{"hold", "approve"}, {"freeze_accounts", "unfreeze_accounts"}} {
			Expect(step(squeeze(pair[0], pair[1]), start+4*hour).Actions).To(BeEmpty())
		}
	})
})
