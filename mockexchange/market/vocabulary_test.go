package market_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
)

var _ = Describe("The words", func() {
	It("of sides are read as they are written", func() {
		for s, word := range []string{"", "buy", "sell"} {
			Expect(market.Side(s).String()).To(Equal(word))
			back, ok := market.ParseSide(word)
			Expect([]any{back, ok}).To(Equal([]any{market.Side(s), s > 0}))
		}
		Expect([]market.Side{market.SideNone.Opposite(), market.Buy.Opposite(), market.Sell.Opposite()}).
			To(Equal([]market.Side{market.SideNone, market.Sell, market.Buy}))
	})

	It("of order types are read as they are written", func() {
		for typ, word := range []string{"", "limit", "market", "limit_maker"} {
			Expect(market.Type(typ).String()).To(Equal(word))
			back, ok := market.ParseType(word)
			Expect([]any{back, ok}).To(Equal([]any{market.Type(typ), typ > 0}))
		}
	})

	It("of times in force are read as they are written", func() {
		for tif, word := range []string{"gtc", "ioc", "fok"} {
			Expect(market.TimeInForce(tif).String()).To(Equal(word))
			back, ok := market.ParseTimeInForce(word)
			Expect([]any{back, ok}).To(Equal([]any{market.TimeInForce(tif), true}))
		}
	})

	It("of statuses are read as they are written", func() {
		for status, word := range []string{"open", "halted", "cancel_only", "post_only"} {
			Expect(market.Status(status).String()).To(Equal(word))
			back, ok := market.ParseStatus(word)
			Expect([]any{back, ok}).To(Equal([]any{market.Status(status), true}))
		}
	})

	It("that are none are refused", func() {
		_, side := market.ParseSide("BUY")
		_, typ := market.ParseType("stop")
		_, tif := market.ParseTimeInForce("")
		_, status := market.ParseStatus("shut")
		Expect([]bool{side, typ, tif, status}).To(HaveEach(BeFalse()))
		Expect([]string{
			market.Side(9).String(), market.Type(9).String(), market.TimeInForce(9).String(), market.Status(9).String(),
		}).To(HaveEach("unknown"))
	})
})
