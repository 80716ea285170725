package drill

import (
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/scenarios"
)

// Scenario loads a scenario by its id or its path and checks every name in it
// against what exdrill can do.
func Scenario(nameOrPath string) (*scenarios.Scenario, error) {
	sc, err := scenarios.Open(nameOrPath)
	if err != nil {
		return nil, err
	}
	if err := scenarios.Validate(sc, Vocabulary()); err != nil {
		return nil, err
	}
	for i := range sc.Venues {
		if _, err := control.OfIncident(&sc.Venues[i], param.TermsOf(sc)); err != nil {
			return nil, err
		}
	}
	return sc, nil
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
	v.Measures, v.Given = measure.Names(), measure.Given()
	for k := range impact.Kinds {
		v.Harms = append(v.Harms, impact.Kind(k).String())
	}
	return v
}
