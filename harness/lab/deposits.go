package lab

import (
	"slices"

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
	d := depositor{key: g.OutsideKey(asset), since: g.Start}
	d.policy = chain.Single(&d.key)
	d.address = d.policy.Address()
	if coins := n.Unspent(d.address); len(coins) > 0 {
		d.change, d.worth = coins[0].OutPoint, coins[0].Output.Amount
	}
	return d
}

// send builds the transaction that pays the outputs.
func (d *depositor) send(spec *chain.Spec, outputs []chain.Output, signatures *chain.SignatureCache) *chain.Transaction {
	t := &chain.Transaction{Outputs: outputs, Fee: spec.MinFee, Policies: []chain.Policy{d.policy}}
	if spec.Model == chain.Account {
		t.From, t.Nonce = d.address, d.nonce
		d.nonce++
		signatures.Sign(t, &d.key)
		return t
	}
	left := d.worth - t.Fee
	for _, o := range outputs {
		left -= o.Amount
	}
	t.Inputs = []chain.OutPoint{d.change}
	t.Outputs = append(t.Outputs, chain.Output{To: d.address, Amount: left})
	signatures.Sign(t, &d.key)
	d.change, d.worth = chain.OutPoint{Tx: t.ID(), Index: uint32(len(outputs))}, left
	return t
}

// sendDeposits sends what honest customers deposit since the last block.
func (v *venueRun) sendDeposits(now int64, asset uint16) error {
	d := &v.depositors[asset-1]
	list := v.population.Deposits(asset, d.since, now, nil)
	d.since = now
	outputs := slices.Grow(v.fuelBought(asset), len(list)+1)
	if len(list)+len(outputs) == 0 {
		return nil
	}
	for _, p := range list {
		// Customers send to the address that they once saved: the first one.
		to := v.addresses[asset-1][0]
		outputs = append(outputs, chain.Output{To: to, Amount: p.Amount, Memo: uint64(p.Account)})
		v.accounting.DepositSent(sim.Attempt{
			Intent: p.Intent, Kind: sim.IntentDeposit, At: p.At, Value: p.Value,
		}, p.Account, asset, p.Amount, now)
	}
	return v.backend.Submit(asset, d.send(v.genesis.Assets[asset-1].Chain, outputs, v.signatures))
}
