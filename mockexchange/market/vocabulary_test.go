package market_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
)

var _ = Describe("The words", func() {
	It("of sides, types, times in force and statuses are those of logs", func() {
		var words []string
		for i := range uint8(6) {
			words = append(words, market.Side(i).String(), market.Type(i).String(), market.TimeInForce(i).String(), market.Status(i).String())
		}
		const none = "unknown"
		Expect(words).To(Equal([]string{
			"", "", "gtc", "open",
			"buy", "limit", "ioc", "halted",
			"sell", "market", "fok", "cancel_only",
			none, "limit_maker", none, "post_only",
			none, none, none, "auction",
			none, none, none, none,
		}))
	})

	It("of two sides are each other's opposite", func() {
		Expect([]market.Side{market.SideNone.Opposite(), market.Buy.Opposite(), market.Sell.Opposite()}).
			To(Equal([]market.Side{market.SideNone, market.Sell, market.Buy}))
	})
})
