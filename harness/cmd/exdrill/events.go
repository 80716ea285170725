package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange"
)

func newEvents() *cobra.Command {
	var conditions conditionFlags
	var q query
	var limit int
	var guard string
	format := formats("table", "json")
	fixture := choiceFlag{"", fixtureKinds}
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
		RunE: func(c *cobra.Command, args []string) error {
			if err := q.prepare(); err != nil {
				return err
			}
			if limit < 0 {
				return fmt.Errorf("--limit %d, expected 0 for all, or more", limit)
			}
			p := newPrinter(c.OutOrStdout(), c.ErrOrStderr(), format.value, limit)
			if fixture.value != "" {
				p.format, p.must, p.name = asFixture, fixture.value == fixtureKinds[0], "as it was in "+filepath.Base(args[0])
			}
			if run := store.RunFolder(args[0]); run.Exists() {
				return p.close(p.folder(run, &q), q.zone)
			}
			options, err := conditions.options()
			if err != nil {
				return err
			}
			stage, err := drill.Open(args[0], append(options, drill.WithDefence(guard), drill.WithoutPrograms())...)
			if err != nil {
				return err
			}
			if err := p.about(stage.World().Scenario); err != nil {
				return err
			}
			if err := q.offset(stage.World().Scenario.Clock.Zone.Offset); err != nil {
				return err
			}
			r := &tap{query: &q, printer: p, venues: store.VenuesOf(stage.Worlds())}
			_, err = stage.Watch(c.Context(), drill.WithObserver(drill.Observer{Command: r.command}))
			return p.close(err, q.zone)
		},
	}
	conditions.add(c)
	c.Flags().StringVar(&guard, "defence", "none", "the defence that a scenario is run with, a `NAME` or folder")
	q.add(c)
	c.Flags().IntVar(&limit, "limit", 50, "stop after `N` events; 0 for all")
	format.add(c)
	c.Flags().Var(&fixture, "as-fixture", "write the events as a case of fixtures, `KIND` of which is must_fire or must_not_fire")
	c.Flags().Lookup("as-fixture").NoOptDefVal = fixtureKinds[0]
	return c
}

// folder prints the events of a kept run that a query lets through.
func (p *printer) folder(run store.RunFolder, q *query) error {
	sc, err := run.Scenario()
	if err != nil {
		return err
	}
	if err := p.about(sc); err != nil {
		return err
	}
	if err := q.offset(sc.Clock.Zone.Offset); err != nil {
		return err
	}
	return run.Events(func(fields []telemetry.Field) error {
		if !q.matches(fields) {
			return nil
		}
		return p.print(fields, q.zone)
	})
}

// tap prints the events of a run that a query lets through.
type tap struct {
	query   *query
	printer *printer
	venues  []store.Venue
}

func (t *tap) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	v := &t.venues[e.Venue]
	for i := range events {
		if !t.query.mayMatch(&events[i]) {
			continue
		}
		fields := telemetry.Fields(&events[i], v.View)
		if len(t.venues) > 1 {
			fields = store.Located(fields, v.Name)
		}
		if t.query.matches(fields) {
			if err := t.printer.print(fields, t.query.zone); err != nil {
				return err
			}
		}
	}
	return nil
}
