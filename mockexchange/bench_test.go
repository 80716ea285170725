package mockexchange_test

import (
	"math/rand/v2"
	"testing"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// BenchmarkApply is a trading day in small: four orders in ten commands, one
// of them through the spread, cancellations and reads, each with its key
// checked, its funds reserved and its events written.
func BenchmarkApply(b *testing.B) { benchmarkDay(b, smallGenesis(20_000)) }

// BenchmarkApplyUnderControls is the same day with every control on keys and
// markets in force, none of which stands in anybody's way.
func BenchmarkApplyUnderControls(b *testing.B) {
	g := smallGenesis(20_000)
	const off = 1 << 50
	g.Settings.Access = access.Policy{
		RateLimit: access.RateLimit{Requests: off, Orders: off, Window: minute}, DayTurnover: off, CredentialHold: 1,
	}
	g.Settings.Market = market.Policy{
		PriceBand:           market.PriceBand{Over: minute, BidUp: 1_200_000, BidDown: 200_000, AskUp: 5_000_000, AskDown: 800_000},
		PriceRange:          market.PriceRange{Over: 5 * minute, Most: 300_000},
		CircuitBreaker:      market.CircuitBreaker{Over: 10 * minute, Move: 200_000, For: 5 * minute},
		AnomalyFreeze:       market.AnomalyFreeze{Over: 10 * minute, Move: 200_000, For: minute},
		SelfTradePrevention: true, PositionCap: off, NotionalCap: off,
	}
	benchmarkDay(b, g)
}

func benchmarkDay(b *testing.B, g *mockexchange.Genesis) {
	customers := len(g.Accounts)
	v := openVenue(g)
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
		v.now += 1000
		got, _ := v.Apply(v.now, &c)
		open[who] = 0
		if got.Resting {
			open[who] = got.Order
		}
		events = v.TakeEvents(events[:0])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
}
