package main

import (
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/catalogue"
)

func newList() *cobra.Command {
	format := formats("table", "json")
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the scenarios and the defences that ship with exdrill",
		Example: "  exdrill list\n  exdrill list --format json",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			return catalogue.Shipped(c.OutOrStdout(), report.Format(format.value))
		},
	}
	format.add(c)
	return c
}
