package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
)

func newFields() *cobra.Command {
	var service string
	format := formatFlag{"table", []string{"table", "json"}}
	c := &cobra.Command{
		Use:     "fields",
		Short:   "List every telemetry field that a defence sees, with sample values",
		Example: "  exdrill fields\n  exdrill fields --service withdrawals",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			infos := defence.EventFields()
			var services []string
			for _, i := range infos {
				services = append(services, i.Service)
			}
			if err := known("--service", service, services); err != nil {
				return err
			}
			var chosen []defence.EventInfo
			for _, i := range infos {
				if service == "" || i.Service == service {
					chosen = append(chosen, i)
				}
			}
			if format.value == "json" {
				return writeJSON(c.OutOrStdout(), chosen)
			}
			w := c.OutOrStdout()
			for _, i := range chosen {
				fmt.Fprintf(w, "%s / %s: %s (OCSF class %d)\n", i.Service, i.Type, i.Summary, i.ClassUID)
				t := plainTable(w)
				t.AppendHeader(table.Row{"field", "type", "unit", "what it is", "sample"})
				for _, f := range i.Fields {
					t.AppendRow(table.Row{f.Name, f.Type, f.Unit, f.Description, f.Sample})
				}
				t.Render()
				fmt.Fprintln(w)
			}
			return nil
		},
	}
	c.Flags().StringVar(&service, "service", "", "only events of this service")
	format.add(c)
	return c
}
