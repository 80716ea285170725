package market

import (
	"github.com/exdrill/exdrill/mockexchange/reject"
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
	newest uint64 // the highest id placed so far
	last   int64

	bids, asks bookSide
	pool       orderPool
	index      orderIndex
	accounts   accountIndex
	guard      *guard // nil where no policy is in force
}

// NewBook makes an empty, open book.
func NewBook(spec Spec) *Book {
	return &Book{
		spec:  spec,
		bids:  bookSide{sign: 1},
		asks:  bookSide{sign: -1},
		pool:  newOrderPool(),
		index: newOrderIndex(64),
	}
}

// Spec is what the book trades. It is for reading.
func (b *Book) Spec() *Spec { return &b.spec }

// Cancel takes an order out of the book, whatever the market's status, and
// returns it as it was; its Locked is to be released. UnknownOrder if it does
// not rest here.
func (b *Book) Cancel(id uint64) (Order, reject.Code) {
	i := b.index.slot(id)
	if i == 0 {
		return Order{}, reject.UnknownOrder
	}
	o := b.pool.at(i).order
	side := b.side(o.Side)
	at, _ := side.find(o.Price)
	side.quantity -= o.Remaining
	side.locked -= o.Locked
	b.remove(&side.levels[at], i)
	if side.levels[at].orders == 0 {
		side.drop(at)
	}
	return o, reject.OK
}

// insert puts what is left of an order into the book.
func (b *Book) insert(o *Order) {
	i := b.pool.put(o)
	side := b.side(o.Side)
	side.quantity += o.Remaining
	side.locked += o.Locked
	side.levelAt(o.Price).queue(&b.pool, i)
	b.index.put(o.ID, i)
	b.accounts.add(&b.pool, i)
}

// remove takes an order out of everything but the sums of its side.
func (b *Book) remove(from *level, i slot) {
	from.leave(&b.pool, i)
	b.accounts.remove(&b.pool, i)
	b.index.take(b.pool.at(i).order.ID)
	b.pool.take(i)
}

func (b *Book) side(s Side) *bookSide {
	if s == Buy {
		return &b.bids
	}
	return &b.asks
}

// Get finds an order that rests here. The pointer is for reading, and only
// until the book next changes.
func (b *Book) Get(id uint64) (*Order, bool) {
	i := b.index.slot(id)
	if i == 0 {
		return nil, false
	}
	return &b.pool.at(i).order, true
}

// Orders appends an account's resting orders to dst, by id.
func (b *Book) Orders(account uint32, dst []Order) []Order {
	if int64(account) >= int64(len(b.accounts)) || b.accounts[account] == 0 {
		return dst
	}
	oldest := b.accounts[account]
	for i := oldest; ; {
		n := b.pool.at(i)
		dst = append(dst, n.order)
		if i = n.newer; i == oldest {
			return dst
		}
	}
}

// Depth appends the n best levels of either side, best first; all of them if n
// is not positive.
func (b *Book) Depth(n int, bids, asks []Level) (allBids, allAsks []Level) {
	return b.bids.depth(n, bids), b.asks.depth(n, asks)
}

func (s *bookSide) depth(n int, dst []Level) []Level {
	worst := 0
	if n > 0 {
		worst = max(0, len(s.levels)-n)
	}
	for i := len(s.levels) - 1; i >= worst; i-- {
		at := &s.levels[i]
		dst = append(dst, Level{Price: at.price, Quantity: at.quantity, Orders: int(at.orders)})
	}
	return dst
}

// BestBid is the highest price somebody buys at; not ok if nobody does.
func (b *Book) BestBid() (price int64, ok bool) { return b.bids.bestPrice() }

// BestAsk is the lowest price somebody sells at; not ok if nobody does.
func (b *Book) BestAsk() (price int64, ok bool) { return b.asks.bestPrice() }

func (s *bookSide) bestPrice() (price int64, ok bool) {
	if best := s.best(); best != nil {
		return best.price, true
	}
	return 0, false
}

// Last is the price of the last trade, 0 before the first.
func (b *Book) Last() int64 { return b.last }

// Status says which orders the market takes.
func (b *Book) Status() Status { return b.status }

// SetStatus changes which orders the market takes. What rests stays.
func (b *Book) SetStatus(s Status) { b.status = s }

// Open is how many orders rest.
func (b *Book) Open() int { return b.pool.count }

// Reserved is what all resting orders of a side have locked: base units of the
// quote asset for Buy, of the base asset for Sell.
func (b *Book) Reserved(s Side) int64 { return b.side(s).locked }
