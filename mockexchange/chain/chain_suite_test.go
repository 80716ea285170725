package chain_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

func TestChain(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "chain")
}

// person is somebody with a key of his own.
type person struct {
	key     *chain.Key
	policy  chain.Policy
	address chain.Address
}

func somebody(name string) person {
	key := chain.DeriveKey(7, name, 0)
	policy := chain.Single(&key)
	return person{key: &key, policy: policy, address: policy.Address()}
}

func specOf(model chain.Model, relay chain.Relay) chain.Spec {
	return chain.Spec{Network: "test", Model: model, Relay: relay, BlockInterval: 60e9, MinFee: 1}
}

// fund begins a chain on which each person holds the amount, as one coin.
func fund(spec chain.Spec, amount int64, people ...person) *chain.Node {
	GinkgoHelper()
	n := chain.NewNode(spec, nil)
	for _, p := range people {
		Expect(n.Fund(p.address, amount)).To(Succeed())
	}
	return n
}

// pay writes and signs a transaction of one sender, on either kind of chain:
// it spends the sender's coins oldest first, and returns the change.
func pay(n *chain.Node, from person, fee int64, outputs ...chain.Output) *chain.Transaction {
	t := &chain.Transaction{Outputs: outputs, Fee: fee, Policies: []chain.Policy{from.policy}}
	if n.Spec().Model == chain.Account {
		t.From, t.Nonce = from.address, n.NextNonce(from.address)
	} else {
		spend(t, n.Spendable(from.address), from.address)
	}
	t.Sign(from.key)
	return t
}

// spend takes coins until they cover the transaction, and adds the change.
func spend(t *chain.Transaction, coins []chain.Coin, change chain.Address) {
	cost := t.Fee
	for _, out := range t.Outputs {
		cost += out.Amount
	}
	have := int64(0)
	for _, c := range coins {
		if have >= cost {
			break
		}
		t.Inputs = append(t.Inputs, c.OutPoint)
		have += c.Output.Amount
	}
	if have > cost {
		t.Outputs = append(t.Outputs, chain.Output{To: change, Amount: have - cost})
	}
}

func to(p person, amount int64) chain.Output { return chain.Output{To: p.address, Amount: amount} }

// resign signs anew what was edited.
func resign(t *chain.Transaction, keys ...*chain.Key) *chain.Transaction {
	t.Signatures = nil
	t.Sign(keys...)
	return t
}
