package market_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// whole trades something in whole numbers, so that a price times a quantity is
// what it looks like.
var whole = market.Spec{Symbol: "APPLE/YEN", Base: 1, Quote: 2}

var _ = Describe("A book", func() {
	DescribeTable("matches", func(transcript string) { play(market.NewBook(whole), transcript) },
		Entry("nothing while prices do not meet", `
			buy 5 @ 99    -> 5 rests
			sell 5 @ 101  -> 5 rests
			buy 1 @ 100   -> 1 rests
			book          -> 1 @ 100 (1), 5 @ 99 (1) | 5 @ 101 (1)
			last          -> 0`),
		Entry("the best price first, at the resting order's price", `
			sell 5 @ 102  -> 5 rests
			sell 5 @ 100  -> 5 rests
			sell 5 @ 101  -> 5 rests
			buy 7 @ 105   -> 5 @ 100 with 2, 2 @ 101 with 3, releases 33
			book          -> none | 3 @ 101 (1), 5 @ 102 (1)
			last          -> 101`),
		Entry("whoever came first at one price", `
			sell 2 @ 100  -> 2 rests
			sell 2 @ 100  -> 2 rests
			sell 2 @ 100  -> 2 rests
			cancel 1      -> 2 left, releases 2
			buy 3 @ 100   -> 2 @ 100 with 2, 1 @ 100 with 3
			book          -> none | 1 @ 100 (1)`),
		Entry("and rests with what is left", `
			buy 4 @ 100   -> 4 rests
			sell 6 @ 99   -> 4 @ 100 with 1, 2 rests
			book          -> none | 2 @ 99 (1)
			buy 2 @ 99    -> 2 @ 99 with 2
			book          -> none | none`),
		Entry("an owner with himself", `
			account 7: buy 1 @ 100   -> 1 rests
			account 7: sell 1 @ 100  -> 1 @ 100 with 1`),
	)

	DescribeTable("lets an order wait as long as it wants", func(transcript string) { play(market.NewBook(whole), transcript) },
		Entry("IOC: what does not match at once expires", `
			sell 3 @ 100      -> 3 rests
			buy 5 @ 100 ioc   -> 3 @ 100 with 1, 2 expires, releases 200
			buy 5 @ 100 ioc   -> 5 expires, releases 500
			book              -> none | none`),
		Entry("FOK: all or nothing", `
			sell 3 @ 100      -> 3 rests
			sell 3 @ 101      -> 3 rests
			buy 7 @ 101 fok   -> 7 expires, releases 707
			buy 6 @ 100 fok   -> 6 expires, releases 600
			book              -> none | 3 @ 100 (1), 3 @ 101 (1)
			buy 6 @ 101 fok   -> 3 @ 100 with 1, 3 @ 101 with 2, releases 3`),
		Entry("LimitMaker: never matches by itself", `
			sell 3 @ 100         -> 3 rests
			buy 1 @ 100 maker    -> would_match
			buy 1 @ 99 maker     -> 1 rests
			sell 1 @ 99 maker    -> would_match
			sell 1 @ 99          -> 1 @ 99 with 3`),
	)

	DescribeTable("takes market orders", func(transcript string) { play(market.NewBook(whole), transcript) },
		Entry("for a quantity, through all levels", `
			sell 3 @ 100  -> 3 rests
			sell 3 @ 110  -> 3 rests
			buy 5         -> 3 @ 100 with 1, 2 @ 110 with 2
			buy 5         -> 1 @ 110 with 2, 4 expires
			buy 5         -> no_liquidity`),
		Entry("and a seller gets back what nobody buys", `
			buy 3 @ 100   -> 3 rests
			sell 5        -> 3 @ 100 with 1, 2 expires, releases 2`),
		Entry("to spend an amount at most", `
			sell 3 @ 100  -> 3 rests
			sell 3 @ 110  -> 3 rests
			buy for 519   -> 3 @ 100 with 1, 1 @ 110 with 2, releases 109
			buy for 109   -> notional_filter
			buy for 999   -> 2 @ 110 with 2, releases 779`),
		Entry("to raise an amount at most", `
			buy 3 @ 100   -> 3 rests
			buy 3 @ 90    -> 3 rests
			sell for 395  -> 3 @ 100 with 1, 1 @ 90 with 2
			sell for 89   -> notional_filter`),
	)

	DescribeTable("obeys its status", func(transcript string) { play(market.NewBook(whole), transcript) },
		Entry("halted: nothing but cancelling", `
			buy 5 @ 100         -> 5 rests
			buy 5 @ 100         -> 5 rests
			halted              -> halted
			sell 5 @ 100        -> market_halted
			buy 5 @ 90 maker    -> market_halted
			sell 5              -> market_halted
			cancel 1            -> 5 left, releases 500
			open                -> open
			sell 5 @ 100        -> 5 @ 100 with 2`),
		Entry("cancel only: says so", `
			buy 5 @ 100         -> 5 rests
			cancel_only         -> cancel_only
			sell 5 @ 100        -> cancel_only
			cancel 1            -> 5 left, releases 500`),
		Entry("post only: what rests without matching", `
			buy 5 @ 100         -> 5 rests
			post_only           -> post_only
			sell 5 @ 100        -> would_match
			sell 5              -> would_match
			sell 5 @ 101 ioc    -> would_match
			sell 5 @ 101 fok    -> would_match
			sell 5 @ 101        -> 5 rests
			sell 5 @ 101 maker  -> 5 rests`),
	)

	DescribeTable("tells what rests", func(transcript string) { play(market.NewBook(whole), transcript) },
		Entry("as far down as one asks", `
			buy 1 @ 97    -> 1 rests
			buy 2 @ 99    -> 2 rests
			buy 3 @ 98    -> 3 rests
			buy 4 @ 99    -> 4 rests
			sell 5 @ 100  -> 5 rests
			depth 2       -> 6 @ 99 (2), 3 @ 98 (1) | 5 @ 100 (1)
			depth 9       -> 6 @ 99 (2), 3 @ 98 (1), 1 @ 97 (1) | 5 @ 100 (1)`),
		Entry("by owner, oldest first", `
			account 2: buy 1 @ 97    -> 1 rests
			account 1: buy 2 @ 99    -> 2 rests
			account 2: sell 3 @ 101  -> 3 rests
			account 2: buy 4 @ 98    -> 4 rests
			mine 2                   -> 1: buy 1 @ 97, 3: sell 3 @ 101, 4: buy 4 @ 98
			cancel 1                 -> 1 left, releases 97
			mine 2                   -> 3: sell 3 @ 101, 4: buy 4 @ 98
			cancel 1                 -> unknown_order
			cancel 4                 -> 4 left, releases 392
			cancel 3                 -> 3 left, releases 3
			mine 2                   ->
			mine 1                   -> 2: buy 2 @ 99
			mine 5                   ->
			cancel 0                 -> unknown_order`),
	)
})

