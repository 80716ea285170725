package mockexchange

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// GenesisOutput is one output of a chain's genesis.
type GenesisOutput struct {
	To     chain.Address
	Amount int64 // base units
}

// hotOutputs is how many outputs a hot wallet on a UTXO chain starts with, as a
// venue's that has been paying out for years.
const hotOutputs = 32

// MostOwed is the most base units of a coin that a venue can own for its customers and
// the house at the start: half of what a chain can count, so that there is as much
// outside, where deposits come from.
const MostOwed = money.MaxSupply / 2

// OutsideKey is the key of everybody else on an asset's chain: the wallets that
// honest customers' deposits come from.
func (g *Genesis) OutsideKey(asset uint16) chain.Key {
	return chain.DeriveKey(g.Seed, "outside/"+g.Assets[g.Coin(asset)-1].Code, 0)
}

// IssuerKey is the key of whoever issued a token.
func (g *Genesis) IssuerKey(asset uint16) chain.Key {
	return chain.DeriveKey(g.Seed, "issuer/"+g.Assets[asset-1].Code, 0)
}

// ChainGenesis lists what an asset's chain hands out at its genesis: to the
// venue's hot and cold wallets together exactly what its books owe, and to the
// outside world twice that and a million coins, or what there can be besides. It is
// empty for money at a bank.
func (g *Genesis) ChainGenesis(asset uint16) ([]GenesisOutput, error) {
	a := &g.Assets[asset-1]
	if a.Chain == nil {
		return nil, nil
	}
	if a.HotShare < 0 || a.HotShare > 1_000_000 {
		return nil, fmt.Errorf("genesis: %s: hot share %d ppm, expected 0 to 1,000,000", a.Code, a.HotShare)
	}
	owed, err := g.owed(asset)
	if err != nil {
		return nil, err
	}
	hot, _ := money.MulDiv(owed, g.HotShare(asset), 1_000_000, money.Down) // at most owed
	w := g.Wallet(asset)
	list := splitEvenly(nil, w.Hot(), hot, a.Chain.Model)
	if a.Chain.Model == chain.UTXO && a.HotCoins > 0 {
		list = splitUnevenly(nil, w.Hot(), hot, int64(a.HotCoins))
	}
	if owed > hot {
		list = append(list, GenesisOutput{w.Cold(), owed - hot})
	}
	k := g.OutsideKey(asset)
	outside := 2*owed + 1_000_000*money.Pow10(a.Decimals) // at most 2^62 + 10^15
	return append(list, GenesisOutput{k.Address(), min(outside, money.MaxSupply-owed)}), nil
}

// owed is what an asset's customers and the house own at the start.
func (g *Genesis) owed(asset uint16) (sum int64, err error) {
	sum, ok := g.Assets[asset-1].HouseFunds, true
	if sum > MostOwed {
		return 0, fmt.Errorf("genesis: %s: the house owns more than half of 2^62 base units", g.Assets[asset-1].Code)
	}
	for _, b := range g.Balances {
		if b.Asset == asset {
			if sum, ok = money.Add(sum, b.Amount); !ok || sum > MostOwed {
				return 0, fmt.Errorf("genesis: %s: customers own more than half of 2^62 base units", g.Assets[asset-1].Code)
			}
		}
	}
	return sum, nil
}

// splitEvenly cuts an amount into the coins that a hot wallet starts with.
func splitEvenly(list []GenesisOutput, to chain.Address, amount int64, m chain.Model) []GenesisOutput {
	parts := int64(1)
	if m == chain.UTXO {
		parts = hotOutputs
	}
	for left := amount; left > 0; parts-- {
		part := left / max(parts, 1)
		if parts <= 1 {
			part = left
		}
		if part > 0 {
			list = append(list, GenesisOutput{to, part})
		}
		left -= part
	}
	return list
}

// splitUnevenly cuts an amount into coins of unequal size, as the deposits of many
// customers leave them: the last is three times as large as the first.
func splitUnevenly(list []GenesisOutput, to chain.Address, amount, coins int64) []GenesisOutput {
	left, weights := amount, 2*coins*coins-coins // the sum of all weights
	for i := range coins {
		weight := coins + 2*i
		part, _ := money.MulDiv(left, weight, weights, money.Down) // at most left
		if part > 0 {
			list = append(list, GenesisOutput{to, part})
		}
		left, weights = left-part, weights-weight
	}
	return list
}

// StartChains starts the chains of a genesis and notes the venue's coins in it.
// The chain of asset n is element n-1, nil for money at a bank. Tokens are there
// after the coins whose chains they live on.
func (g *Genesis) StartChains(signatures *chain.SignatureCache) ([]*chain.Node, error) {
	nodes := make([]*chain.Node, len(g.Assets))
	for _, tokens := range [...]bool{false, true} {
		for i := range g.Assets {
			if a := &g.Assets[i]; a.Chain == nil || tokens != (a.On > 0) {
				continue
			}
			var err error
			if nodes[i], err = g.startChain(uint16(i+1), nodes, signatures); err != nil {
				return nil, err
			}
		}
	}
	return nodes, nil
}

func (g *Genesis) startChain(asset uint16, nodes []*chain.Node, signatures *chain.SignatureCache) (*chain.Node, error) {
	a := &g.Assets[asset-1]
	list, err := g.ChainGenesis(asset)
	if err != nil {
		return nil, err
	}
	n := chain.NewNode(*a.Chain, signatures)
	if a.On > 0 {
		n = chain.NewToken(*a.Chain, nodes[a.On-1], signatures)
	}
	for _, l := range list {
		if err := n.Fund(l.To, l.Amount); err != nil {
			return nil, fmt.Errorf("genesis: %s: %w", a.Code, err)
		}
	}
	a.Coins = g.venueCoins(n, asset)
	return n, nil
}

// venueCoins lists what a chain's genesis gives to the venue.
func (g *Genesis) venueCoins(n *chain.Node, asset uint16) []chain.Coin {
	w := g.Wallet(asset)
	var coins []chain.Coin
	for _, to := range []chain.Address{w.Hot(), w.Cold()} {
		if n.Spec().Model == chain.UTXO {
			coins = append(coins, n.Unspent(to)...)
		} else if b := n.Balance(to); b > 0 {
			coins = append(coins, chain.Coin{Output: chain.Output{To: to, Amount: b}})
		}
	}
	return coins
}
