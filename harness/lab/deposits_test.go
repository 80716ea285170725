package lab

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("The depositor", func() {
	It("spends one coin after the other, so that any number of blocks can be paid for", func() {
		s := series(1)
		g := s.World().Genesis
		signatures := chain.NewSignatureCache()
		nodes, err := g.StartChains(signatures)
		Expect(err).NotTo(HaveOccurred())
		for i, n := range nodes {
			if n == nil {
				continue
			}
			d := newDepositor(&g, uint16(i+1), n)
			to := chain.ExternalAddress(g.Seed, "customer", 1)
			for block := range int64(4) {
				t := d.send(g.Assets[i].Chain, []chain.Output{{To: to, Amount: 5}, {To: to, Amount: 7}}, signatures)
				Expect(n.Submit(t)).To(Succeed(), g.Assets[i].Code)
				again := d.send(g.Assets[i].Chain, []chain.Output{{To: to, Amount: 1}}, signatures)
				Expect(n.Submit(again)).To(Succeed(), "%s: a second one before the block", g.Assets[i].Code)
				n.Mine(g.Start + (block+1)*int64(time.Hour))
				Expect(n.Balance(to)).To(Equal(13 * (block + 1)))
			}
		}
	})
})
