package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/catalogue"
)

func newTechniques() *cobra.Command {
	format := formats("table", "json")
	c := &cobra.Command{
		Use:   "techniques [NAME]",
		Short: "Explain what a thief can do in the campaign of a scenario",
		Long: `Explain the techniques that the steps of a scenario.yaml can name: what the thief does,
what a defender sees of it, which parameters it takes, and where in the step these stand.
A step is about a set of keys, or about transfers on a chain:

  campaign:
    steps:
      - id: withdraw
        technique: withdraw_direct
        on: [may_withdraw]                # a class of victims or of own accounts; all, live, deleted, published
        after: {step: present, delay: 20s, jitter: 4m}     # or at: {start: onset, end: TIME}
        when: [can_withdraw]              # alive, can_trade, can_withdraw, has_funds, unit_not_drained
        params: {count: 3}
      - id: theft
        technique: sign_with_stolen_key
        transfers:
          - {at: 2018-09-14T17:24:00+09:00, amount: 5966.1 BTC}

What stands after the campaign's until: and is counterfactual: true, the thief goes on to
do where nobody stops him: the record ends where the exchange acted.`,
		Example: "  exdrill techniques\n  exdrill techniques counter_trade\n  exdrill techniques --format json",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			return catalogue.Techniques(c.OutOrStdout(), report.Format(format.value), strings.Join(args, ""))
		},
	}
	format.add(c)
	return c
}
