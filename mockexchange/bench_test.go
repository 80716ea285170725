package mockexchange_test

import (
	"math/rand/v2"
	"testing"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// BenchmarkApply is a trading day in small: four orders in ten commands, one
// of them through the spread, cancellations and reads, each with its key
// checked, its funds reserved and its events written.
func BenchmarkApply(b *testing.B) {
	const customers = 20_000
	h := openHouse(smallGenesis(customers))
	r := rand.New(rand.NewPCG(3, 4))
	open := make([]uint64, customers+1)
	credentials := make([]access.Credential, customers+1)
	for id := range credentials {
		credentials[id] = access.KeyCredential(seed, uint32(id))
	}
	var events []mockexchange.Event
	b.ReportAllocs()
	for b.Loop() {
		who := uint32(1 + r.IntN(customers))
		c := mockexchange.Command{Kind: mockexchange.ReadAccount}
		switch p := r.IntN(10); {
		case open[who] != 0 && p < 6:
			c = mockexchange.Command{Kind: mockexchange.CancelOrder, Order: open[who]}
		case p < 8:
			c = anyOrder(r)
		}
		c.Auth, c.Key, c.Credential = mockexchange.AuthKey, who, credentials[who]
		h.now += 1000
		got, _ := h.Apply(h.now, &c)
		open[who] = 0
		if got.Resting {
			open[who] = got.Order
		}
		events = h.TakeEvents(events[:0])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
}
