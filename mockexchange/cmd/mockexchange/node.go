package main

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// node is one chain with its blocks. It is used by one caller at a time: within
// a turn of the venue that it belongs to, or of its own.
type node struct {
	spec   chain.Spec
	chain  *chain.Node
	blocks []*chain.Block // height n is element n-1
	coin   *node          // on whose chain a token lives; nil for a coin
}

// newNode takes a chain in, at its genesis.
func newNode(c *chain.Node) *node { return &node{spec: c.Spec(), chain: c} }

// newToken starts a token on the chain of a coin.
func newToken(spec chain.Spec, coin *node) *node {
	return &node{spec: spec, chain: chain.NewToken(spec, coin.chain, nil), coin: coin}
}

// funding is one address's share of the genesis.
type funding struct {
	To     chain.Address `json:"to"`
	Amount int64         `json:"amount"` // base units
	Memo   uint64        `json:"memo,omitempty"`
	Parts  int           `json:"parts,omitempty"` // on a UTXO chain, as so many coins; 0 is one
}

// fund starts the chain anew with these fundings, as long as nothing has
// happened on it yet. Tokens are funded after the coin whose chain they live on.
func (n *node) fund(all []funding) error {
	if n.chain.Height() > 0 || len(n.chain.Pending()) > 0 {
		return fmt.Errorf("%w: height %d", chain.ErrGenesis, n.chain.Height())
	}
	fresh := chain.NewNode(n.spec, nil)
	if n.coin != nil {
		fresh = chain.NewToken(n.spec, n.coin.chain, nil)
	}
	for i, a := range all {
		if err := fresh.FundSplit(a.To, a.Amount, max(a.Parts, 1), a.Memo); err != nil {
			return fmt.Errorf("funding %d: %w", i+1, err)
		}
	}
	n.chain = fresh
	return nil
}

func (n *node) mine(at int64) *chain.Block {
	b := n.chain.Mine(at)
	n.blocks = append(n.blocks, b)
	return b
}

// replay makes a block that was mined before again: with its transactions in
// its own order, so that it comes out the same.
func (n *node) replay(b *chain.Block) error {
	for _, t := range b.Transactions {
		if err := n.chain.Submit(t); err != nil && !errors.Is(err, chain.ErrKnown) {
			return fmt.Errorf("block %d: %w", b.Height, err)
		}
	}
	if again := n.mine(b.At); again.ID() != b.ID() {
		return fmt.Errorf("block %d comes out as %s, was %s", b.Height, again.ID(), b.ID())
	}
	return nil
}

// block finds a block by height.
func (n *node) block(height uint64) (*chain.Block, error) {
	if height == 0 || height > uint64(len(n.blocks)) {
		return nil, missing("there is no block of this height")
	}
	return n.blocks[height-1], nil
}
