package chain

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

const domainTransaction = "exdrill/transaction/1"

// Output pays an amount to an address.
type Output struct {
	To     Address `json:"to"`
	Amount int64   `json:"amount"`         // base units, above zero
	Memo   uint64  `json:"memo,omitempty"` // the tag that tells customers apart behind one address
}

// OutPoint names an output by the transaction that made it and its position there.
type OutPoint struct {
	Tx    Hash   `json:"tx"`
	Index uint32 `json:"index"`
}

// Signature is one key's consent to a transaction: Ed25519 over its ID.
type Signature struct {
	Key   ed25519.PublicKey
	Value []byte // 64 bytes
}

// Transaction moves money, in either model.
//
// On an account chain it spends Outputs and Fee from the balance of From, at
// the nonce that is next. On a UTXO chain it spends Inputs whole, which may
// belong to several policies, and they must equal Outputs and Fee together:
// what is left over goes back to an address of the spender as one more output.
//
// On an account chain an address is a contract, and its owners can hand it to
// somebody else: from a transaction with a NewOwner on, what lies at From is spent
// by the policy with that address and no longer by the one before. The address and
// its coins stay where they are.
//
// Policies are the policies behind From or behind the inputs' addresses, each
// once. Everything but Signatures is signed.
type Transaction struct {
	From       Address     // account model
	Nonce      uint64      // account model: 0 for an address's first spend
	Inputs     []OutPoint  // UTXO model
	Outputs    []Output    // at least one
	NewOwner   Address     // account model: whose policy rules From from now on, zero for no change
	Fee        int64       // base units, to the miner
	Policies   []Policy    // who may authorise
	Signatures []Signature // who did
}

// ID is the hash over everything but the signatures. It is computed anew at
// each call, about 2 µs for 50 outputs, because a transaction may be edited.
func (t *Transaction) ID() Hash { return sha256.Sum256(t.appendBody(nil)) }

// appendBody writes what is signed. Every list is preceded by its length and
// every number has a fixed width, so that no two transactions share a body.
func (t *Transaction) appendBody(buf []byte) []byte {
	buf = slices.Grow(buf, 96+36*(len(t.Inputs)+len(t.Outputs))+64*len(t.Policies))
	buf = append(buf, domainTransaction...)
	buf = append(buf, t.From[:]...)
	buf = binary.BigEndian.AppendUint64(buf, t.Nonce)
	buf = binary.BigEndian.AppendUint64(buf, uint64(t.Fee))
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(t.Inputs)))
	for i := range t.Inputs {
		buf = append(buf, t.Inputs[i].Tx[:]...)
		buf = binary.BigEndian.AppendUint32(buf, t.Inputs[i].Index)
	}
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(t.Outputs)))
	for i := range t.Outputs {
		buf = append(buf, t.Outputs[i].To[:]...)
		buf = binary.BigEndian.AppendUint64(buf, uint64(t.Outputs[i].Amount))
		buf = binary.BigEndian.AppendUint64(buf, t.Outputs[i].Memo)
	}
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(t.Policies)))
	for _, p := range t.Policies {
		buf = p.appendBody(buf)
	}
	if t.NewOwner != (Address{}) {
		buf = append(buf, t.NewOwner[:]...)
	}
	return buf
}

func (p Policy) appendBody(buf []byte) []byte {
	buf = binary.BigEndian.AppendUint64(buf, uint64(p.M))
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(p.Keys)))
	for _, key := range p.Keys {
		buf = binary.BigEndian.AppendUint32(buf, uint32(len(key)))
		buf = append(buf, key...)
	}
	return buf
}

// Sign adds the keys' signatures. A transaction that changes afterwards must
// be signed again, with Signatures emptied first.
func (t *Transaction) Sign(keys ...*Key) {
	(*SignatureCache)(nil).Sign(t, keys...)
}

// Clone is a copy that shares nothing: the start of a replacement, for instance.
func (t *Transaction) Clone() *Transaction {
	c := *t
	c.Inputs = slices.Clone(t.Inputs)
	c.Outputs = slices.Clone(t.Outputs)
	c.Policies = slices.Clone(t.Policies)
	for i := range c.Policies {
		c.Policies[i].Keys = slices.Clone(c.Policies[i].Keys)
		for j, key := range c.Policies[i].Keys {
			c.Policies[i].Keys[j] = slices.Clone(key)
		}
	}
	c.Signatures = slices.Clone(t.Signatures)
	for i, s := range c.Signatures {
		c.Signatures[i] = Signature{Key: slices.Clone(s.Key), Value: slices.Clone(s.Value)}
	}
	return &c
}
