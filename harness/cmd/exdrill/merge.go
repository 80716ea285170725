package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/verify"
)

func newMerge() *cobra.Command {
	return &cobra.Command{
		Use:   "merge STORE PART...",
		Short: "Put the runs of several stores into one",
		Long: `Put the runs of several run stores into the first, which is made if it is not
there. Runs that it has already are left alone; the parts are only read. If two of
the stores have different results of one run, or one was changed after it was
written, it says of which run and in which files, and merges nothing.`,
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
		if err := sound(path, s); err != nil {
			return err
		}
		others = append(others, s)
	}
	if err := runs.Agree(others...); err != nil { // before a new store is made
		return nothingMerged(err)
	}
	_, missing := os.Stat(target)
	whole, err := runs.Open(target)
	if err != nil {
		return err
	}
	defer whole.Close()
	if missing == nil {
		if err := sound(target, whole); err != nil {
			return err
		}
	}
	added, err := whole.Merge(others...)
	for i, n := range added {
		fmt.Fprintf(c.OutOrStdout(), "%s: %s added\n", parts[i], layout.Count(n, "run"))
	}
	if len(added) == 0 {
		return nothingMerged(err)
	}
	return err
}

// sound refuses a store that somebody changed.
func sound(path string, s *runs.Store) error {
	if err := s.Sound(); err != nil {
		return nothingMerged(err)
	}
	rows, err := s.All(true)
	if err != nil {
		return nothingMerged(err)
	}
	if faults := verify.Unsound(rows); len(faults) > 0 {
		return nothingMerged(errors.New(changed(path, "its runs were changed after they were made", faults[0].What, len(faults))))
	}
	return nil
}

func nothingMerged(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w; nothing was merged", err)
}
