package timeline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// About is what the scenario, as drawn, says of the incident.
type About struct {
	Title        Text          `json:"title"`
	Summary      Text          `json:"summary"`
	Venue        string        `json:"venue"`
	Position     string        `json:"position"`
	Record       []Entry       `json:"record"` // what the real exchange did
	Containments []Containment `json:"containments"`
	Sources      []Source      `json:"sources"`
	Unknown      []string      `json:"unknown"`
}

// Entry is one thing that the real exchange noticed, did or said.
type Entry struct {
	At   score.Instant `json:"at"`
	Kind string        `json:"kind"` // alert, action, statement
	By   string        `json:"by,omitempty"`
	What string        `json:"what,omitempty"` // an action and its object
	Says Text          `json:"says"`
}

// Containment is something that one may do about such an incident.
type Containment struct {
	Action  string `json:"action"`
	What    Text   `json:"what"`
	Right   bool   `json:"right"`
	Because Text   `json:"because"`
}

// Source is a piece of public material.
type Source struct {
	ID      string `json:"id"`
	Grade   string `json:"grade"`
	Address string `json:"address"`
	What    string `json:"what"`
}

// about takes it out of a scenario.
func about(sc *scenarios.Scenario) About {
	a := About{
		Title: Text(sc.Title), Summary: Text(sc.Summary), Venue: sc.Incident.Venue, Position: sc.Incident.Position.Text,
		Record: record(sc), Containments: []Containment{}, Sources: []Source{}, Unknown: append([]string{}, sc.Incident.Unknown...),
	}
	for i := range sc.Lesson.Containments {
		k := &sc.Lesson.Containments[i]
		a.Containments = append(a.Containments, Containment{k.Action.Text, Text(k.What), k.Right, Text(k.Because)})
	}
	for _, s := range sc.Incident.Sources {
		a.Sources = append(a.Sources, Source{s.ID.Text, s.Grade.Text, s.Address, s.What})
	}
	return a
}

func record(sc *scenarios.Scenario) []Entry {
	list := []Entry{}
	for i := range sc.History.Alerts {
		a := &sc.History.Alerts[i]
		list = append(list, Entry{At: score.Instant(a.At.Unix), Kind: "alert", By: text(a.Venue), Says: Text(a.Title)})
	}
	for i := range sc.History.Actions {
		a := &sc.History.Actions[i]
		list = append(list, Entry{At: score.Instant(a.At.Unix), Kind: "action", By: text(a.Venue), What: doing(a)})
	}
	for i := range sc.Statements {
		s := &sc.Statements[i]
		list = append(list, Entry{At: score.Instant(s.At.Unix), Kind: "statement", By: text(s.By), Says: Text(s.Says)})
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
	return list
}

// doing is an action of the record with its object.
func doing(a *scenarios.Action) string {
	var about []string
	for _, n := range []*scenarios.Name{a.Asset, a.Market, a.Names} {
		if n != nil {
			about = append(about, strings.ReplaceAll(n.Text, "_", " "))
		}
	}
	if len(about) == 0 {
		return a.Action.Text
	}
	return a.Action.Text + ": " + strings.Join(about, ", ")
}

func text(n *scenarios.Name) string {
	if n == nil {
		return ""
	}
	return n.Text
}
