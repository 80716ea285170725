package casefile

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// facts prints the documented figures: first those that runs are held
// against, then what the scenario is built with, then what no run shows.
func (v *writer) facts() {
	v.factTable(v.labels.facts, scenarios.FactMeasured)
	v.factTable(v.labels.given, scenarios.FactGiven)
	v.factTable(v.labels.recorded, scenarios.FactRecorded)
}

func (v *writer) factTable(title, kind string) {
	g := layout.NewGrid(42, 18, 9, 24)
	g.Row(v.labels.figure, v.labels.record, v.labels.from, v.labels.notes)
	for i := range v.sc.Facts {
		if f := &v.sc.Facts[i]; f.Kind.Text == kind {
			what := f.Says.In(v.language)
			if f.Venue != nil {
				what += " (" + f.Venue.Text + ")"
			}
			g.Row(what, v.expected(f), fmt.Sprint(f.Expected.From), v.notes(f))
		}
	}
	if g.Length() > 1 {
		v.heading(title)
		g.Print(v.w)
	}
}

// expected writes a fact's value, with its bounds where it is approximate.
func (v *writer) expected(f *scenarios.Fact) string {
	e := &f.Expected
	text := v.figure(e.Text)
	if e.Kind != scenarios.FigureTime && e.Kind != scenarios.FigureText && e.Lo != e.Hi {
		unit := money.Unit{Decimals: uint8(e.Decimals)}
		text += fmt.Sprintf(", %s-%s", unit.Trimmed(e.Lo), unit.Trimmed(e.Hi))
	}
	return text
}

// figure writes a documented value as people read it; moments as the venue's
// clocks showed them.
func (v *writer) figure(text string) string {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return v.clock(t.UnixNano(), "2006-01-02 15:04")
	}
	return layout.Thousands(text)
}

// notes tells where a fact comes from and what others say.
func (v *writer) notes(f *scenarios.Fact) string {
	var parts []string
	if s := joinNames(f.Expected.Sources); s != "" {
		parts = append(parts, s)
	}
	if f.Expected.How != "" {
		parts = append(parts, f.Expected.How)
	}
	for _, r := range f.Expected.Also {
		other := v.labels.disputed + v.figure(r.Text)
		if from := joinNames(r.Sources); from != "" {
			other += " (" + from + ")"
		} else if from := fmt.Sprint(r.From); from != "" {
			other += " (" + from + ")"
		}
		parts = append(parts, other)
	}
	if f.Expected.Note != "" {
		parts = append(parts, f.Expected.Note)
	}
	return strings.Join(parts, "; ")
}

// sources lists the sources that the story has not listed already.
func (v *writer) sources(story string) {
	g := layout.NewGrid(0, 0, 84)
	for _, s := range v.sc.Incident.Sources {
		if !strings.Contains(story, "["+s.ID.Text+"]") {
			g.Row(s.ID.Text, fmt.Sprint(s.Grade), s.Address)
		}
	}
	if g.Length() > 0 {
		v.heading(v.labels.sources)
		g.Print(v.w)
	}
}

// techniques lists what the thief does, each technique once.
func (v *writer) techniques() {
	if v.sc.Campaign == nil {
		return
	}
	v.heading(fmt.Sprintf("%s (ATT&CK %s, AADAPT %s)", v.labels.techniques, technique.ATTACKVersion, technique.AADAPTVersion))
	g := layout.NewGrid(0, 29, 31, 11)
	g.Row(v.labels.technique, v.labels.does, v.labels.seen, v.labels.ids)
	var seen []string
	for _, s := range v.sc.Campaign.Steps {
		k, ok := technique.Find(s.Technique.Text)
		if !ok || slices.Contains(seen, s.Technique.Text) {
			continue
		}
		seen = append(seen, s.Technique.Text)
		i := k.Info()
		g.Row(i.Name, i.Summary, i.Seen, strings.Join(append(slices.Clone(i.ATTACK), i.AADAPT...), " "))
	}
	g.Print(v.w)
}
