package technique

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// PlaceBaitOrders rests a ladder of orders at absurd prices, by an account of
// the thief's own, for his victims' keys to run into. One look at the balances
// if they may have changed, then one request for each rung.
type PlaceBaitOrders struct{}

// Info describes it.
func (PlaceBaitOrders) Info() Info {
	return Info{
		Name:    "place_bait_orders",
		Summary: "Rests orders far from the market with an account of the thief's own, for victims' keys to fill.",
		Effect:  "None by itself. What victims' keys buy later is bought from here.",
		Seen:    "A few accounts that offer a thin coin at many times its price, minutes before anybody pays that.",
		ATTACK:  []string{"T1657"},
		AADAPT:  []string{"ADT3021", "ADT3021.004"},
		Takes: []Parameter{
			{"params.market", "BTC/JPY"},
			{"params.ladder", "[{price: ..., quantity: ...}, ...]; or price and quantity"},
			{"params.bids", "true for bids instead of asks"},
		},
	}
}

// Start takes Params.Market, Params.Ladder, or instead of it Params.Price and
// Params.Quantity, and Params.Bids.
func (PlaceBaitOrders) Start(p Params) (Run, error) {
	if err := p.checkDeal(); err != nil {
		return nil, err
	}
	ladder := p.Ladder
	if len(ladder) == 0 {
		ladder = []Rung{{Price: p.Price, Quantity: p.Quantity}}
	}
	for i, r := range ladder {
		if r.Price < 1 || r.Quantity < 0 {
			return nil, fmt.Errorf("rung %d is %d at %d, expected a quantity of 0 or more at a price of at least 1", i+1, r.Quantity, r.Price)
		}
	}
	return &placeBaitOrdersRun{market: p.Market, ladder: ladder, bids: p.Bids}, nil
}

type placeBaitOrdersRun struct {
	market  string
	ladder  []Rung // never changed
	bids    bool
	planned bool
	next    int   // index of the rung
	left    int64 // of the asset that is offered
	held    int64 // what the order in progress holds of it
	over    bool
}

func (b *placeBaitOrdersRun) Ask(_ int64, v View) Move {
	m := v.listed(b.market)
	if b.over || m == nil {
		return Move{}
	}
	if !b.planned {
		if needsBalances(v.Key) {
			return Move{Call: Call{Op: OpBalances}}
		}
		b.planned, b.left = true, v.Key.Free(m.Base)
		if b.bids {
			b.left = v.Key.Free(m.Quote)
		}
	}
	for ; b.next < len(b.ladder); b.next++ {
		if o, ok := b.order(marketMath{m}); ok {
			return Move{Call: Call{Op: OpPlace, Order: o}}
		}
	}
	return Move{}
}

// order is the rung that is next, or what there is for it; ok is false if that
// is too little.
func (b *placeBaitOrdersRun) order(q marketMath) (o attacker.Order, ok bool) {
	r := b.ladder[b.next]
	o = attacker.Order{Market: q.Name, Buy: b.bids, Limit: true, Rest: true, Price: q.onTick(r.Price, b.bids)}
	whole := b.left
	if b.bids {
		whole = q.quantity(o.Price, b.left, money.Down)
	}
	if r.Quantity == 0 {
		o.Quantity = q.fit(whole/int64(len(b.ladder)-b.next), o.Price)
	} else {
		o.Quantity = q.fit(min(whole, r.Quantity), o.Price)
	}
	b.held = o.Quantity
	if b.bids {
		b.held = q.worth(o.Price, o.Quantity, money.Up)
	}
	return o, o.Quantity > 0
}

// Tell goes on after a rung that was refused.
func (b *placeBaitOrdersRun) Tell(_ int64, _ View, a Answer) {
	if !b.planned {
		b.over = a.Refusal != attacker.Accepted
		return
	}
	b.next++
	if a.Refusal == attacker.Accepted {
		b.left -= b.held
	}
	b.over = hopeless(a.Refusal) || a.Refusal == attacker.MarketRefused
}
