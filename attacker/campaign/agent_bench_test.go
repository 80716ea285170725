package campaign_test

import (
	"testing"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

// BenchmarkWake is the cost of one request of a thief, the scripted exchange
// included.
func BenchmarkWake(b *testing.B) {
	c := plan(1, unit(0, 0, 40, 10)...)
	for i := 0; i < b.N; {
		shop := opened(yen(100_000_000))
		agent, err := campaign.New(c)
		if err != nil {
			b.Fatal(err)
		}
		for now, ok := agent.Next(); ok; now, ok = agent.Next() {
			if err := agent.Wake(now, worldOf(shop)); err != nil {
				b.Fatal(err)
			}
			i++
		}
	}
}

// BenchmarkRound is the cost of one round of a counter-trade: four requests,
// the scripted exchange included.
func BenchmarkRound(b *testing.B) {
	b.ReportAllocs()
	c := plan(2)
	s := step("counter", "counter_trade", 0, technique.Params{Market: "MONABTC", Rounds: b.N, Quantity: attackertest.MONA})
	s.Partner = 2
	c.Steps = []campaign.Step{s}
	shop := attackertest.NewZaif()
	shop.Books["MONABTC"] = attackertest.Thin(80_000, 86_000, attackertest.MONA)
	shop.Open("key-0", btc(1<<50))
	shop.Open("key-1", attacker.Balance{Asset: "MONA", Free: 1 << 50})
	agent, err := campaign.New(c)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for now, ok := agent.Next(); ok; now, ok = agent.Next() {
		if err := agent.Wake(now, worldOf(shop)); err != nil {
			b.Fatal(err)
		}
	}
	if n := shop.Accepted("place"); n != 4*b.N {
		b.Fatalf("%d orders, expected %d", n, 4*b.N)
	}
}
