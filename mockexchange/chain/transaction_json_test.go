package chain_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("On the wire", func() {
	alice, bob, carol := somebody("alice"), somebody("bob"), somebody("carol")

	It("a transaction is JSON with bytes as hex", func() {
		t := &chain.Transaction{
			From: alice.address, Nonce: 3, Fee: 1,
			Outputs:  []chain.Output{{To: bob.address, Amount: 5, Memo: 9}, to(carol, 6)},
			Policies: []chain.Policy{alice.policy},
		}
		t.Sign(alice.key)
		data, err := json.Marshal(*t)
		Expect(err).NotTo(HaveOccurred())
		key, value := hex.EncodeToString(t.Signatures[0].Key), hex.EncodeToString(t.Signatures[0].Value)
		Expect(data).To(MatchJSON(`{
			"from": "` + alice.address.String() + `", "nonce": 3, "fee": 1,
			"outputs": [{"to": "` + bob.address.String() + `", "amount": 5, "memo": 9},
				{"to": "` + carol.address.String() + `", "amount": 6}],
			"policies": [{"m": 1, "keys": ["` + key + `"]}],
			"signatures": [{"key": "` + key + `", "value": "` + value + `"}]
		}`))
		var back chain.Transaction
		Expect(json.Unmarshal(data, &back)).To(Succeed())
		Expect(&back).To(Equal(t))
	})

	It("a decoded transaction is accepted like the original", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice)
		data, err := json.Marshal(pay(n, alice, 1, to(bob, 60)))
		Expect(err).NotTo(HaveOccurred())
		var t chain.Transaction
		Expect(json.Unmarshal(data, &t)).To(Succeed())
		Expect(n.Submit(&t)).To(Succeed())
	})

	It("a block keeps its ID and its transactions' IDs", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice, bob)
		Expect(n.Submit(pay(n, alice, 1, to(bob, 60)))).To(Succeed())
		Expect(n.Submit(pay(n, bob, 1, to(alice, 60)))).To(Succeed())
		b := n.Mine(5)
		data, err := json.Marshal(b)
		Expect(err).NotTo(HaveOccurred())
		var back chain.Block
		Expect(json.Unmarshal(data, &back)).To(Succeed())
		Expect(&back).To(Equal(b))
		Expect(back.ID()).To(Equal(b.ID()))

		byHand := chain.Block{Height: b.Height, At: b.At, Parent: b.Parent, Transactions: b.Transactions}
		Expect(byHand.ID()).To(Equal(b.ID()))
	})

	It("an empty block is short", func() {
		data, err := json.Marshal(&chain.Block{Height: 2, At: 60})
		Expect(err).NotTo(HaveOccurred())
		Expect(data).To(MatchJSON(`{"height": 2, "at": 60, "parent": "` + strings.Repeat("0", 64) + `"}`))
	})

	It("a transaction with half a key cannot be written", func() {
		t := chain.Transaction{Policies: []chain.Policy{{M: 1, Keys: alice.policy.Keys}}}
		_, err := json.Marshal(t)
		Expect(err).NotTo(HaveOccurred())
		t.Policies[0].Keys = append(t.Policies[0].Keys[:0:0], alice.key.Public()[:5])
		_, err = json.Marshal(t)
		Expect(err).To(MatchError(ContainSubstring("public key of 5 bytes, expected 32")))
		_, err = json.Marshal(chain.Transaction{Signatures: []chain.Signature{{Key: alice.key.Public()}}})
		Expect(err).To(MatchError(ContainSubstring("signature of 0 bytes by a key of 32")))
	})

	DescribeTable("refuses a transaction with", func(text, message string) {
		var t chain.Transaction
		Expect(json.Unmarshal([]byte(text), &t)).To(MatchError(ContainSubstring(message)))
	},
		Entry("a short address", `{"from":"ab"}`, "address: 2 characters, expected 40 hex digits"),
		Entry("a bad hash", `{"inputs":[{"tx":"`+strings.Repeat("x", 64)+`"}]}`, "hash: 'x', expected lower-case hex digits"),
		Entry("a short key", `{"policies":[{"m":1,"keys":["00"]}]}`, "public key: 2 characters, expected 64 hex digits"),
		Entry("a short signature", `{"signatures":[{"value":"00"}]}`, "signature: 2 characters, expected 128 hex digits"),
		Entry("a fractional amount", `{"outputs":[{"amount":1.5}]}`, "1.5"),
		Entry("an amount beyond 64 bits", `{"outputs":[{"amount":9223372036854775808}]}`, "9223372036854775808"),
	)

	It("refuses a block that lacks a transaction", func() {
		var b chain.Block
		Expect(json.Unmarshal([]byte(`{"transactions":[null]}`), &b)).To(MatchError("block: a transaction is null"))
		Expect(json.Unmarshal([]byte(`{"height":-1}`), &b)).To(MatchError(ContainSubstring("block: ")))
	})
})

// FuzzBlockJSON makes sure that whatever can be decoded can be written again
// and means the same, and that no transaction of it upsets a node.
func FuzzBlockJSON(f *testing.F) {
	alice := somebody("alice")
	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		n := chain.NewNode(specOf(model, chain.ReplaceByFee), nil)
		if err := n.Fund(alice.address, 100); err != nil {
			f.Fatal(err)
		}
		if err := n.Submit(pay(n, alice, 1, to(alice, 50))); err != nil {
			f.Fatal(err)
		}
		data, err := json.Marshal(n.Mine(1))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"transactions":[{"policies":[{"m":1,"keys":null}],"inputs":[]}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b, again chain.Block
		if json.Unmarshal(data, &b) != nil {
			return
		}
		first, err := json.Marshal(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(first, &again); err != nil {
			t.Fatal(err)
		}
		second, err := json.Marshal(&again)
		if err != nil || !bytes.Equal(first, second) || again.ID() != b.ID() {
			t.Fatalf("%s became %s: %v", first, second, err)
		}
		offer(t, &b)
	})
}

// offer submits a block's transactions to fresh chains of both models.
func offer(t *testing.T, b *chain.Block) {
	alice := somebody("alice")
	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		n := chain.NewNode(specOf(model, chain.ReplaceByFee), nil)
		if err := n.Fund(alice.address, 100); err != nil {
			t.Fatal(err)
		}
		for _, one := range b.Transactions {
			_ = n.Submit(one) // nearly always refused; the point is what it leaves behind
		}
		n.Mine(1)
		if err := n.Check(); err != nil {
			t.Fatal(err)
		}
	}
}
