package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func newNew() *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: "Write a defence or a suite to start from",
		Long: `Write something to start from: a defence, or a suite with the job that runs it in
CI. "exdrill new defence --help" and "exdrill new suite --help" tell more.`,
		Example: "  exdrill new defence my-defence --lang python\n  exdrill new suite --defence ./my-defence --ci github",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return yamldoc.CheckWord("unknown command new", args[0], []string{"defence", "suite"})
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newNewDefence(), newNewSuite())
	return c
}

func newNewDefence() *cobra.Command {
	lang := choiceFlag{languages()[0], languages()}
	c := &cobra.Command{
		Use:   "defence NAME",
		Short: "Write a bundle that works, with a test",
		Long: `Write a defence into a new folder: a bundle that works, with a test. It notices
somebody who tries API keys that their owners deleted, takes the other keys away
from him and keeps what he withdraws. Change it until it is yours.

  python   a program that uses the standard library alone
  go       the same in Go; it is built at once if Go is installed
  sigma    two rules with a playbook and fixtures, no program

A program reads one message a line and writes one answer a line: "exdrill fields
--protocol" prints the schema of all of them. In defence.yaml stands how it is
run; every run has one of its own, in an empty folder beside a copy of the
bundle, with PATH, HOME and LANG as its only environment:

  process: [python3, ./watch.py]  # or url: http://127.0.0.1:8080, or image: watch:1
  wall_limit: 10s                 # for one answer; a slow program changes no score
  memory_limit: 1 GiB             # for each of its processes; on Linux

A bundle need not begin anew: one with the line

  extends: [sentinel, ../common]  # by name, or by the path from its own folder

has all that these have, and what it has itself, a file, a control, a rule or a
response of the playbook, in the place of theirs of the same name.

A program fails, and the run with it, if it ends, hangs, breaks the protocol, writes
more than 4 MiB, 10,000 alerts or 10,000 actions at once, or names accounts, keys
or withdrawals that the telemetry has not shown. Batches are not cut: one holds
all that happened since the last that was sent.`,
		Example: "  exdrill new defence my-defence --lang python\n  exdrill new defence defences/rules --lang sigma",
		Args:    one("a NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			made, err := start(c.Context(), args[0], lang.value)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), made)
			return nil
		},
	}
	c.Flags().Var(&lang, "lang", "the `LANGUAGE`: "+strings.Join(lang.allowed, ", "))
	return c
}
