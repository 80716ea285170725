package market

import (
	"github.com/exdrill/exdrill/mockexchange/fault"
)

// Level is all that rests at one price.
type Level struct {
	Price    int64 // at the price scale
	Quantity int64 // base units of the base asset
	Orders   int
}

// Book is the order book of one market. Make it with NewBook.
type Book struct {
	spec   Spec
	status Status
	last   int64
}

// NewBook makes an empty, open book.
func NewBook(spec Spec) *Book { return &Book{spec: spec} }

// Spec is what the book trades.
func (b *Book) Spec() *Spec { return &b.spec }

// Reserve says how much of the order's owner has to be locked before the order
// is placed, in the quote asset for a buyer and in the base asset for a seller,
// or why the book would refuse it. It changes nothing; Place asks the same.
func (b *Book) Reserve(o *Order) (need int64, code fault.Code) { return 0, fault.OK }

// Place takes an order whose Reserve is locked, or refuses it and changes
// nothing. It appends one Fill for every trade, in the order in which they
// happen, and brings o up to date.
//
// A Limit order matches as far as its price goes; the rest waits, expires or
// prevents the whole, as its TimeInForce says. A Market order matches whatever
// is there, up to its Quantity or its Quote, and the rest expires. A LimitMaker
// order only rests. An owner may trade with himself: the venues of the time
// did not prevent it.
func (b *Book) Place(o *Order, fills []Fill) (Placement, []Fill, fault.Code) {
	return Placement{}, fills, fault.OK
}

// Cancel takes an order out of the book, whatever the market's status, and
// returns it as it was; its Locked is to be released. UnknownOrder if it does
// not rest here.
func (b *Book) Cancel(id uint64) (Order, fault.Code) { return Order{}, fault.UnknownOrder }

// Get finds an order that rests here. The pointer is for reading, and only
// until the book next changes.
func (b *Book) Get(id uint64) (*Order, bool) { return nil, false }

// Orders appends an account's resting orders to dst, by id.
func (b *Book) Orders(account uint32, dst []Order) []Order { return dst }

// Depth appends the n best levels of either side, best first; all of them if n
// is not positive.
func (b *Book) Depth(n int, bids, asks []Level) (allBids, allAsks []Level) { return bids, asks }

// BestBid is the highest price somebody buys at; not ok if nobody does.
func (b *Book) BestBid() (price int64, ok bool) { return 0, false }

// BestAsk is the lowest price somebody sells at; not ok if nobody does.
func (b *Book) BestAsk() (price int64, ok bool) { return 0, false }

// Last is the price of the last trade, 0 before the first.
func (b *Book) Last() int64 { return b.last }

// Status says which orders the market takes.
func (b *Book) Status() Status { return b.status }

// SetStatus changes which orders the market takes. What rests stays.
func (b *Book) SetStatus(s Status) { b.status = s }

// Open is how many orders rest.
func (b *Book) Open() int { return 0 }

// Check says which invariant of the book is broken, nil if none is. It reads
// everything; it is for tests and for checks at intervals.
func (b *Book) Check() error { return nil }

// Clone is an independent copy.
func (b *Book) Clone() *Book { twin := *b; return &twin }
