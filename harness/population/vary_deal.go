package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// foreign redraws how many keys were shown in public, and the thief's own
// accounts.
func (v *variation) foreign(k *scenarios.Compromise) {
	if k.Dump.Published != nil {
		shown := v.count(*k.Dump.Published)
		shown.Exactly(min(shown.Value, k.Dump.Keys.Value))
		k.Dump.Published = &shown
	}
	for i := range k.Own {
		o := &k.Own[i]
		o.Accounts = v.count(o.Accounts)
		for j := range o.Holdings {
			o.Holdings[j].Value = v.amount(o.Holdings[j].Value)
		}
	}
}

// coins redraws how many coins hot wallets start with.
func (v *variation) coins() {
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if n := v.sc.Venues[i].Assets[j].HotCoins; n != nil {
				*n = v.count(*n)
			}
		}
	}
}

// shape redraws how many coins a transaction spends, of those that there are,
// and how many addresses it pays, of those that the thief has.
func (v *variation) shape(t *scenarios.Transfer) {
	if t.Inputs != nil {
		*t.Inputs = v.count(*t.Inputs)
		if most := v.hotCoins(t.Amount.Asset.Text); most > 0 {
			t.Inputs.Exactly(min(t.Inputs.Value, most))
		}
	}
	if t.Outputs != nil {
		*t.Outputs = v.count(*t.Outputs)
		if k := v.sc.Compromise; k != nil && k.Addresses != nil {
			t.Outputs.Exactly(min(t.Outputs.Value, k.Addresses.Value))
		}
	}
}

// hotCoins is how many coins the hot wallet of an asset starts with, 0 if the
// scenario does not say.
func (v *variation) hotCoins(code string) int64 {
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if a := &v.sc.Venues[i].Assets[j]; a.Code.Text == code && a.HotCoins != nil {
				return a.HotCoins.Value
			}
		}
	}
	return 0
}

// deal redraws at which prices a step trades, and how much.
func (v *variation) deal(p *scenarios.Params) {
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

// redress redraws what the exchange undid and paid.
func (v *variation) redress() {
	for i := range v.sc.History.Actions {
		a := &v.sc.History.Actions[i]
		if a.Total != nil {
			*a.Total = v.amount(*a.Total)
		}
		if a.PriceAbove != nil && a.Market != nil {
			v.price(a.PriceAbove, a.Market.Text)
		}
	}
}

// quantity redraws how much is traded on a market, in whole steps of it.
func (v *variation) quantity(a *scenarios.Amount, symbol string) {
	*a = v.amount(*a)
	m := v.market(symbol)
	if m == nil {
		return // Build complains
	}
	u := money.Unit{Code: a.Asset.Text, Decimals: v.decimals(a.Asset.Text)}
	units, err := u.Parse(a.Text)
	step, wrong := u.Parse(m.Step.Text)
	if err == nil && wrong == nil && step > 0 {
		a.Text = u.Trimmed(max(units/step, 1) * step)
	}
}

// decimals is how finely an asset is counted.
func (v *variation) decimals(code string) uint8 {
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if a := &v.sc.Venues[i].Assets[j]; a.Code.Text == code {
				return uint8(a.Decimals.Value)
			}
		}
	}
	return 0
}

// price moves a price towards the fair one at the start, or away from it, by as
// much as all others of that market: who would have met still meets, and what
// was above is above. It stays on the tick.
func (v *variation) price(a *scenarios.Amount, symbol string) {
	m := v.market(symbol)
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
func (v *variation) level(symbol string) int64 {
	if _, drawn := v.levels[symbol]; !drawn {
		if v.levels == nil {
			v.levels = make(map[string]int64)
		}
		v.levels[symbol] = sim.Whole + v.either(v.bounds.Amounts.PPM)
	}
	return v.levels[symbol]
}

// market finds a market by its name, that with the coarsest prices if several
// venues have it.
func (v *variation) market(symbol string) (found *scenarios.Market) {
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Markets {
			m := &v.sc.Venues[i].Markets[j]
			if m.Symbol() == symbol && (found == nil || m.PriceScale.Value < found.PriceScale.Value) {
				found = m
			}
		}
	}
	return found
}

// size is how many keys a step is about, where it is taken.
func (v *variation) size(s *scenarios.Step) int {
	if s.Venue != nil {
		for i := range v.sc.Venues {
			if v.sc.Venues[i].Name.Text != s.Venue.Text {
				continue
			}
			if here, err := locally(v.sc, i); err == nil {
				return here.Compromise.Size(s.On)
			}
		}
	}
	return v.sc.Compromise.Size(s.On)
}
