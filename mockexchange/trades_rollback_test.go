package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A rollback", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() { v = openAudited(smallGenesis(4)) })
	// undo rolls back what happened in the bitcoin market.
	undo := func(c mx.Command) []mx.Event {
		c.Kind, c.Market = mx.RollbackTrades, btcYen
		return v.staff(c)
	}
	// sold has account 1 sell hundredths of a bitcoin to account 2 at a price.
	sold := func(price, hundredths int64) {
		v.key(1, ask(price, hundredths))
		v.key(2, bid(price, hundredths))
	}
	wealth := func(id uint32) [2][2]int64 { return [2][2]int64{v.balance(id, yen), v.balance(id, btc)} }

	It("gives both sides back what they had, fees included", func() {
		before := [][2][2]int64{wealth(1), wealth(2)}
		fees := v.Booked(3, btc)
		sold(1_000_000, 100)
		Expect(v.Booked(3, btc)).To(BeNumerically(">", fees))
		events := plain(undo(mx.Command{}))
		Expect(events).To(Equal([]mx.Event{{
			Type: mx.TradeReversed, Op: mx.RollbackTrades, Auth: mx.AuthOperator, Control: reject.RollbackTrades,
			Account: 2, Counterparty: 1, Market: btcYen, Asset: yen, OrderID: 2, MakerOrder: 1,
			Side: market.Buy, Order: market.Limit, Price: 1_000_000, Quantity: coin, Amount: 1_000_000_00, Value: 1_000_000_00,
		}, {Type: mx.Operated, Op: mx.RollbackTrades, Auth: mx.AuthOperator, Market: btcYen, Count: 1}}))
		Expect(v.result).To(Equal(mx.Result{Count: 1}))
		Expect([][2][2]int64{wealth(1), wealth(2)}).To(Equal(before))
	})

	It("undoes a trade once", func() {
		sold(1_000_000, 1)
		undo(mx.Command{})
		undo(mx.Command{})
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
	})

	It("goes from the newest trade to the oldest", func() {
		for price := int64(1_000_000); price < 1_000_020; price += 5 {
			sold(price, 1)
		}
		var prices []int64
		for _, e := range undo(mx.Command{}) {
			if e.Type == mx.TradeReversed {
				prices = append(prices, e.Price)
			}
		}
		Expect(prices).To(Equal([]int64{1_000_015, 1_000_010, 1_000_005, 1_000_000}))
	})

	DescribeTable("takes only the trades that it is told to",
		func(c mx.Command, count int) {
			sold(1_000_000, 1) // at the start
			v.now += hour
			sold(9_000_000, 1)
			v.now += hour
			v.key(3, bid(3_000_000, 1))
			v.key(4, mx.Command{Kind: mx.PlaceOrder, Market: btcYen, Side: market.Sell, Type: market.Market, Quantity: coin / 100})
			undo(c)
			Expect(v.result.Count).To(Equal(uint32(count)))
		},
		Entry("all", mx.Command{}, 3),
		Entry("since", mx.Command{Since: start + hour}, 2),
		Entry("until", mx.Command{Until: start + hour}, 2),
		Entry("between", mx.Command{Since: start + hour, Until: start + hour}, 1),
		Entry("of an account that bought or sold", mx.Command{Account: 2}, 2),
		Entry("of a taker", mx.Command{Account: 4}, 1),
		Entry("pumped up", mx.Command{Price: 3_000_000, Side: market.Buy}, 2),
		Entry("pressed down", mx.Command{Price: 3_000_000, Side: market.Sell}, 2),
		Entry("of an account that did not trade", mx.Command{Account: 1, Since: start + 2*hour}, 0),
	)

	It("keeps a trade whose proceeds are gone, and says so", func() {
		v.key(1, ask(1_000_000, 400))
		v.key(2, bid(1_000_000, 400))
		v.key(2, wish(6*coin, 2)) // of nine
		before := [][2][2]int64{wealth(1), wealth(2)}
		events := undo(mx.Command{})
		Expect(types(events)).To(Equal([]string{"trade_kept", "operated"}))
		Expect([]any{events[0].Code, events[0].OrderID, events[0].MakerOrder}).
			To(Equal([]any{reject.InsufficientBalance, uint64(2), uint64(1)}))
		Expect(v.result).To(Equal(mx.Result{Code: reject.InsufficientBalance}))
		Expect([][2][2]int64{wealth(1), wealth(2)}).To(Equal(before))
	})

	It("finds proceeds in resting orders, and cancels the newest of them for it", func() {
		sold(1_000_000, 400)
		for range 3 {
			v.key(2, ask(2_000_000, 250)) // of 8.9988 bitcoin, all but 1.5
		}
		Expect(types(undo(mx.Command{}))).To(Equal([]string{"order_cancelled", "trade_reversed", "operated"}))
		Expect(v.balance(2, btc)).To(Equal([2]int64{0, 5 * coin}))
		orders, _ := v.OpenOrders(2, 0)
		Expect([]uint64{orders[0].ID, orders[1].ID}).To(Equal([]uint64{3, 4}))
	})

	It("says of a cancelled order that the rollback did it", func() {
		sold(1_000_000, 400)
		v.key(2, ask(2_000_000, 800))
		Expect(undo(mx.Command{})[0].Control).To(Equal(reject.RollbackTrades))
	})

	It("undoes what somebody traded with himself", func() {
		before := wealth(1)
		v.key(1, ask(1_000_000, 10))
		v.key(1, bid(1_000_000, 10))
		undo(mx.Command{})
		Expect(wealth(1)).To(Equal(before))
	})

	It("reaches back 24 hours and no further", func() {
		sold(1_000_000, 1)
		v.now++
		sold(1_000_000, 1)
		v.now += mx.RollbackWindow - 1
		undo(mx.Command{})
		Expect(v.result.Count).To(Equal(uint32(1)), "the later one")
		undo(mx.Command{})
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
	})

	DescribeTable("is refused",
		func(c mx.Command, code reject.Code) {
			c.Kind = mx.RollbackTrades
			Expect(types(v.staff(c))).To(Equal([]string{"operated"}))
			Expect(v.result.Code).To(Equal(code))
		},
		Entry("of no market", mx.Command{}, reject.UnknownMarket),
		Entry("of a market that is not", mx.Command{Market: 9}, reject.UnknownMarket),
		Entry("of nobody", mx.Command{Market: 1, Account: 99}, reject.UnknownAccount),
		Entry("that ends before it begins", mx.Command{Market: 1, Since: start, Until: start - 1}, reject.BadRequest),
		Entry("at a price without a direction", mx.Command{Market: 1, Price: 5}, reject.BadRequest),
		Entry("below zero", mx.Command{Market: 1, Price: -5, Side: market.Buy}, reject.BadRequest),
		Entry("where nothing happened", mx.Command{Market: 2}, reject.NothingToDo),
	)
})
