package score

import (
	"fmt"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// TariffVersion is the version of the default tariff. Results of different
// tariffs are never compared.
const TariffVersion = "1"

// Grace is how long a customer waits before he minds.
const Grace = 10 * time.Minute

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

// Kinds is how many values of Kind there are, for tables indexed by one.
const Kinds = int(kinds)

var kindNames = [kinds]string{
	"withdrawal_late", "withdrawal_refused", "deposit_late", "order_refused",
	"order_cancelled", "fill_reversed", "key_disabled", "account_frozen",
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

// Rate is the price of one kind of harm: a share of the value at stake, an
// amount, or both, for each case or for each hour.
type Rate struct {
	Share   int64         `json:"share,omitempty"`    // parts per million of the value
	Flat    int64         `json:"flat,omitempty"`     // base units of the reference currency
	PerHour bool          `json:"per_hour,omitempty"` // both are for an hour, charged to the nanosecond
	Cap     int64         `json:"cap,omitempty"`      // parts per million of the value; 0 is no cap
	Least   time.Duration `json:"least,omitempty"`    // charged at the least for what is still open at the end
}

// Tariff prices harm. It is data, so that a scenario can override a row.
type Tariff struct {
	Version string      `json:"version"`
	Rates   [Kinds]Rate `json:"rates"` // indices are kinds
}

// DefaultTariff is the tariff of every scenario that does not override it.
// thousandYen is what 1,000 yen are worth in base units of the scenario's
// currency: 1,000 where that is the yen itself.
func DefaultTariff(thousandYen int64) Tariff {
	late := Rate{Share: 500, PerHour: true, Cap: 20_000, Least: 24 * time.Hour}
	return Tariff{Version: TariffVersion, Rates: [Kinds]Rate{
		WithdrawalLate:    late,
		WithdrawalRefused: {Share: 20_000},
		DepositLate:       late,
		OrderRefused:      {Share: 5_000},
		OrderCancelled:    {Share: 5_000},
		FillReversed:      {Share: 5_000},
		KeyDisabled:       {Flat: 2 * thousandYen},
		AccountFrozen:     {Flat: thousandYen / 2, PerHour: true, Least: 24 * time.Hour},
	}}
}

// reasons say why each row costs what it costs. They are judgements: a
// benchmark tells whether its ranking survives three times and a third of each.
var reasons = [kinds]string{
	WithdrawalLate:    "Money that cannot be moved misses its use: a price elsewhere, a bill. After 40 hours it hurts as much as a refusal.",
	WithdrawalRefused: "About what a customer loses who must sell, pay the fees and a spread, and buy back somewhere else.",
	DepositLate:       "The same money, on its way in: it was sent to be used here and now.",
	OrderRefused:      "A trader who cannot act pays the move of the market in the meantime; half a per cent is a calm hour of 2018.",
	OrderCancelled:    "A resting order that is taken away loses its place in the queue and its price.",
	FillReversed:      "A customer who thought he had traded has not; the change in the fill's value is charged beside it.",
	KeyDisabled:       "An hour of somebody's evening: make a new key, bring it to every program that used the old one.",
	AccountFrozen:     "Locked out and asking support why. One that is never released is somebody's lost day at the least.",
}

// Price is what one item costs, rounded up to a whole base unit: value at
// stake, and how long it lasted in nanoseconds where the rate is by the hour.
func (r Rate) Price(value, lasted int64) int64 {
	price := add(part(value, r.Share, lasted, Whole, r.PerHour), part(r.Flat, 1, lasted, 1, r.PerHour))
	if r.Cap > 0 {
		price = min(price, part(value, r.Cap, 0, Whole, false))
	}
	return price
}

// part is amount*share/of, times the hours if it is by the hour, rounded up.
func part(amount, share, lasted, of int64, perHour bool) int64 {
	if perHour {
		share, _ = money.MulDiv(share, lasted, 1, money.Down)
		of *= int64(time.Hour)
	}
	p, ok := money.MulDiv(amount, share, of, money.Up)
	if !ok {
		return 1<<63 - 1
	}
	return p
}

// open is how long something has lasted that nobody ended before the end.
func (r Rate) open(from, end int64) int64 { return max(end-from, int64(r.Least)) }

// Markdown is the tariff as a table for people, with its reasons.
func (t Tariff) Markdown(currency money.Unit) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| harm | price | why |\n|---|---|---|\n")
	for k, rate := range t.Rates {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", Kind(k), rate.text(currency), reasons[k])
	}
	fmt.Fprintf(&b, "\nTariff version %s. Delays up to %d minutes cost nothing. Every item is rounded up to the smallest unit of %s.\n",
		t.Version, int(Grace/time.Minute), currency.Code)
	return b.String()
}

func (r Rate) text(currency money.Unit) string {
	var parts []string
	if r.Share > 0 {
		parts = append(parts, percent(r.Share)+" of its value")
	}
	if r.Flat > 0 {
		parts = append(parts, currency.Human(r.Flat)+" "+currency.Code)
	}
	text := strings.Join(parts, " and ")
	if r.PerHour {
		text += " an hour"
	}
	if r.Cap > 0 {
		text += ", at most " + percent(r.Cap)
	}
	if r.Least > 0 {
		text += fmt.Sprintf("; still open at the end: at least %d h", int(r.Least/time.Hour))
	}
	return text
}

func percent(ppm int64) string { return money.Unit{Decimals: 4}.Trimmed(ppm) + " %" }
