package market_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
)

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
