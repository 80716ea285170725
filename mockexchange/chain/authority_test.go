package chain_test

import (
	"crypto/ed25519"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// shared is the policy of m among people.
func shared(m int, people ...person) chain.Policy {
	p := chain.Policy{M: m}
	for _, one := range people {
		p.Keys = append(p.Keys, one.key.Public())
	}
	return p
}

var _ = Describe("Authority", func() {
	alice, bob, carol, thief := somebody("alice"), somebody("bob"), somebody("carol"), somebody("thief")

	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		Describe("on a chain with the model "+model.String(), func() {
			spec := specOf(model, chain.FirstSeen)

			It("is with whoever holds the key, whatever else he is", func() {
				n := fund(spec, 100, alice)
				stolen := chain.NewKey(alice.key.Seed())
				t := pay(n, alice, 1, to(thief, 99))
				Expect(n.Submit(resign(t, &stolen))).To(Succeed())
				n.Mine(1)
				Expect(n.Balance(thief.address)).To(BeEquivalentTo(99))
			})

			It("is with nobody else", func() {
				n := fund(spec, 100, alice, thief)
				t := pay(n, alice, 1, to(thief, 99))
				unsigned := t.Clone()
				unsigned.Signatures = nil
				Expect(n.Submit(unsigned)).To(MatchError(chain.ErrSignature))
				Expect(n.Submit(resign(t.Clone(), thief.key))).To(MatchError(chain.ErrSignature))

				own := t.Clone()
				own.Policies = []chain.Policy{thief.policy}
				Expect(n.Submit(resign(own, thief.key))).To(MatchError(chain.ErrSignature))
				own.Policies = append(own.Policies, alice.policy)
				Expect(n.Submit(resign(own, thief.key))).To(MatchError(chain.ErrSignature))
				own.Policies = nil
				Expect(n.Submit(resign(own, thief.key))).To(MatchError(chain.ErrSignature))
				Expect(n.Submit(resign(own))).To(MatchError(chain.ErrSignature))

				forged := t.Clone()
				forged.Signatures[0].Value[5] ^= 1
				Expect(n.Submit(forged)).To(MatchError(chain.ErrSignature))
				Expect(n.Pending()).To(BeEmpty())
			})

			DescribeTable("covers every field that is signed", func(edit func(*chain.Transaction)) {
				n := fund(spec, 100, alice)
				t := pay(n, alice, 1, chain.Output{To: bob.address, Amount: 50, Memo: 3}, to(carol, 49))
				before := t.ID()
				edit(t)
				Expect(t.ID()).NotTo(Equal(before))
				Expect(n.Submit(t)).To(MatchError(chain.ErrSignature))
			},
				Entry("the receiver", func(t *chain.Transaction) { t.Outputs[0].To = thief.address }),
				Entry("the tag", func(t *chain.Transaction) { t.Outputs[0].Memo++ }),
				Entry("the amounts", func(t *chain.Transaction) { t.Outputs[0].Amount++; t.Outputs[1].Amount-- }),
				Entry("the fee", func(t *chain.Transaction) { t.Fee++; t.Outputs[1].Amount-- }),
				Entry("the order", func(t *chain.Transaction) {
					t.Outputs[0], t.Outputs[1] = t.Outputs[1], t.Outputs[0]
				}),
			)

			It("needs m of n keys, and the chain itself counts them", func() {
				vault := shared(2, alice, bob, carol)
				n := chain.NewNode(spec, nil)
				Expect(n.Fund(vault.Address(), 100)).To(Succeed())
				t := pay(n, person{key: thief.key, policy: vault, address: vault.Address()}, 1, to(thief, 99))

				Expect(n.Submit(resign(t, alice.key))).To(MatchError(ContainSubstring("1 of 2 signatures")))
				Expect(n.Submit(resign(t, alice.key, alice.key))).To(MatchError(chain.ErrMalformed))
				Expect(n.Submit(resign(t, alice.key, thief.key))).To(MatchError(chain.ErrSignature))
				t = resign(t, alice.key, carol.key)
				Expect(n.Submit(t)).To(Succeed())
				n.Mine(1)
				Expect(n.Balance(thief.address)).To(BeEquivalentTo(99))
			})

			It("has no room for the signature of somebody who has no say", func() {
				n := fund(spec, 100, alice)
				t := pay(n, alice, 1, to(bob, 99))
				Expect(n.Submit(resign(t, alice.key, thief.key))).To(MatchError(chain.ErrSignature))
			})

			It("may have more signatures than it needs, if all are good", func() {
				vault := shared(1, alice, bob)
				n := chain.NewNode(spec, nil)
				Expect(n.Fund(vault.Address(), 100)).To(Succeed())
				t := pay(n, person{key: alice.key, policy: vault, address: vault.Address()}, 1, to(carol, 99))
				resign(t, alice.key, bob.key).Signatures[1].Value[0] ^= 1
				Expect(n.Submit(t)).To(MatchError(chain.ErrSignature))
				Expect(n.Submit(resign(t, alice.key, bob.key))).To(Succeed())
			})

			It("stays with the old key after a rotation, for what is left behind", func() {
				n := fund(spec, 100, alice)
				fresh := somebody("alice's next key")
				Expect(n.Submit(pay(n, alice, 1, to(fresh, 60), to(alice, 39)))).To(Succeed())
				n.Mine(1)

				Expect(n.Submit(pay(n, alice, 1, to(thief, 38)))).To(Succeed())
				moved := pay(n, fresh, 1, to(thief, 59))
				Expect(n.Submit(resign(moved, alice.key))).To(MatchError(chain.ErrSignature))
				n.Mine(2)
				Expect(n.Balance(fresh.address)).To(BeEquivalentTo(60))
				Expect(n.Balance(thief.address)).To(BeEquivalentTo(38))
			})
		})
	}

	It("over one's own coin does not stretch to another's beside it", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 50, alice, thief)
		t := &chain.Transaction{
			Inputs:   []chain.OutPoint{n.Unspent(thief.address)[0].OutPoint, n.Unspent(alice.address)[0].OutPoint},
			Outputs:  []chain.Output{to(thief, 99)},
			Fee:      1,
			Policies: []chain.Policy{thief.policy},
		}
		Expect(n.Submit(resign(t, thief.key))).To(MatchError(ContainSubstring("the policy of " + alice.address.String() + " is missing")))
	})

	It("of several owners is needed in full when their coins are spent together", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 50, alice, bob)
		t := &chain.Transaction{
			Inputs:   []chain.OutPoint{n.Unspent(alice.address)[0].OutPoint, n.Unspent(bob.address)[0].OutPoint},
			Outputs:  []chain.Output{to(carol, 99)},
			Fee:      1,
			Policies: []chain.Policy{alice.policy, bob.policy},
		}
		Expect(n.Submit(resign(t, alice.key))).To(MatchError(chain.ErrSignature))
		Expect(n.Submit(resign(t, bob.key))).To(MatchError(chain.ErrSignature))
		Expect(n.Submit(resign(t, alice.key, bob.key))).To(Succeed())
		n.Mine(1)
		Expect(n.Balance(carol.address)).To(BeEquivalentTo(99))
		Expect(n.Check()).To(Succeed())
	})
})

