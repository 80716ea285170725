package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// explainFlags ask why a run went as it did.
type explainFlags struct {
	why  bool
	rule string
}

func (f *explainFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.why, "explain", false, "say why each alert fired, what each action changed, and what stood in honest customers' way")
	c.Flags().StringVar(&f.rule, "explain-rule", "", "the same, and why the `RULE` fired or stayed silent")
}

// asked reports whether anything is to be explained.
func (f *explainFlags) asked() bool { return f.why || f.rule != "" }

// check finds what cannot be explained before anything runs.
func (f *explainFlags) check(format string, names []string, guards []*defence.Defence) error {
	switch {
	case !f.asked():
		return nil
	case len(names) > 1:
		return fmt.Errorf("--explain is about one run, but --defence names %d, expected one", len(names))
	case format != "table" && format != "json" && format != "markdown":
		return fmt.Errorf("--explain with --format %s, expected table, json or markdown", format)
	case f.rule == "":
		return nil
	}
	rules := rules.RuleNames(guards[0])
	if rules == nil {
		return fmt.Errorf("--explain-rule %q: the defence %s has no rules", f.rule, names[0])
	}
	return yamldoc.CheckWord("--explain-rule", f.rule, rules)
}

// errSet says that a set of scenarios is not explained.
var errSet = errors.New("--explain is about one run, expected one SCENARIO")
