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
	// Whole has withdraw_direct take what there is to the last base unit, as a
	// website's button does; else amounts are written as his programs write them.
	Whole bool `json:"whole,omitempty"`
	// Fresh is how often withdraw_direct changes the address it sends to.
	Fresh Fresh `json:"fresh,omitempty"`

	// Host is the host of the venue's that plant_implant changes, at whose desk
	// move_house_funds works, or the wallet server of raise_signing_limit and
	// spend_from_server; required there.
	Host string `json:"host,omitempty"`
	// Pays has what plant_implant gets signed pay the thief instead of giving him the
	// wallet.
	Pays bool `json:"pays,omitempty"`
	// Amount is what sign_with_stolen_key, take_over_wallet and fan_out send, in base units, the
	// miner's fee not included; they send less where there is less.
	Amount int64 `json:"amount,omitempty"`
	// To says to which of the thief's other addresses fan_out sends, from 0 on.
	To int `json:"to,omitempty"`
	// Exchange is another exchange at which To is one of the thief's deposit
	// addresses, with fan_out and structure_below_limit; empty for addresses of
	// his own.
	Exchange string `json:"exchange,omitempty"`

	// Market is the symbol that buy_from_self, place_bait_orders and
	// counter_trade trade on; required there. withdraw_proceeds sells through
	// it what is not Target; empty for selling nothing.
	Market string `json:"market,omitempty"`
	// Price, at the market's scale, is the limit of buy_from_self (0: a market
	// order), the one rung of place_bait_orders without a ladder, what
	// counter_trade sells to the victim at (0: just inside the book), and the
	// least that withdraw_proceeds sells at (0: any).
	Price int64 `json:"price,omitempty"`
	// Quantity, in base units of the base asset, is the most that
	// buy_from_self buys in all, what a rung of place_bait_orders offers and
	// what one order of counter_trade is about; 0 for all there is.
	Quantity int64 `json:"quantity,omitempty"`
	// Ladder is what place_bait_orders rests; empty for one rung of Price and
	// Quantity.
	Ladder []Rung `json:"ladder,omitempty"`
	// Bids has place_bait_orders rest bids instead of asks.
	Bids bool `json:"bids,omitempty"`
	// Rounds is how many rounds counter_trade goes, two trades each; at least 1
	// there.
	Rounds int `json:"rounds,omitempty"`
	// Spend is the share of what the victim has free, in parts per million,
	// that buy_from_self spends and that a round of counter_trade takes at
	// most; 0 for all.
	Spend int64 `json:"spend,omitempty"`
	// Pause is the time between two rounds of counter_trade, between two looks
	// of withdraw_proceeds, and between two transactions of peel and
	// structure_below_limit; 0 for their defaults.
	Pause time.Duration `json:"pause,omitempty"` // nanoseconds in JSON
	// Least is what withdraw_proceeds does not bother to withdraw below, in
	// base units of the coin.
	Least int64 `json:"least,omitempty"`
	// Below is the limit that the pieces of structure_below_limit stay below,
	// in base units.
	Below int64 `json:"below,omitempty"`

	// Inputs is how many coins sign_with_stolen_key spends in its transaction
	// on a UTXO chain, the largest first; 0 for as many as the amount takes,
	// the oldest first.
	Inputs int `json:"inputs,omitempty"`
	// Outputs is how many of the thief's addresses a transaction pays, one
	// after the other from To on; 0 for one. With peel it is how many pieces
	// are peeled off, one a transaction.
	Outputs int `json:"outputs,omitempty"`

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

// Rung is one order of a ladder.
type Rung struct {
	Price    int64 `json:"price"`    // at the market's scale
	Quantity int64 `json:"quantity"` // base units of the base asset; 0 for an even share of what is there
}

// What parameters stand for when they are left at 0. All are synthetic:
// no report says how the thieves set their programs.
const (
	DefaultThrough = 30_000 // 3 % through the best price
	DefaultTimes   = 3
	DefaultBackoff = 5 * time.Minute
	DefaultHop     = 10 * time.Minute // between two transactions of peel and structure_below_limit: a block of Bitcoin's
	DefaultWatch   = time.Minute      // between two looks of take_over_wallet
	DefaultVisit   = time.Hour        // between two looks of withdraw_proceeds
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

func (p Params) checkPause() error {
	if p.Pause < 0 {
		return fmt.Errorf("pause is %v, expected a positive duration, or none", p.Pause)
	}
	return nil
}

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
