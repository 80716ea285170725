package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

func newList() *cobra.Command {
	format := formats("table", "json")
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the scenarios and the defences that ship with exdrill",
		Example: "  exdrill list\n  exdrill list --format json",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			entries, err := scenarios.List()
			if err != nil {
				return err
			}
			defences, err := bundle.List()
			if err != nil {
				return err
			}
			if format.value == "json" {
				return listJSON(c.OutOrStdout(), entries, defences)
			}
			listTables(c.OutOrStdout(), entries, defences)
			return nil
		},
	}
	format.add(c)
	return c
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
	return writeJSON(w, out)
}
