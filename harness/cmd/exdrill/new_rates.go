package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench/bill"
)

func newNewRates() *cobra.Command {
	return &cobra.Command{
		Use:   "rates [FILE]",
		Short: "Write the rates of a benchmark's yearly bill",
		Long: `Write the rates that "exdrill bench" makes its yearly bill with: how often which
kind of theft comes, what it takes where nobody defends, what a closed day costs, and
how many days of which kind a year has, each with its range and reason. Change them to
those of your venue. A file that is there is left alone.`,
		Example: "  exdrill new rates my-venue.yaml\n  exdrill bench --rates my-venue.yaml",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			name := "rates.yaml"
			if len(args) == 1 {
				name = args[0]
			}
			f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if os.IsExist(err) {
				return fmt.Errorf("%s is there already, expected a file to make", name)
			}
			if err != nil {
				return fmt.Errorf("%s cannot be written, expected a file in a folder that is there: %w", name, err)
			}
			if _, err := f.WriteString(bill.DefaultText); err != nil {
				f.Close()
				return err
			}
			if err := f.Close(); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), name)
			return err
		},
	}
}

// ratesOf are the rates of a file, those that ship if none is named.
func ratesOf(path string) (*bill.Rates, error) {
	if path == "" {
		return bill.Default(), nil
	}
	return bill.Load(path)
}
