package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/catalogue"
)

func newControls() *cobra.Command {
	format := formats("table", "markdown", "json")
	c := &cobra.Command{
		Use:   "controls [NAME]",
		Short: "Explain the standing controls that a posture can put in force",
		Long: `Explain the controls that a bundle's posture.yaml can name: what each stops and
costs, its parameters with values in force somewhere and where that is written,
and which incidents it would have changed. --format markdown writes the whole
catalogue.`,
		Example: "  exdrill controls\n  exdrill controls first_seen_hold\n  exdrill controls --format markdown > CATALOGUE.md",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			return catalogue.Controls(c.OutOrStdout(), report.Format(format.value), strings.Join(args, ""))
		},
	}
	format.add(c)
	return c
}
