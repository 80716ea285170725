package defence

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// LoadPosture reads the controls that a bundle puts in force, with what changes
// in its name make of them, and nothing else of the bundle: neither its monitor
// nor its rules. Errors are as those of Load.
func LoadPosture(nameOrPath string, sc *scenarios.Scenario) (Posture, error) {
	from, shown, err := locatePosture(nameOrPath)
	if err != nil || !exists(from, postureFile) {
		return nil, err
	}
	p := &page{file: path.Join(shown, postureFile)}
	posture := p.posture(from, termsOf(sc))
	for base, c, ok := cutChange(nameOrPath); ok; base, c, ok = cutChange(base) {
		if c.path == onlyPath {
			kept := strings.Split(c.value, "+")
			posture = slices.DeleteFunc(posture, func(c Control) bool { return !slices.Contains(kept, c.Info().Name) })
		}
	}
	return posture, p.complaint()
}

// locatePosture is locate, without changes of anything but the posture.
func locatePosture(nameOrPath string) (from fs.FS, shown string, err error) {
	base, c, ok := cutChange(nameOrPath)
	if !ok {
		return locate(nameOrPath)
	}
	from, shown, err = locatePosture(base)
	if err == nil && strings.HasPrefix(c.path, "posture.") {
		from, err = overlaid(from, shown, c)
	}
	return from, shown, err
}

// posture reads posture.yaml:
//
//	controls:
//	  key_allow_list: {}
//	  first_seen_hold: {for: 24h}
func (p *page) posture(from fs.FS, t terms) (all Posture) {
	entries := p.open(from, postureFile, aPosture)
	if len(p.errs) > 0 {
		return nil
	}
	p.require(entries, aPosture, "controls")
	for _, e := range entries {
		if e.key != "controls" {
			p.unknown(e.at, "key", e.key, []string{"controls"})
			continue
		}
		for _, c := range p.mapping(e.value, p.place(e), "a mapping from controls to their parameters") {
			if control := p.control(c, t); control != nil {
				all = append(all, control)
			}
		}
	}
	return all
}

// control reads one control with its parameters; nil if there is none of the
// name.
func (p *page) control(e entry, t terms) Control {
	plain := controlNamed(e.key)
	if plain == nil {
		p.unknown(e.at, "control", e.key, ControlNames())
		return nil
	}
	var known []string
	for _, parameter := range plain.Info().Parameters {
		known = append(known, parameter.Name)
	}
	given := p.mapping(e.value, p.place(e), "a mapping of parameters, or {}")
	for _, g := range given {
		if !slices.Contains(known, g.key) {
			p.unknown(g.at, "parameter", g.key, known)
		}
	}
	return plain.Parse(&Params{page: p, control: e, given: given, terms: t})
}
