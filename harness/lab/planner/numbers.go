package planner

import (
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// How far what one account offers is from what the scenario says, to either
// side, parts per million; synthetic. Equal orders of many accounts would give
// the thief away, and no report says that they were.
const (
	rungSpread     = 100_000 // of the prices of a ladder
	quantitySpread = 200_000
	roundsSpread   = 10_000 // of the price of trades to and fro
)

// vary draws the prices and quantities of one key's orders, where the scenario
// invented them, and writes them as programs do. Documented ones stay.
func (p *planner) vary(from *scenarios.Params, t technique.Params) (technique.Params, error) {
	if from == nil || from.Market == nil {
		return t, nil
	}
	m, err := p.market(from.Market)
	if err != nil {
		return t, err
	}
	if t.Rounds > 0 && from.Price != nil {
		t.Price = p.price(&from.Price.Stated, t.Price, roundsSpread, model.ByProgram().Prices, m)
	}
	ladder := make([]technique.Rung, len(t.Ladder))
	for i, r := range t.Ladder {
		ladder[i].Price = p.price(&from.Ladder[i].Price.Stated, r.Price, rungSpread, model.ByProgram().FarPrices, m)
		ladder[i].Quantity = p.quantity(&from.Ladder[i].Quantity.Stated, r.Quantity, m)
	}
	if len(ladder) > 0 {
		t.Ladder = ladder
	}
	return t, nil
}

func (p *planner) price(s *scenarios.Stated, price, spread int64, by money.Precision, m *market.Spec) int64 {
	if s.From != scenarios.FromSynthetic || price < 1 {
		return price
	}
	written := by.Round(max(p.near(price, spread), 1), p.numbers.N(sim.Whole), money.Nearest)
	tick := max(m.Tick, 1)
	return max(written-written%tick, tick)
}

func (p *planner) quantity(s *scenarios.Stated, quantity int64, m *market.Spec) int64 {
	if s.From != scenarios.FromSynthetic || quantity < 1 {
		return quantity
	}
	written := model.ByProgram().Amount(&p.numbers, max(p.near(quantity, quantitySpread), 1))
	step := max(m.Step, 1)
	return max(written-written%step, step)
}

// near draws a number around n, to the last digit: one of so many millionths would
// end in noughts where it is large.
func (p *planner) near(n, spread int64) int64 {
	most, _ := money.MulDiv(n, spread, sim.Whole, money.Nearest)
	return n + p.numbers.Between(-most, most)
}
