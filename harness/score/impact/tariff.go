package impact

import (
	"fmt"
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// TariffVersion is the version of the default tariff and of the way in which
// times are counted. Results of different tariffs are never compared.
//
// In version 1 ten minutes' waiting were free and the eleventh cost eleven, and
// what was still open at the end cost 24 hours however late it began. Defences
// learnt to sit under such edges. Since version 2 every price rises smoothly
// with time, from nothing: twice as long costs twice as much, two halves cost
// as much as the whole, and a second never costs more than a second.
//
// Since version 3 the price of waiting is that of the customer who waits: most
// can, at a tenth of it, and to a few every hour is ten times as dear, until they
// have gone elsewhere. In the first minutes that comes to what it was.
//
// Until version 3 nobody was paid for bringing coins out of cold storage. Since
// version 4 a ceremony costs the hours of those who hold it, and undoing trades
// those of the quorum that decides about it.
//
// Until version 4 fifteen people who hold signing keys, and come whenever a
// pay-out wants them, cost nothing, and a watch of the chain that a service keeps
// no more. Since version 5 both have their price.
//
// Until version 5 nobody left. Since version 6 some do who are turned away for
// good, with all that they have, and the venue misses what it would have earned by
// them. What they set out to do later is charged to nobody.
//
// Until version 6 nobody was paid for looking at withdrawals. Since version 7 those
// who approve them by hand, and who look at what a batch check held back, cost what
// people on call and people who sign cost.
//
// Until version 7 a posture said itself how long people decode what they sign for
// cold storage, and how long it takes to lift a rule of their devices, and paid for
// that. Since version 8 they take what people take, and a rule is lifted at the price
// of a ceremony.
const TariffVersion = "8"

// Rate is the price of one kind of harm: a share of the value at stake, an
// amount, or both, for each case or for each hour.
type Rate struct {
	Share   int64 `json:"share,omitempty"`    // parts per million of the value
	Flat    int64 `json:"flat,omitempty"`     // base units of the reference currency
	PerHour bool  `json:"per_hour,omitempty"` // both are for an hour, charged to the nanosecond
	Cap     int64 `json:"cap,omitempty"`      // parts per million of the value; 0 is no cap
}

// Tariff prices harm. It is data, so that a scenario can override a row.
type Tariff struct {
	Version string      `json:"version"`
	Rates   [Kinds]Rate `json:"rates"` // indices are kinds
}

// DefaultTariff is the tariff of every scenario that does not override it.
// thousandYen is what 1,000 yen are worth in base units of the scenario's
// currency: 1,000 where that is the yen itself. The prices are judgements: a
// benchmark tells whether its ranking survives their [Ranges].
func DefaultTariff(thousandYen int64) Tariff {
	late := Rate{Share: 500, PerHour: true, Cap: 20_000}
	return Tariff{Version: TariffVersion, Rates: [Kinds]Rate{
		// Money that cannot be moved misses its use: a price elsewhere, a bill.
		// After 40 hours it hurts as much as a refusal. What counts is the time
		// after the pay-out with which it would have gone; a minute of 100,000 yen
		// costs a yen, because hardly anybody minds, and many may.
		WithdrawalLate: late,
		// About what a customer loses who must sell, pay the fees and a spread,
		// and buy back somewhere else.
		WithdrawalRefused: {Share: 20_000},
		// The same money, on its way in: it was sent to be used here and now.
		DepositLate: late,
		// A trader who cannot act pays the move of the market in the meantime;
		// half a per cent is a calm hour of 2018.
		OrderRefused: {Share: 5_000},
		// A resting order that is taken away loses its place in the queue and its
		// price.
		OrderCancelled: {Share: 5_000},
		// A customer who thought he had traded has not; the change in the fill's
		// value is charged beside it.
		FillReversed: {Share: 5_000},
		// An hour of somebody's evening: make a new key, bring it to every program
		// that used the old one.
		KeyDisabled: {Flat: 2 * thousandYen},
		// Locked out and asking support why.
		AccountFrozen: {Flat: thousandYen / 2, PerHour: true},
		// An hour of each of those who bring coins out of cold storage, or undo
		// trades, with what
		// an employer pays beside the wage, and nights: 3,000 to 10,000 yen.
		Ceremony: {Flat: 5 * thousandYen, PerHour: true},
		// An hour for which somebody who holds a signing key, or looks at withdrawals,
		// can be called, by day and by night: 540 dollars a week is what is paid on average for being on
		// call (incident.io's survey, S173), 350 yen an hour. The rest is two
		// weeks of work a year: handing keys out, training, and replacing who leaves.
		OnCall: {Flat: 2 * thousandYen / 5, PerHour: true},
		// A minute of each of the people who sign a withdrawal, or look at one: to hold
		// its address and amount against the request, on a device of their own. Who
		// takes longer over what he approves costs what an hour of a ceremony costs.
		Signing: {Flat: 8 * thousandYen / 100},
		// An hour of a watch of the chain, 5,000 dollars a month: a subscription, or
		// half a programmer who keeps one up.
		Feed: {Flat: 3 * thousandYen / 4, PerHour: true},
		// About what a venue earns by a customer within a year, or pays for another.
		CustomerLost: {Flat: 5 * thousandYen},
	}}
}

// Price is what one item costs, rounded up to a whole base unit: value at
// stake, and how long it lasted in nanoseconds where the rate is by the hour.
func (r Rate) Price(value, lasted int64) int64 {
	price := money.AddCapped(part(value, r.Share, lasted, money.Whole, r.PerHour), part(r.Flat, 1, lasted, 1, r.PerHour))
	if r.Cap > 0 {
		price = min(price, part(value, r.Cap, 0, money.Whole, false))
	}
	return price
}

// To is the rate to somebody to whom waiting is so many times as dear as to
// others, in parts per million, 0 for as dear. The cap stays: more than if he had
// been refused, and gone elsewhere, nobody loses.
func (r Rate) To(urgency int64) Rate {
	if r.PerHour && urgency != 0 {
		r.Share, _ = money.MulDiv(r.Share, urgency, money.Whole, money.Nearest)
		r.Flat, _ = money.MulDiv(r.Flat, urgency, money.Whole, money.Nearest)
	}
	return r
}

// part is amount*share/of, times the hours if it is by the hour, rounded up; more
// than anybody has where there is no number for it.
func part(amount, share, lasted, of int64, perHour bool) int64 {
	priced := true
	if perHour {
		share, priced = money.MulDiv(share, lasted, 1, money.Down)
		of *= int64(time.Hour)
	}
	if p, ok := money.MulDiv(amount, share, of, money.Up); priced && ok {
		return p
	}
	return 1<<63 - 1
}

// TariffOf is the default tariff with the rows that a scenario overrides. In
// another currency than the yen a scenario has to say what 2,000 yen are, in
// its row key_disabled, because no exchange rate is built in; the other rows
// that name an amount of money follow from it. Errors carry the position in the
// file.
func TariffOf(sc *scenarios.Scenario) (Tariff, error) {
	unit, err := currencyOf(sc)
	if err != nil {
		return Tariff{}, err
	}
	worth, rateErr := param.YenOf(sc)
	thousand, _ := worth.Units(1000)
	tariff := DefaultTariff(thousand)
	for _, row := range sc.Tariff {
		kind, ok := ParseKind(row.Key.Text)
		if !ok {
			return Tariff{}, yamldoc.Errors{yamldoc.Unknown(row.Key.Pos, "harm", row.Key.Text, kindNames[:])}
		}
		if tariff.Rates[kind], err = rateOf(&row.Value, unit); err != nil {
			return Tariff{}, err
		}
	}
	if len(sc.Tariff) > 0 {
		tariff.Version += fmt.Sprintf("+%s.%d", sc.ID.Text, sc.Version)
	}
	return tariff, rateErr
}

func currencyOf(sc *scenarios.Scenario) (money.Unit, error) {
	for i := range sc.Venues {
		for j := range sc.Venues[i].Assets {
			if a := &sc.Venues[i].Assets[j]; a.Code.Text == sc.Currency.Text {
				return money.Unit{Code: a.Code.Text, Decimals: uint8(a.Decimals.Value)}, nil
			}
		}
	}
	return money.Unit{}, yamldoc.Errors{{Pos: sc.Currency.Pos, Problem: "currency is " + yamldoc.Quoted(sc.Currency.Text), Expected: "an asset of the venue"}}
}

func rateOf(row *scenarios.TariffRow, unit money.Unit) (Rate, error) {
	rate := Rate{PerHour: row.PerHour}
	if row.Share != nil {
		rate.Share = row.Share.PPM
	}
	if row.Cap != nil {
		rate.Cap = row.Cap.PPM
	}
	if row.Flat == nil {
		return rate, nil
	}
	flat, err := unit.Parse(row.Flat.Text)
	if err != nil || row.Flat.Asset.Text != unit.Code {
		return rate, yamldoc.Errors{{
			Pos: row.Flat.Pos, Problem: "price " + row.Flat.Text + " " + row.Flat.Asset.Text,
			Expected: fmt.Sprintf("an amount of %s with at most %d decimals", unit.Code, unit.Decimals),
		}}
	}
	rate.Flat = flat
	return rate, nil
}
