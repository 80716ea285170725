package technique

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/attacker"
)

// WithdrawProceeds comes back to an account of the thief's own again and again
// and takes out what has come in. A visit is one look at the balances, if there
// is something to sell a look at the book, an order and another look at the
// balances, and one request for each coin to withdraw.
type WithdrawProceeds struct{}

// Info describes it.
func (WithdrawProceeds) Info() Info {
	return Info{
		Name:    "withdraw_proceeds",
		Summary: "Withdraws from accounts of the thief's own what trades with victims brought in.",
		Effect:  "The loot leaves the venue. Until then a rollback or a freeze can still reach it.",
		Seen:    "Withdrawals of nearly everything to addresses never paid before, by accounts that just sold a thin coin very well.",
		ATTACK:  []string{"T1657"},
		AADAPT:  []string{"ADT3028", "ADT3021"},
		Takes: []Parameter{
			{"params.target", "the coin that he withdraws; or asset, if nothing is to be sold for it"},
			{"params.market", "where he trades what he has for it; nothing is traded if left out"},
			{"params.price", "the least that he sells at"},
			{"params.least", "what he does not bother to withdraw below"},
			{"params.until", "up to when he comes back; one visit if left out"},
			{"params.pause", "between two visits; 1h if left out"},
		},
	}
}

var errProceeds = errors.New("asset and target are missing, expected the code of the coin to withdraw in one of them")

// Start takes Params.Target or Params.Asset, Params.Least, Params.Until and
// Params.Pause; without Until there is one visit. What is not Target is sold
// on Params.Market at Params.Price or better, at most Params.Through through
// the best price.
func (WithdrawProceeds) Start(p Params) (Run, error) {
	if p.Asset == "" {
		p.Asset = p.Target
	}
	switch {
	case p.Asset == "":
		return nil, errProceeds
	case p.Least < 0:
		return nil, fmt.Errorf("least is %d, expected 0 or more", p.Least)
	case p.Until < 0:
		return nil, fmt.Errorf("until is %d, expected a time after 1970, or none", p.Until)
	case p.Price < 0:
		return nil, fmt.Errorf("price is %d, expected a positive price, or none", p.Price)
	case p.Through < 0 || p.Through >= million:
		return nil, fmt.Errorf("through is %d, expected 0 to 999999 parts per million", p.Through)
	}
	p.Through = cmp.Or(p.Through, DefaultThrough)
	p.Pause = cmp.Or(p.Pause, DefaultVisit)
	if err := p.checkPause(); err != nil {
		return nil, err
	}
	return &withdrawProceedsRun{params: p}, nil
}

type withdrawProceedsRun struct {
	params Params
	doing  visitStage
	sold   bool  // something in this visit
	best   int64 // price in the book
	next   int64 // when the next visit is
	over   bool
}

// visitStage is what a visit is at.
type visitStage uint8

const (
	counting visitStage = iota // the balances
	peering                    // into the book
	selling
	taking
	leaving
)

func (w *withdrawProceedsRun) Ask(now int64, v View) Move {
	if w.over || now < w.next {
		return w.rest()
	}
	switch w.doing {
	case counting:
		return Move{Call: Call{Op: OpBalances}}
	case peering:
		return Move{Call: Call{Op: OpDepth, Market: w.params.Market}}
	case selling:
		if o, ok := w.sale(v); ok {
			return Move{Call: Call{Op: OpPlace, Order: o}}
		}
		w.doing = taking
	}
	if t, ok := w.transfer(v); ok {
		return Move{Call: Call{Op: OpWithdraw, Transfer: t}}
	}
	return w.leave(now, v.Chance)
}

// leave ends a visit.
func (w *withdrawProceedsRun) leave(now int64, c *Chance) Move {
	pause := int64(w.params.Pause)
	w.next = now + c.Between(pause-pause/5, pause+pause/5+1)
	w.doing, w.sold = counting, false
	w.over = w.next > w.params.Until
	return w.rest()
}

// rest waits for the next visit.
func (w *withdrawProceedsRun) rest() Move {
	if w.over {
		return Move{}
	}
	return Move{Until: w.next}
}

// batch is what there is to sell; ok is false without a market for it.
func (w *withdrawProceedsRun) batch(v View) (b orderBatch, ok bool) {
	for i := range v.Markets {
		m := &v.Markets[i]
		if m.Name != w.params.Market {
			continue
		}
		b.hop, b.asset = hop{market: i}, m.Base
		if m.Base == w.params.Asset {
			b.hop.buy, b.asset = true, m.Quote
		}
		b.amount, b.best, b.parts = v.Key.Free(b.asset), w.best, 1
		return b, b.amount > 0
	}
	return b, false
}

// sale is an order for all that is not to be withdrawn; ok is false if it does
// not pay.
func (w *withdrawProceedsRun) sale(v View) (o attacker.Order, ok bool) {
	b, ok := w.batch(v)
	if !ok || w.best == 0 {
		return o, false
	}
	t := terms{style: StyleLimit, through: w.params.Through}
	if o, ok = b.order(v, t); !ok || o.Quantity == 0 {
		return o, false
	}
	if w.params.Price == 0 {
		return o, true
	}
	worst := b.market(v).onTick(w.params.Price, o.Buy)
	if o.Buy {
		o.Price = min(o.Price, worst)
		return o, w.best <= worst
	}
	o.Price = max(o.Price, worst)
	return o, w.best >= worst
}

// transfer is the withdrawal of a visit; ok is false if it is not worth it. One
// fee stays behind, in case it is charged on top.
func (w *withdrawProceedsRun) transfer(v View) (t attacker.Transfer, ok bool) {
	a := v.asset(w.params.Asset)
	if a == nil || !a.Withdrawable || !v.Addresses.Has(a.Code) {
		return t, false
	}
	amount := v.Key.Free(a.Code) - a.WithdrawalFee
	least := max(w.params.Least, a.MinWithdrawal+a.WithdrawalFee, 1)
	if w.doing != taking || amount < least {
		return t, false
	}
	t = attacker.Transfer{Asset: a.Code, Amount: v.written(amount, least, 1)}
	t.Address, _ = v.Addresses.Next(a.Code)
	return t, true
}

func (w *withdrawProceedsRun) Tell(_ int64, v View, a Answer) {
	if hopeless(a.Refusal) && w.doing != selling {
		w.over = true
		return
	}
	switch w.doing {
	case counting:
		w.doing = taking
		if _, ok := w.batch(v); ok && !w.sold {
			w.doing = peering
		}
		if a.Refusal != attacker.Accepted {
			w.doing = leaving
		}
	case peering:
		w.doing, w.best = selling, books{a.Depth}.best(hop{buy: w.buys(v)})
	case selling:
		w.doing, w.sold = counting, true
	case taking:
		w.doing = leaving
	}
}

// buys says that what is not to be withdrawn is the quote asset of the market.
func (w *withdrawProceedsRun) buys(v View) bool {
	m := v.listed(w.params.Market)
	return m != nil && m.Base == w.params.Asset
}
