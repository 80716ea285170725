package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench/runs"
)

func newMerge() *cobra.Command {
	return &cobra.Command{
		Use:     "merge STORE PART...",
		Short:   "Put the runs of several stores into one",
		Long:    "Put the runs of several run stores into the first, which is made if it is not\nthere. Runs that it has already are left alone; the parts are only read.",
		Example: "  exdrill merge whole.db part1.db part2.db part3.db",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return fmt.Errorf("%d run stores, expected the one to fill and at least one part", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return merge(c, args[0], args[1:]) },
	}
}

func merge(c *cobra.Command, target string, parts []string) error {
	var others []*runs.Store
	for _, path := range parts {
		s, err := runs.Read(path)
		if err != nil {
			return err
		}
		defer s.Close()
		others = append(others, s)
	}
	whole, err := runs.Open(target)
	if err != nil {
		return err
	}
	defer whole.Close()
	for i, s := range others {
		added, err := whole.Merge(s)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.OutOrStdout(), "%s: %d runs added\n", parts[i], added)
	}
	return nil
}
