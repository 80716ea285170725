package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

func newShow() *cobra.Command {
	var brief bool
	var language string
	c := &cobra.Command{
		Use:   "show SCENARIO",
		Short: "Tell a scenario: story, timeline, facts with their sources, techniques",
		Long: `Tell a scenario: its story, the timeline of the record, every documented
figure with its source, and the attacker's techniques. --brief shows only what
the shift on duty knew when it began, for those who want to try themselves.`,
		Example: "  exdrill show zaif-api-keys-2018-01\n  exdrill show zaif-api-keys-2018-01 --brief --lang ja",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			sc, err := drill.Scenario(args[0])
			if err != nil {
				return err
			}
			if brief {
				return showDocument(c.OutOrStdout(), sc, "brief", language)
			}
			return showAll(c.OutOrStdout(), sc, language)
		},
	}
	c.Flags().BoolVar(&brief, "brief", false, "show only what the shift on duty knew")
	c.Flags().StringVar(&language, "lang", "en", "language of the texts: en or ja")
	return c
}

// document is the text of a scenario's file in a language, English where it
// has no other.
func document(sc *scenarios.Scenario, name, language string) string {
	names := []string{name + ".md"}
	if language != "en" {
		names = []string{name + "." + language + ".md", name + ".md"}
	}
	for _, n := range names {
		for _, f := range sc.Files {
			if f.Name == n {
				return strings.TrimSpace(string(f.Data))
			}
		}
	}
	return ""
}

func showDocument(w io.Writer, sc *scenarios.Scenario, name, language string) error {
	text := document(sc, name, language)
	if text == "" {
		return fmt.Errorf("%s has no %s.md", sc.ID, name)
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

func showAll(w io.Writer, sc *scenarios.Scenario, language string) error {
	fmt.Fprintf(w, "%s (%s, version %d)\n\n", sc.Title.In(language), sc.ID, sc.Version)
	if err := showDocument(w, sc, "story", language); err != nil {
		return err
	}
	showTimeline(w, sc, language)
	showFacts(w, sc, language)
	showTechniques(w, sc)
	return nil
}

// moment is one line of the timeline.
type moment struct {
	at        int64
	when, who string
	what      string
}

func showTimeline(w io.Writer, sc *scenarios.Scenario, language string) {
	fmt.Fprintf(w, "\nTimeline (%s)\n", sc.Clock.Zone.Name)
	t := plainTable(w)
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 3, WidthMax: 76}})
	for _, m := range timeline(sc, language) {
		t.AppendRow(table.Row{m.when, m.who, m.what})
	}
	t.Render()
}

func timeline(sc *scenarios.Scenario, language string) (list []moment) {
	zone := time.FixedZone(sc.Clock.Zone.Name, sc.Clock.Zone.Offset)
	add := func(at int64, who, what string) {
		list = append(list, moment{at, time.Unix(0, at).In(zone).Format("2 Jan 2006 15:04"), who, what})
	}
	add(sc.Clock.Start.Unix, "clock", "the drill begins")
	add(sc.Clock.End.Unix, "clock", fmt.Sprintf("the drill ends; a settlement tail of %s follows", sc.Clock.Tail.Value))
	if c := sc.Campaign; c != nil {
		add(c.Onset.Earliest.Unix, "attacker", "first action, drawn between here and "+time.Unix(0, c.Onset.Latest.Unix).In(zone).Format("15:04"))
		add(c.Until.Unix, "attacker", "the record of the attack ends; what follows is counterfactual")
	}
	for _, a := range sc.History.Alerts {
		add(a.At.Unix, "exchange", "notices: "+a.Title.In(language))
	}
	for _, a := range sc.History.Actions {
		add(a.At.Unix, "exchange", describeAction(&a))
	}
	for _, s := range sc.Statements {
		add(s.At.Unix, "exchange", "says: "+s.Says.In(language))
	}
	slices.SortStableFunc(list, func(a, b moment) int { return int(min(max(a.at-b.at, -1), 1)) })
	return list
}

func describeAction(a *scenarios.Action) string {
	s := a.Action.Text
	if a.Asset != nil {
		s += " " + a.Asset.Text
	}
	if a.Market != nil {
		s += " " + a.Market.Text
	}
	if a.CreatedUntil != nil {
		s += ", keys created up to " + a.CreatedUntil.Text
	}
	if len(a.Remove) > 0 {
		s += ", removes " + joinNames(a.Remove)
	}
	if a.NewOnly {
		s += ", new addresses only"
	}
	return s
}

func joinNames(names []scenarios.Name) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = n.Text
	}
	return strings.Join(parts, ", ")
}

func showFacts(w io.Writer, sc *scenarios.Scenario, language string) {
	fmt.Fprintln(w, "\nFacts")
	t := plainTable(w)
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 1, WidthMax: 56}, {Number: 5, WidthMax: 48}})
	t.AppendHeader(table.Row{"what", "record", "kind", "from", "sources and notes"})
	for i := range sc.Facts {
		f := &sc.Facts[i]
		t.AppendRow(table.Row{f.Says.In(language), f.Expected.Text, f.Kind.Text, f.Expected.From, sources(f)})
	}
	t.Render()
	if len(sc.Incident.Sources) > 0 {
		fmt.Fprintln(w, "\nSources")
		t := plainTable(w)
		for _, s := range sc.Incident.Sources {
			t.AppendRow(table.Row{s.ID.Text, s.Grade, s.Address})
		}
		t.Render()
	}
}

// sources tells where a fact comes from and what others say.
func sources(f *scenarios.Fact) string {
	var parts []string
	if s := joinNames(f.Expected.Sources); s != "" {
		parts = append(parts, s)
	}
	if f.Expected.How != "" {
		parts = append(parts, f.Expected.How)
	}
	for _, r := range f.Expected.Also {
		parts = append(parts, fmt.Sprintf("disputed: %s (%s)", r.Text, joinNames(r.Sources)))
	}
	if f.Expected.Note != "" {
		parts = append(parts, f.Expected.Note)
	}
	return strings.Join(parts, "; ")
}

func showTechniques(w io.Writer, sc *scenarios.Scenario) {
	if sc.Campaign == nil {
		return
	}
	fmt.Fprintf(w, "\nTechniques (ATT&CK %s, AADAPT %s)\n", technique.ATTACKVersion, technique.AADAPTVersion)
	t := plainTable(w)
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, WidthMax: 44}, {Number: 3, WidthMax: 44}, {Number: 4, WidthMax: 20}})
	t.AppendHeader(table.Row{"technique", "what he does", "what a defender sees", "ids"})
	var seen []string
	for _, s := range sc.Campaign.Steps {
		if slices.Contains(seen, s.Technique.Text) {
			continue
		}
		seen = append(seen, s.Technique.Text)
		if k, ok := technique.Find(s.Technique.Text); ok {
			i := k.Info()
			t.AppendRow(table.Row{i.Name, i.Summary, i.Seen, strings.Join(append(slices.Clone(i.ATTACK), i.AADAPT...), " ")})
		}
	}
	t.Style().Options.SeparateRows = false
	t.Render()
}
