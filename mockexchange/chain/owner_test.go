package chain_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A new owner of an address", func() {
	alice, bob, thief := somebody("alice"), somebody("bob"), somebody("thief")
	// handing signs a payment of alice's address to bob that hands it to somebody.
	handing := func(n *chain.Node, by person, nonce uint64, fee int64, owner person) *chain.Transaction {
		t := &chain.Transaction{
			From: alice.address, Nonce: nonce, Fee: fee, Outputs: []chain.Output{to(bob, 10)},
			Policies: []chain.Policy{by.policy}, NewOwner: owner.address,
		}
		t.Sign(by.key)
		return t
	}
	spending := func(by person, nonce uint64) *chain.Transaction {
		t := &chain.Transaction{From: alice.address, Nonce: nonce, Fee: 1, Outputs: []chain.Output{to(by, 20)}, Policies: []chain.Policy{by.policy}}
		t.Sign(by.key)
		return t
	}

	It("spends what lies there from then on, and the old one does not", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 100, alice)
		Expect(n.Owner(alice.address)).To(Equal(alice.address))
		Expect(n.Submit(handing(n, alice, 0, 1, thief))).To(Succeed())
		Expect(n.Submit(spending(alice, 1))).To(MatchError(chain.ErrSignature), "also before a block has it")
		Expect(n.Submit(spending(thief, 1))).To(Succeed())
		n.Mine(1)
		Expect([]int64{n.Balance(alice.address), n.Balance(bob.address), n.Balance(thief.address)}).To(Equal([]int64{68, 10, 20}))
		Expect(n.Owner(alice.address)).To(Equal(thief.address))
		Expect(n.Submit(spending(alice, 2))).To(MatchError(chain.ErrSignature))
		Expect(n.Submit(spending(thief, 2))).To(Succeed())
		n.Mine(2)
		Expect(n.Balance(thief.address)).To(Equal(int64(40)))
		Expect(n.Check()).To(Succeed())
	})

	It("is nobody's to make but the owner's", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 100, alice, thief)
		Expect(n.Submit(handing(n, thief, 0, 1, thief))).To(MatchError(chain.ErrSignature))
		t := handing(n, alice, 0, 1, bob)
		t.NewOwner = thief.address
		Expect(n.Submit(t)).To(MatchError(chain.ErrSignature), "it is signed like everything else")
		t.NewOwner = chain.Address{}
		Expect(n.Submit(t)).To(MatchError(chain.ErrSignature))
	})

	It("takes what others signed for the address out of the way when it is replaced", func() {
		n := fund(specOf(chain.Account, chain.ReplaceByFee), 100, alice)
		Expect(n.Submit(handing(n, alice, 0, 1, thief))).To(Succeed())
		Expect(n.Submit(spending(thief, 1))).To(Succeed())
		plain := spending(alice, 0)
		plain.Fee = 5
		Expect(n.Submit(resign(plain, alice.key))).To(Succeed())
		Expect(n.Pending()).To(HaveLen(1))
		n.Mine(1)
		Expect(n.Owner(alice.address)).To(Equal(alice.address))
		Expect(n.Check()).To(Succeed())
	})

	It("is not there on a chain of coins", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice)
		t := pay(n, alice, 1, to(bob, 5))
		t.NewOwner = thief.address
		Expect(n.Submit(resign(t, alice.key))).To(MatchError(chain.ErrMalformed))
	})

	It("has a name of its own in a transaction's id, and none where there is none", func() {
		t := &chain.Transaction{From: alice.address, Outputs: []chain.Output{to(bob, 1)}}
		plain := t.ID()
		t.NewOwner = thief.address
		Expect(t.ID()).NotTo(Equal(plain))
		t.NewOwner = bob.address
		Expect(t.ID()).NotTo(Equal(plain))
	})
})
