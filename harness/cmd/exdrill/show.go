package main

import (
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/casefile"
)

func newShow() *cobra.Command {
	var brief bool
	language := choiceFlag{"en", []string{"en", "ja"}}
	c := &cobra.Command{
		Use:   "show SCENARIO",
		Short: "Tell a scenario: story, timeline, facts with their sources, techniques",
		Long: `Tell a scenario, named by its id or by the path of its folder: its story, the
timeline of the record, every documented figure with its source, and the
attacker's techniques. --brief shows only what the shift on duty knew when it
began, for those who want to try themselves.`,
		Example: "  exdrill show zaif-api-keys-2018-01 --brief\n  exdrill show zaif-api-keys-2018-01 --lang ja",
		Args:    one("a SCENARIO"),
		RunE: func(c *cobra.Command, args []string) error {
			sc, err := drill.Scenario(args[0])
			if err != nil {
				return err
			}
			if brief {
				return casefile.Brief(c.OutOrStdout(), sc, language.value)
			}
			casefile.Write(c.OutOrStdout(), sc, language.value)
			return nil
		},
	}
	c.Flags().BoolVar(&brief, "brief", false, "show only what the shift on duty knew")
	c.Flags().Var(&language, "lang", "`LANGUAGE` of the texts: en or ja")
	return c
}
