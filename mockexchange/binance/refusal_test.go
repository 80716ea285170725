package binance

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The table of refusals", func() {
	It("has an answer for every reason that the venue can have", func() {
		for c := reject.OK + 1; c.String() != fmt.Sprintf("code_%d", c); c++ {
			for _, wallet := range []bool{false, true} {
				r := refusalOf(c, wallet)
				Expect(r.code).To(BeNumerically("<", -1000), "%s", c)
				Expect(r.text).NotTo(BeEmpty(), "%s", c)
				Expect(r.status).To(And(BeNumerically(">=", 400), BeNumerically("<", 500)), "%s", c)
			}
		}
	})

	It("does not give away why a key was turned down", func() {
		for _, c := range []reject.Code{reject.UnknownKey, reject.DeadKey, reject.SourceNotAllowed, reject.MissingScope, reject.ExpiredScope, reject.AccountFrozen} {
			Expect(refusalOf(c, false)).To(Equal(&noRight))
		}
	})

	It("calls a reason that it does not know unknown", func() {
		Expect(refusalOf(reject.Code(250), false).code).To(Equal(-1000))
	})
})
