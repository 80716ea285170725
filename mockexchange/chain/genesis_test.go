package chain_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("The genesis", func() {
	alice, bob := somebody("alice"), somebody("bob")

	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		Describe("of a chain with the model "+model.String(), func() {
			var n *chain.Node
			BeforeEach(func() { n = chain.NewNode(specOf(model, chain.FirstSeen), nil) })

			It("allots money", func() {
				Expect(n.Fund(alice.address, 100)).To(Succeed())
				Expect(n.Fund(alice.address, 20, 7)).To(Succeed())
				Expect(n.Balance(alice.address)).To(BeEquivalentTo(120))
				Expect(n.Available(alice.address)).To(BeEquivalentTo(120))
				Expect(n.Balance(bob.address)).To(BeZero())
				Expect(n.Supply()).To(BeEquivalentTo(120))
				Expect(n.Check()).To(Succeed())
			})

			It("never exceeds the supply that 64 bits can add up", func() {
				Expect(n.Fund(alice.address, chain.MaxSupply)).To(Succeed())
				Expect(n.Fund(bob.address, 1)).To(MatchError(chain.ErrSupply))
				Expect(n.FundSplit(bob.address, 2, 2)).To(MatchError(chain.ErrSupply))
				Expect(n.Supply()).To(Equal(chain.MaxSupply))
			})

			It("refuses no address and no amount", func() {
				Expect(n.Fund(chain.Address{}, 1)).To(MatchError(chain.ErrMalformed))
				Expect(n.Fund(alice.address, 0)).To(MatchError(chain.ErrMalformed))
				Expect(n.Fund(alice.address, -1)).To(MatchError(chain.ErrMalformed))
				Expect(n.FundSplit(alice.address, 2, 3)).To(MatchError(chain.ErrMalformed))
				Expect(n.FundSplit(alice.address, 2, 0)).To(MatchError(chain.ErrMalformed))
			})

			It("is over when the chain moves", func() {
				Expect(n.Fund(alice.address, 100)).To(Succeed())
				waiting := fund(n.Spec(), 100, alice)
				Expect(waiting.Submit(pay(waiting, alice, 1, to(bob, 5)))).To(Succeed())
				Expect(waiting.Fund(bob.address, 1)).To(MatchError(chain.ErrGenesis))
				n.Mine(0)
				Expect(n.Fund(bob.address, 1)).To(MatchError(chain.ErrGenesis))
			})

			It("is covered by every block's ID", func() {
				other := chain.NewNode(n.Spec(), nil)
				Expect(n.Fund(alice.address, 100)).To(Succeed())
				Expect(other.Fund(alice.address, 101)).To(Succeed())
				Expect(n.Mine(5).ID()).NotTo(Equal(other.Mine(5).ID()))
			})
		})
	}

	It("splits an amount into coins without losing a unit", func() {
		n := chain.NewNode(specOf(chain.UTXO, chain.FirstSeen), nil)
		Expect(n.FundSplit(alice.address, 11, 3, 42)).To(Succeed())
		coins := n.Unspent(alice.address)
		Expect(coins).To(HaveLen(3))
		for i, want := range []int64{5, 3, 3} {
			Expect(coins[i].Output).To(Equal(chain.Output{To: alice.address, Amount: want, Memo: 42}))
		}
		Expect(n.Balance(alice.address)).To(BeEquivalentTo(11))
	})
})
