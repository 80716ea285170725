package access_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/access"
)

var _ = Describe("A right to trade that runs out", func() {
	const day = int64(24 * time.Hour)
	policy := access.Policy{UnlistedExpiry: 30 * day}
	registry := func(k access.Key) *access.Registry {
		r := access.NewRegistry(1, policy)
		k.Account, k.Scopes = r.AddAccount(false, access.App), access.Read|access.Trade
		r.AddKey(k)
		return r
	}

	It("is gone a month after its owner confirmed it last", func() {
		r := registry(access.Key{Created: day, Renewed: 5 * day})
		Expect(r.Rights(1, 35*day) & access.Trade).NotTo(BeZero())
		Expect(r.Rights(1, 35*day+1) & access.Trade).To(BeZero())
	})

	It("stays with an owner who goes on confirming it", func() {
		k := access.Key{Created: day, Renewed: 5 * day, Renews: true}
		r := registry(k)
		for now := day; now < 400*day; now += day / 3 {
			Expect(r.Rights(1, now) & access.Trade).NotTo(BeZero())
			Expect(k.Confirmed(now, 30*day)).To(And(BeNumerically("<=", max(now, 5*day)), BeNumerically(">", now-25*day)))
			Expect(k.Confirmed(now, 12*day)).To(And(BeNumerically("<=", max(now, 5*day)), BeNumerically(">", now-10*day)), "as much sooner")
		}
	})
})
