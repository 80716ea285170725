package perturb

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// trading redraws at which prices a step trades, and how much.
func (v *perturbation) trading(p *scenarios.Params) {
	if p == nil {
		return
	}
	if p.Rounds != nil {
		*p.Rounds = v.count(*p.Rounds)
	}
	if p.Below != nil {
		*p.Below = v.amount(*p.Below)
	}
	if p.Market == nil {
		return
	}
	if p.Quantity != nil {
		v.quantity(p.Quantity, p.Market.Text)
	}
	if p.Price != nil {
		v.price(p.Price, p.Market.Text)
	}
	for i := range p.Ladder {
		v.quantity(&p.Ladder[i].Quantity, p.Market.Text)
		v.price(&p.Ladder[i].Price, p.Market.Text)
	}
}

// quantity redraws how much is traded on a market, in whole steps of it.
func (v *perturbation) quantity(a *scenarios.Amount, symbol string) {
	*a = v.loot(*a)
	m := v.sc.Market(symbol)
	if m == nil {
		return // Build complains
	}
	u, units, ok := v.units(a)
	_, step, fits := v.units(&m.Step)
	if ok && fits && step > 0 {
		a.Text = u.Trimmed(max(units/step, 1) * step)
	}
}

// price moves a price towards the fair one at the start, or away from it, by as
// much as all others of that market: who would have met still meets, and what
// was above is above. It stays on the tick.
func (v *perturbation) price(a *scenarios.Amount, symbol string) {
	m := v.sc.Market(symbol)
	if m == nil {
		return // Build complains
	}
	u := money.Unit{Code: a.Asset.Text, Decimals: uint8(m.PriceScale.Value)}
	var at [3]int64
	for i, text := range []string{a.Text, m.Price.Start.Text, m.Tick.Text} {
		units, err := u.Parse(text)
		if err != nil {
			return
		}
		at[i] = units
	}
	price, fair, tick := at[0], at[1], max(at[2], 1)
	off, ok := money.MulDiv(max(price, fair)-min(price, fair), v.level(symbol), sim.Whole, money.Nearest)
	if !ok {
		return
	}
	if price < fair {
		off = -off
	}
	a.Text = u.Trimmed(max((fair+off)/tick, 1) * tick)
}

// level is how far from the fair price all prices of a market are moved, in
// parts per million of how far they were.
func (v *perturbation) level(symbol string) int64 {
	if _, drawn := v.levels[symbol]; !drawn {
		if v.levels == nil {
			v.levels = make(map[string]int64)
		}
		v.levels[symbol] = sim.Whole + v.either(v.bounds.Amounts.PPM)
	}
	return v.levels[symbol]
}
