package lab

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("Those whom the house pays", func() {
	DescribeTable("pay on with some of it, once, within a day or so, and a chain takes it", func(model chain.Model) {
		spec := chain.Spec{Network: "n", Model: model, MinFee: 10}
		node := chain.NewNode(spec, nil)
		p, signatures := newPayees(7), chain.NewSignatureCache()
		rich := chain.DeriveKey(7, "rich", 0)
		const paid = 40
		paidOn := 0
		var blocks []*chain.Block
		for n := range uint32(paid) {
			c := draw.Chore{Payee: chain.DeriveKey(7, "payee", n)}
			c.Command = mockexchange.Command{Kind: mockexchange.PayHouse, Address: c.Payee.Address(), Amount: 1_000}
			p.paidBy(&c)
			Expect(node.Fund(rich.Address(), 1_010)).To(Succeed())
		}
		coins := node.Unspent(rich.Address())
		for n := range uint32(paid) {
			k := chain.DeriveKey(7, "payee", n)
			t := &chain.Transaction{Outputs: []chain.Output{{To: k.Address(), Amount: 1_000}}, Fee: 10, Policies: []chain.Policy{chain.Single(&rich)}}
			if model == chain.Account {
				t.From, t.Nonce = rich.Address(), uint64(n)
			} else {
				t.Inputs = []chain.OutPoint{coins[n].OutPoint}
			}
			t.Sign(&rich)
			Expect(node.Submit(t)).To(Succeed())
		}
		for now := int64(0); now < 2*paysOnMost; now += paysOnLeast {
			blocks = append(blocks, node.Mine(now))
			p.arrived(now, 1, blocks[len(blocks)-1])
			p.arrived(now, 2, &chain.Block{})
			Expect(p.due(now, 2, &chain.Spec{}, signatures, nil)).To(Succeed(), "nothing is due on another chain")
			Expect(p.due(now, 1, &spec, signatures, func(t *chain.Transaction) error {
				paidOn++
				Expect(t.Outputs).To(HaveExactElements(HaveField("Amount", int64(990))))
				return node.Submit(t)
			})).To(Succeed())
		}
		Expect(paidOn).To(BeNumerically("~", paid*paysOn/1_000_000, 12))
		Expect(p.onward).To(BeEmpty())
	}, Entry("coins", chain.UTXO), Entry("a balance", chain.Account))
})
