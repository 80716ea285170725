package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Result is the venue's answer to one command, flat like the command itself.
// Rows (open orders, histories) are read through the Exchange's views after
// the read was accepted.
type Result struct {
	Code    reject.Code    // OK, or why the venue refused
	Control reject.Control // the control behind a refusal or a hold, None if there is none

	Order      uint64 // the order placed or cancelled
	Withdrawal uint32 // the withdrawal asked for
	Key        uint32 // the key created
	Count      uint32 // how many keys, orders or withdrawals an action touched
	Resting    bool   // the order waits in the book

	Filled int64 // base units bought or sold at once
	Quote  int64 // base units of the quote asset paid or received for them
	Bid    int64 // ReadDepth: best prices and the last trade, 0 for none
	Ask    int64
	Last   int64

	Address chain.Address // ReadDepositAddress
	Memo    uint64
}
