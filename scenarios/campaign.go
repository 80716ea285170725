package scenarios

// Campaign is everything that the attacker does. All steps on one key make up
// a unit and are taken in their order; units do not wait for each other.
type Campaign struct {
	Onset Window `key:"onset"` // his first action is drawn in it
	Until Time   `key:"until"` // by then all steps of the record are done
	Think Pause  `key:"think"` // between two requests with the same key
	Steps []Step `key:"steps"`
}

// Window is a span of time.
type Window struct {
	Earliest Time `key:"earliest"`
	Latest   Time `key:"latest"`
}

// Sets of keys that a step can be about, beside the classes of victims and of
// the attacker's own accounts.
const (
	OnAll     = "all"     // every key of the dump
	OnLive    = "live"    // those that live
	OnDeleted = "deleted" // those that their owners deleted

	OnPublished = "published" // those that were shown in public
)

// Conditions of a step: what the attacker must know of the key as it begins.
const (
	WhenAlways         = "always"
	WhenAlive          = "alive"            // the venue told what the key may do
	WhenCanTrade       = "can_trade"        // and trading was part of it
	WhenCanWithdraw    = "can_withdraw"     // and withdrawing was part of it
	WhenHasFunds       = "has_funds"        // balances were read, and something was there
	WhenUnitNotDrained = "unit_not_drained" // nobody took all yet
)

// Step is one technique, applied to each key of a set, or used for each of its
// transfers on a chain. It begins either within
// At, the keys one after another in an order that is drawn, or After another
// step on the same key has ended.
type Step struct {
	ID             Name       `key:"id"`
	Technique      Name       `key:"technique"`
	On             []Name     `key:"on,optional"`    // sets of keys
	With           *Name      `key:"with,optional"`  // class of own accounts: the partners of these keys, in turn
	Venue          *Name      `key:"venue,optional"` // absent for every venue where there are such keys
	At             *Span      `key:"at,optional"`
	After          *After     `key:"after,optional"`
	Counts         []Number   `key:"counts,optional"` // the technique's count for each account of On, in their order
	Params         *Params    `key:"params,optional"`
	Transfers      []Transfer `key:"transfers,optional"` // on a chain, instead of all but the technique
	When           []Name     `key:"when,optional"`
	Counterfactual bool       `key:"counterfactual,optional"` // beyond the record: what an undefended venue would have gone on losing
}

// Span spreads the beginnings of a step over time; the first is at Start.
type Span struct {
	Start Moment `key:"start"`
	End   Time   `key:"end"`
}

// After lets a step follow another one on the same key.
type After struct {
	Step   Name     `key:"step"`
	Delay  Duration `key:"delay"`
	Jitter Duration `key:"jitter"` // drawn evenly and added
}

// Params are the parameters of techniques; each takes those it knows.
type Params struct {
	Count   *Number   `key:"count,optional"`   // orders or withdrawals for each account, if all have the same
	Target  *Name     `key:"target,optional"`  // asset to convert into
	Style   *Name     `key:"style,optional"`   // limit or market
	Through *Share    `key:"through,optional"` // how far through the best price
	Asset   *Name     `key:"asset,optional"`   // the one asset to withdraw
	Total   *Amount   `key:"total,optional"`   // most to take of an asset
	Fresh   *Name     `key:"fresh,optional"`   // account: one address for each asset of an account
	Until   *Time     `key:"until,optional"`
	For     *Duration `key:"for,optional"`
	Times   *Number   `key:"times,optional"`
	Backoff *Duration `key:"backoff,optional"`

	Market   *Name     `key:"market,optional"`   // "BTC/JPY"
	Price    *Amount   `key:"price,optional"`    // of one whole coin of the base, in the quote
	Quantity *Amount   `key:"quantity,optional"` // of the base
	Ladder   []Rung    `key:"ladder,optional"`   // orders that rest
	Bids     bool      `key:"bids,optional"`     // they buy, instead of selling
	Rounds   *Number   `key:"rounds,optional"`
	Spend    *Share    `key:"spend,optional"` // of what is free
	Pause    *Duration `key:"pause,optional"` // between rounds
	Least    *Amount   `key:"least,optional"` // not worth a withdrawal below
	Below    *Amount   `key:"below,optional"` // limit that pieces stay below
}

// Rung is one of a ladder of orders.
type Rung struct {
	Price    Amount `key:"price"`    // of one whole coin of the base, in the quote
	Quantity Amount `key:"quantity"` // of the base
}
