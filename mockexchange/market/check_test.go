package market

import (
	"testing"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// No order can break a book, so this one is bent by hand. Its bids are order 1
// and 2 at 100 and order 3 at 90, in the slots of the same numbers.
func TestCheckFindsWhatIsBroken(t *testing.T) {
	cases := []struct {
		bend func(b *Book)
		want string
	}{
		{func(b *Book) { b.pool.nodes[2].order.Side = Sell }, "order 2 stands in the wrong place"},
		{func(b *Book) { b.pool.nodes[2].prev = 0 }, "order 2 stands in the wrong place"},
		{func(b *Book) { b.pool.nodes[1].order.ID = 9 }, "order 9 is not in the index"},
		{func(b *Book) { b.pool.nodes[1].order.Remaining = 0 }, "order 1 of 5: 0 executed, 0 left"},
		{func(b *Book) { b.pool.nodes[1].order.Locked-- }, "order 1 has only 499 locked"},
		{func(b *Book) { b.pool.nodes[1].order.Locked++ }, "buy sums are 15 and 1451, kept as 15 and 1450"},
		{func(b *Book) { b.bids.levels[1].quantity++ }, "buy level 100 has 2 orders of 10"},
		{func(b *Book) { b.bids.levels[1].tail = 1 }, "buy level 100 has 2 orders of 10"},
		{func(b *Book) { b.bids.quantity++ }, "buy sums are 15 and 1450, kept as 16 and 1450"},
		{func(b *Book) { b.bids.levels[0].price = 101 }, "order 3 stands in the wrong place"},
		{
			func(b *Book) { b.bids.levels[0], b.bids.levels[1] = b.bids.levels[1], b.bids.levels[0] },
			"buy level 90 is out of order",
		},
		{func(b *Book) { b.index.count++ }, "3 bids, 0 asks, 4 indexed, 3 open"},
		{func(b *Book) { b.pool.nodes[2].order.Account = 8 }, "order 2 is listed under account 7"},
		{func(b *Book) { b.accounts[7] = 0 }, "accounts list 0 orders, 3 are open"},
		{func(b *Book) { b.accounts[7] = 2 }, "order 1 is listed under account 7"},
		{
			func(b *Book) {
				b.asks, b.bids.levels = bookSide{sign: -1, levels: b.bids.levels[1:], quantity: 10, locked: 10}, b.bids.levels[:1]
				b.bids.quantity, b.bids.locked = 5, 450
				for i := 1; i <= 2; i++ {
					b.pool.nodes[i].order.Side, b.pool.nodes[i].order.Locked = Sell, 5
				}
				b.asks.levels[0].price, b.pool.nodes[1].order.Price, b.pool.nodes[2].order.Price = 90, 90, 90
			},
			"bid 90 crosses ask 90",
		},
	}
	for _, c := range cases {
		g := NewWithT(t)
		b := NewBook(Spec{Symbol: "APPLE/YEN", Base: 1, Quote: 2})
		for i, price := range []int64{100, 100, 90} {
			_, _, code := b.Place(&Order{ID: uint64(i + 1), Account: 7, Side: Buy, Type: Limit, Price: price, Quantity: 5}, nil)
			g.Expect(code).To(Equal(reject.OK))
		}
		g.Expect(b.Check()).To(Succeed())
		c.bend(b)
		g.Expect(b.Check()).To(MatchError(ErrBroken))
		g.Expect(b.Check()).To(MatchError("the book is broken: " + c.want))
	}
}
