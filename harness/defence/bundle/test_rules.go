package bundle

import "github.com/exdrill/exdrill/harness/defence/rules"

// TestRules runs the fixtures of a bundle's rules, rules/tests/<rule>.yml,
// without a run: each holds lists of events upon which the rule must, and must
// not, fire.
//
//	must_fire:
//	  - name: five dead keys from one address
//	    events:
//	      - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 5, vary: [key]}
//	must_not_fire:
//	  - name: one dead key
//	    events:
//	      - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key}
//
// Events carry the fields of the telemetry; what is left out is 0 or empty. at
// is the time since the case began, or a second after the event before. repeat
// makes several, every so much apart, and vary counts ids, amounts or addresses
// up from one to the next. The error is of type yamldoc.Errors, or an
// *UnknownError.
func TestRules(nameOrPath string) (*rules.FixtureReport, error) {
	from, shown, err := locate(nameOrPath)
	if err != nil {
		return nil, err
	}
	set, err := rules.Read(from, shown)
	if err != nil {
		return nil, told(from, shown, err)
	}
	report, err := rules.Test(from, shown, set)
	if a, ok := from.(*assembly); ok {
		for i := range report.Results {
			report.Results[i].Pos = a.origin(shown, report.Results[i].Pos)
		}
	}
	return report, told(from, shown, err)
}
