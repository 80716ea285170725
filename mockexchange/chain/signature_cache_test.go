package chain_test

import (
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A signature cache", func() {
	alice, bob := somebody("alice"), somebody("bob")

	payment := func(cache *chain.SignatureCache, fee int64) *chain.Transaction {
		t := &chain.Transaction{
			From: alice.address, Outputs: []chain.Output{to(bob, 5)}, Fee: fee, Policies: []chain.Policy{alice.policy},
		}
		cache.Sign(t, alice.key)
		return t
	}
	node := func(cache *chain.SignatureCache) *chain.Node {
		n := chain.NewNode(specOf(chain.Account, chain.FirstSeen), cache)
		Expect(n.Fund(alice.address, 100)).To(Succeed())
		return n
	}

	It("signs as a key does, the first time and every time", func() {
		cache := chain.NewSignatureCache()
		Expect(payment(cache, 1)).To(Equal(payment(nil, 1)))
		Expect(payment(cache, 1)).To(Equal(payment(nil, 1)))
		Expect(payment(cache, 2)).To(Equal(payment(nil, 2)))
	})

	It("does not take a wrong signature for one that it knows", func() {
		cache := chain.NewSignatureCache()
		good := payment(cache, 1)
		Expect(node(cache).Submit(good)).To(Succeed())

		forged := good.Clone()
		forged.Signatures[0].Value[63] ^= 1
		Expect(node(cache).Submit(forged)).To(MatchError(chain.ErrSignature))
		edited := good.Clone()
		edited.Fee++
		Expect(node(cache).Submit(edited)).To(MatchError(chain.ErrSignature))
		Expect(node(cache).Submit(good)).To(Succeed())
	})

	It("remembers nothing that can be edited from outside", func() {
		cache := chain.NewSignatureCache()
		payment(cache, 1).Signatures[0].Value[0] ^= 1
		Expect(node(cache).Submit(payment(cache, 1))).To(Succeed())
	})

	It("serves several runs at a time", func() {
		cache := chain.NewSignatureCache()
		tips := make([]chain.Hash, 4)
		var runs sync.WaitGroup
		for i := range tips {
			runs.Go(func() {
				defer GinkgoRecover()
				n := node(cache)
				key := chain.DeriveKey(7, "alice", 0)
				for range 5 {
					t := &chain.Transaction{
						From: alice.address, Nonce: n.NextNonce(alice.address), Fee: 1,
						Outputs: []chain.Output{to(bob, 5)}, Policies: []chain.Policy{chain.Single(&key)},
					}
					cache.Sign(t, &key)
					Expect(n.Submit(t)).To(Succeed())
					tips[i] = n.Mine(1).ID()
				}
			})
		}
		runs.Wait()
		Expect(tips).To(HaveEach(tips[0]))
	})
})
