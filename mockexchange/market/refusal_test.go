package market_test

import (
	"math"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// bitcoin is a market as the record's venues had them: bitcoin of 8 decimals
// for yen of none, at prices of whole multiples of 5 yen.
var bitcoin = market.Spec{
	Symbol: "BTCJPY", Base: 1, Quote: 2, BaseDecimals: 8,
	Tick: 5, MinPrice: 1_000, MaxPrice: 10_000_000,
	Step: 10_000, MinQty: 10_000, MaxQty: 100_00000000, MinNotional: 500,
	TakerFee: 1_000,
}

var _ = Describe("A filter", func() {
	DescribeTable("of limit orders", func(price, qty int64, want reject.Code) {
		for _, typ := range []market.Type{market.Limit, market.LimitMaker} {
			Expect(bitcoin.Check(market.Buy, typ, price, qty, 0)).To(Equal(want))
			Expect(bitcoin.Check(market.Sell, typ, price, qty, 0)).To(Equal(want))
		}
	},
		Entry("an ordinary order", int64(2_000_000), int64(1_000_000), reject.OK),
		Entry("the lowest price", int64(1_000), int64(100_00000000), reject.OK),
		Entry("a price below it", int64(995), int64(100_00000000), reject.PriceFilter),
		Entry("the highest price", int64(10_000_000), int64(10_000), reject.OK),
		Entry("a price above it", int64(10_000_005), int64(10_000), reject.PriceFilter),
		Entry("a price off the tick", int64(2_000_001), int64(1_000_000), reject.PriceFilter),
		Entry("no price", int64(0), int64(1_000_000), reject.BadRequest),
		Entry("a negative price", int64(-5), int64(1_000_000), reject.BadRequest),
		Entry("a quantity off the step", int64(2_000_000), int64(1_000_001), reject.LotFilter),
		Entry("too small a quantity", int64(10_000_000), int64(9_999), reject.LotFilter),
		Entry("the largest quantity", int64(2_000_000), int64(100_00000000), reject.OK),
		Entry("too large a quantity", int64(2_000_000), int64(100_00010000), reject.LotFilter),
		Entry("no quantity", int64(2_000_000), int64(0), reject.BadRequest),
		Entry("a negative quantity", int64(2_000_000), int64(-10_000), reject.BadRequest),
		Entry("worth just enough", int64(2_000_000), int64(30_000), reject.OK),
		Entry("worth too little", int64(2_000_000), int64(20_000), reject.NotionalFilter),
	)

	DescribeTable("of market orders", func(price, qty, quote int64, want reject.Code) {
		Expect(bitcoin.Check(market.Buy, market.Market, price, qty, quote)).To(Equal(want))
		Expect(bitcoin.Check(market.Sell, market.Market, price, qty, quote)).To(Equal(want))
	},
		Entry("a quantity", int64(0), int64(10_000), int64(0), reject.OK),
		Entry("an amount", int64(0), int64(0), int64(500), reject.OK),
		Entry("both", int64(0), int64(10_000), int64(500), reject.BadRequest),
		Entry("neither", int64(0), int64(0), int64(0), reject.BadRequest),
		Entry("a price", int64(2_000_000), int64(10_000), int64(0), reject.BadRequest),
		Entry("a quantity off the step", int64(0), int64(10_001), int64(0), reject.LotFilter),
		Entry("too large a quantity", int64(0), int64(100_00010000), int64(0), reject.LotFilter),
		Entry("too small an amount", int64(0), int64(0), int64(499), reject.NotionalFilter),
		Entry("a negative amount", int64(0), int64(0), int64(-500), reject.BadRequest),
		Entry("more than may exist", int64(0), int64(0), int64(money.MaxSupply+1), reject.Overflow),
	)

	It("whose bound is zero lets everything through", func() {
		Expect(whole.Check(market.Buy, market.Limit, 1, 1, 0)).To(Equal(reject.OK))
		Expect(whole.Check(market.Buy, market.Limit, math.MaxInt32, math.MaxInt32, 0)).To(Equal(reject.OK))
		Expect(whole.Check(market.Sell, market.Market, 0, 0, 1)).To(Equal(reject.OK))
	})

	It("refuses an order worth more than numbers hold", func() {
		Expect(whole.Check(market.Sell, market.Limit, money.MaxSupply, 1, 0)).To(Equal(reject.Overflow))
		Expect(whole.Check(market.Buy, market.Limit, math.MaxInt64, math.MaxInt64, 0)).To(Equal(reject.Overflow))
	})

	It("refuses an order without a side, without a type or with an amount at a limit", func() {
		Expect([]reject.Code{
			whole.Check(market.SideNone, market.Limit, 1, 1, 0),
			whole.Check(3, market.Limit, 1, 1, 0),
			whole.Check(market.Buy, market.TypeNone, 1, 1, 0),
			whole.Check(market.Buy, 4, 1, 1, 0),
			whole.Check(market.Buy, market.Limit, 1, 1, 1),
		}).To(HaveEach(reject.BadRequest))
	})
})

var _ = Describe("An order that is refused", func() {
	order := func(change func(o *market.Order)) *market.Order {
		o := market.Order{ID: 2, Account: 1, Side: market.Buy, Type: market.Limit, Price: 100, Quantity: 1}
		change(&o)
		return &o
	}

	DescribeTable("leaves no trace", func(o *market.Order, want reject.Code) {
		b := market.NewBook(whole)
		play(b, "sell 5 @ 101 -> 5 rests")
		asGiven := *o

		need, code := b.Reserve(o)
		Expect([]any{need, code}).To(Equal([]any{int64(0), want}))
		placed, fills, code := b.Place(o, nil)
		Expect(code).To(Equal(want))
		Expect(placed).To(BeZero())
		Expect(fills).To(BeEmpty())
		Expect(*o).To(Equal(asGiven))
		Expect((&script{book: b}).depth(0)).To(Equal("none | 5 @ 101 (1)"))

		ordinary := order(func(*market.Order) {})
		_, _, code = b.Place(ordinary, nil)
		Expect(code).To(Equal(reject.OK), "its id is still to be had")
	},
		Entry("no account", order(func(o *market.Order) { o.Account = 0 }), reject.UnknownAccount),
		Entry("a time in force that is none", order(func(o *market.Order) { o.TimeInForce = 3 }), reject.BadRequest),
		Entry("a limit that makes no sense", order(func(o *market.Order) { o.Price = 0 }), reject.BadRequest),
		Entry("a maker that would match", order(func(o *market.Order) { o.Type, o.Price = market.LimitMaker, 101 }), reject.WouldMatch),
		Entry("a market order nobody rests against", order(func(o *market.Order) {
			o.Side, o.Type, o.Price = market.Sell, market.Market, 0
		}), reject.NoLiquidity),
	)

	It("needs an id of its own to be placed, though not to be asked about", func() {
		b := market.NewBook(whole)
		play(b, "sell 5 @ 101 -> 5 rests")
		for _, id := range []uint64{0, 1} {
			o := order(func(o *market.Order) { o.ID = id })
			need, code := b.Reserve(o)
			Expect([]any{need, code}).To(Equal([]any{int64(100), reject.OK}))
			placed, fills, code := b.Place(o, nil)
			Expect([]any{placed, len(fills), code}).To(Equal([]any{market.Placement{}, 0, reject.BadRequest}))
		}
		Expect(b.Open()).To(Equal(1))
	})

	It("may be too much beside what rests already", func() {
		b := market.NewBook(whole)
		place := func(id uint64, side market.Side, price, qty int64) reject.Code {
			_, _, code := b.Place(&market.Order{ID: id, Account: 1, Side: side, Type: market.Limit, Price: price, Quantity: qty}, nil)
			return code
		}
		Expect(place(1, market.Buy, 2, money.MaxSupply/2-1)).To(Equal(reject.OK))
		Expect(place(2, market.Buy, 1, 3)).To(Equal(reject.Overflow), "more yen than may exist")
		Expect(place(2, market.Buy, 1, 2)).To(Equal(reject.OK))
		Expect(place(3, market.Sell, 3, money.MaxSupply/3)).To(Equal(reject.OK))
		Expect(place(4, market.Sell, 3, money.MaxSupply/3)).To(Equal(reject.OK))
		Expect(place(5, market.Sell, 3, money.MaxSupply/3)).To(Equal(reject.OK))
		Expect(place(6, market.Sell, 3, 2)).To(Equal(reject.Overflow), "more apples than may exist")
		Expect(place(6, market.Sell, 3, 1)).To(Equal(reject.OK))

		o := market.Order{ID: 7, Account: 1, Side: market.Buy, Type: market.Market, Quantity: money.MaxSupply}
		_, code := b.Reserve(&o)
		Expect(code).To(Equal(reject.Overflow), "three times more yen than may exist")
		Expect(b.Check()).To(Succeed())
	})
})
