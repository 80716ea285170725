package attackertest

import (
	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Place holds an order against filters and funds, and fills it from the book.
// What is left of one that rests stays there for others.
func (e *Exchange) Place(a attacker.Access, o attacker.Order) (p attacker.Placed, r attacker.Refusal, err error) {
	r, err = e.handle(Request{Op: "place", Market: o.Market, Order: o}, a, func(acc *Account) attacker.Refusal {
		m := e.market(o.Market)
		if !filtered(m, o) {
			return attacker.FilterRefused
		}
		gives, gets := acc.money(m.Base).Free, m.Quote
		need := o.Quantity
		if o.Buy {
			gives, gets = acc.money(m.Quote).Free, m.Base
			need = max(o.Quote, worth(m, o.Price, o.Quantity, true))
		}
		if need > gives {
			return attacker.FundsRefused
		}
		e.orders++
		p = e.fill(m, o)
		p.ID = e.orders
		e.settle(acc, m, o.Buy, gets, p)
		if o.Rest {
			e.rest(acc, m, o, p)
		}
		return attacker.Accepted
	})
	return p, r, err
}

// filtered says whether the market's filters let an order through.
func filtered(m *attacker.MarketInfo, o attacker.Order) bool {
	if (o.Quantity > 0) == (o.Quote > 0) || o.Limit && (o.Price <= 0 || o.Quote > 0) || o.Rest && !o.Limit {
		return false
	}
	if o.Quote > 0 {
		return o.Quote >= m.MinNotional
	}
	switch {
	case o.Quantity%max(m.Step, 1) != 0, o.Quantity < m.MinQty, m.MaxQty > 0 && o.Quantity > m.MaxQty:
		return false
	case !o.Limit:
		return true
	}
	return o.Price%max(m.Tick, 1) == 0 && worth(m, o.Price, o.Quantity, false) >= m.MinNotional
}

// fill matches an order with the book: its levels, which never run dry, and
// what accounts left there, which does. Levels go first at an equal price.
func (e *Exchange) fill(m *attacker.MarketInfo, o attacker.Order) (p attacker.Placed) {
	levels := e.Books[m.Name].Bids
	if o.Buy {
		levels = e.Books[m.Name].Asks
	}
	for {
		r, open := e.bestResting(m.Name, !o.Buy)
		var l attacker.Level
		fromAccount := open != nil && (len(levels) == 0 || better(open.Price, levels[0].Price, o.Buy))
		switch {
		case fromAccount:
			l = attacker.Level{Price: open.Price, Quantity: open.Remaining}
		case len(levels) > 0:
			l, levels = levels[0], levels[1:]
		default:
			return p
		}
		n := wanted(m, o, p, l)
		if n <= 0 {
			return p
		}
		p.Filled += n
		p.Quote += worth(m, l.Price, n, false)
		if fromAccount {
			e.meet(m, r, open, n)
		}
	}
}

// better says that a price is better than another one for a taker.
func better(price, than int64, buy bool) bool { return buy && price < than || !buy && price > than }

// wanted is how much of a level an order takes.
func wanted(m *attacker.MarketInfo, o attacker.Order, p attacker.Placed, l attacker.Level) int64 {
	if o.Limit && better(o.Price, l.Price, o.Buy) {
		return 0
	}
	if o.Quote > 0 {
		n, _ := money.MulDiv(o.Quote-p.Quote, unit(m), l.Price, money.Down)
		return min(l.Quantity, n-n%max(m.Step, 1))
	}
	return min(l.Quantity, o.Quantity-p.Filled)
}

func (e *Exchange) settle(acc *Account, m *attacker.MarketInfo, buy bool, gets string, p attacker.Placed) {
	gave, given, got := m.Base, p.Filled, p.Quote
	if buy {
		gave, given, got = m.Quote, p.Quote, p.Filled
	}
	acc.money(gave).Free -= given
	acc.money(gets).Free += got - e.fee(got)
}

// fee is what the exchange keeps of something that is received.
func (e *Exchange) fee(got int64) int64 {
	fee, _ := money.MulDiv(got, e.Fee, 1_000_000, money.Up)
	return fee
}

func worth(m *attacker.MarketInfo, price, quantity int64, up bool) int64 {
	r := money.Down
	if up {
		r = money.Up
	}
	w, ok := money.MulDiv(price, quantity, unit(m), r)
	if !ok {
		panic("attackertest: an order is worth more than 64 bits hold")
	}
	return w
}

func unit(m *attacker.MarketInfo) int64 {
	return money.Pow10(m.PriceScale + m.BaseDecimals - m.QuoteDecimals)
}
