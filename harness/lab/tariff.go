package lab

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// tariff is the default tariff with the rows that a scenario overrides. The
// flat prices of the default are in yen: a scenario in another currency states
// its own.
func tariff(sc *scenarios.Scenario, g *mockexchange.Genesis) (score.Tariff, error) {
	unit := money.Unit{Code: g.Assets[0].Code, Decimals: g.Assets[0].Decimals}
	t := score.DefaultTariff(1000 * money.Pow10(unit.Decimals))
	for i := range sc.Tariff {
		row := &sc.Tariff[i]
		kind, ok := score.ParseKind(row.Key.Text)
		if !ok {
			return t, fmt.Errorf("%s: unknown item of the tariff %q", row.Key.Pos, row.Key.Text)
		}
		r, err := rate(&row.Value, unit)
		if err != nil {
			return t, err
		}
		t.Rates[kind] = r
		t.Version = score.TariffVersion + "+" + sc.ID.Text
	}
	return t, nil
}

func rate(row *scenarios.TariffRow, unit money.Unit) (r score.Rate, err error) {
	r.PerHour = row.PerHour
	if row.Share != nil {
		r.Share = row.Share.PPM
	}
	if row.Flat != nil {
		if r.Flat, err = unit.Parse(row.Flat.Text); err != nil {
			return r, fmt.Errorf("%s: %w", row.Flat.Pos, err)
		}
	}
	if row.Cap != nil {
		r.Cap = row.Cap.PPM
	}
	if row.Least != nil {
		r.Least = row.Least.Value
	}
	return r, nil
}
