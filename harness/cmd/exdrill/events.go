package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/events"
	"github.com/exdrill/exdrill/harness/store"
)

// eventsFlags are the flags of the events command.
type eventsFlags struct {
	conditions      conditionFlags
	query           events.Query
	limit           int
	guard           string
	format, fixture choiceFlag
}

func newEvents() *cobra.Command {
	f := eventsFlags{format: formats("table", "json"), fixture: choiceFlag{"", []string{"must_fire", "must_not_fire"}}}
	c := &cobra.Command{
		Use:   "events RUN",
		Short: "Look into a run's telemetry",
		Long: `Look into a run's telemetry, one event a line. RUN is a folder that "run --out"
kept, or a scenario, which is then run with --defence and --seed. Fields and
their values are those that monitors see; "exdrill fields" lists them. Fields
that are empty are left out of the columns, not of the JSON. Where a scenario
has several venues, the field venue says where an event is from. A defence that is
a program of its own is not started: "run --out" keeps a run of it to look into.

--as-fixture writes the events as a case of fixtures, upon which a rule must
fire, or with --as-fixture=must_not_fire must not: a file for rules/tests/ of a
bundle, which "exdrill test rules" runs.`,
		Example: `  exdrill events runs/one --service withdrawals --around 21:14 --limit 20
  exdrill events zaif-api-keys-2018-01 --type auth_refused --where code=dead_key
  exdrill events runs/one --where key=3371 --where "value>1000000" --format json
  exdrill events runs/one --where source=198.18.31.171 --as-fixture > my-defence/rules/tests/one_address.yml`,
		Args: one("a RUN, the folder of a kept run or a scenario,"),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	f.add(c)
	return c
}

func (f *eventsFlags) add(c *cobra.Command) {
	f.conditions.add(c)
	c.Flags().StringVar(&f.guard, "defence", "none", "the defence that a scenario is run with, a `NAME` or folder")
	c.Flags().StringVar(&f.query.Service, "service", "", "only events of this `SERVICE`")
	c.Flags().StringVar(&f.query.Type, "type", "", "only events of this `TYPE`")
	c.Flags().StringArrayVar(&f.query.Where, "where", nil, "only events that meet the `CONDITION`: field=value, field!=value, field>value, field<value; all of several")
	c.Flags().StringVar(&f.query.Around, "around", "", "only events near a `TIME`: 21:14, 21:14:30 or 2018-01-06 21:14 in the venue's zone, or RFC 3339")
	c.Flags().DurationVar(&f.query.Within, "within", 5*time.Minute, "how near --around is, a `SPAN` such as 90s")
	c.Flags().IntVar(&f.limit, "limit", 50, "stop after `N` events; 0 for all")
	f.format.add(c)
	c.Flags().Var(&f.fixture, "as-fixture", "write the events as a case of fixtures, `KIND` of which is must_fire or must_not_fire")
	c.Flags().Lookup("as-fixture").NoOptDefVal = f.fixture.allowed[0]
}

func (f *eventsFlags) run(c *cobra.Command, name string) error {
	if err := f.query.Check(); err != nil {
		return err
	}
	if f.limit < 0 {
		return fmt.Errorf("--limit %d, expected 0 for all, or more", f.limit)
	}
	p := events.NewPrinter(c.OutOrStdout(), c.ErrOrStderr(), f.format.value, f.limit)
	if f.fixture.value != "" {
		p.AsFixture("as it was in "+filepath.Base(name), f.fixture.value == f.fixture.allowed[0])
	}
	if run := store.RunFolder(name); run.Exists() {
		warnAltered(c, run)
		return p.Folder(run, &f.query)
	}
	options, err := f.conditions.options(c.ErrOrStderr())
	if err != nil {
		return err
	}
	stage, err := drill.Open(name, append(options, drill.WithDefence(f.guard), drill.WithoutPrograms())...)
	if err != nil {
		return err
	}
	return p.Stage(c.Context(), stage, &f.query)
}
