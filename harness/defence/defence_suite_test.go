package defence_test

import (
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

func TestDefence(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/defence")
}

// genesis is a small venue: a currency at a bank and two coins.
func genesis() *mockexchange.Genesis {
	return &mockexchange.Genesis{
		Name: "venue",
		Assets: []mockexchange.Asset{
			{Code: "EUR", Decimals: 2, Reference: 100},
			{Code: "AAA", Decimals: 8, Reference: 500_000, Chain: &chain.Spec{Network: "aaa"}},
			{Code: "BBB", Decimals: 6, Reference: 120, Chain: &chain.Spec{Network: "bbb"}},
		},
		Markets: []market.Spec{{Symbol: "AAAEUR", Base: 2, Quote: 1}, {Symbol: "BBBEUR", Base: 3, Quote: 1}},
	}
}

func view() *defence.View { return defence.NewView(genesis()) }

// scenario is what of a scenario a defence may depend on.
func scenario() *scenarios.Scenario {
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
			Start: scenarios.Time{Unix: start}, End: scenarios.Time{Unix: start + 3*day},
			Tail: scenarios.Duration{Value: 72 * time.Hour},
		},
		Venues: []scenarios.Venue{{Assets: []scenarios.Asset{
			{Code: name("EUR"), Decimals: scenarios.Number{Value: 2}},
			{Code: name("AAA"), Decimals: scenarios.Number{Value: 8}, Chain: block(10 * time.Minute)},
			{Code: name("BBB"), Decimals: scenarios.Number{Value: 6}, Chain: block(time.Minute)},
		}}},
	}
}

const (
	start    = int64(1_515_164_400_000_000_000)
	second   = int64(time.Second)
	interval = 10 * second
	day      = 24 * int64(time.Hour)
)

// hello is what a monitor of the small venue is told.
func hello() *defence.Hello {
	g := genesis()
	return &defence.Hello{
		Venue: g.Name, Now: start, Interval: interval, Assets: g.Assets,
		Markets: []string{"AAAEUR", "BBBEUR"}, Currency: "EUR",
	}
}

// step hands a monitor events at a time.
func step(m defence.Monitor, now int64, events ...mockexchange.Event) defence.Answer {
	GinkgoHelper()
	answer, err := m.Step(&defence.Batch{Now: now, Events: events})
	Expect(err).NotTo(HaveOccurred())
	return answer
}

// watching makes the monitor of a shipped defence and says hello to it.
func watching(name string, seed uint64, sc *scenarios.Scenario) defence.Monitor {
	GinkgoHelper()
	d, err := defence.Load(name, scenario())
	Expect(err).NotTo(HaveOccurred())
	m, err := d.Monitor(seed, sc)
	Expect(err).NotTo(HaveOccurred())
	return m
}
