package drill

import (
	"slices"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Scenario loads a scenario by its id or its path and checks every name in it
// against what exdrill can do. What is wrong is told all at once.
func Scenario(nameOrPath string) (*scenarios.Scenario, error) {
	sc, err := scenarios.Inspect(nameOrPath)
	var errs yamldoc.Errors
	if err := errs.Note(err); err != nil {
		return nil, err
	}
	if sc != nil {
		for _, err := range []error{scenarios.Validate(sc, Vocabulary()), postures(sc), priced(sc)} {
			if err := errs.Note(err); err != nil {
				return nil, err
			}
		}
	}
	_ = errs.Sorted()
	errs = slices.CompactFunc(errs, func(a, b *yamldoc.Error) bool { return *a == *b }) // what two of them found
	if err := errs.Sorted(); err != nil {
		return nil, err
	}
	return sc, nil
}

// postures checks the parameters of the controls that stood.
func postures(sc *scenarios.Scenario) error {
	if !counted(sc) {
		return nil
	}
	var errs yamldoc.Errors
	for i := range sc.Venues {
		v := &sc.Venues[i]
		known := *v
		known.Posture = nil
		for _, c := range v.Posture {
			if control.Named(c.Control.Text) != nil { // the others were told
				known.Posture = append(known.Posture, c)
			}
		}
		_, err := control.OfIncident(&known, param.TermsOf(sc))
		if err := errs.Note(err); err != nil {
			return err
		}
	}
	return errs.Sorted()
}

// priced checks that harm has its prices: in another currency than the yen a
// scenario has to say what they are worth.
func priced(sc *scenarios.Scenario) error {
	if !counted(sc) {
		return nil
	}
	_, err := impact.TariffOf(sc)
	return err
}

// counted reports whether amounts of the currency can be counted at all.
func counted(sc *scenarios.Scenario) bool {
	a := sc.Asset(sc.Currency.Text)
	return a != nil && a.Decimals.Pos.Line > 0 && a.Decimals.Value <= money.MaxDecimals
}

// Vocabulary is every name that a scenario may use.
func Vocabulary() scenarios.Vocabulary {
	var v scenarios.Vocabulary
	for _, t := range technique.All() {
		v.Techniques = append(v.Techniques, t.Info().Name)
	}
	for _, c := range control.All() {
		v.Controls = append(v.Controls, c.Info().Name)
	}
	for _, a := range action.All() {
		v.Actions = append(v.Actions, a.Name)
	}
	v.Measures = measure.Measures()
	for k := range impact.Kinds {
		v.Harms = append(v.Harms, impact.Kind(k).String())
	}
	return v
}
