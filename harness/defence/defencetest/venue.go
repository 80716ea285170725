package defencetest

import (
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// Genesis is a small venue: a currency at a bank and two coins.
func Genesis() *mockexchange.Genesis {
	return &mockexchange.Genesis{
		Name: "venue",
		Assets: []mockexchange.Asset{
			{Code: "EUR", Decimals: 2, Reference: 100},
			{Code: "AAA", Decimals: 8, Reference: 500_000, Chain: &chain.Spec{Network: "aaa"}},
			{Code: "BBB", Decimals: 6, Reference: 120, Chain: &chain.Spec{Network: "bbb"}},
		},
		Markets: []market.Spec{{Symbol: "AAAEUR", Base: 2, Quote: 1}, {Symbol: "BBBEUR", Base: 3, Quote: 1}},
		Vendors: []string{"vendor-1", "vendor-2"},
	}
}

// Directory is that of the small venue.
func Directory() *defence.Directory { return defence.DirectoryOf(Genesis()) }

// Scenario is what of a scenario a defence may depend on.
func Scenario() *scenarios.Scenario {
	name := func(s string) scenarios.Name { return scenarios.Name{Text: s} }
	block := func(d time.Duration) *scenarios.Chain {
		return &scenarios.Chain{BlockInterval: scenarios.Duration{Value: d}}
	}
	return &scenarios.Scenario{
		Currency: name("EUR"),
		Tariff: scenarios.Table[scenarios.TariffRow]{{
			Key: name("key_disabled"), Value: scenarios.TariffRow{Flat: &scenarios.Amount{Text: "16", Asset: name("EUR")}}, // 125 yen a euro
		}},
		Clock: scenarios.Clock{
			Start: scenarios.Time{Unix: Start}, End: scenarios.Time{Unix: Start + 3*Day},
			Tail: scenarios.Duration{Value: 72 * time.Hour},
		},
		Venues: []scenarios.Venue{{Assets: []scenarios.Asset{
			{Code: name("EUR"), Decimals: scenarios.Number{Value: 2}},
			{Code: name("AAA"), Decimals: scenarios.Number{Value: 8}, Chain: block(10 * time.Minute)},
			{Code: name("BBB"), Decimals: scenarios.Number{Value: 6}, Chain: block(time.Minute)},
		}}},
	}
}

// The times of the small venue.
const (
	Start    = int64(1_515_164_400_000_000_000)
	Second   = int64(time.Second)
	Interval = 10 * Second
	Hour     = int64(time.Hour)
	Day      = 24 * int64(time.Hour)
)

// Hello is what a monitor of the small venue is told.
func Hello() *defence.Hello {
	g := Genesis()
	return &defence.Hello{
		Venue: g.Name, Now: Start, Interval: Interval, Assets: g.Assets,
		Markets: []string{"AAAEUR", "BBBEUR"}, Currency: "EUR", Vendors: g.Vendors,
	}
}

// Step hands a monitor events at a time.
func Step(m defence.Monitor, now int64, events ...mockexchange.Event) defence.Answer {
	ginkgo.GinkgoHelper()
	answer, err := m.Step(&defence.Batch{Now: now, Events: events})
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	return answer
}

// Watching makes the monitor of a shipped defence and says hello to it.
func Watching(name string, seed uint64, sc *scenarios.Scenario) defence.Monitor {
	ginkgo.GinkgoHelper()
	d, err := bundle.Load(name, Scenario())
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	m, err := d.Monitor(seed, sc)
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	return m
}

// Withdrawn is a request for a withdrawal as the audit log has it.
var Withdrawn = mockexchange.Event{
	Seq: 48213, At: 1_515_244_453_120_934_551, Type: mockexchange.WithdrawalRequested,
	Op: mockexchange.RequestWithdrawal, Auth: mockexchange.AuthKey,
	Source: 203<<24 | 113<<8 | 7, Account: 10422, Key: 3371, Vendor: 2, Asset: 2, Withdrawal: 2107, First: true,
	Amount: 150_000_000, Value: 750_000, Address: chain.Address{0x9f, 0x86, 19: 0x1b}, Memo: 17,
}

// Settings is a venue that has something of its own.
func Settings() mockexchange.Settings {
	return mockexchange.Settings{
		Access:      access.Policy{UnlistedExpiry: 9},
		Custody:     custody.Policy{FirstSeenHold: 5, DayLimit: 7},
		PayOutEvery: time.Minute,
	}
}

// Everything is an event with all its fields set.
func Everything(t mockexchange.EventType) mockexchange.Event {
	return mockexchange.Event{
		Seq: 1, At: 2_000_000, Type: t, Op: mockexchange.RevokeKeys, Auth: mockexchange.AuthOperator, Code: reject.DeadKey,
		Control: reject.FirstSeenHold, Side: market.Sell, Order: market.Limit, First: true, Source: 0x01020304,
		Account: 5, Key: 6, Counterparty: 7, Market: 2, Asset: 3, OrderID: 8, MakerOrder: 9, Withdrawal: 10, Count: 11,
		Price: 12, Quantity: 13, Amount: 14, Value: -15, Address: chain.Address{0xab}, Memo: 1 << 63, Label: `a "b"`,
		Tx: chain.Hash{0xcd}, Replaces: chain.Hash{0xef}, Fee: 16, Device: 17, New: access.NewDevice | access.NewNetwork,
	}
}
