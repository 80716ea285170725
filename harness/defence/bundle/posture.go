package bundle

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/scenarios"
)

// LoadPosture reads the controls that a bundle puts in force, with what changes
// in its name make of them, and nothing else of the bundle: neither its monitor
// nor its rules. Errors are as those of Load.
func LoadPosture(nameOrPath string, sc *scenarios.Scenario) (control.Posture, error) {
	from, shown, err := locatePosture(nameOrPath)
	if err != nil || !param.Exists(from, control.PostureFile) {
		return nil, err
	}
	posture, err := control.ReadPosture(from, shown, param.TermsOf(sc))
	err = told(from, shown, err)
	for base, c, ok := cutChange(nameOrPath); ok; base, c, ok = cutChange(base) {
		if c.path == onlyPath {
			kept := strings.Split(c.value, "+")
			posture = slices.DeleteFunc(posture, func(c control.Control) bool { return !slices.Contains(kept, c.Info().Name) })
		}
	}
	return posture, err
}

// locatePosture is locate, without changes of anything but the posture.
func locatePosture(nameOrPath string) (from fs.FS, shown string, err error) {
	base, c, ok := cutChange(nameOrPath)
	if !ok {
		return locate(nameOrPath)
	}
	from, shown, err = locatePosture(base)
	if err == nil && strings.HasPrefix(c.path, "posture.") {
		from, err = overridden(from, shown, c)
	}
	return from, shown, err
}
