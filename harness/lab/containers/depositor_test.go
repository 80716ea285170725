package containers_test

import (
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// depositor sends honest deposits. On a UTXO chain it spends one coin and its
// change, over and over.
type depositor struct {
	nonce  uint64
	change chain.OutPoint
	worth  int64
}

func newDepositor(g *mockexchange.Genesis, nodes []*chain.Node) (o depositor) {
	k := g.OutsideKey(btc)
	c := nodes[btc-1].Unspent(k.Address())[0]
	o.change, o.worth = c.OutPoint, c.Output.Amount
	return o
}

// deposit pays some customers.
func (d *depositor) deposit(s *story, asset uint16) {
	k, a := s.genesis.OutsideKey(asset), s.genesis.Assets[asset-1]
	w := s.genesis.Wallet(asset)
	t := &chain.Transaction{Fee: a.Chain.MinFee, Policies: []chain.Policy{chain.Single(&k)}}
	left := d.worth - t.Fee
	for range 1 + s.chance.IntN(3) {
		amount := 1_000_000 + s.chance.Int64N(9_000_000)
		t.Outputs = append(t.Outputs, chain.Output{To: w.Hot(), Amount: amount, Memo: uint64(1 + s.chance.IntN(customers+2))})
		left -= amount
	}
	if asset == xem {
		t.From, t.Nonce = k.Address(), d.nonce
		d.nonce++
		t.Sign(&k)
	} else {
		t.Inputs = []chain.OutPoint{d.change}
		t.Outputs = append(t.Outputs, chain.Output{To: k.Address(), Amount: left})
		t.Sign(&k)
		d.change, d.worth = chain.OutPoint{Tx: t.ID(), Index: uint32(len(t.Outputs) - 1)}, left
	}
	Expect(s.backend.Submit(asset, t)).To(Succeed())
}
