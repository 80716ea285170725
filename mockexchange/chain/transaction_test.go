package chain_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("An ID", func() {
	alice, bob := somebody("alice"), somebody("bob")

	full := func() *chain.Transaction {
		return &chain.Transaction{
			From: alice.address, Nonce: 1, Fee: 2,
			Inputs:   []chain.OutPoint{{Tx: chain.Hash{3}, Index: 4}, {Tx: chain.Hash{5}}},
			Outputs:  []chain.Output{{To: bob.address, Amount: 6, Memo: 7}, to(alice, 8)},
			Policies: []chain.Policy{shared(1, alice, bob), bob.policy},
		}
	}

	DescribeTable("of a transaction changes with", func(edit func(*chain.Transaction)) {
		t := full()
		Expect(t.ID()).To(Equal(full().ID()))
		edit(t)
		Expect(t.ID()).NotTo(Equal(full().ID()))
	},
		Entry("the sender", func(t *chain.Transaction) { t.From = bob.address }),
		Entry("the nonce", func(t *chain.Transaction) { t.Nonce++ }),
		Entry("the fee", func(t *chain.Transaction) { t.Fee++ }),
		Entry("an input's transaction", func(t *chain.Transaction) { t.Inputs[0].Tx[31]++ }),
		Entry("an input's index", func(t *chain.Transaction) { t.Inputs[0].Index++ }),
		Entry("fewer inputs", func(t *chain.Transaction) { t.Inputs = t.Inputs[:1] }),
		Entry("an output's receiver", func(t *chain.Transaction) { t.Outputs[0].To = alice.address }),
		Entry("an output's amount", func(t *chain.Transaction) { t.Outputs[0].Amount++ }),
		Entry("an output's tag", func(t *chain.Transaction) { t.Outputs[0].Memo++ }),
		Entry("fewer outputs", func(t *chain.Transaction) { t.Outputs = t.Outputs[:1] }),
		Entry("a policy's count", func(t *chain.Transaction) { t.Policies[0].M++ }),
		Entry("a policy's keys", func(t *chain.Transaction) { t.Policies[0].Keys[1] = alice.key.Public() }),
		Entry("keys in another policy", func(t *chain.Transaction) {
			t.Policies[1].Keys = append(t.Policies[1].Keys, t.Policies[0].Keys[1])
			t.Policies[0].Keys = t.Policies[0].Keys[:1]
		}),
		Entry("fewer policies", func(t *chain.Transaction) { t.Policies = t.Policies[:1] }),
	)

	It("of a transaction does not depend on who signed", func() {
		t := full()
		t.Sign(alice.key, bob.key)
		Expect(t.ID()).To(Equal(full().ID()))
	})

	DescribeTable("of a block changes with", func(edit func(*chain.Block)) {
		block := func() *chain.Block {
			return &chain.Block{Height: 1, At: 2, Parent: chain.Hash{3}, Transactions: []*chain.Transaction{full()}}
		}
		b := block()
		Expect(b.ID()).To(Equal(block().ID()))
		edit(b)
		Expect(b.ID()).NotTo(Equal(block().ID()))
	},
		Entry("its height", func(b *chain.Block) { b.Height++ }),
		Entry("its time", func(b *chain.Block) { b.At++ }),
		Entry("what came before", func(b *chain.Block) { b.Parent[0]++ }),
		Entry("a transaction", func(b *chain.Block) { b.Transactions[0].Fee++ }),
		Entry("one more transaction", func(b *chain.Block) { b.Transactions = append(b.Transactions, full()) }),
		Entry("no transaction", func(b *chain.Block) { b.Transactions = nil }),
	)
})

var _ = Describe("A transaction's clone", func() {
	It("shares nothing that can be edited", func() {
		alice, bob := somebody("alice"), somebody("bob")
		signed := func() *chain.Transaction {
			t := &chain.Transaction{
				Inputs:   []chain.OutPoint{{Index: 1}},
				Outputs:  []chain.Output{to(bob, 1)},
				Policies: []chain.Policy{shared(1, alice)},
			}
			t.Sign(alice.key)
			return t
		}
		t, witness := signed(), signed()
		c := t.Clone()
		Expect(c).To(Equal(t))
		c.Inputs[0].Index++
		c.Outputs[0].Amount++
		c.Policies[0].Keys[0][0]++
		c.Signatures[0].Key[0]++
		c.Signatures[0].Value[0]++
		Expect(t).To(Equal(witness))
		c.Policies[0] = bob.policy
		c.Signatures[0] = chain.Signature{}
		Expect(t).To(Equal(witness))
	})
})
