package catalogue

import (
	"fmt"
	"io"
	"slices"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Measures explains what a fact of a scenario can be compared with: all of them, or
// the one that is named, in which N may already be a number.
func Measures(w io.Writer, format report.Format, name string) error {
	list := measure.Infos()
	if name != "" {
		family, _ := scenarios.Family(name)
		if names := measureNames(list); !slices.Contains(names, family) {
			return fmt.Errorf("unknown measure %q, expected %s", name, yamldoc.OneOf(family, names))
		}
		list = slices.DeleteFunc(list, func(m measure.Info) bool { return m.Name != family })
	}
	switch {
	case format == report.JSON:
		return report.WriteValue(w, measureRows(list))
	case format == report.Markdown:
		fmt.Fprint(w, "| measure | in | what it is |\n|---|---|---|\n")
		for _, m := range measureRows(list) {
			fmt.Fprintf(w, "| `%s` | %s | %s |\n", m.Name, m.Unit, m.Says)
		}
	default:
		g := layout.NewGrid(0, 0, 38)
		g.Row("measure", "in", "what it is")
		for _, m := range measureRows(list) {
			g.Row(m.Name, m.Unit, m.Says)
		}
		g.Print(w)
	}
	return nil
}

func measureNames(list []measure.Info) (names []string) {
	for _, m := range list {
		names = append(names, m.Name)
	}
	return names
}

// measureRow is a measure as it is listed.
type measureRow struct {
	Name string `json:"name"`
	Unit string `json:"unit"`
	Kind string `json:"kind"`
	Says string `json:"says"`
}

func measureRows(list []measure.Info) (rows []measureRow) {
	for _, m := range list {
		row := measureRow{m.Name, m.Unit.String(), scenarios.FactMeasured, m.Says}
		if m.Given {
			row.Kind, row.Says = scenarios.FactGiven, row.Says+" (kind: given)"
		}
		rows = append(rows, row)
	}
	return rows
}
