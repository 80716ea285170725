package chain

// holder is what a chain knows of one address.
type holder struct {
	balance int64 // in blocks, base units

	// Account model.
	nonce    uint64  // of the next transaction that a block can take
	queued   uint64  // how many wait, with nonces from nonce on without a gap
	promised int64   // what they cost together, never above balance
	gas      int64   // what waiting transfers of tokens cost beside it
	owner    Address // whose policy rules it, zero for its own

	// UTXO model: the list of unspent coins in the order of their making.
	first, last uint32 // 0 for none
}

// free is what can be promised yet, on an account chain.
func (h *holder) free() int64 { return h.balance - h.promised - h.gas }

// holders keeps the addresses that ever received something, densely.
type holders struct {
	list []holder
	ids  map[Address]uint32
}

func newHolders() holders { return holders{ids: map[Address]uint32{}} }

// find is nil for an address that never received anything. The pointer is good
// until the next open.
func (h *holders) find(a Address) *holder {
	if id, ok := h.ids[a]; ok {
		return &h.list[id]
	}
	return nil
}

// open finds an address or begins its entry.
func (h *holders) open(a Address) uint32 {
	id, ok := h.ids[a]
	if !ok {
		id = uint32(len(h.list))
		h.ids[a] = id
		h.list = append(h.list, holder{})
	}
	return id
}
