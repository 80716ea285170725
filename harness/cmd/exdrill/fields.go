package main

import (
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/catalogue"
)

func newFields() *cobra.Command {
	var service string
	var messages bool
	format := formats("table", "json", "markdown")
	c := &cobra.Command{
		Use:   "fields [NAME]",
		Short: "List every telemetry field that a defence sees, with sample values",
		Long: `List every type of event in the venue's telemetry with its fields: what each
means, in which unit, and a sample. These are the names that monitors, batches,
kept runs and "exdrill events --where" use. Rules have a few more, which are
worked out of an event. NAME explains one field, with every word that it can say.
--protocol prints instead the JSON Schema of every message between exdrill and a
defence that is a program of its own, with these events and every action.`,
		Example: "  exdrill fields\n  exdrill fields --service withdrawals\n  exdrill fields control\n  exdrill fields --format json\n  exdrill fields --protocol > protocol.schema.json",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case len(args) == 1:
				return catalogue.Field(c.OutOrStdout(), report.Format(format.value), args[0])
			case messages:
				_, err := c.OutOrStdout().Write(protocol.Schema())
				return err
			}
			return catalogue.Fields(c.OutOrStdout(), report.Format(format.value), service)
		},
	}
	c.Flags().StringVar(&service, "service", "", "only events of this `SERVICE`")
	c.Flags().BoolVar(&messages, "protocol", false, "print the JSON Schema of the messages to programs")
	format.add(c)
	return c
}
