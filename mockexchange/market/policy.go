package market

import (
	"errors"
	"fmt"
)

// Policy holds the standing controls on markets. Spans are nanoseconds, shares
// parts per million. The zero Policy controls nothing.
type Policy struct {
	Band      Band      `json:"band,omitzero"`
	Range     Range     `json:"range,omitzero"`
	Breaker   Breaker   `json:"breaker,omitzero"`
	Freeze    Freeze    `json:"freeze,omitzero"`
	Reopening Reopening `json:"reopening,omitzero"`
	// PositionCap is the most of a market's base asset that an account may come
	// to hold by buying, and NotionalCap the most that one order may be worth,
	// both in base units of the venue's reference currency at reference prices;
	// 0 is no cap. The venue enforces them: a book knows no reference currency.
	PositionCap int64 `json:"position_cap,omitempty"`
	NotionalCap int64 `json:"notional_cap,omitempty"`
	// NoSelfTrade ends an order that meets one of its own account.
	NoSelfTrade bool `json:"no_self_trade,omitempty"`
}

// Band bounds the limit prices that a market takes, by the average price of
// the trades Over so long, or the last price if Over is 0. A bound of 0 is no
// bound.
type Band struct {
	Over    int64 `json:"over,omitempty"`
	BidUp   int64 `json:"bid_up,omitempty"`
	BidDown int64 `json:"bid_down,omitempty"`
	AskUp   int64 `json:"ask_up,omitempty"`
	AskDown int64 `json:"ask_down,omitempty"`
}

// Range bounds the prices at which arriving orders execute: a buyer pays no
// more than the average price Over so long and Most on top, a seller gets no
// less than it less Most. Most 0 is no bound.
type Range struct {
	Over int64 `json:"over,omitempty"`
	Most int64 `json:"most,omitempty"`
}

// Breaker stops a market before a trade at a price that is further than Move
// from the price Over so long ago. For so long orders are collected; then they
// are executed at one price. Every stop within Memory of the last one allows
// Widen more, up to Widest. Move 0 stops nothing.
type Breaker struct {
	Over   int64 `json:"over,omitempty"`
	Move   int64 `json:"move,omitempty"`
	For    int64 `json:"for,omitempty"`
	Memory int64 `json:"memory,omitempty"`
	Widen  int64 `json:"widen,omitempty"`
	Widest int64 `json:"widest,omitempty"`
}

// Freeze keeps the withdrawals of whoever gained by a trade that was further
// than Move from the price Over so long ago, or of All, for so long. Move 0
// keeps none.
type Freeze struct {
	Over int64 `json:"over,omitempty"`
	Move int64 `json:"move,omitempty"`
	For  int64 `json:"for,omitempty"`
	All  bool  `json:"all,omitempty"`
}

// Reopening is how long a market that was stopped takes cancellations only,
// and after that only orders that rest, before it is open again.
type Reopening struct {
	CancelOnly int64 `json:"cancel_only,omitempty"`
	PostOnly   int64 `json:"post_only,omitempty"`
}

// Staged reports whether a market opens in stages.
func (r Reopening) Staged() bool { return r.CancelOnly > 0 || r.PostOnly > 0 }

// guards reports whether a book has anything to do about the policy.
func (p *Policy) guards() bool {
	return p.Band != (Band{}) || p.Range.Most > 0 || p.Breaker.Move > 0 || p.Freeze.Move > 0 || p.NoSelfTrade
}

// Bounds of what a policy may say.
const (
	longest = int64(100 * 365 * 24 * 3600 * 1_000_000_000)
	largest = int64(1_000 * million) // a thousandfold
)

// ErrPolicy is inside every error that Policy.Validate returns.
var ErrPolicy = errors.New("no possible policy")

// Validate says what is wrong with the policy, nil if nothing is.
func (p *Policy) Validate() error {
	for _, n := range []struct {
		name        string
		value, most int64
	}{
		{"band over", p.Band.Over, longest},
		{"bids up", p.Band.BidUp, largest},
		{"bids down", p.Band.BidDown, largest},
		{"asks up", p.Band.AskUp, largest},
		{"asks down", p.Band.AskDown, largest},
		{"range over", p.Range.Over, longest},
		{"range", p.Range.Most, largest},
		{"breaker over", p.Breaker.Over, longest},
		{"breaker move", p.Breaker.Move, largest},
		{"breaker for", p.Breaker.For, longest},
		{"breaker memory", p.Breaker.Memory, longest},
		{"breaker widen", p.Breaker.Widen, largest},
		{"breaker widest", p.Breaker.Widest, largest},
		{"freeze over", p.Freeze.Over, longest},
		{"freeze move", p.Freeze.Move, largest},
		{"freeze for", p.Freeze.For, longest},
		{"cancel only", p.Reopening.CancelOnly, longest},
		{"post only", p.Reopening.PostOnly, longest},
		{"position cap", p.PositionCap, 1<<63 - 1},
		{"notional cap", p.NotionalCap, 1<<63 - 1},
	} {
		if n.value < 0 || n.value > n.most {
			return fmt.Errorf("%w: %s %d, expected 0 to %d", ErrPolicy, n.name, n.value, n.most)
		}
	}
	return nil
}
