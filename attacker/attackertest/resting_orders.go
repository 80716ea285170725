package attackertest

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/attacker"
)

// resting is an order that an account left in a book. What remains of it
// stands in the account's Orders.
type resting struct {
	account *Account
	id      uint64
}

func (r resting) order() *attacker.OpenOrder {
	i := slices.IndexFunc(r.account.Orders, func(o attacker.OpenOrder) bool { return o.ID == r.id })
	if i < 0 {
		return nil
	}
	return &r.account.Orders[i]
}

// bestResting is the best order that rests on one side of a market, the oldest
// among equals; order is nil for none.
func (e *Exchange) bestResting(market string, buy bool) (best resting, order *attacker.OpenOrder) {
	for _, r := range e.left {
		o := r.order()
		if o == nil || o.Market != market || o.Buy != buy {
			continue
		}
		if order == nil || buy && o.Price > order.Price || !buy && o.Price < order.Price {
			best, order = r, o
		}
	}
	return best, order
}

// meet fills an order from one that rests, at the resting one's price.
func (e *Exchange) meet(m *attacker.MarketInfo, r resting, o *attacker.OpenOrder, n int64) {
	paid := worth(m, o.Price, n, false)
	if o.Buy {
		r.account.money(m.Quote).Locked -= paid
		r.account.money(m.Base).Free += n - e.fee(n)
	} else {
		r.account.money(m.Base).Locked -= n
		r.account.money(m.Quote).Free += paid - e.fee(paid)
	}
	if o.Remaining -= n; o.Remaining == 0 {
		e.remove(r)
	}
}

// rest leaves what is not filled in the book and locks what it needs.
func (e *Exchange) rest(acc *Account, m *attacker.MarketInfo, o attacker.Order, p attacker.Placed) {
	open := attacker.OpenOrder{Market: m.Name, ID: p.ID, Buy: o.Buy, Price: o.Price, Remaining: o.Quantity - p.Filled}
	if open.Remaining == 0 {
		return
	}
	asset, held := m.Base, open.Remaining
	if o.Buy {
		asset, held = m.Quote, worth(m, o.Price, open.Remaining, true)
	}
	line := acc.money(asset)
	line.Free -= held
	line.Locked += held
	acc.Orders = append(acc.Orders, open)
	e.left = append(e.left, resting{acc, p.ID})
}

// remove takes an order out of its account and its book.
func (e *Exchange) remove(r resting) {
	r.account.Orders = slices.DeleteFunc(r.account.Orders, func(o attacker.OpenOrder) bool { return o.ID == r.id })
	e.left = slices.DeleteFunc(e.left, func(l resting) bool { return l == r })
}

// side is one side of a book with the accounts' resting orders in it, best
// prices first.
func (e *Exchange) side(market string, levels []attacker.Level, buy bool) []attacker.Level {
	all := slices.Clone(levels)
	for _, r := range e.left {
		if o := r.order(); o != nil && o.Market == market && o.Buy == buy {
			all = append(all, attacker.Level{Price: o.Price, Quantity: o.Remaining})
		}
	}
	slices.SortStableFunc(all, func(a, b attacker.Level) int {
		if buy {
			return cmp.Compare(b.Price, a.Price)
		}
		return cmp.Compare(a.Price, b.Price)
	})
	return all
}
