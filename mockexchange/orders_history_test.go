package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

var _ = Describe("History", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() { v = openVenue(smallGenesis(4)) })

	It("follows an order from its placing to its end", func() {
		v.KeepHistory()
		status := func(id uint64) string {
			o, ok := v.Order(id)
			Expect(ok).To(BeTrue())
			return o.Status
		}
		v.key(1, ask(1_000_000, 4))
		Expect(status(1)).To(Equal("NEW"))
		v.now += minute
		v.key(2, bid(1_000_000, 1))
		Expect(status(1)).To(Equal("PARTIALLY_FILLED"))
		Expect(status(2)).To(Equal("FILLED"))
		v.key(2, bid(1_000_000, 3))
		Expect(status(1)).To(Equal("FILLED"))
		o, _ := v.Order(1)
		Expect([]int64{o.Order.Executed, o.Order.Remaining, o.Order.ExecutedQuote, o.Updated}).To(
			Equal([]int64{coin / 25, 0, 40_000_00, start + minute}))
		ioc := bid(1_000_000, 1)
		ioc.TimeInForce = market.IOC
		v.key(2, ioc)
		Expect(status(4)).To(Equal("EXPIRED"))
		v.key(2, bid(1_000_000, 1))
		v.key(2, mx.Command{Kind: mx.CancelOrder, Order: 5})
		Expect(status(5)).To(Equal("CANCELED"))
		_, ok := v.Order(6)
		Expect(ok).To(BeFalse())
	})

	It("keeps both sides of every trade, with what each paid", func() {
		v.KeepHistory()
		v.key(1, ask(1_000_000, 100))
		v.key(2, bid(1_000_000, 10))
		v.key(2, bid(1_000_000, 20))
		taker, maker := v.Trades(2, 0, 0), v.Trades(1, btcYen, 1)
		Expect(taker).To(HaveLen(2))
		Expect(taker[0]).To(Equal(mx.TradeView{
			ID: 1, Order: 2, Market: btcYen, Price: 1_000_000, Quantity: coin / 10, Quote: 100_000_00,
			Fee: 3_000, FeeAsset: btc, At: start, Buyer: true,
		}))
		Expect(maker).To(Equal([]mx.TradeView{{
			ID: 2, Order: 1, Market: btcYen, Price: 1_000_000, Quantity: coin / 5, Quote: 200_000_00,
			Fee: 2_000, FeeAsset: yen, At: start, Maker: true,
		}}), "the newest one")
		Expect(v.Trades(1, xemYen, 0)).To(BeEmpty())
	})

	It("knows only what rests when it is not kept", func() {
		v.key(1, ask(1_000_000, 100))
		v.key(2, bid(1_000_000, 10))
		o, ok := v.Order(1)
		Expect([]any{ok, o.Status, o.Market}).To(Equal([]any{true, "PARTIALLY_FILLED", uint16(btcYen)}))
		_, ok = v.Order(2)
		Expect(ok).To(BeFalse())
		Expect(v.Trades(1, 0, 0)).To(BeEmpty())
	})
})
