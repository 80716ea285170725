package mockexchange

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/market"
)

// OrderView is one order, open or finished, as its owner may ask for it.
type OrderView struct {
	Order   market.Order
	Market  uint16
	Status  string // NEW, PARTIALLY_FILLED, FILLED, CANCELED, EXPIRED
	Updated int64  // virtual nanoseconds
}

// TradeView is one side of one trade.
type TradeView struct {
	ID, Order       uint64
	Market          uint16
	Price, Quantity int64
	Quote, Fee      int64 // base units; the fee is part of what this side received
	FeeAsset        uint16
	At              int64 // virtual nanoseconds
	Buyer, Maker    bool
}

// orderHistory remembers finished orders and trades for those who ask. Drills do
// without it, servers keep it; a nil history remembers nothing.
type orderHistory struct {
	orders map[uint64]*OrderView
	trades map[uint32][]TradeView
	last   uint64
}

// KeepHistory makes the venue remember every order and trade from now on.
func (e *Exchange) KeepHistory() {
	e.history = &orderHistory{
		orders: make(map[uint64]*OrderView),
		trades: make(map[uint32][]TradeView),
	}
}

func (h *orderHistory) order(now int64, m uint16, o *market.Order, rests bool) {
	if h == nil {
		return
	}
	status := "EXPIRED"
	switch {
	case rests && o.Executed == 0:
		status = "NEW"
	case rests:
		status = "PARTIALLY_FILLED"
	case o.Remaining == 0:
		status = "FILLED"
	}
	h.orders[o.ID] = &OrderView{Order: *o, Market: m, Status: status, Updated: now}
}

func (h *orderHistory) cancelled(now int64, m uint16, o *market.Order) {
	if h == nil {
		return
	}
	h.orders[o.ID] = &OrderView{Order: *o, Market: m, Status: "CANCELED", Updated: now}
}

// fill notes both sides of a trade and brings the maker's order up to date.
func (h *orderHistory) fill(now int64, m uint16, taker *market.Order, f *market.Fill) {
	if h == nil {
		return
	}
	h.last++
	t := TradeView{
		ID: h.last, Order: taker.ID, Market: m, Price: f.Price, Quantity: f.Quantity,
		Quote: f.Quote, Fee: f.TakerFee, At: now, Buyer: taker.Side == market.Buy,
	}
	h.trades[taker.Account] = append(h.trades[taker.Account], t)
	t.Order, t.Fee, t.Buyer, t.Maker = f.Maker, f.MakerFee, !t.Buyer, true
	h.trades[f.MakerAccount] = append(h.trades[f.MakerAccount], t)
	if o, ok := h.orders[f.Maker]; ok {
		o.Order.Executed += f.Quantity
		o.Order.ExecutedQuote += f.Quote
		o.Order.Remaining = f.MakerLeft
		o.Status, o.Updated = "PARTIALLY_FILLED", now
		if f.MakerDone {
			o.Status = "FILLED"
		}
	}
}

// Order finds one order of the venue, finished or not. Without KeepHistory it
// finds open ones only.
func (e *Exchange) Order(id uint64) (OrderView, bool) {
	if e.history != nil {
		if o, ok := e.history.orders[id]; ok {
			return *o, true
		}
		return OrderView{}, false
	}
	for i, b := range e.books {
		if o, ok := b.Get(id); ok {
			v := OrderView{Order: *o, Market: uint16(i + 1), Status: "NEW", Updated: o.Placed}
			if o.Executed > 0 {
				v.Status = "PARTIALLY_FILLED"
			}
			return v, true
		}
	}
	return OrderView{}, false
}

// Trades lists the newest trades of an account, oldest of them first; market 0
// means all, limit 0 means no limit. It needs KeepHistory.
func (e *Exchange) Trades(account uint32, m uint16, limit int) (found []TradeView) {
	if e.history == nil {
		return nil
	}
	all := e.history.trades[account]
	for i := len(all) - 1; i >= 0 && (limit == 0 || len(found) < limit); i-- {
		if t := all[i]; m == 0 || t.Market == m {
			t.FeeAsset = e.feeAsset(&t)
			found = append(found, t)
		}
	}
	slices.Reverse(found)
	return found
}

// feeAsset is the asset that a side received, and so paid its fee in.
func (e *Exchange) feeAsset(t *TradeView) uint16 {
	spec := &e.genesis.Markets[t.Market-1]
	if t.Buyer {
		return spec.Base
	}
	return spec.Quote
}
