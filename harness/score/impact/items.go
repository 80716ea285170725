package impact

import "github.com/exdrill/exdrill/mockexchange/money"

// Kind is one way in which a defence hurts honest people, or costs the venue
// hours of its staff and what it pays to others.
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
	Ceremony
	OnCall
	Signing
	Feed
	CustomerLost
	kinds
)

// Kinds is how many values of Kind there are, for tables indexed by one.
const Kinds = int(kinds)

var kindNames = [kinds]string{
	"withdrawal_late", "withdrawal_refused", "deposit_late", "order_refused",
	"order_cancelled", "fill_reversed", "key_disabled", "account_frozen", "ceremony",
	"on_call", "signing", "feed", "customer_lost",
}

// String is the kind's name in results and scenario files.
func (k Kind) String() string {
	if k < kinds {
		return kindNames[k]
	}
	return "unknown_harm"
}

// ParseKind finds the kind that String names; ok is false for any other name.
func ParseKind(name string) (k Kind, ok bool) {
	for i, n := range kindNames {
		if n == name {
			return Kind(i), true
		}
	}
	return 0, false
}

// Items adds up what honest people suffered, a row for each kind; indices are
// kinds.
type Items [Kinds]Item

// Item is one row of them. Count counts heads; Value and Price are weighted, so
// that a shrunken population still costs what it stands for.
type Item struct {
	Count int64 `json:"count"`
	Value int64 `json:"value"` // what was at stake, base units of the reference currency
	Price int64 `json:"price"` // base units of the reference currency
}

// Charge adds one case, weighted in parts per million, and tells what it adds.
// Somebody who does not count costs nothing.
func (t *Items) Charge(k Kind, value, price, weight int64) (addedValue, addedPrice int64) {
	if weight <= 0 {
		return 0, 0
	}
	row := &t[k]
	row.Count++
	value, price = weighted(value, weight, money.Down), weighted(price, weight, money.Up)
	row.Value, row.Price = money.AddCapped(row.Value, value), money.AddCapped(row.Price, price)
	return value, price
}

func weighted(amount, weight int64, r money.Rounding) int64 {
	if weight == money.Whole {
		return amount
	}
	w, _ := money.MulDiv(amount, weight, money.Whole, r)
	return w
}

// Add adds what others suffered.
func (t *Items) Add(more *Items) {
	for k := range t {
		row, o := &t[k], &more[k]
		row.Count += o.Count
		row.Value, row.Price = money.AddCapped(row.Value, o.Value), money.AddCapped(row.Price, o.Price)
	}
}

// Price is what they all cost.
func (t *Items) Price() (sum int64) {
	for k := range t {
		sum = money.AddCapped(sum, t[k].Price)
	}
	return sum
}
