package param

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Yen says what yen are worth in a scenario's currency. Tariffs and shipped
// defences think in yen, whatever the venue counts in.
type Yen struct {
	units, yen int64 // so many base units of the currency are so many yen
}

// yenCode is the currency in which tariffs and amounts are stated that go with
// every scenario.
const yenCode = "JPY"

// keyYen is what the default tariff charges for a key with honest use, yen.
const keyYen = 2_000

// YenOf finds what yen are worth in a scenario: 1 where they are its currency,
// and otherwise what the row key_disabled of its tariff says, which is 2,000
// yen in the scenario's currency. The error has the position of the row.
func YenOf(sc *scenarios.Scenario) (Yen, error) {
	unit := currencyOf(sc)
	if unit.Code == yenCode {
		return Yen{money.Pow10(unit.Decimals), 1}, nil
	}
	row, ok := sc.Tariff.Get("key_disabled")
	if !ok || row.Flat == nil {
		return Yen{}, yamldoc.Errors{{
			Pos: sc.Currency.Pos, Problem: "the tariff has no row key_disabled in " + unit.Code,
			Expected: "one because it says what 2,000 yen are worth, such as key_disabled: {flat: 18 " + unit.Code + "}",
		}}
	}
	flat, err := unit.Parse(row.Flat.Text)
	if err != nil || row.Flat.Asset.Text != unit.Code || flat <= 0 {
		return Yen{}, yamldoc.Errors{{
			Pos: row.Flat.Pos, Problem: "price " + row.Flat.Text + " " + row.Flat.Asset.Text,
			Expected: fmt.Sprintf("an amount of %s above 0 with at most %d decimals", unit.Code, unit.Decimals),
		}}
	}
	return Yen{flat, keyYen}, nil
}

// Units is an amount of yen in base units of the currency, rounded down; ok is
// false where that leaves 64 bits, or for a rate that YenOf did not give.
func (y Yen) Units(yen int64) (units int64, ok bool) {
	if y.yen == 0 {
		return 0, false
	}
	return money.MulDiv(yen, y.units, y.yen, money.Down)
}

// Worth is an amount of base units of the currency in whole yen, rounded
// down; as it is where nobody says what yen are worth.
func (y Yen) Worth(units int64) int64 {
	if y.units == 0 {
		return units
	}
	yen, ok := money.MulDiv(units, y.yen, y.units, money.Down)
	if !ok {
		return units
	}
	return yen
}
