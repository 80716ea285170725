package market_test

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// stopped is a floor whose market the circuit breaker has stopped, with orders
// of all accounts in its auction. Its opening price is 100, and the auction goes
// up to 30 % from there.
func stopped(t *rapid.T) *floor {
	spec := specs.Draw(t, "spec")
	spec.MakerFee, spec.MinPrice = 500, 0
	f := &floor{book: market.NewBook(spec), model: reference{spec: spec}, ledger: ledger.New(crowd, 2)}
	f.book.Guard(market.Policy{CircuitBreaker: market.CircuitBreaker{Move: 200_000, Widen: 100_000, Widest: 500_000, Memory: minute}}, 100)
	for account := uint32(1); account <= crowd; account++ {
		f.post(t, 1, 10_000, outside, free(account))
		f.post(t, 2, 400_000, outside, free(account))
	}
	f.collect(t, market.Sell, 130)
	f.collect(t, market.Buy, 130)
	if f.book.Status() != market.Auction {
		t.Fatal("the market is not stopped")
	}
	for range rapid.IntRange(0, 40).Draw(t, "orders") {
		side := rapid.SampledFrom([]market.Side{market.Buy, market.Sell}).Draw(t, "side")
		f.collect(t, side, rapid.Int64Range(20, 100).Draw(t, "price")*2)
	}
	return f
}

// collect places an order that may rest, and posts it.
func (f *floor) collect(t *rapid.T, side market.Side, price int64) {
	f.placed++
	o := market.Order{
		ID: f.placed, Account: uint32(rapid.IntRange(1, crowd).Draw(t, "account")), Side: side, Type: market.Limit, Price: price,
		Quantity: rapid.Int64Range(2, 20).Draw(t, "quantity") * max(1, f.model.spec.Step),
	}
	need, code := f.book.Reserve(&o)
	if need > f.ledger.Free(o.Account, f.given(side)) || code != 0 {
		return
	}
	f.post(t, f.given(side), need, free(o.Account), locked(o.Account))
	placed, fills, _ := f.book.Place(&o, nil)
	if len(fills) > 0 || !placed.Rests || placed.Release != 0 {
		t.Fatalf("%+v: %+v, %d fills", o, placed, len(fills))
	}
}

// most is how much a book could trade at any one price within the limits, going
// through all of them, and the least distance from 100 of those that allow it.
func most(bids, asks []market.Level, low, high, tick int64) (quantity, distance int64) {
	for price := low; price <= high; price++ {
		if tick > 1 && price%tick != 0 {
			continue
		}
		var wanted, offered int64
		for _, l := range bids {
			if l.Price >= price {
				wanted += l.Quantity
			}
		}
		for _, l := range asks {
			if l.Price <= price {
				offered += l.Quantity
			}
		}
		away := max(price-100, 100-price)
		switch q := min(wanted, offered); {
		case q > quantity:
			quantity, distance = q, away
		case q == quantity:
			distance = min(distance, away)
		}
	}
	return quantity, distance
}

var _ = Describe("An auction", func() {
	It("trades as much as one price allows, at the nearest one, oldest orders first, and leaves no two that would still trade", func() {
		traded, dropped, kept := 0, 0, 0
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			f := stopped(t)
			bids, asks := f.book.Depth(0, nil, nil)
			want, distance := most(bids, asks, 70, 130, f.model.spec.Tick)
			var prices []int64
			var got int64
			f.book.Uncross(5, func(c *market.Crossing) {
				f.settle(t, &c.Taker, c.Fill)
				f.post(t, f.given(c.Taker.Side), c.TakerRelease, locked(c.Taker.Account), free(c.Taker.Account))
				if c.Maker >= c.Taker.ID {
					t.Fatalf("order %d came after %d", c.Maker, c.Taker.ID)
				}
				prices, got = append(prices, c.Price), got+c.Quantity
			}, func(o *market.Order) {
				f.post(t, f.given(o.Side), o.Locked, locked(o.Account), free(o.Account))
				if o.Side == market.Buy && o.Price <= 130 || o.Side == market.Sell && o.Price >= 70 {
					t.Fatalf("%+v is dropped", o)
				}
				dropped++
			})
			f.book.SetStatus(market.Open)
			if got != want {
				t.Fatalf("%d traded, expected %d", got, want)
			}
			if got > 0 && (len(slices.Compact(slices.Clone(prices))) != 1 || max(prices[0]-100, 100-prices[0]) != distance) {
				t.Fatalf("traded at %v, expected one price %d from 100", prices, distance)
			}
			if err := f.book.Check(); err != nil {
				t.Fatal(err)
			}
			f.settled(t)
			traded, kept = traded+len(prices), kept+f.book.Open()
		})
		Expect([]int{traded, dropped, kept}).To(HaveEach(BeNumerically(">", 5)), "the property tries auctions that do something")
	})
})

// settled holds what orders have locked against the ledger, and the ledger
// against itself.
func (f *floor) settled(t *rapid.T) {
	if err := f.ledger.Check(); err != nil {
		t.Fatal(err)
	}
	for _, side := range []market.Side{market.Buy, market.Sell} {
		if f.book.Reserved(side) != f.ledger.Total(ledger.Locked, f.given(side)) {
			t.Fatalf("%s orders hold %d together, the ledger %d",
				side, f.book.Reserved(side), f.ledger.Total(ledger.Locked, f.given(side)))
		}
	}
}
