package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/market"
)

// RollbackWindow is how far back trades can be undone, in nanoseconds.
const RollbackWindow = 24 * 3600 * 1_000_000_000

// tapeLength is the most trades of a market that can be undone, a power of
// two; where more happen within the window the oldest are past undoing.
const tapeLength = 1 << 17

// trade is one fill as it can be undone.
type trade struct {
	at                         int64 // virtual nanoseconds
	price, quantity, quote     int64 // as in market.Fill
	takerFee, makerFee         int64
	taker, maker               uint64 // orders
	takerAccount, makerAccount uint32
	side                       market.Side // the taker's
	kind                       market.Type // the taker's
	reversed                   bool
}

// tape remembers the trades of one market for RollbackWindow, in a ring.
type tape struct {
	ring  []trade // its length is a power of two, or 0
	first int
	count int
}

// at is the i-th trade, oldest first.
func (t *tape) at(i int) *trade { return &t.ring[(t.first+i)&(len(t.ring)-1)] }

// note adds a trade and forgets those that are too old.
func (t *tape) note(now int64, taker *market.Order, f *market.Fill) {
	for t.count > 0 && t.at(0).at <= now-RollbackWindow {
		t.forget()
	}
	if t.count == len(t.ring) {
		t.grow()
	}
	t.count++
	*t.at(t.count - 1) = trade{
		at: now, price: f.Price, quantity: f.Quantity, quote: f.Quote,
		takerFee: f.TakerFee, makerFee: f.MakerFee, taker: taker.ID, maker: f.Maker,
		takerAccount: taker.Account, makerAccount: f.MakerAccount, side: taker.Side, kind: taker.Type,
	}
}

// forget drops the oldest trade.
func (t *tape) forget() {
	t.first = (t.first + 1) & (len(t.ring) - 1)
	t.count--
}

// grow makes room for one more trade.
func (t *tape) grow() {
	if t.count == tapeLength {
		t.forget()
		return
	}
	wider := make([]trade, max(64, 2*len(t.ring)))
	n := copy(wider, t.ring[t.first:])
	copy(wider[n:], t.ring[:t.first])
	t.ring, t.first = wider, 0
}
