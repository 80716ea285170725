package catalogue

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// techniqueRow is a technique as it is listed.
type techniqueRow struct {
	Name    string         `json:"name"`
	Summary string         `json:"summary"`
	Effect  string         `json:"effect"`
	Seen    string         `json:"seen"`
	Attack  []string       `json:"attack"`
	AADAPT  []string       `json:"aadapt"`
	Takes   []parameterRow `json:"takes"`
}

type parameterRow struct {
	Name string `json:"name"`
	Says string `json:"says"`
}

// Techniques explains what a thief can do in a scenario's campaign: all of it, or the
// one that is named.
func Techniques(w io.Writer, format report.Format, name string) error {
	var rows []techniqueRow
	var names []string
	for _, t := range technique.All() {
		i := t.Info()
		names = append(names, i.Name)
		row := techniqueRow{i.Name, i.Summary, i.Effect, i.Seen, append([]string{}, i.ATTACK...), append([]string{}, i.AADAPT...), []parameterRow{}}
		for _, p := range i.Takes {
			row.Takes = append(row.Takes, parameterRow(p))
		}
		if name == "" || name == i.Name {
			rows = append(rows, row)
		}
	}
	if err := yamldoc.CheckWord("technique", name, names); err != nil {
		return err
	}
	switch {
	case format == report.JSON:
		return report.WriteValue(w, rows)
	case name != "":
		techniquePage(w, &rows[0])
	default:
		g := layout.NewGrid(0, 68)
		for i := range rows {
			g.Row(rows[i].Name, rows[i].Summary)
		}
		g.Print(w)
	}
	return nil
}

// techniquePage explains one technique.
func techniquePage(w io.Writer, t *techniqueRow) {
	fmt.Fprintf(w, "%s\n%s\n", t.Name, strings.Repeat("=", len(t.Name)))
	g := layout.NewGrid(0, 80)
	g.Row("does", t.Summary)
	g.Row("effect", t.Effect)
	g.Row("seen", t.Seen)
	if ids := strings.Join(append(t.Attack, t.AADAPT...), " "); ids != "" {
		g.Row("ids", ids)
	}
	g.Print(w)
	if len(t.Takes) == 0 {
		return
	}
	fmt.Fprintln(w)
	g = layout.NewGrid(0, 70)
	g.Row("parameter", "what it is")
	for _, p := range t.Takes {
		g.Row(p.Name, p.Says)
	}
	g.Print(w)
}
