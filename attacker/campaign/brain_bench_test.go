package campaign_test

import (
	"testing"

	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
)

// BenchmarkWake is the cost of one request of a thief, the scripted exchange
// included.
func BenchmarkWake(b *testing.B) {
	c := plan(1)
	c.Steps = unit(0, 0, 40, 10)
	for i := 0; i < b.N; {
		shop := attackertest.NewZaif()
		shop.Open("key-0", yen(100_000_000))
		brain, err := campaign.New(c)
		if err != nil {
			b.Fatal(err)
		}
		for now, ok := brain.Next(); ok; now, ok = brain.Next() {
			if err := brain.Wake(now, worldOf(shop)); err != nil {
				b.Fatal(err)
			}
			i++
		}
	}
}
