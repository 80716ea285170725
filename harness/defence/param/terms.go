package param

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Terms is what a scenario demands of a bundle.
type Terms struct {
	Yen Yen // what yen are worth in its currency, if it says so

	unit  money.Unit    // of its currency, the finest possible if it is unknown
	hold  time.Duration // longest hold allowed
	zone  time.Duration // of the venue, east of UTC
	bound bool          // the scenario is known
	lint  bool          // nothing is run: amounts are only checked
}

// anyUnit stands for the currency where no scenario says which one it is.
var anyUnit = money.Unit{Code: "the currency", Decimals: money.MaxDecimals}

// holdMargin is how long before the end of a run every hold is over.
const holdMargin = 24 * time.Hour

// TermsOf gives the terms of a scenario. Without one, nil, no amount can be
// read.
func TermsOf(sc *scenarios.Scenario) Terms {
	if sc == nil {
		return Terms{unit: anyUnit}
	}
	yen, _ := YenOf(sc) // a scenario without is complained of where it is priced
	return Terms{
		unit: currencyOf(sc), Yen: yen, hold: max(sc.Clock.Tail.Value-holdMargin, 0), bound: true,
		zone: time.Duration(sc.Clock.Zone.Offset) * time.Second,
	}
}

// Unbound are the terms of no scenario, for bundles that are only checked.
func Unbound() Terms { return Terms{unit: anyUnit, lint: true} }

// currencyOf is the unit of a scenario's reference currency.
func currencyOf(sc *scenarios.Scenario) money.Unit {
	for _, v := range sc.Venues {
		for _, a := range v.Assets {
			if a.Code.Text == sc.Currency.Text {
				return money.Unit{Code: a.Code.Text, Decimals: uint8(a.Decimals.Value)}
			}
		}
	}
	return money.Unit{Code: sc.Currency.Text}
}
