package bundle

import (
	"io/fs"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Lint checks a bundle without a scenario: what it is called, its posture, its
// rules, mapping and playbook, and that its fixtures can be read, whether or
// not they pass. The error tells of everything that is wrong, whatever part of
// the bundle it is in.
func Lint(nameOrPath string) error {
	from, shown, err := locate(nameOrPath)
	if err != nil {
		return err
	}
	var wrong yamldoc.Errors
	d, ruled := &defence.Defence{}, rules.Ruled(from)
	head := readManifest(from, shown, d)
	wrong.Note(head.Err())
	if ruled {
		if err := wrong.Note(rules.Lint(from, shown, param.Unbound())); err != nil {
			return err
		}
	}
	if param.Exists(from, control.PostureFile) || d.Watch == nil && !ruled && len(head.Errs) == 0 {
		_, err := control.ReadPosture(from, shown, param.Unbound())
		wrong.Note(err)
	}
	if len(wrong) > 0 {
		return told(from, shown, wrong)
	}
	// What only shows where the parts are put together.
	_, err = load(from, shown, param.Unbound())
	return told(from, shown, err)
}

// LintRules says of every file of rules in a folder, and in the folders in it,
// whether it loads for the telemetry: nil if it does. The rules of all files
// may refer to each other. A mapping.yaml in the folder counts.
func LintRules(from fs.FS, shown string) (files []string, wrong map[string]error, err error) {
	return rules.LintFiles(visible{from}, shown, control.PostureFile, defenceFile)
}

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
// *yamldoc.UnknownError.
func TestRules(nameOrPath string) (*rules.FixtureReport, error) {
	from, shown, err := locate(nameOrPath)
	if err != nil {
		return nil, err
	}
	report, err := rules.Test(from, shown)
	if a, ok := from.(*assembly); ok && report != nil {
		for i := range report.Results {
			report.Results[i].Pos = a.origin(shown, report.Results[i].Pos)
		}
	}
	return report, told(from, shown, err)
}
