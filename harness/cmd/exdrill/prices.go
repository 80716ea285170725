package main

import (
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/catalogue"
)

func newPrices() *cobra.Command {
	format := formats("table", "markdown", "json")
	c := &cobra.Command{
		Use:   "prices",
		Short: "List what runs reckon with and nobody has published, with ranges",
		Long: `List what runs reckon with and nobody has published: what harm costs honest
customers and what the venue pays, what customers are like where a control stands in
their way, and what the machines and people of custody are like, each with the range in
which the truth may lie. "exdrill bench" says which pairs of defences change
places somewhere within the ranges of harm, and with which prices; with --ends it also
plays every run with all people and machines at either end.`,
		Example: "  exdrill prices\n  exdrill prices --format json",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return catalogue.Prices(c.OutOrStdout(), report.Format(format.value))
		},
	}
	format.add(c)
	return c
}
