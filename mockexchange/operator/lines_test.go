package operator_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/record/recordtest"
)

var _ = Describe("A line of JSON", func() {
	g := &mockexchange.Genesis{Assets: []mockexchange.Asset{{Code: "JPY"}}, Markets: []market.Spec{{Symbol: "BTCJPY"}}, Vendors: []string{"vendor-1"}}

	It("tells every field of a command but the proofs", func() {
		base := func() mockexchange.Command { return mockexchange.Command{Kind: mockexchange.PlaceOrder} }
		c := base()
		plain := operator.CommandText(g, &c)
		recordtest.EachField(base, func(field string, c *mockexchange.Command) {
			told := operator.CommandText(g, c) != plain
			proof := strings.HasPrefix(field, "Credential") || strings.HasPrefix(field, "Factor")
			Expect(told).NotTo(Equal(proof), field)
		})
	})

	It("tells every field of an event", func() {
		plain := operator.EventText(g, &mockexchange.Event{})
		recordtest.EachField(func() (e mockexchange.Event) { return e }, func(field string, e *mockexchange.Event) {
			Expect(operator.EventText(g, e)).NotTo(Equal(plain), field)
		})
	})
})
