package wire_test

import (
	"net/http/httptest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/wire"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("a host of the venue's over HTTP", func() {
	implant := attacker.Implant{Asset: "ETH", Least: 10, Owner: chain.ExternalAddress(1, "his", 0)}
	plant := func(status int) (*fakeVenue, attacker.Refusal, error) {
		c := &fakeVenue{status: status}
		server := httptest.NewServer(c)
		DeferCleanup(server.Close)
		refusal, err := wire.NewHost(server.URL, "safe app").Plant("aa", implant)
		return c, refusal, err
	}

	It("is changed by whoever proves that he holds it", func() {
		c, refusal, err := plant(204)
		Expect(err).NotTo(HaveOccurred())
		Expect(refusal).To(Equal(attacker.Accepted))
		Expect(c.seen[0].method + " " + c.seen[0].path).To(Equal("POST /hosts/safe%20app/implant"))
		Expect(c.seen[0].body).To(MatchJSON(`{"asset": "ETH", "least": 10, "owner": "` + implant.Owner.String() + `"}`))
	})

	It("is asked for another limit, and for a payment, if it proposes what is signed", func() {
		c := &fakeVenue{status: 204}
		server := httptest.NewServer(c)
		DeferCleanup(server.Close)
		h := wire.NewHost(server.URL, "wallet server")
		refusal, err := h.Limit("aa", attacker.Payment{Asset: "BTC", Amount: 10})
		Expect([]any{refusal, err}).To(Equal([]any{attacker.Accepted, nil}))
		refusal, err = h.Spend("aa", attacker.Payment{Asset: "BTC", Amount: 9, To: implant.Owner})
		Expect([]any{refusal, err}).To(Equal([]any{attacker.Accepted, nil}))
		Expect([]string{c.seen[0].path, c.seen[1].path}).To(Equal([]string{"/hosts/wallet%20server/limit", "/hosts/wallet%20server/spend"}))
		Expect(c.seen[0].body).To(MatchJSON(`{"asset": "BTC", "amount": 10}`))
		Expect(c.seen[1].body).To(MatchJSON(`{"asset": "BTC", "amount": 9, "to": "` + implant.Owner.String() + `"}`))
	})

	DescribeTable("says no", func(status int, want attacker.Refusal) {
		_, refusal, err := plant(status)
		Expect(err).NotTo(HaveOccurred())
		Expect(refusal).To(Equal(want))
	}, Entry(nil, 403, attacker.KeyRefused), Entry(nil, 409, attacker.OtherRefused))

	It("may fail, and lies in no drill but this", func() {
		_, _, err := plant(503)
		Expect(err).To(MatchError("implant: status 503"))
		_, err = wire.NewHost("https://host", "a").Plant("aa", implant)
		Expect(err).To(MatchError(wire.ErrOutside))
	})
})
