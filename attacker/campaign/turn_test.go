package campaign_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

// next is the turn of a thief who is not done.
func next(b *campaign.Agent) campaign.Turn {
	GinkgoHelper()
	t, ok := b.Turn()
	Expect(ok).To(BeTrue())
	return t
}

var _ = Describe("What the thief does next", func() {
	It("is told before he does it: when, and with which key", func() {
		shop := attackertest.NewZaif()
		for _, key := range []string{"key-0", "key-1", "key-2"} {
			shop.Open(key, yen(1_000_000))
		}
		c := plan(3, append(append(unit(1, 0, 3, 2), unit(0, 1, 2, 2)...), unit(2, 2, 1, 1)...)...)
		c.Level = technique.Pivots
		b := agentOf(c)
		first, ok := c.First()
		Expect(ok).To(BeTrue())
		Expect(next(b)).To(Equal(first))
		Expect(first).To(Equal(campaign.Turn{At: at(0), Key: 1}))
		asked := 0
		for now, ok := b.Next(); ok; now, ok = b.Next() {
			turn := next(b)
			Expect(turn.At).To(Equal(now))
			before := len(b.Log())
			Expect(b.Wake(now, worldOf(shop))).To(Succeed())
			for _, e := range b.Log()[before:] {
				if e.Op != "" {
					Expect(turn.Key).To(Equal(e.Key), "%+v", e)
					asked++
				}
			}
		}
		Expect(asked).To(BeNumerically(">", 15))
		_, ok = b.Turn()
		Expect(ok).To(BeFalse(), "he is done")
	})

	It("is nothing without steps", func() {
		c := plan(1)
		_, ok := c.First()
		Expect(ok).To(BeFalse())
	})
})
