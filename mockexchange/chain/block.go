package chain

import (
	"crypto/sha256"
	"encoding/binary"
)

const domainBlock = "exdrill/block/1"

// Block is one step of a chain. Blocks are shared between those who observe
// them, so they and their transactions are for reading only.
type Block struct {
	Height       uint64         `json:"height"` // the first block after the genesis has 1
	At           int64          `json:"at"`     // virtual nanoseconds since the Unix epoch
	Parent       Hash           `json:"parent"` // the block before, or the genesis
	Transactions []*Transaction `json:"transactions,omitempty"`

	ids []Hash // of Transactions, kept by Mine and by decoding
	id  Hash   // kept likewise; zero if nobody did
}

// ID is the hash over the block, its transactions and, through Parent, all
// that came before. A block that was mined or decoded
// knows it; others compute it.
func (b *Block) ID() Hash {
	if b.id != (Hash{}) {
		return b.id
	}
	return b.hash()
}

func (b *Block) hash() Hash {
	buf := make([]byte, 0, 96) // enough for an empty block, which most are
	buf = append(buf, domainBlock...)
	buf = append(buf, b.Parent[:]...)
	buf = binary.BigEndian.AppendUint64(buf, b.Height)
	buf = binary.BigEndian.AppendUint64(buf, uint64(b.At))
	for i := range b.Transactions {
		id := b.TransactionID(i)
		buf = append(buf, id[:]...)
	}
	return sha256.Sum256(buf)
}

// TransactionID is the ID of Transactions[i]. A block that was mined or decoded
// knows it; others compute it.
func (b *Block) TransactionID(i int) Hash {
	if len(b.ids) == len(b.Transactions) {
		return b.ids[i]
	}
	return b.Transactions[i].ID()
}
