package technique

import (
	"fmt"
	"time"
)

// Params are the parameters of all techniques; each uses those it documents.
type Params struct {
	// Count is how many orders (convert_by_trade) or withdrawals
	// (withdraw_direct) are planned; at least 1 there.
	Count int `json:"count,omitempty"`

	// Target is the coin that convert_by_trade ends up with; required there.
	Target string `json:"target,omitempty"`
	// Style is how convert_by_trade orders.
	Style Style `json:"style,omitempty"`
	// Through is how far through the best price convert_by_trade goes, in
	// parts per million below 1,000,000; 0 is DefaultThrough.
	Through int64 `json:"through,omitempty"`

	// Asset is the coin that withdraw_direct takes; empty for every one that
	// can be withdrawn.
	Asset string `json:"asset,omitempty"`
	// Total is the most that withdraw_direct takes of each coin, in base
	// units, fees included; 0 for all there is.
	Total int64 `json:"total,omitempty"`
	// Fresh is how often withdraw_direct changes the address it sends to.
	Fresh Fresh `json:"fresh,omitempty"`

	// Amount is what sign_with_stolen_key and fan_out send, in base units, the
	// miner's fee not included; they send less where there is less.
	Amount int64 `json:"amount,omitempty"`
	// To says to which of the thief's other addresses fan_out sends, from 0 on.
	To int `json:"to,omitempty"`

	// Until (virtual nanoseconds since the Unix epoch) or For is how long wait
	// waits; exactly one of them there.
	// To the techniques that send on a chain Until is when the spend leaves; what
	// they have to ask they ask before.
	Until int64         `json:"until,omitempty"`
	For   time.Duration `json:"for,omitempty"` // nanoseconds in JSON

	// Times is how often retry asks again; 0 is DefaultTimes. Backoff is how
	// long it waits before the second time; each later wait is twice the one
	// before. 0 is DefaultBackoff.
	Times   int           `json:"times,omitempty"`
	Backoff time.Duration `json:"backoff,omitempty"` // nanoseconds in JSON
}

// What parameters stand for when they are left at 0. All three are synthetic:
// no report says how the thieves set their programs.
const (
	DefaultThrough = 30_000 // 3 % through the best price
	DefaultTimes   = 3
	DefaultBackoff = 5 * time.Minute
)

// Style is how convert_by_trade words its orders.
type Style string

// The styles.
const (
	// StyleMixed sells by limit orders that are immediate or cancelled, and
	// buys by market orders that spend an exact amount, so that nothing is
	// left over.
	StyleMixed  Style = ""
	StyleLimit  Style = "limit"  // limit orders, immediate or cancelled
	StyleMarket Style = "market" // market orders
)

// Fresh is how often withdraw_direct changes the address it sends to.
type Fresh string

// The habits.
const (
	FreshEach    Fresh = ""        // an address of its own for every withdrawal
	FreshAccount Fresh = "account" // one for each coin of an account
)

// checkCount is for techniques that plan a number of requests.
func (p Params) checkCount() error {
	if p.Count < 1 {
		return fmt.Errorf("count is %d, expected at least 1", p.Count)
	}
	return nil
}

func (p Params) checkStyle() error {
	switch p.Style {
	case StyleMixed, StyleLimit, StyleMarket:
		return nil
	}
	return fmt.Errorf("style is %q, expected limit, market or none", p.Style)
}

func (p Params) checkFresh() error {
	switch p.Fresh {
	case FreshEach, FreshAccount:
		return nil
	}
	return fmt.Errorf("fresh is %q, expected account or none", p.Fresh)
}