var _ = Describe("A policy", func() {
	alice, bob, carol := somebody("alice"), somebody("bob"), somebody("carol")

	It("has one address in whatever order its keys are listed", func() {
		Expect(shared(2, alice, bob, carol).Address()).To(Equal(shared(2, carol, alice, bob).Address()))
	})

	It("has another address with another key or count", func() {
		addresses := map[chain.Address]bool{}
		for _, p := range []chain.Policy{
			alice.policy, bob.policy, shared(1, alice, bob), shared(2, alice, bob), shared(2, alice, bob, carol),
		} {
			addresses[p.Address()] = true
		}
		Expect(addresses).To(HaveLen(5))
	})

	DescribeTable("has no address if it", func(p chain.Policy) {
		Expect(p.Address()).To(Equal(chain.Address{}))
	},
		Entry("needs nobody", chain.Policy{M: 0, Keys: []ed25519.PublicKey{alice.key.Public()}}),
		Entry("is empty", chain.Policy{}),
		Entry("needs more keys than it has", shared(3, alice, bob)),
		Entry("counts a key twice", shared(2, alice, alice)),
		Entry("names half a key", chain.Policy{M: 1, Keys: []ed25519.PublicKey{alice.key.Public()[:16]}}),
		Entry("names more keys than a chain allows", func() chain.Policy {
			p := chain.Policy{M: 1}
			for i := range uint32(chain.MaxPolicyKeys + 1) {
				k := chain.DeriveKey(1, "many", i)
				p.Keys = append(p.Keys, k.Public())
			}
			return p
		}()),
	)

	It("without an address spends nothing", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 10, alice)
		t := pay(n, alice, 1, to(bob, 1))
		t.Policies[0].Keys = append(t.Policies[0].Keys, alice.key.Public())
		Expect(n.Submit(resign(t, alice.key))).To(MatchError(chain.ErrMalformed))
	})
})

var _ = Describe("A key", func() {
	It("is the same for the same name, and another for any other", func() {
		derive := func(seed uint64, label string, index uint32) string {
			k := chain.DeriveKey(seed, label, index)
			return string(k.Public())
		}
		Expect(derive(1, "hot", 0)).To(Equal(derive(1, "hot", 0)))
		keys := map[string]bool{
			derive(1, "hot", 0): true, derive(2, "hot", 0): true, derive(1, "cold", 0): true, derive(1, "hot", 1): true,
		}
		Expect(keys).To(HaveLen(4))
	})

	It("hands out its public key as a copy", func() {
		k := chain.DeriveKey(1, "hot", 0)
		before := k.Address()
		k.Public()[0] ^= 1
		Expect(k.Address()).To(Equal(before))
	})
})
