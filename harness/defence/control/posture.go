package control

import (
	"io/fs"
	"slices"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// PostureFile is the file of a bundle that says which controls are in force.
const PostureFile = "posture.yaml"

// aPosture says what it holds.
const aPosture = "a mapping with controls, or a builtin in defence.yaml"

// ReadPosture reads posture.yaml:
//
//	controls:
//	  key_allow_list: {}
//	  first_seen_hold: {for: 24h}
func ReadPosture(from fs.FS, shown string, t param.Terms) (all Posture, err error) {
	p, entries := param.Open(from, shown, PostureFile, aPosture)
	if len(p.Errs) > 0 && entries == nil {
		return nil, p.Err()
	}
	p.Require(entries, aPosture, "controls")
	p.Keys(entries, yamldoc.Key{Name: "controls", Read: func(e yamldoc.Entry) {
		for _, c := range p.Mapping(e.Value, "a mapping from controls to their parameters") {
			if control := readControl(&p, c, t); control != nil {
				all = append(all, control)
			}
		}
	}})
	return all, p.Err()
}

// readControl reads one control with its parameters; nil if there is none of the
// name.
func readControl(p *yamldoc.Reader, e yamldoc.Entry, t param.Terms) Control {
	plain := Named(e.Key)
	if plain == nil {
		p.Unknown(e.Pos, "control", e.Key, Names())
		return nil
	}
	given := p.Mapping(e.Value, "a mapping of parameters, or {}")
	values := param.New(p, e, given, t)
	var known []string
	for _, parameter := range plain.Info().Parameters {
		known = append(known, parameter.Name)
		values.Default(parameter.Name, parameter.Default)
	}
	for _, g := range given {
		if !slices.Contains(known, g.Key) {
			p.Unknown(g.Pos, "parameter", g.Key, known)
		}
	}
	return plain.Parse(values)
}
