package lab

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// depositor is the outside world on one chain. All honest deposits between two
// blocks leave in one transaction, as other exchanges' pay-outs do.
type depositor struct {
	key     chain.Key
	policy  chain.Policy
	address chain.Address
	nonce   uint64
	change  chain.OutPoint // the one coin that it keeps spending, on a UTXO chain
	worth   int64
	since   int64 // deposits up to here are sent
}

// newDepositor takes hold of what an asset's chain gave to the outside world.
func newDepositor(g *mockexchange.Genesis, asset uint16, n *chain.Node) depositor {
	d := depositor{key: g.Outsider(asset), since: g.Start}
	d.policy = chain.Single(&d.key)
	d.address = d.policy.Address()
	if coins := n.Unspent(d.address); len(coins) > 0 {
		d.change, d.worth = coins[0].OutPoint, coins[0].Output.Amount
	}
	return d
}

// send builds the transaction that pays the outputs.
func (d *depositor) send(spec *chain.Spec, outputs []chain.Output, memo *chain.Verifier) *chain.Transaction {
	t := &chain.Transaction{Outputs: outputs, Fee: spec.MinFee, Policies: []chain.Policy{d.policy}}
	if spec.Model == chain.Account {
		t.From, t.Nonce = d.address, d.nonce
		d.nonce++
		memo.Sign(t, &d.key)
		return t
	}
	left := d.worth - t.Fee
	for _, o := range outputs {
		left -= o.Amount
	}
	t.Inputs = []chain.OutPoint{d.change}
	t.Outputs = append(t.Outputs, chain.Output{To: d.address, Amount: left})
	memo.Sign(t, &d.key)
	d.change, d.worth = chain.OutPoint{Tx: t.ID(), Index: uint32(len(outputs))}, left
	return t
}

// job does one regular job of the venue or of a chain.
func (h *house) job(now int64, j job) error {
	switch j.kind {
	case payOut:
		_, err := h.system(now, sim.Clockwork, mockexchange.Command{Kind: mockexchange.PayOut, Asset: j.asset})
		return err
	case reconcile:
		return h.reconcile(now, j.asset)
	case approve:
		_, err := h.system(now, sim.Clockwork, mockexchange.Command{
			Kind: mockexchange.ApproveMigration, Asset: j.asset, Until: j.moves, Label: j.ticket,
		})
		return err
	case migrate:
		_, err := h.system(now, sim.Clockwork, mockexchange.Command{
			Kind: mockexchange.MigrateWallet, Asset: j.asset, Label: j.ticket,
		})
		return err
	}
	if err := h.deposits(now, j.asset); err != nil {
		return err
	}
	block, err := h.site.Mine(j.asset, now)
	if err != nil {
		return err
	}
	h.account.Mined(now, j.asset, block, func(id chain.Hash) bool { return h.thiefTx[id] })
	_, err = h.system(now, sim.Clockwork, mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: j.asset, Block: block})
	if err != nil || len(block.Transactions) == 0 {
		return err
	}
	return h.count(now, j.asset)
}

// deposits sends what honest customers deposit since the last block.
func (h *house) deposits(now int64, asset uint16) error {
	d := &h.depositors[asset-1]
	list := h.people.Deposits(asset, d.since, now, nil)
	d.since = now
	if len(list) == 0 {
		return nil
	}
	outputs := make([]chain.Output, 0, len(list)+1)
	for _, p := range list {
		// Customers send to the address that they once saved: the first one.
		to := h.addresses[asset-1][0]
		outputs = append(outputs, chain.Output{To: to, Amount: p.Amount, Memo: uint64(p.Account)})
		h.account.DepositSent(sim.Attempt{
			Intent: p.Intent, Kind: sim.IntentDeposit, At: p.At, Value: p.Value,
		}, p.Account, asset, p.Amount, now)
	}
	return h.site.Submit(asset, d.send(h.genesis.Assets[asset-1].Chain, outputs, h.memo))
}

// reconcile tells the venue what its addresses hold by the chain's account.
func (h *house) reconcile(now int64, asset uint16) error {
	held, err := h.site.Holdings(asset, h.addresses[asset-1])
	if err != nil {
		return err
	}
	_, err = h.system(now, sim.Clockwork, mockexchange.Command{Kind: mockexchange.Reconcile, Asset: asset, Amount: held})
	return err
}
