package technique

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// BuyFromSelf has a victim's key buy a thin coin at a price that nobody else
// would pay, so that the orders meet what the thief's own accounts offer. One
// look at the balances if they may have changed, then Params.Count orders, or
// fewer if there is too little for so many.
type BuyFromSelf struct{}

// Info describes it.
func (BuyFromSelf) Info() Info {
	return Info{
		Name:    "buy_from_self",
		Summary: "Has a victim's key buy a thin coin at an absurd price, from the thief's own orders.",
		Effect:  "The victim's money belongs to an account of the thief, by trades that the venue itself carried out; no right to withdraw was needed.",
		Seen: "Orders of many accounts on one thin market within minutes, far above the last price, filled by the same few " +
			"sellers.",
		ATTACK: []string{"T1657", "T1550.001", "T1078"},
		AADAPT: []string{"ADT3021.001", "ADT3028"},
		Takes: []Parameter{
			{"with", "the class of his own accounts that sells"},
			{"params.market", "BTC/JPY"},
			{"params.price", "the limit of his orders; a market order if left out"},
			{"params.quantity", "the most that he buys in all"},
			{"params.spend", "how much of what the victim has free he spends; all if left out"},
			{"params.count", "orders for each account; 1 if left out"},
		},
	}
}

var errMarket = errors.New("market is missing, expected the symbol of a market")

// checkDeal is for techniques that trade on one market.
func (p Params) checkDeal() error {
	switch {
	case p.Market == "":
		return errMarket
	case p.Price < 0:
		return fmt.Errorf("price is %d, expected a positive price, or none", p.Price)
	case p.Quantity < 0:
		return fmt.Errorf("quantity is %d, expected a positive quantity, or none", p.Quantity)
	case p.Spend < 0 || p.Spend > million:
		return fmt.Errorf("spend is %d, expected 0 to 1000000 parts per million", p.Spend)
	}
	return p.checkPause()
}

// Start takes Params.Market, Params.Price, Params.Quantity, Params.Spend and
// Params.Count, where 0 is one order.
func (BuyFromSelf) Start(p Params) (Run, error) {
	if err := p.checkDeal(); err != nil {
		return nil, err
	}
	if p.Count < 0 {
		return nil, fmt.Errorf("count is %d, expected 0 or more", p.Count)
	}
	p.Spend = cmp.Or(p.Spend, million)
	return &buyFromSelfRun{params: p, parts: max(p.Count, 1), wanted: p.Quantity}, nil
}

// Remainder is the orders not made yet.
func (BuyFromSelf) Remainder(p Params, done int) (Params, bool) { return p.remainder(done) }

// Allowed is the right to trade.
func (BuyFromSelf) Allowed(r attacker.Rights) bool { return r.Trade }

type buyFromSelfRun struct {
	params  Params
	planned bool
	left    int64 // of the quote asset, still to be spent
	wanted  int64 // of the base asset, still to be bought; when Params.Quantity says so
	parts   int   // orders still to be made
	over    bool
}

func (b *buyFromSelfRun) Ask(_ int64, v View) Move {
	m := v.listed(b.params.Market)
	if b.over || m == nil {
		return Move{}
	}
	if !b.planned {
		if needsBalances(v.Key) {
			return Move{Call: Call{Op: OpBalances}}
		}
		b.planned, b.left = true, scale(v.Key.Free(m.Quote), b.params.Spend)
	}
	o, ok := b.order(marketMath{m}, v)
	if !ok {
		return Move{}
	}
	return Move{Call: Call{Op: OpPlace, Order: o}}
}

// order is the next one; ok is false if none is left, or too little for one.
func (b *buyFromSelfRun) order(q marketMath, v View) (o attacker.Order, ok bool) {
	if b.parts == 0 || b.params.Quantity > 0 && b.wanted <= 0 {
		return o, false
	}
	o = attacker.Order{Market: q.Name, Buy: true}
	if b.params.Price == 0 && b.params.Quantity == 0 {
		o.Quote = v.written(partSize(b.left, b.parts, q.MinNotional, 1, v.Chance), q.MinNotional, 1)
		return o, o.Quote > 0
	}
	if b.params.Price == 0 {
		least := max(q.MinQty, q.Step)
		o.Quantity = v.written(partSize(b.wanted, b.parts, least, q.Step, v.Chance), least, q.Step)
		return o, o.Quantity > 0
	}
	o.Limit, o.Price = true, ceil(b.params.Price, max(q.Tick, 1))
	whole := q.quantity(o.Price, b.left, money.Down)
	if b.params.Quantity > 0 {
		whole = min(whole, b.wanted)
	}
	least := q.least(o.Price)
	o.Quantity = q.fit(v.written(partSize(whole, b.parts, least, q.Step, v.Chance), least, q.Step), o.Price)
	return o, o.Quantity > 0
}

// Tell counts an order as used up whether it was taken or not.
func (b *buyFromSelfRun) Tell(_ int64, _ View, a Answer) {
	if !b.planned {
		b.over = a.Refusal != attacker.Accepted
		return
	}
	b.parts--
	b.left -= a.Placed.Quote
	b.wanted -= a.Placed.Filled
	b.over = hopeless(a.Refusal) || a.Refusal == attacker.MarketRefused
}
