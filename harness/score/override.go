package score

import (
	"fmt"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

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
	worth, rateErr := defence.YenOf(sc)
	thousand, _ := worth.Units(1000)
	tariff := DefaultTariff(thousand)
	for _, row := range sc.Tariff {
		kind, ok := ParseKind(row.Key.Text)
		if !ok {
			return Tariff{}, fmt.Errorf("%s: unknown harm %q, expected one of %s",
				row.Key.Pos, row.Key.Text, strings.Join(kindNames[:], ", "))
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
	return money.Unit{}, fmt.Errorf("%s: currency %q, expected an asset of the venue", sc.Currency.Pos, sc.Currency.Text)
}

func rateOf(row *scenarios.TariffRow, unit money.Unit) (Rate, error) {
	rate := Rate{PerHour: row.PerHour}
	if row.Share != nil {
		rate.Share = row.Share.PPM
	}
	if row.Cap != nil {
		rate.Cap = row.Cap.PPM
	}
	if row.Least != nil {
		rate.Least = time.Duration(row.Least.Value)
	}
	if row.Flat == nil {
		return rate, nil
	}
	flat, err := unit.Parse(row.Flat.Text)
	if err != nil || row.Flat.Asset.Text != unit.Code {
		return rate, fmt.Errorf("%s: price %s %s, expected an amount of %s with at most %d decimals",
			row.Flat.Pos, row.Flat.Text, row.Flat.Asset, unit.Code, unit.Decimals)
	}
	rate.Flat = flat
	return rate, nil
}
