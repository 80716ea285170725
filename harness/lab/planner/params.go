package planner

import (
	"fmt"
	"time"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// params fills in what a step's parameters are on every key.
func (p *planner) params(s *scenarios.Step) (t technique.Params, err error) {
	q := s.Params
	if q == nil {
		return t, nil
	}
	t.Target, t.Asset = text(q.Target), text(q.Asset)
	t.Style, t.Fresh = technique.Style(text(q.Style)), technique.Fresh(text(q.Fresh))
	t.Count, t.Times, t.Rounds = number(q.Count), number(q.Times), number(q.Rounds)
	t.For, t.Backoff, t.Pause = span(q.For), span(q.Backoff), span(q.Pause)
	t.Through, t.Spend, t.Bids = share(q.Through), share(q.Spend), q.Bids
	t.Whole = q.Whole
	if q.Until != nil {
		t.Until = q.Until.Unix
	}
	for _, figure := range []struct {
		from *scenarios.Amount
		to   *int64
	}{{q.Total, &t.Total}, {q.Least, &t.Least}, {q.Below, &t.Below}} {
		if figure.from == nil {
			continue
		}
		if *figure.to, err = p.amount(figure.from); err != nil {
			return t, err
		}
	}
	if q.Market == nil {
		return t, nil
	}
	return t, p.deal(q, &t)
}

// deal translates prices and quantities to the scale of the market.
func (p *planner) deal(q *scenarios.Params, t *technique.Params) (err error) {
	m, err := p.market(q.Market)
	if err != nil {
		return err
	}
	t.Market = m.Symbol
	if q.Price != nil {
		if t.Price, err = quoted(q.Price, m); err != nil {
			return err
		}
	}
	if q.Quantity != nil {
		if t.Quantity, err = p.amount(q.Quantity); err != nil {
			return err
		}
	}
	for i := range q.Ladder {
		var r technique.Rung
		if r.Price, err = quoted(&q.Ladder[i].Price, m); err != nil {
			return err
		}
		if r.Quantity, err = p.amount(&q.Ladder[i].Quantity); err != nil {
			return err
		}
		t.Ladder = append(t.Ladder, r)
	}
	return nil
}

// market finds a market by its name in the file.
func (p *planner) market(n *scenarios.Name) (*market.Spec, error) {
	for i := range p.genesis.Markets {
		m := &p.genesis.Markets[i]
		if n.Text == p.genesis.Assets[m.Base-1].Code+"/"+p.genesis.Assets[m.Quote-1].Code {
			return m, nil
		}
	}
	return nil, fmt.Errorf("%s: no market %s at %s", n.Pos, n.Text, p.genesis.Name)
}

// quoted is a price at a market's scale.
func quoted(a *scenarios.Amount, m *market.Spec) (int64, error) {
	price, err := money.Unit{Code: a.Asset.Text, Decimals: m.PriceScale}.Parse(a.Text)
	if err != nil {
		return 0, fmt.Errorf("%s: price of %s in %s: %w, expected at most %d decimals", a.Pos, a.Text, m.Symbol, err, m.PriceScale)
	}
	return price, nil
}

func text(n *scenarios.Name) string {
	if n == nil {
		return ""
	}
	return n.Text
}

func number(n *scenarios.Number) int {
	if n == nil {
		return 0
	}
	return int(n.Value)
}

func share(s *scenarios.Share) int64 {
	if s == nil {
		return 0
	}
	return s.PPM
}

func span(d *scenarios.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return d.Value
}
