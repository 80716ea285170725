package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// OfIncident reads the controls that a venue of a scenario had in force itself.
// A defence is not charged for them, and may replace them. The error is of
// type yamldoc.Errors, with places in the scenario's file.
func OfIncident(v *scenarios.Venue, t param.Terms) (all Posture, err error) {
	var p yamldoc.Reader
	for i := range v.Posture {
		c := &v.Posture[i]
		p.File = c.Control.Pos.File
		e := yamldoc.Entry{Key: c.Control.Text, Pos: c.Control.Pos, Value: &yamldoc.Node{Kind: yamldoc.Mapping, Flow: true, Pos: c.Control.Pos}}
		for _, row := range c.With {
			value := &yamldoc.Node{Kind: yamldoc.Text, Text: row.Value.Text, Pos: row.Value.Pos}
			e.Value.Entries = append(e.Value.Entries, yamldoc.Entry{Key: row.Key.Text, Pos: row.Key.Pos, Value: value})
		}
		if control := readControl(&p, e, t); control != nil {
			all = append(all, control)
		}
	}
	return all, p.Err()
}

// Apply puts the whole posture in force.
func (p Posture) Apply(s *mockexchange.Settings) {
	for _, c := range p {
		c.Apply(s)
	}
}
