package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

func newEvents() *cobra.Command {
	var conditions conditionFlags
	var q query
	var limit int
	var guard string
	format := formatFlag{"table", []string{"table", "json"}}
	c := &cobra.Command{
		Use:   "events RUN",
		Short: "Look into a run's telemetry",
		Long: `Look into a run's telemetry. RUN is a folder that "run --out" kept, or a
scenario, which is then run with --defence and --seed. Fields and their values
are those that rules and batches see; "exdrill fields" lists them.`,
		Example: `  exdrill events runs/one --service withdrawals --around 21:14 --limit 20
  exdrill events zaif-api-keys-2018-01 --type auth_refused --where code=dead_key
  exdrill events runs/one --where key=3371 --where "value>1000000" --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := q.prepare(); err != nil {
				return err
			}
			p := newPrinter(c.OutOrStdout(), format.value, limit)
			if info, err := os.Stat(args[0]); err == nil && info.IsDir() && isRun(args[0]) {
				return p.close(eventsOfFolder(args[0], &q, p))
			}
			options, err := conditions.options()
			if err != nil {
				return err
			}
			stage, err := drill.Open(args[0], append(options, drill.WithDefence(guard))...)
			if err != nil {
				return err
			}
			if err := q.offset(stage.World().Scenario.Clock.Zone.Offset); err != nil {
				return err
			}
			r := &tap{query: &q, printer: p, view: defence.NewView(&stage.World().Genesis)}
			_, err = stage.Watch(c.Context(), drill.WithRecorder(r))
			if errors.Is(err, errEnough) {
				err = nil
			}
			return p.close(err)
		},
	}
	conditions.add(c)
	c.Flags().StringVar(&guard, "defence", "none", "the defence that a scenario is run with")
	q.add(c)
	c.Flags().IntVar(&limit, "limit", 50, "stop after so many events; 0 for all")
	format.add(c)
	return c
}

// errEnough ends a run or a file when the limit is reached.
var errEnough = errors.New("enough")

// isRun reports whether a folder is one that "run --out" kept.
func isRun(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, store.ManifestFile))
	return err == nil
}

// tap prints the events of a run that a query lets through.
type tap struct {
	query   *query
	printer *printer
	view    *defence.View
}

func (t *tap) Record(_ *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	for i := range events {
		if !t.query.mayMatch(&events[i]) {
			continue
		}
		if fields := defence.Fields(&events[i], t.view); t.query.matches(fields) {
			if err := t.printer.print(fields); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tap) Alert(*defence.Alert) error { return nil }

// eventsOfFolder goes through a kept run's telemetry.
func eventsOfFolder(folder string, q *query, p *printer) error {
	east, err := zoneOf(folder)
	if err != nil {
		return err
	}
	if err := q.offset(east); err != nil {
		return err
	}
	f, err := store.Open(folder, store.EventsFile)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fields, err := flat(lines.Bytes())
		if err != nil {
			return fmt.Errorf("%s: %w", store.EventsFile, err)
		}
		if q.matches(fields) {
			if err := p.print(fields); err != nil {
				if errors.Is(err, errEnough) {
					return nil
				}
				return err
			}
		}
	}
	return lines.Err()
}

// zoneOf is how far east of UTC the clocks of a kept run's venue are, in
// seconds.
func zoneOf(folder string) (int, error) {
	path := filepath.Join(folder, "scenario", "scenario.yaml")
	src, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	sc, err := scenarios.Parse(path, src)
	if err != nil {
		return 0, err
	}
	return sc.Clock.Zone.Offset, nil
}

// flat reads the flat record inside an event's line, in its order.
func flat(line []byte) ([]defence.Field, error) {
	var outer struct {
		Unmapped json.RawMessage `json:"unmapped"`
	}
	if err := json.Unmarshal(line, &outer); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(outer.Unmapped))
	d.UseNumber()
	var fields []defence.Field
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if n, ok := value.(json.Number); ok {
			if value, err = n.Int64(); err != nil {
				return nil, err
			}
		}
		fields = append(fields, defence.Field{Name: name.(string), Value: value})
	}
	return fields, nil
}

// printer shows events, as a table or as lines of JSON, up to a limit.
type printer struct {
	w      io.Writer
	format string
	limit  int
	shown  int
	table  table.Writer
}

func newPrinter(w io.Writer, format string, limit int) *printer {
	p := &printer{w: w, format: format, limit: limit}
	if format == "table" {
		p.table = plainTable(w)
		p.table.AppendHeader(table.Row{"time", "service", "event", "details"})
	}
	return p
}

func (p *printer) print(fields []defence.Field) error {
	p.shown++
	if p.format == "json" {
		if err := p.line(fields); err != nil {
			return err
		}
	} else {
		p.table.AppendRow(row(fields))
	}
	if p.limit > 0 && p.shown >= p.limit {
		return errEnough
	}
	return nil
}

func (p *printer) line(fields []defence.Field) error {
	b := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, f.Name...)
		b = append(b, '"', ':')
		v, err := json.Marshal(f.Value)
		if err != nil {
			return err
		}
		b = append(b, v...)
	}
	_, err := p.w.Write(append(b, '}', '\n'))
	return err
}

// close shows what was gathered, unless something failed.
func (p *printer) close(err error) error {
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if p.table != nil {
		p.table.Render()
		fmt.Fprintf(p.w, "%d events\n", p.shown)
	}
	return nil
}
