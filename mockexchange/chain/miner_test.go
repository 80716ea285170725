package chain_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A miner", func() {
	alice, bob, carol := somebody("alice"), somebody("bob"), somebody("carol")

	fees := func(b *chain.Block) []int64 {
		all := []int64{}
		for _, t := range b.Transactions {
			all = append(all, t.Fee)
		}
		return all
	}

	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		Describe("of a chain with the model "+model.String(), func() {
			spec := specOf(model, chain.FirstSeen)

			It("makes a block of nothing when nothing waits", func() {
				n := fund(spec, 100, alice)
				before := n.Tip()
				b := n.Mine(17)
				Expect(b.Transactions).To(BeEmpty())
				Expect(b.Height).To(BeEquivalentTo(1))
				Expect(b.At).To(BeEquivalentTo(17))
				Expect(b.Parent).To(Equal(before))
				Expect(n.Height()).To(BeEquivalentTo(1))
				Expect(n.Tip()).To(Equal(b.ID()))
				Expect(n.Mine(18).Parent).To(Equal(b.ID()))
			})

			It("prefers who pays more, and among equals who came first", func() {
				n := fund(spec, 100, alice, bob, carol)
				first := pay(n, alice, 2, to(carol, 1))
				second := pay(n, bob, 2, to(carol, 1))
				for _, t := range []*chain.Transaction{first, second, pay(n, carol, 9, to(bob, 1))} {
					Expect(n.Submit(t)).To(Succeed())
				}
				b := n.Mine(1)
				Expect(fees(b)).To(Equal([]int64{9, 2, 2}))
				Expect(b.TransactionID(1)).To(Equal(first.ID()))
				Expect(b.TransactionID(2)).To(Equal(second.ID()))
				Expect(n.Fees()).To(BeEquivalentTo(13))
			})

			It("keeps a sender's order, whatever the later ones pay", func() {
				n := fund(spec, 100, alice, bob)
				for _, fee := range []int64{1, 9, 5} {
					Expect(n.Submit(pay(n, alice, fee, to(carol, 1)))).To(Succeed())
				}
				Expect(n.Submit(pay(n, bob, 4, to(carol, 1)))).To(Succeed())
				Expect(fees(n.Mine(1))).To(Equal([]int64{4, 1, 9, 5}))
			})

			It("leaves what exceeds the limit for the next block", func() {
				spec := spec
				spec.BlockTxs = 2
				n := fund(spec, 100, alice, bob, carol)
				for i, p := range []person{alice, bob, carol} {
					Expect(n.Submit(pay(n, p, int64(i+1), to(p, 1)))).To(Succeed())
				}
				Expect(fees(n.Mine(1))).To(Equal([]int64{3, 2}))
				Expect(n.Check()).To(Succeed())
				Expect(n.Pending()).To(HaveLen(1))
				Expect(fees(n.Mine(2))).To(Equal([]int64{1}))
				Expect(n.Pending()).To(BeEmpty())
				Expect(fees(n.Mine(3))).To(BeEmpty())
				Expect(n.Check()).To(Succeed())
			})

			It("makes the same block of the same calls", func() {
				history := func() chain.Hash {
					n := fund(spec, 100, alice, bob)
					for range 3 {
						Expect(n.Submit(pay(n, alice, 1, to(bob, 5)))).To(Succeed())
						Expect(n.Submit(pay(n, bob, 1, to(alice, 5)))).To(Succeed())
						n.Mine(int64(n.Height()))
					}
					return n.Tip()
				}
				Expect(history()).To(Equal(history()))
			})
		})
	}

	It("carries tags", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 100, alice)
		Expect(n.Submit(pay(n, alice, 1, chain.Output{To: bob.address, Amount: 3, Memo: 77}))).To(Succeed())
		Expect(n.Mine(1).Transactions[0].Outputs[0].Memo).To(BeEquivalentTo(77))
	})
})
