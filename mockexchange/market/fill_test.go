package market_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// cents trades whole things at prices of two decimals for whole yen: 150 is
// one yen and a half, so most trades have to be rounded. Fees are one percent
// for makers and two for takers.
var cents = market.Spec{
	Symbol: "PEAR/YEN", Base: 1, Quote: 2, PriceScale: 2, MakerFee: 10_000, TakerFee: 20_000,
}

// limit places an order at a limit, in whose name the account is its id.
func limit(b *market.Book, id uint64, side market.Side, price, qty int64) (market.Order, market.Placement, []market.Fill) {
	GinkgoHelper()
	o := market.Order{
		ID: id, Account: uint32(id), Key: uint32(id * 10), Side: side, Type: market.Limit, Price: price, Quantity: qty,
	}
	placed, fills, code := b.Place(&o, nil)
	Expect(code).To(Equal(reject.OK))
	return o, placed, fills
}

var _ = Describe("A fill", func() {
	It("says all there is to post: who gives, who gets, the fees, and what is released", func() {
		b := market.NewBook(cents)
		limit(b, 1, market.Sell, 15_000, 200)
		taker, placed, fills := limit(b, 2, market.Buy, 16_000, 300)

		Expect(fills).To(Equal([]market.Fill{{
			Maker: 1, MakerAccount: 1, MakerKey: 10,
			Price: 15_000, Quantity: 200, Quote: 30_000,
			MakerFee:  300, // one percent of the yen
			TakerFee:  4,   // two percent of the pears
			MakerDone: true,
		}}))
		Expect(taker.Remaining).To(BeEquivalentTo(100))
		Expect(taker.Executed).To(BeEquivalentTo(200))
		Expect(taker.ExecutedQuote).To(BeEquivalentTo(30_000))
		Expect(taker.Locked).To(BeEquivalentTo(16_000), "for 100 at 160 yen")
		Expect(placed).To(Equal(market.Placement{Rests: true, Release: 2_000}), "200 were 10 yen cheaper each")
	})

	It("costs the buyer what the seller gets, and the reserve covers any cut", func() {
		b := market.NewBook(cents)
		maker, _, _ := limit(b, 1, market.Buy, 150, 5)
		Expect(maker.Locked).To(BeEquivalentTo(8), "7.5 yen rounded up")

		for i, want := range []market.Fill{
			{Quantity: 1, Quote: 1, MakerLeft: 4},
			{Quantity: 1, Quote: 1, MakerLeft: 3},
			{Quantity: 3, Quote: 4, MakerRelease: 2, MakerDone: true},
		} {
			seller, placed, fills := limit(b, uint64(i+2), market.Sell, 150, want.Quantity)
			want.Maker, want.MakerAccount, want.MakerKey, want.Price = 1, 1, 10, 150
			Expect(fills).To(Equal([]market.Fill{want}))
			Expect(placed).To(BeZero())
			Expect(seller.ExecutedQuote).To(Equal(want.Quote))
			Expect(b.Check()).To(Succeed())
		}
	})

	It("may be worth nothing", func() {
		b := market.NewBook(cents)
		limit(b, 1, market.Sell, 99, 1)
		taker, placed, fills := limit(b, 2, market.Buy, 99, 1)
		Expect(fills[0].Quote).To(BeZero())
		Expect(taker.Locked).To(BeZero())
		Expect(placed).To(Equal(market.Placement{Release: 1}), "the yen that was reserved for 0.99")
	})

	It("goes to the end of what is there", func() {
		b := market.NewBook(cents)
		limit(b, 1, market.Sell, 100, 1)
		before := []market.Fill{{Maker: 99}}
		_, fills, _ := b.Place(&market.Order{ID: 2, Account: 1, Side: market.Buy, Type: market.Market, Quantity: 1}, before)
		Expect(fills).To(HaveLen(2))
		Expect(fills[0]).To(Equal(before[0]))
	})
})

var _ = Describe("A reserve", func() {
	DescribeTable("is what the order can cost", func(o market.Order, want int64) {
		b := market.NewBook(cents)
		limit(b, 1, market.Buy, 150, 3)
		limit(b, 2, market.Sell, 250, 3)
		limit(b, 3, market.Sell, 350, 3)
		o.ID, o.Account = 4, 4
		need, code := b.Reserve(&o)
		Expect(code).To(Equal(reject.OK))
		Expect(need).To(Equal(want))
		Expect(b.Open()).To(Equal(3))
	},
		Entry("a buyer's worth at the limit, rounded up",
			market.Order{Side: market.Buy, Type: market.Limit, Price: 350, Quantity: 5}, int64(18)),
		Entry("a seller's quantity",
			market.Order{Side: market.Sell, Type: market.Limit, Price: 350, Quantity: 5}, int64(5)),
		Entry("what a quantity costs right now: 7 and 3 yen",
			market.Order{Side: market.Buy, Type: market.Market, Quantity: 4}, int64(10)),
		Entry("what there is of it",
			market.Order{Side: market.Buy, Type: market.Market, Quantity: 100}, int64(17)),
		Entry("what is to be spent",
			market.Order{Side: market.Buy, Type: market.Market, Quote: 100}, int64(100)),
		Entry("what is to be sold",
			market.Order{Side: market.Sell, Type: market.Market, Quantity: 100}, int64(100)),
		Entry("what has to be sold for an amount",
			market.Order{Side: market.Sell, Type: market.Market, Quote: 3}, int64(2)),
	)
})
