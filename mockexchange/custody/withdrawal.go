package custody

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// State is how far a withdrawal has come.
type State uint8

// The states, in the order in which a withdrawal passes them. Requests are
// checked at once, so nothing rests between Requested and Held or Approved.
const (
	Requested State = iota
	Held            // waits for a time or an operator
	Approved        // waits for the next pay-out
	Signed          // in a transaction
	Broadcast       // handed to the chain
	Confirmed       // in a block
	Rejected        // given back to its owner
)

var stateNames = [...]string{"requested", "held", "approved", "signed", "broadcast", "confirmed", "rejected"}

// String is the state's name in snapshots and histories.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown_state"
}

// Withdrawal is one customer's wish to have coins sent out.
type Withdrawal struct {
	ID      uint32
	Account uint32
	Key     uint32 // the API key it was asked with, 0 for a login
	Source  access.Source
	Asset   uint16
	Amount  int64 // base units taken from the account, Fee included
	Fee     int64 // base units
	Value   int64 // of Amount, in the reference currency
	To      chain.Address
	Memo    uint64
	First   bool  // the account never paid this address before
	Left    int64 // base units that the account has free beside it, as it is asked for

	RequestedAt int64 // virtual nanoseconds
	HoldUntil   int64 // Held: when it is released by itself
	State       State
	Control     reject.Control // what holds it up, or rejected it
	Tx          chain.Hash     // from Signed on, unless it came back from there
	DoneAt      int64          // virtual nanoseconds: confirmed or rejected

	// Unchecked is what altered code has let pass. No check has seen it, and no
	// book has it.
	Unchecked bool

	checked  bool   // the batch check held it once
	skipped  bool   // a pay-out had to leave it waiting, and said why
	previous uint32 // the same account's withdrawal before this one
}

// Pending reports whether the withdrawal can still be stopped.
func (w *Withdrawal) Pending() bool { return w.State == Held || w.State == Approved }
