package market

import "github.com/exdrill/exdrill/mockexchange/reject"

// Order is an order, before it is placed and while it rests.
type Order struct {
	ID          uint64 // strictly increasing over all that is placed in a book
	Account     uint32 // whose it is, from 1
	Key         uint32 // the API key it came with, 0 if none
	Side        Side
	Type        Type
	TimeInForce TimeInForce
	Price       int64 // limit, at the price scale; 0 for Market
	Quantity    int64 // base units of the base asset; 0 for Market orders by Quote
	Quote       int64 // Market orders: spend or raise at most this, base units of the quote asset
	Placed      int64 // virtual nanoseconds since the Unix epoch
	Label       string

	// What follows is kept by the book.

	Remaining int64 // of Quantity, not executed
	// Locked is what is still reserved for the order in the ledger: base units
	// of the quote asset for a buyer, of the base asset for a seller.
	Locked        int64
	Executed      int64 // base units of the base asset, bought or sold so far
	ExecutedQuote int64 // base units of the quote asset, paid or received so far
}

// Fill is a trade between an arriving order, the taker, and a resting one, the
// maker. Which of them is the buyer is told by the taker's Side.
//
// The buyer gives Quote from his locked quote asset and receives Quantity; the
// seller gives Quantity from his locked base asset and receives Quote. Either
// fee is part of what its payer receives: base units of the base asset for the
// buyer, of the quote asset for the seller. Tiny fills can be worth nothing:
// Quote may be 0, and so may the fees.
type Fill struct {
	Maker        uint64 // order
	MakerAccount uint32
	MakerKey     uint32

	Price    int64 // the maker's, at the price scale
	Quantity int64 // base units of the base asset
	Quote    int64 // base units of the quote asset, rounded down
	MakerFee int64 // rounded down
	TakerFee int64 // rounded down

	// MakerRelease is what goes back from locked to free beside the fill: what
	// rounding left of the reserve of a buyer whose order this fill completes.
	MakerRelease int64
	MakerLeft    int64 // still open of the maker's order, base units of the base asset
	MakerDone    bool  // the maker's order is complete and gone
}

// Placement says how an order ended that a book has taken.
type Placement struct {
	Rests bool // the order is in the book, with Remaining and Locked as told there
	// Release is what goes back from locked to free once the fills are posted:
	// what better prices saved, and all that was left of an order that does not
	// rest.
	Release int64
	// Stopped is the control that kept the order from trading on, None if it went
	// as far as it wanted to. CircuitBreaker says that the market is in auction
	// from here on, unless the order was to be filled whole or not at all.
	Stopped reject.Control
}
