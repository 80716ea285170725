package chain_test

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// A thief who copied the hot wallet's key races the venue's sweep to cold. The
// relay policy decides, not who is honest.
func Example() {
	hot := chain.DeriveKey(1, "hot", 0)
	cold := chain.ExternalAddress(1, "cold", 0)
	thief := chain.ExternalAddress(1, "thief", 0)

	node := chain.NewNode(chain.Spec{Network: "btc", Model: chain.UTXO, Relay: chain.ReplaceByFee}, nil)
	if err := node.Fund(hot.Address(), 1000); err != nil {
		fmt.Println(err)
	}
	move := func(to chain.Address, fee int64) {
		t := &chain.Transaction{
			Inputs:   []chain.OutPoint{node.Unspent(hot.Address())[0].OutPoint},
			Outputs:  []chain.Output{{To: to, Amount: 1000 - fee}},
			Fee:      fee,
			Policies: []chain.Policy{chain.Single(&hot)},
		}
		t.Sign(&hot)
		// The rival of a waiting transaction names the same coin.
		race := t.Clone()
		race.Outputs[0] = chain.Output{To: thief, Amount: 1000 - 2*fee}
		race.Fee, race.Signatures = 2*fee, nil
		race.Sign(&hot)
		fmt.Println(node.Submit(t), node.Submit(race))
	}
	move(cold, 10)
	node.Mine(0)
	fmt.Println(node.Balance(cold), node.Balance(thief))
	// Output:
	// <nil> <nil>
	// 0 980
}
