package score

import "time"

// Kind is one way in which a defence hurts honest people.
type Kind uint8

// The kinds of harm, in the order in which results list them.
const (
	WithdrawalLate Kind = iota
	WithdrawalRefused
	DepositLate
	OrderRefused
	OrderCancelled
	FillReversed
	KeyDisabled
	AccountFrozen
	kinds
)

// Kinds is how many values of Kind there are.
const Kinds = int(kinds)

// Rate is the price of one kind of harm.
type Rate struct {
	Share   int64         // of the value, parts per million; an hour if PerHour
	Flat    int64         // base units of the reference currency; an hour if PerHour
	PerHour bool          // the price grows with time
	Cap     int64         // of the value, parts per million; 0 is no cap
	Least   time.Duration // charged at the least for what is still open at the end
}

// Tariff prices harm. It is data, so that a scenario can override a row.
type Tariff struct {
	Version string
	Rates   [Kinds]Rate
}

// Item is one row of a bill of harm.
type Item struct {
	Kind  Kind  `json:"kind"`
	Count int64 `json:"count"`
	Value int64 `json:"value"` // what was at stake, base units of the reference currency
	Price int64 `json:"price"` // base units of the reference currency
}
