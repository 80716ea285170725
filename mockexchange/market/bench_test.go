package market_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// busy is a bitcoin book as on an ordinary day: 1,000 orders on either side
// over 200 levels, of 500 accounts.
func busy(b *testing.B) (book *market.Book, next uint64) {
	book = market.NewBook(bitcoin)
	for next = 1; next <= 2_000; next++ {
		distance := int64(5 * (1 + next*7919%200))
		o := market.Order{ID: next, Account: uint32(next%500) + 1, Side: market.Buy, Type: market.Limit, Price: 2_000_000 - distance, Quantity: 10_000_000}
		if next%2 == 0 {
			o.Side, o.Price = market.Sell, 2_000_000+distance
		}
		if _, _, code := book.Place(&o, nil); code != reject.OK {
			b.Fatal(code)
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	return book, next
}

// An order is placed among the best hundred levels, and cancelled.
func BenchmarkPlaceAndCancel(b *testing.B) {
	book, next := busy(b)
	o := market.Order{Account: 77, Side: market.Buy, Type: market.Limit, Quantity: 10_000_000}
	for i := range b.N {
		o.ID = next + uint64(i)
		o.Price = 2_000_000 - int64(5*(1+i*31%100))
		if _, _, code := book.Place(&o, nil); code != reject.OK {
			b.Fatal(code)
		}
		if _, code := book.Cancel(o.ID); code != reject.OK {
			b.Fatal(code)
		}
	}
}

// An order rests at the best price, and the next one takes it: two placements
// and one trade.
func BenchmarkPlaceAndMatch(b *testing.B) {
	book, next := busy(b)
	fills := make([]market.Fill, 0, 16)
	sell := market.Order{Account: 77, Side: market.Sell, Type: market.Limit, Price: 2_000_000, Quantity: 10_000_000}
	buy := market.Order{Account: 78, Side: market.Buy, Type: market.Limit, Price: 2_000_000, Quantity: 10_000_000}
	for i := range b.N {
		sell.ID, buy.ID = next+uint64(2*i), next+uint64(2*i+1)
		if _, _, code := book.Place(&sell, fills[:0]); code != reject.OK {
			b.Fatal(code)
		}
		if _, fills, _ = book.Place(&buy, fills[:0]); len(fills) != 1 {
			b.Fatal("no trade")
		}
	}
}

func BenchmarkOrders(b *testing.B) {
	book, _ := busy(b)
	mine := make([]market.Order, 0, 16)
	for range b.N {
		if mine = book.Orders(77, mine[:0]); len(mine) != 4 {
			b.Fatal(len(mine))
		}
	}
}

func BenchmarkDepth20(b *testing.B) {
	book, _ := busy(b)
	var bids, asks []market.Level
	for range b.N {
		bids, asks = book.Depth(20, bids[:0], asks[:0])
	}
	if len(bids) != 20 || len(asks) != 20 {
		b.Fatal(len(bids), len(asks))
	}
}

var _ = Describe("Steady traffic", func() {
	It("allocates nothing", func() {
		b := market.NewBook(whole)
		fills := make([]market.Fill, 0, 4)
		o := market.Order{Account: 1, Type: market.Limit, Label: "mine"}
		next := func(side market.Side, price, qty int64) {
			o.ID++
			o.Side, o.Price, o.Quantity = side, price, qty
			_, fills, _ = b.Place(&o, fills[:0])
		}
		round := func() {
			for i := range int64(40) {
				next(market.Buy, 100-i, 1)
				next(market.Sell, 101+i, 1)
			}
			_, _ = b.Cancel(o.ID - 1)
			next(market.Buy, 200, 40)
			next(market.Sell, 1, 39)
		}
		round()
		Expect(b.Open()).To(BeZero())
		Expect(testing.AllocsPerRun(100, round)).To(BeZero())
	})
})