var _ = Describe("A resting order", func() {
	It("can be looked at, and tells all there is to know", func() {
		b := market.NewBook(whole)
		o := market.Order{
			ID: 5, Account: 3, Key: 9, Side: market.Buy, Type: market.Limit,
			Price: 100, Quantity: 4, Placed: 77, Label: "mine",
		}
		_, _, code := b.Place(&o, nil)
		Expect(code).To(Equal(reject.OK))
		_, _, code = b.Place(&market.Order{ID: 6, Account: 4, Side: market.Sell, Type: market.Market, Quantity: 1}, nil)
		Expect(code).To(Equal(reject.OK))

		resting, ok := b.Get(5)
		Expect(ok).To(BeTrue())
		Expect(*resting).To(Equal(market.Order{
			ID: 5, Account: 3, Key: 9, Side: market.Buy, Type: market.Limit,
			Price: 100, Quantity: 4, Placed: 77, Label: "mine",
			Remaining: 3, Locked: 300, Executed: 1, ExecutedQuote: 100,
		}))
		Expect([]int64{b.Reserved(market.Buy), b.Reserved(market.Sell), int64(b.Open())}).To(Equal([]int64{300, 0, 1}))

		_, ok = b.Get(6)
		Expect(ok).To(BeFalse())
		_, ok = b.Get(0)
		Expect(ok).To(BeFalse())
	})
})
