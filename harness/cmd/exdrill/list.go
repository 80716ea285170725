package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

func newList() *cobra.Command {
	format := formatFlag{"table", []string{"table", "json"}}
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the scenarios and the defences that ship with exdrill",
		Example: "  exdrill list\n  exdrill list --format json",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			entries, err := scenarios.List()
			if err != nil {
				return err
			}
			defences, err := defence.List()
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

func listTables(w io.Writer, entries []scenarios.Entry, defences []defence.Entry) {
	t := plainTable(w)
	t.AppendHeader(table.Row{"scenario", "what happened"})
	for _, e := range entries {
		t.AppendRow(table.Row{e.ID, e.Title.EN})
	}
	t.Render()
	fmt.Fprintln(w)
	t = plainTable(w)
	t.AppendHeader(table.Row{"defence", "what it does"})
	for _, d := range defences {
		t.AppendRow(table.Row{d.Name, d.Description})
	}
	t.Render()
}

func listJSON(w io.Writer, entries []scenarios.Entry, defences []defence.Entry) error {
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

// writeJSON prints a value for programs that read it.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
