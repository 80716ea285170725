// Package casefile tells a scenario to people: its story, the timeline of the
// record, every documented figure with its source, and the attacker's techniques,
// in English or in Japanese.
package casefile

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

// Write tells everything. A scenario that somebody is still writing may have no
// story yet.
func Write(w io.Writer, sc *scenarios.Scenario, language string) {
	v := &writer{w, sc, language, labelsIn(language)}
	story := v.text("story")
	if story == "" {
		story = "# " + sc.Title.In(language) + "\n\n" + sc.Summary.In(language)
	}
	layout.Markdown(w, story)
	v.venues()
	v.timeline()
	v.facts()
	v.sources(story)
	v.own()
	v.techniques()
	fmt.Fprintf(w, "\n%s, version %d\n", sc.ID, sc.Version)
}

// Variant tells what a scenario was redrawn into: venues, timeline and the thief's
// own accounts, and whether he comes at all. Story and documented figures are the
// record's, and left out. drawn says by what it was redrawn.
func Variant(w io.Writer, sc *scenarios.Scenario, attack bool, drawn, language string) {
	if !attack {
		calm := *sc
		calm.Campaign, calm.Compromise, calm.History = nil, nil, scenarios.History{}
		sc = &calm
	}
	v := &writer{w, sc, language, labelsIn(language)}
	layout.Markdown(w, "# "+sc.Title.In(language)+"\n\n"+fmt.Sprintf(v.labels.variant, drawn))
	if !attack {
		layout.Markdown(w, "\n"+v.labels.nobodyComes)
	}
	v.venueTable()
	v.timeline()
	v.own()
	fmt.Fprintf(w, "\n%s, version %d, %s\n", sc.ID, sc.Version, drawn)
}

// Brief tells what the shift on duty knew, and nothing else.
func Brief(w io.Writer, sc *scenarios.Scenario, language string) error {
	v := &writer{w, sc, language, labelsIn(language)}
	text := v.text("brief")
	if text == "" {
		return fmt.Errorf("%s has no brief.md", sc.ID)
	}
	layout.Markdown(w, text)
	return nil
}

// writer writes the case file of one scenario.
type writer struct {
	w        io.Writer
	sc       *scenarios.Scenario
	language string
	labels   labels
}

// text is a document of the scenario in the language, English where there is
// no other.
func (v *writer) text(name string) string {
	for _, n := range []string{name + "." + v.language + ".md", name + ".md"} {
		for _, f := range v.sc.Files {
			if f.Name == n {
				return strings.TrimSpace(string(f.Data))
			}
		}
	}
	return ""
}

func (v *writer) heading(title string) { layout.Markdown(v.w, "\n## "+title) }
