package main

import (
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/report"
)

// testRulesFlags are the flags of test rules.
type testRulesFlags struct {
	format choiceFlag
	output string
	strict bool
}

func newTestRules() *cobra.Command {
	f := testRulesFlags{format: formats("table", "json", "junit")}
	c := &cobra.Command{
		Use:   "rules BUNDLE",
		Short: "Run the fixtures of a bundle's rules, without any drill",
		Long: `Run the cases of rules/tests/<rule>.yml of a bundle: events upon which a rule must
fire, and others upon which it must not. No drill is run. A rule that a case is
about is the one that the file is named after, or that its key rule names. The
exit code is 1 if a rule does not do what it must, and with --strict also if a
rule that raises alerts lacks a case of either kind.

  must_fire:
    - name: five dead keys from one address
      events:
        - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 5, vary: [key]}
  must_not_fire:
    - name: one dead key
      events:
        - {type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key}

Events have the fields that "exdrill fields" lists; what is left out is 0 or
empty. at is the time since the case began, or a second after the event before;
repeat makes several, every so much apart, and vary counts ids, amounts or
addresses up from one to the next. "exdrill events RUN --as-fixture" writes a
case of what happened in a run.`,
		Example: "  exdrill test rules ./my-defence\n  exdrill test rules ./my-defence --strict --format junit --output rules.xml",
		Args:    one("a BUNDLE, the folder or name of a defence,"),
		RunE:    func(c *cobra.Command, args []string) error { return f.run(c.OutOrStdout(), args[0]) },
	}
	f.format.add(c)
	c.Flags().StringVar(&f.output, "output", "", "write the report to a `FILE` instead of the terminal")
	c.Flags().BoolVar(&f.strict, "strict", false, "fail if a rule that raises alerts lacks a case of either kind")
	return c
}

func (f *testRulesFlags) run(w io.Writer, name string) error {
	if err := writable("--output", f.output); err != nil {
		return err
	}
	began := time.Now()
	r, err := bundle.TestRules(name)
	if err != nil {
		return junitFiles{format: f.format.value, output: f.output}.unfinished(w, []report.Suite{unread(filepath.Base(name), began, err)}, err)
	}
	write := func(w io.Writer) error {
		return report.WriteFixtures(w, report.Format(f.format.value), name, r, f.strict, onThisHost())
	}
	if f.output != "" {
		err = writeFile("--output", f.output, write)
	} else {
		err = write(w)
	}
	if err != nil {
		return err
	}
	if !r.Passed() || f.strict && len(r.Untested) > 0 {
		return &thresholdsFailed{}
	}
	return nil
}
