package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// bid and ask are limit orders for whole hundredths of a bitcoin.
func bid(price, hundredths int64) mx.Command {
	return mx.Command{
		Kind: mx.PlaceOrder, Market: btcYen, Side: market.Buy, Type: market.Limit,
		Price: price, Quantity: hundredths * coin / 100,
	}
}

func ask(price, hundredths int64) mx.Command {
	c := bid(price, hundredths)
	c.Side = market.Sell
	return c
}

// balance is an account's free and locked amount of an asset.
func (v *venue) balance(account uint32, asset uint16) [2]int64 {
	b := v.Balances(account)[asset-1]
	return [2]int64{b.Free, b.Locked}
}

var _ = Describe("Trading", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() { v = openVenue(smallGenesis(4)) })

	It("locks what a resting order may cost", func() {
		c := bid(1_000_000, 100) // a bitcoin for a million yen
		c.Label = "mine"
		Expect(plain(v.key(1, c))).To(Equal([]mx.Event{{
			Type: mx.OrderAccepted, Op: mx.PlaceOrder, Auth: mx.AuthKey, Source: home, Account: 1, Key: 1,
			Market: btcYen, Asset: yen, OrderID: 1, Side: market.Buy, Order: market.Limit,
			Price: 1_000_000, Quantity: coin, Value: 1_000_000_00, Label: "mine",
		}}))
		Expect(v.result).To(Equal(mx.Result{Order: 1, Resting: true}))
		Expect(v.balance(1, yen)).To(Equal([2]int64{startYen - 1_000_000_00, 1_000_000_00}))
	})

	It("moves both legs of a trade, each less its receiver's fee", func() {
		v.key(1, ask(1_000_000, 100))
		events := plain(v.key(2, bid(1_000_005, 40)))
		Expect(events).To(HaveLen(2))
		Expect(events[1]).To(Equal(mx.Event{
			Type: mx.Traded, Op: mx.PlaceOrder, Auth: mx.AuthKey, Source: home, Account: 2, Key: 2, Counterparty: 1,
			Market: btcYen, Asset: yen, OrderID: 2, MakerOrder: 1, Side: market.Buy, Order: market.Limit,
			Price: 1_000_000, Quantity: 40_000_000, Amount: 400_000_00, Value: 400_000_00,
		}))
		Expect(v.result).To(Equal(mx.Result{Order: 2, Filled: 40_000_000, Quote: 400_000_00}))
		Expect(v.balance(2, yen)).To(Equal([2]int64{startYen - 400_000_00, 0}), "the better price, none locked")
		Expect(v.balance(2, btc)).To(Equal([2]int64{startBTC + 40_000_000 - 12_000, 0}), "taker fee of 300 ppm")
		Expect(v.balance(1, yen)).To(Equal([2]int64{startYen + 400_000_00 - 4_000, 0}), "maker fee of 100 ppm")
		Expect(v.balance(1, btc)).To(Equal([2]int64{startBTC - coin, 60_000_000}))
	})

	It("says what an order left unfilled", func() {
		v.key(1, ask(1_000_000, 10))
		c := bid(1_000_000, 30)
		c.TimeInForce = market.IOC
		events := plain(v.key(2, c))
		Expect(events[2]).To(Equal(mx.Event{
			Type: mx.OrderExpired, Op: mx.PlaceOrder, Auth: mx.AuthKey, Source: home, Account: 2, Key: 2,
			Market: btcYen, OrderID: 2, Side: market.Buy, Order: market.Limit, Price: 1_000_000, Quantity: 20_000_000,
		}))
		Expect(v.balance(2, yen)[1]).To(BeZero())
	})

	DescribeTable("refuses", func(code reject.Code, change func(*mx.Command)) {
		v.key(2, ask(1_000_000, 1))
		c := bid(900_000, 1)
		change(&c)
		before := v.Balances(1)
		events := v.key(1, c)
		Expect(v.result).To(Equal(mx.Result{Code: code}))
		Expect(events).To(HaveLen(1))
		Expect([]any{events[0].Type, events[0].Code, events[0].Control}).To(Equal([]any{mx.OrderRefused, code, reject.None}))
		Expect(v.Balances(1)).To(Equal(before))
	},
		Entry("market 0", reject.UnknownMarket, func(c *mx.Command) { c.Market = 0 }),
		Entry("a market that does not exist", reject.UnknownMarket, func(c *mx.Command) { c.Market = 3 }),
		Entry("no side", reject.BadRequest, func(c *mx.Command) { c.Side = 0 }),
		Entry("no type", reject.BadRequest, func(c *mx.Command) { c.Type = 99 }),
		Entry("a price off its tick", reject.PriceFilter, func(c *mx.Command) { c.Price++ }),
		Entry("a quantity off its step", reject.LotFilter, func(c *mx.Command) { c.Quantity++ }),
		Entry("an order that is worth too little", reject.NotionalFilter, func(c *mx.Command) { c.Price, c.Quantity = 5, 10_000 }),
		Entry("an order that is worth too much", reject.Overflow, func(c *mx.Command) { c.Price, c.Quantity = 1<<40*5, 1<<45*10_000 }),
		Entry("more than there is", reject.InsufficientBalance, func(c *mx.Command) { c.Quantity = 1_000_000 * coin }),
		Entry("a maker that would take", reject.WouldMatch, func(c *mx.Command) { c.Type, c.Price = market.LimitMaker, 1_000_000 }),
		Entry("a market order with nobody there", reject.NoLiquidity, func(c *mx.Command) { c.Type, c.Price, c.Side = market.Market, 0, market.Sell }),
	)

	It("takes a label again once its order is gone, and in another market at once", func() {
		c := bid(900_000, 1)
		c.Label = "A"
		v.key(1, c)
		events := v.key(1, c)
		Expect(v.result).To(Equal(mx.Result{Code: reject.DuplicateOrder}))
		Expect(events[0].Label).To(Equal("A"))
		other := mx.Command{
			Kind: mx.PlaceOrder, Market: xemYen, Side: market.Buy, Type: market.Limit, Price: 900_000, Quantity: 10_000_000, Label: "A",
		}
		v.key(1, other)
		Expect(v.result.Code).To(Equal(reject.OK))
		v.key(2, c)
		Expect(v.result.Code).To(Equal(reject.OK), "another account's")
		v.key(1, mx.Command{Kind: mx.CancelOrder, Order: 1})
		v.key(1, c)
		Expect(v.result.Code).To(Equal(reject.OK))
	})

	It("cancels what rests, in the named market or in any, and gives the rest back", func() {
		v.key(1, ask(1_000_000, 100))
		v.key(2, bid(1_000_000, 25))
		Expect(plain(v.key(1, mx.Command{Kind: mx.CancelOrder, Order: 1}))).To(Equal([]mx.Event{{
			Type: mx.OrderCancelled, Op: mx.CancelOrder, Auth: mx.AuthKey, Source: home, Account: 1, Key: 1,
			Market: btcYen, OrderID: 1, Side: market.Sell, Order: market.Limit, Price: 1_000_000,
			Quantity: 75_000_000, Value: 750_000_00,
		}}))
		Expect(v.result).To(Equal(mx.Result{Order: 1, Filled: 25_000_000, Quote: 250_000_00}))
		Expect(v.balance(1, btc)).To(Equal([2]int64{startBTC - 25_000_000, 0}))
	})

	It("cancels nothing of somebody else, twice or in the wrong market", func() {
		v.key(1, ask(1_000_000, 1))
		for _, c := range []mx.Command{
			{Kind: mx.CancelOrder, Order: 1, Market: xemYen},
			{Kind: mx.CancelOrder, Order: 1, Market: 99},
			{Kind: mx.CancelOrder, Order: 2},
			{Kind: mx.CancelOrder},
		} {
			events := v.key(1, c)
			Expect(v.result).To(Equal(mx.Result{Code: reject.UnknownOrder}))
			Expect([]any{events[0].Type, events[0].OrderID}).To(Equal([]any{mx.OrderRefused, c.Order}))
		}
		v.key(2, mx.Command{Kind: mx.CancelOrder, Order: 1})
		Expect(v.result.Code).To(Equal(reject.UnknownOrder))
		Expect(v.balance(1, btc)[1]).To(Equal(int64(coin / 100)))
	})

	Describe("that is stopped", func() {
		It("refuses orders, takes cancellations, and goes on", func() {
			v.key(1, ask(1_000_000, 1))
			v.key(1, ask(1_000_000, 1))
			for _, stop := range []struct {
				kind mx.Kind
				code reject.Code
				by   reject.Control
			}{
				{mx.HaltMarket, reject.MarketHalted, reject.HaltMarket},
				{mx.CancelOnly, reject.CancelOnly, reject.CancelOnlyMode},
			} {
				Expect(plain(v.staff(mx.Command{Kind: stop.kind, Market: btcYen}))).To(Equal([]mx.Event{
					{Type: mx.MarketState, Op: stop.kind, Auth: mx.AuthOperator, Market: btcYen, Control: stop.by},
					{Type: mx.Operated, Op: stop.kind, Auth: mx.AuthOperator, Market: btcYen, Count: 1},
				}))
				events := v.key(2, bid(1_000_000, 1))
				Expect(v.result).To(Equal(mx.Result{Code: stop.code, Control: stop.by}))
				Expect([]any{events[0].Code, events[0].Control, events[0].Value}).To(Equal([]any{stop.code, stop.by, int64(10_000_00)}))
				open, _ := v.OpenOrders(1, btcYen)
				v.key(1, mx.Command{Kind: mx.CancelOrder, Order: open[0].ID})
				Expect(v.result.Code).To(Equal(reject.OK))
				v.key(2, mx.Command{
					Kind: mx.PlaceOrder, Market: xemYen, Side: market.Buy, Type: market.Limit, Price: 900_000, Quantity: 10_000_000,
				})
				Expect(v.result.Code).To(Equal(reject.OK), "another market")
			}
			v.staff(mx.Command{Kind: mx.ResumeMarket, Market: btcYen})
			v.key(2, bid(1_000_000, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
		})

		It("covers all markets that are named by 0, once each", func() {
			v.staff(mx.Command{Kind: mx.HaltMarket, Market: xemYen})
			events := v.staff(mx.Command{Kind: mx.HaltMarket})
			Expect(v.result).To(Equal(mx.Result{Count: 1}))
			Expect(events[0].Market).To(Equal(uint16(btcYen)))
			v.staff(mx.Command{Kind: mx.HaltMarket})
			Expect(v.result).To(Equal(mx.Result{Code: reject.NothingToDo}))
			v.staff(mx.Command{Kind: mx.HaltMarket, Market: 3})
			Expect(v.result).To(Equal(mx.Result{Code: reject.UnknownMarket}))
			Expect(v.MarketStatus(btcYen)).To(Equal(market.Halted))
			v.staff(mx.Command{Kind: mx.ResumeMarket})
			Expect(v.result).To(Equal(mx.Result{Count: 2}))
		})
	})

	It("goes on with the resting orders of a revoked key", func() {
		v.key(1, ask(1_000_000, 1))
		v.staff(mx.Command{Kind: mx.RevokeKeys, Account: 1})
		v.key(2, bid(1_000_000, 1))
		Expect(v.result.Filled).To(Equal(int64(coin / 100)))
	})

	It("cancels the resting orders of an account that is frozen, also where its market is halted, and no others", func() {
		before := v.balance(1, btc)
		v.key(1, ask(1_000_000, 1))
		v.key(2, bid(900_000, 1))
		v.staff(mx.Command{Kind: mx.HaltMarket})
		events := v.staff(mx.Command{Kind: mx.FreezeAccount, Account: 1})
		Expect(v.result).To(Equal(mx.Result{Count: 1}))
		var gone []mx.Event
		for _, e := range events {
			if e.Type == mx.OrderCancelled {
				gone = append(gone, e)
			}
		}
		Expect(gone).To(HaveLen(1))
		Expect([]any{gone[0].Account, gone[0].Control}).To(Equal([]any{uint32(1), reject.FreezeAccounts}))
		Expect(v.balance(1, btc)).To(Equal(before), "what was reserved is free, in the frozen account")
		v.staff(mx.Command{Kind: mx.UnfreezeAccount, Account: 1})
		v.staff(mx.Command{Kind: mx.ResumeMarket})
		bids, asks := v.Depth(1, 0)
		Expect(bids).To(HaveLen(1))
		Expect(asks).To(BeEmpty(), "they do not come back")
	})

	It("answers for markets that do not exist", func() {
		for _, m := range []uint16{0, 9} {
			Expect(v.MarketStatus(m)).To(Equal(market.Halted))
			Expect(v.LastPrice(m)).To(BeZero())
			bids, asks := v.Depth(m, 0)
			Expect(append(bids, asks...)).To(BeEmpty())
		}
	})
})
