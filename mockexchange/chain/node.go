package chain

import (
	"crypto/sha256"
	"encoding/binary"
)

const domainGenesis = "exdrill/genesis/1"

// Node is one chain: what its blocks made, and the mempool of what waits for
// the next one.
type Node struct {
	spec       Spec
	signatures *SignatureCache
	fuel       *Node // of the coin that gas is paid in, nil unless this is a token

	height uint64
	tip    Hash // the last block, or the genesis
	funded int64
	fees   int64

	holders holders
	coins   coins // UTXO only
	pool    pool
}

// NewNode starts a chain with nothing on it. A nil cache checks every
// signature afresh.
func NewNode(spec Spec, signatures *SignatureCache) *Node {
	genesis := sha256.Sum256([]byte(domainGenesis + spec.Network))
	return &Node{
		spec:       spec,
		signatures: signatures,
		tip:        genesis,
		holders:    newHolders(),
		coins:      newCoins(genesis),
		pool:       newPool(),
	}
}

// Fund allots base units to an address at the genesis, on a UTXO chain as one
// coin a call. It fails with ErrGenesis once the chain moves, with ErrSupply
// above MaxSupply in all, and with ErrMalformed for no address or no amount.
func (n *Node) Fund(a Address, amount int64, memo ...uint64) error {
	out := Output{To: a, Amount: amount}
	if len(memo) > 0 {
		out.Memo = memo[0]
	}
	switch {
	case n.height > 0 || len(n.pool.queue) > 0:
		return refuse(ErrGenesis, "height %d", n.height)
	case a == Address{} || amount <= 0:
		return refuse(ErrMalformed, "%d units to %s", amount, a)
	case amount > MaxSupply-n.funded:
		return refuse(ErrSupply, "%d and %d units, expected at most %d", n.funded, amount, MaxSupply)
	}
	n.funded += amount
	n.tip = out.chained(n.tip)
	n.receive(out)
	return nil
}

// FundSplit allots an amount in equal parts, the first of which takes the
// remainder: on a UTXO chain that many coins, so that several spends need not
// wait for each other's change.
func (n *Node) FundSplit(a Address, amount int64, parts int, memo ...uint64) error {
	if parts < 1 || amount < int64(parts) {
		return refuse(ErrMalformed, "%d units in %d parts", amount, parts)
	}
	if amount > MaxSupply-n.funded {
		return refuse(ErrSupply, "%d and %d units, expected at most %d", n.funded, amount, MaxSupply)
	}
	part := amount / int64(parts)
	if err := n.Fund(a, amount-part*int64(parts-1), memo...); err != nil {
		return err
	}
	for range parts - 1 {
		if err := n.Fund(a, part, memo...); err != nil {
			return err
		}
	}
	return nil
}

// chained hashes a genesis output onto the ones before, so that chains with
// different beginnings have different blocks.
func (o Output) chained(before Hash) Hash {
	buf := make([]byte, 0, 96)
	buf = append(buf, before[:]...)
	buf = append(buf, o.To[:]...)
	buf = binary.BigEndian.AppendUint64(buf, uint64(o.Amount))
	return sha256.Sum256(binary.BigEndian.AppendUint64(buf, o.Memo))
}

// receive credits an output of the genesis.
func (n *Node) receive(out Output) {
	id := n.holders.open(out.To)
	n.holders.list[id].balance += out.Amount
	if n.spec.Model == UTXO {
		n.coins.addGenesis(out, id, &n.holders)
	}
}

// Spec is what the chain was made of.
func (n *Node) Spec() Spec { return n.spec }

// Height is the number of the last block, 0 at the genesis.
func (n *Node) Height() uint64 { return n.height }

// Tip is the ID of the last block. It covers every block and genesis output
// before, so chains with equal tips had equal histories.
func (n *Node) Tip() Hash { return n.tip }

// Balance is what an address holds in blocks, base units. What waits in the
// mempool has not moved yet.
func (n *Node) Balance(a Address) int64 {
	if h := n.holders.find(a); h != nil {
		return h.balance
	}
	return 0
}

// Owner is the address of the policy that rules an address in blocks: its own
// unless it was handed to somebody else. On a UTXO chain it always is its own.
func (n *Node) Owner(a Address) Address {
	if h := n.holders.find(a); h != nil && h.owner != (Address{}) {
		return h.owner
	}
	return a
}

// Available is the part of Balance that no waiting transaction spends.
func (n *Node) Available(a Address) int64 {
	h := n.holders.find(a)
	switch {
	case h == nil:
		return 0
	case n.spec.Model == Account:
		return h.free()
	}
	sum := int64(0)
	for id := h.first; id != 0; id = n.coins.list[id].next {
		if !n.pool.claimed(n.coins.outPoint(id)) {
			sum += n.coins.output(id).Amount
		}
	}
	return sum
}

// NextNonce is the nonce of an address's next transaction, after those that
// wait. On a UTXO chain it is 0.
func (n *Node) NextNonce(a Address) uint64 {
	if h := n.holders.find(a); h != nil {
		return h.nonce + h.queued
	}
	return 0
}

// Supply is what all addresses hold together, base units. Supply and Fees
// together never change after the genesis.
func (n *Node) Supply() int64 { return n.funded - n.fees }

// Fees is what miners have taken, base units.
func (n *Node) Fees() int64 { return n.fees }
