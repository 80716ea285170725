// Package catalogue lists what there is: the scenarios and defences that ship,
// the controls of postures, the fields of the telemetry. For people, for programs,
// and as the pages CATALOGUE.md and TELEMETRY.md.
package catalogue

import (
	"fmt"
	"io"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

// Shipped lists the scenarios and the defences that ship.
func Shipped(w io.Writer, format report.Format) error {
	entries, err := scenarios.List()
	if err != nil {
		return err
	}
	defences, err := bundle.List()
	if err != nil {
		return err
	}
	if format == report.JSON {
		return listJSON(w, entries, defences)
	}
	listTables(w, entries, defences)
	return nil
}

func listTables(w io.Writer, entries []scenarios.Entry, defences []bundle.Entry) {
	g := layout.NewGrid(0, 70)
	g.Row("scenario", "what happened")
	for _, e := range entries {
		g.Row(e.ID, e.Title.EN)
	}
	g.Print(w)
	fmt.Fprintln(w)
	g = layout.NewGrid(0, 80)
	g.Row("defence", "what it does")
	for _, d := range defences {
		g.Row(d.Name, d.Description)
	}
	g.Print(w)
}

func listJSON(w io.Writer, entries []scenarios.Entry, defences []bundle.Entry) error {
	type scenario struct {
		ID      string `json:"id"`
		Title   string `json:"title"`
		TitleJA string `json:"title_ja"`
		Version int    `json:"version"`
		Summary string `json:"summary"`
	}
	type shipped struct {
		Name        string `json:"name"`
		Version     string `json:"version"`
		Description string `json:"description"`
	}
	out := struct {
		Scenarios []scenario `json:"scenarios"`
		Defences  []shipped  `json:"defences"`
	}{[]scenario{}, []shipped{}}
	for _, e := range entries {
		out.Scenarios = append(out.Scenarios, scenario{e.ID, e.Title.EN, e.Title.JA, e.Version, e.Summary.EN})
	}
	for _, d := range defences {
		out.Defences = append(out.Defences, shipped{d.Name, d.Version, d.Description})
	}
	return report.WriteValue(w, out)
}
