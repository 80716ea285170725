package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/market"
)

// RollbackWindow is how far back trades can be undone, in nanoseconds.
const RollbackWindow = 24 * 3600 * 1_000_000_000

// tradeHistoryLength is the most trades of a market that can be undone, a power of
// two; where more happen within the window the oldest are past undoing.
const tradeHistoryLength = 1 << 17

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

// tradeHistory remembers the trades of one market for RollbackWindow, in a ring.
type tradeHistory struct {
	ring  []trade // its length is a power of two, or 0
	first int
	count int
}

// at is the i-th trade, oldest first.
func (h *tradeHistory) at(i int) *trade { return &h.ring[(h.first+i)&(len(h.ring)-1)] }

// add adds a trade and forgets those that are too old.
func (h *tradeHistory) add(now int64, taker *market.Order, f *market.Fill) {
	for h.count > 0 && h.at(0).at <= now-RollbackWindow {
		h.dropOldest()
	}
	if h.count == len(h.ring) {
		h.grow()
	}
	h.count++
	*h.at(h.count - 1) = trade{
		at: now, price: f.Price, quantity: f.Quantity, quote: f.Quote,
		takerFee: f.TakerFee, makerFee: f.MakerFee, taker: taker.ID, maker: f.Maker,
		takerAccount: taker.Account, makerAccount: f.MakerAccount, side: taker.Side, kind: taker.Type,
	}
}

// dropOldest drops the oldest trade.
func (h *tradeHistory) dropOldest() {
	h.first = (h.first + 1) & (len(h.ring) - 1)
	h.count--
}

// grow makes room for one more trade.
func (h *tradeHistory) grow() {
	if h.count == tradeHistoryLength {
		h.dropOldest()
		return
	}
	wider := make([]trade, max(64, 2*len(h.ring)))
	n := copy(wider, h.ring[h.first:])
	copy(wider[n:], h.ring[:h.first])
	h.ring, h.first = wider, 0
}
