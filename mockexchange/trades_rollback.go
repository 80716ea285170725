package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// rollback undoes trades of one market, newest first: those between Since and
// Until (0: now) and within RollbackWindow, at Price or beyond it (higher if
// Side is Buy, lower if it is Sell; 0: at any price), that Account (0: anybody)
// took part in.
//
// A trade is undone whole or not at all. Each side has to have what it
// received, free or in resting orders, which are cancelled for it, newest
// first: what somebody has spent or withdrawn since is gone, and the trade is
// kept. The house gives the fees back. Where all trades are kept the result is
// InsufficientBalance, where there is none NothingToDo.
func (e *Exchange) rollback(now int64, c *Command) Result {
	span, code := e.rollbackSpan(now, c)
	if code != reject.OK {
		return Result{Code: code}
	}
	r, past := Result{Code: reject.NothingToDo}, &e.tradeHistory[c.Market-1]
	for i := past.count - 1; i >= 0 && past.at(i).at >= span.since; i-- {
		t := past.at(i)
		if t.at > span.until || t.reversed || !c.selects(t) {
			continue
		}
		if code := e.reverse(now, t, c); code == reject.OK {
			r.Count++
			e.logTrade(now, TradeReversed, t, c)
		} else {
			r.Code = code
			e.logTrade(now, TradeKept, t, c).Code = code
		}
	}
	if r.Count > 0 {
		r.Code = reject.OK
	}
	return r
}

// span is a stretch of time, both ends included, in virtual nanoseconds.
type span struct{ since, until int64 }

// rollbackSpan says what is wrong with a command to roll back, and otherwise
// which stretch of time it is about.
func (e *Exchange) rollbackSpan(now int64, c *Command) (s span, code reject.Code) {
	s = span{max(c.Since, now-RollbackWindow+1), c.Until}
	if s.until == 0 {
		s.until = now
	}
	switch {
	case c.Market == 0 || int(c.Market) > len(e.books):
		return s, reject.UnknownMarket
	case c.Account != 0 && !e.registry.HasAccount(c.Account):
		return s, reject.UnknownAccount
	case c.Since < 0, c.Until < 0, s.until < c.Since, c.Price < 0,
		c.Price > 0 && c.Side != market.Buy && c.Side != market.Sell:
		return s, reject.BadRequest
	}
	return s, reject.OK
}

// selects reports whether a command to roll back means a trade, but for its time.
func (c *Command) selects(t *trade) bool {
	switch {
	case c.Account != 0 && c.Account != t.takerAccount && c.Account != t.makerAccount:
		return false
	case c.Price == 0:
		return true
	case c.Side == market.Buy:
		return t.price >= c.Price
	}
	return t.price <= c.Price
}

// leg is one half of a trade on its way back.
type leg struct {
	asset    uint16
	from, to uint32
	amount   int64 // base units that go back to whom they came from
	fee      int64 // of them, what the house has and not from; below zero, what from has of the house beside them
}

// reverse undoes one trade, or says why it cannot.
func (e *Exchange) reverse(now int64, t *trade, c *Command) reject.Code {
	spec := e.books[c.Market-1].Spec()
	buyer, seller, buyerFee, sellerFee := t.takerAccount, t.makerAccount, t.takerFee, t.makerFee
	if t.side == market.Sell {
		buyer, seller, buyerFee, sellerFee = seller, buyer, sellerFee, buyerFee
	}
	legs := [...]leg{
		{spec.Base, buyer, seller, t.quantity, buyerFee},
		{spec.Quote, seller, buyer, t.quote, sellerFee},
	}
	for i := range legs {
		if !e.canReturn(&legs[i]) {
			return reject.InsufficientBalance
		}
	}
	for i := range legs {
		e.giveBack(now, &legs[i], c)
	}
	t.reversed = true
	return reject.OK
}

// canReturn reports whether both who received a leg and the house, which took
// the fee, still have it.
func (e *Exchange) canReturn(l *leg) bool {
	has := e.ledger.Free(l.from, l.asset) + e.ledger.Locked(l.from, l.asset)
	return has >= l.amount-l.fee && e.houseFunds(l.asset) >= l.fee
}

func (e *Exchange) giveBack(now int64, l *leg, c *Command) {
	e.unlock(now, l.from, l.asset, l.amount-l.fee, c)
	if kept := max(l.fee, 0); l.amount > kept {
		e.mustPost(e.ledger.Post(l.asset, l.amount-kept, pocket(ledger.Free, l.from), pocket(ledger.Free, l.to)))
	}
	if l.fee < 0 {
		e.mustPost(e.ledger.Post(l.asset, -l.fee, pocket(ledger.Free, l.from), ledger.Pocket{Kind: ledger.House}))
	}
	e.fromHouse(l.asset, l.fee, pocket(ledger.Free, l.to))
}

// unlock cancels an account's resting orders that lock an asset, newest first,
// until it has so much of it free.
func (e *Exchange) unlock(now int64, account uint32, asset uint16, want int64, c *Command) {
	for e.ledger.Free(account, asset) < want {
		m, id := e.newestLocking(account, asset)
		if id == 0 {
			return
		}
		undo := *c
		undo.Order = id
		if e.cancel(now, m, &undo).Code != reject.OK {
			return
		}
		e.events[len(e.events)-1].Control = reject.RollbackTrades
	}
}

// newestLocking finds the newest resting order of an account that locks an
// asset, in whichever market; order 0 if there is none.
func (e *Exchange) newestLocking(account uint32, asset uint16) (m uint16, order uint64) {
	var open []market.Order
	for i, b := range e.books {
		open = b.Orders(account, open[:0])
		for j := range open {
			o := &open[j]
			if o.ID > order && o.Locked > 0 && reservedAsset(b.Spec(), o.Side) == asset {
				m, order = uint16(i+1), o.ID
			}
		}
	}
	return m, order
}

func (e *Exchange) logTrade(now int64, what EventType, t *trade, c *Command) *Event {
	spec := e.books[c.Market-1].Spec()
	ev := e.log(now, what, c)
	ev.Control = reject.RollbackTrades
	ev.Account, ev.Counterparty, ev.OrderID, ev.MakerOrder = t.takerAccount, t.makerAccount, t.taker, t.maker
	ev.Side, ev.Order, ev.Price, ev.Quantity = t.side, t.kind, t.price, t.quantity
	ev.Asset, ev.Amount, ev.Value = spec.Quote, t.quote, e.value(spec.Base, t.quantity)
	return ev
}
