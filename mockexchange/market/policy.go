package market

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// Policy holds the standing controls on markets. Spans are nanoseconds, shares
// parts per million. The zero Policy controls nothing.
type Policy struct {
	PriceBand       PriceBand       `json:"band,omitzero"`
	PriceRange      PriceRange      `json:"range,omitzero"`
	CircuitBreaker  CircuitBreaker  `json:"breaker,omitzero"`
	AnomalyFreeze   AnomalyFreeze   `json:"freeze,omitzero"`
	StagedReopening StagedReopening `json:"reopening,omitzero"`
	Surveillance    Surveillance    `json:"surveillance,omitzero"`
	// PositionCap is the most of a market's base asset that an account may come
	// to hold by buying, and NotionalCap the most that one order may be worth,
	// both in base units of the venue's reference currency at reference prices;
	// 0 is no cap. The venue enforces them: a book knows no reference currency.
	PositionCap int64 `json:"position_cap,omitempty"`
	NotionalCap int64 `json:"notional_cap,omitempty"`
	// SelfTradePrevention ends an order that meets one of its own account.
	SelfTradePrevention bool `json:"no_self_trade,omitempty"`
}

// PriceBand bounds the limit prices that a market takes, by the average price of
// the trades Over so long, or the last price if Over is 0. A bound of 0 is no
// bound.
type PriceBand struct {
	Over    int64 `json:"over,omitempty"`
	BidUp   int64 `json:"bid_up,omitempty"`
	BidDown int64 `json:"bid_down,omitempty"`
	AskUp   int64 `json:"ask_up,omitempty"`
	AskDown int64 `json:"ask_down,omitempty"`
}

// PriceRange bounds the prices at which arriving orders execute: a buyer pays no
// more than the average price Over so long and Most on top, a seller gets no
// less than it less Most. Most 0 is no bound.
type PriceRange struct {
	Over int64 `json:"over,omitempty"`
	Most int64 `json:"most,omitempty"`
}

// CircuitBreaker stops a market before a trade at a price that is further than
// Move from the price Over so long ago. For so long orders are collected; then
// they are executed at one price. Every stop within Memory of the last one
// allows Widen more, up to Widest. Move 0 stops nothing.
type CircuitBreaker struct {
	Over   int64 `json:"over,omitempty"`
	Move   int64 `json:"move,omitempty"`
	For    int64 `json:"for,omitempty"`
	Memory int64 `json:"memory,omitempty"`
	Widen  int64 `json:"widen,omitempty"`
	Widest int64 `json:"widest,omitempty"`
}

// AnomalyFreeze keeps the withdrawals of whoever gained by a trade that was
// further than Move from the price Over so long ago, or of All, for so long.
// Move 0 keeps none.
type AnomalyFreeze struct {
	Over int64 `json:"over,omitempty"`
	Move int64 `json:"move,omitempty"`
	For  int64 `json:"for,omitempty"`
	All  bool  `json:"all,omitempty"`
}

// Surveillance looks Every so long at the trades of a market Over so long and
// reports them where at least Accounts traded by API key at prices further than
// Move from what was paid before. Every 0 looks at nothing.
type Surveillance struct {
	Over     int64 `json:"over,omitempty"`
	Move     int64 `json:"move,omitempty"`
	Accounts int64 `json:"accounts,omitempty"`
	Every    int64 `json:"every,omitempty"`
}

// StagedReopening is how long a market that was stopped takes cancellations only,
// and after that only orders that rest, before it is open again.
type StagedReopening struct {
	CancelOnly int64 `json:"cancel_only,omitempty"`
	PostOnly   int64 `json:"post_only,omitempty"`
}

// On reports whether a market opens in stages.
func (r StagedReopening) On() bool { return r.CancelOnly > 0 || r.PostOnly > 0 }

// guards reports whether a book has anything to do about the policy.
func (p *Policy) guards() bool {
	return p.PriceBand != (PriceBand{}) || p.PriceRange.Most > 0 || p.CircuitBreaker.Move > 0 || p.AnomalyFreeze.Move > 0 || p.SelfTradePrevention ||
		p.Surveillance.Every > 0
}

// Bounds of what a policy may say.
const (
	longest = int64(100 * 365 * 24 * 3600 * 1_000_000_000)
	largest = int64(1_000 * money.Whole) // a thousandfold
)

// ErrPolicy is inside every error that Policy.Validate returns.
var ErrPolicy = errors.New("no possible policy")

// Validate says what is wrong with the policy, nil if nothing is.
func (p *Policy) Validate() error {
	for _, n := range []struct {
		name        string
		value, most int64
	}{
		{"band over", p.PriceBand.Over, longest},
		{"bids up", p.PriceBand.BidUp, largest},
		{"bids down", p.PriceBand.BidDown, largest},
		{"asks up", p.PriceBand.AskUp, largest},
		{"asks down", p.PriceBand.AskDown, largest},
		{"range over", p.PriceRange.Over, longest},
		{"range", p.PriceRange.Most, largest},
		{"breaker over", p.CircuitBreaker.Over, longest},
		{"breaker move", p.CircuitBreaker.Move, largest},
		{"breaker for", p.CircuitBreaker.For, longest},
		{"breaker memory", p.CircuitBreaker.Memory, longest},
		{"breaker widen", p.CircuitBreaker.Widen, largest},
		{"breaker widest", p.CircuitBreaker.Widest, largest},
		{"freeze over", p.AnomalyFreeze.Over, longest},
		{"freeze move", p.AnomalyFreeze.Move, largest},
		{"freeze for", p.AnomalyFreeze.For, longest},
		{"surveillance over", p.Surveillance.Over, longest},
		{"surveillance move", p.Surveillance.Move, largest},
		{"surveillance accounts", p.Surveillance.Accounts, 1<<63 - 1},
		{"surveillance every", p.Surveillance.Every, longest},
		{"cancel only", p.StagedReopening.CancelOnly, longest},
		{"post only", p.StagedReopening.PostOnly, longest},
		{"position cap", p.PositionCap, 1<<63 - 1},
		{"notional cap", p.NotionalCap, 1<<63 - 1},
	} {
		if n.value < 0 || n.value > n.most {
			return fmt.Errorf("%w: %s %d, expected 0 to %d", ErrPolicy, n.name, n.value, n.most)
		}
	}
	return nil
}
