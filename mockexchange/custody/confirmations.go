package custody

import "github.com/exdrill/exdrill/mockexchange/chain"

// Deposit is a customer's payment on its way from a block to his account.
type Deposit struct {
	Account uint32
	Asset   uint16
	Amount  int64 // base units
	Tx      chain.Hash
	Address chain.Address

	SeenAt     int64  // virtual nanoseconds: the block's time
	Height     uint64 // of the block
	NotBefore  int64  // virtual nanoseconds: sent to a retired address, someone has to look
	CreditedAt int64  // virtual nanoseconds, 0 while it waits

	// Confirmations are how many this deposit takes where that is more than all
	// others of its asset do.
	Confirmations uint64
}

// Confirmations credits deposits once they are deep enough. There is one for each
// asset.
type Confirmations struct {
	Required uint64 // blocks, the one with the deposit included
	Halted   bool

	all     []Deposit
	waiting []int // indices into all, oldest first
}

// Add notes a payment that a block shows.
func (c *Confirmations) Add(d Deposit) {
	c.waiting = append(c.waiting, len(c.all))
	c.all = append(c.all, d)
}

// Credit calls credited for every deposit that a chain of this height makes
// final, in the order in which they were seen.
func (c *Confirmations) Credit(now int64, height uint64, credited func(*Deposit)) {
	if c.Halted || len(c.waiting) == 0 {
		return
	}
	keep := c.waiting[:0]
	for _, i := range c.waiting {
		d := &c.all[i]
		if height+1 < d.Height+max(c.Required, d.Confirmations) || now < d.NotBefore {
			keep = append(keep, i)
			continue
		}
		d.CreditedAt = now
		credited(d)
	}
	c.waiting = keep
}

// Of appends an account's deposits, oldest first.
func (c *Confirmations) Of(account uint32, dst []Deposit) []Deposit {
	for _, d := range c.all {
		if d.Account == account {
			dst = append(dst, d)
		}
	}
	return dst
}
