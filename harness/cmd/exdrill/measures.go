package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/catalogue"
)

func newMeasures() *cobra.Command {
	format := formats("table", "markdown", "json")
	c := &cobra.Command{
		Use:   "measures [NAME]",
		Short: "List what the documented figures of a scenario can be compared with",
		Long: `List the measures that a fact of a scenario.yaml can name, what each is counted in, and
what it is. Where N stands in a name, you write a number: transfer_3_at,
percent_stolen_in_8_minutes, pieces_under_0.5_coins_at_most_9_at_once.

  facts:
    - name: stolen
      says: {en: Bitcoin stolen}
      measure: coins_stolen
      asset: BTC
      expected: {is: 5966.1 BTC, from: public, source: S1}

A fact is as precise as it is written: what a run shows is rounded to as many decimals
as the figure or a bound of its range has, a half up, so that 5966.14 BTC holds against
5966.1 BTC. Of what it is about, a fact may name the asset, the venue and the claim, and
by as_of the time up to which it counts.

  number    3
  time      2018-09-14T17:30:00+09:00, or a day: 2018-09-14+09:00
  coins     5966.1 BTC, of the asset that the fact names
  currency  7030616440 JPY, of the scenario's currency
  price     0.025 BTC, in the quote asset of the asset's market
  rate      88.549 JPY, of the currency for one coin
  per cent  98.8 %
  times     2.5`,
		Example: "  exdrill measures\n  exdrill measures transfer_3_at\n  exdrill measures --format markdown > measures.md",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			return catalogue.Measures(c.OutOrStdout(), report.Format(format.value), strings.Join(args, ""))
		},
	}
	format.add(c)
	return c
}
