package events

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// errEnough ends a run or a file when the limit is reached.
var errEnough = errors.New("enough")

// Printer shows events as they come, one a line, up to a limit: as columns
// for people, or as JSON.
type Printer struct {
	w, aside io.Writer
	format   string
	limit    int
	shown    int
	service  int // width of the column
	kind     int

	// Of fixtures, which are written when all is known:
	must   bool
	name   string
	yen    param.Yen
	events [][]telemetry.Field
}

// NewPrinter shows events as a table or as JSON, 0 for all of them; aside it says
// how many there were.
func NewPrinter(w, aside io.Writer, format string, limit int) *Printer {
	p := &Printer{w: w, aside: aside, format: format, limit: limit}
	for _, i := range telemetry.Events() {
		p.service, p.kind = max(p.service, len(i.Service)), max(p.kind, len(i.Type))
	}
	return p
}

// asFixture is the format of events that are to be kept as a test.
const asFixture = "fixture"

// AsFixture makes it write the events as a case of fixtures instead, upon which a
// rule must fire or must not.
func (p *Printer) AsFixture(name string, mustFire bool) {
	p.format, p.name, p.must = asFixture, name, mustFire
}

// Folder shows the events of a kept run that a query lets through.
func (p *Printer) Folder(run store.RunFolder, q *Query) error {
	sc, err := run.Scenario()
	if err == nil {
		err = p.about(sc, q)
	}
	if err != nil {
		return err
	}
	return p.close(run.Events(func(fields []telemetry.Field) error { return p.pick(fields, q) }), q.zone)
}

// Stage plays the defended run of a stage and shows its events that a query lets
// through.
func (p *Printer) Stage(ctx context.Context, stage *drill.Stage, q *Query) error {
	if err := p.about(stage.World().Scenario, q); err != nil {
		return err
	}
	venues := store.VenuesOf(stage.Worlds())
	_, err := stage.Watch(ctx, drill.WithObserver(drill.Observer{Command: func(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
		v := &venues[e.Venue]
		for i := range events {
			if !q.mayMatch(&events[i]) {
				continue
			}
			fields := telemetry.Fields(&events[i], v.Directory)
			if len(venues) > 1 {
				fields = store.Located(fields, v.Name)
			}
			if err := p.pick(fields, q); err != nil {
				return err
			}
		}
		return nil
	}}))
	return p.close(err, q.zone)
}

// pick shows an event if the query lets it through.
func (p *Printer) pick(fields []telemetry.Field, q *Query) error {
	if !q.matches(fields) {
		return nil
	}
	return p.print(fields, q.zone)
}

// about tells printer and query what the run was of: fixtures carry values in
// yen, and times are by the venue's clock.
func (p *Printer) about(sc *scenarios.Scenario, q *Query) (err error) {
	if p.format == asFixture {
		if p.yen, err = param.YenOf(sc); err != nil {
			return err
		}
	}
	return q.offset(sc.Clock.Zone.Offset)
}

// print shows one event, in the time of a zone.
func (p *Printer) print(fields []telemetry.Field, zone *time.Location) error {
	// The limit is looked at before, so that whoever reads knows of one more.
	if p.limit > 0 && p.shown >= p.limit {
		return errEnough
	}
	p.shown++
	switch p.format {
	case "json":
		return p.line(fields)
	case asFixture:
		p.events = append(p.events, slices.Clone(fields))
		return nil
	}
	return p.columns(fields, zone)
}

// columns shows time, service, type, and what is not empty of the rest.
func (p *Printer) columns(fields []telemetry.Field, zone *time.Location) error {
	var when, service, kind string
	var rest []string
	for _, f := range fields {
		text := f.String()
		switch f.Name {
		case "at":
			at, _ := f.Value.(int64)
			when = time.Unix(0, at).In(zone).Format("2006-01-02 15:04:05.000")
		case "service":
			service = text
		case "type":
			kind = text
		case "seq":
		default:
			if text != "false" && strings.Trim(text, "0") != "" {
				rest = append(rest, f.Name+"="+text)
			}
		}
	}
	_, err := fmt.Fprintf(p.w, "%s  %-*s  %-*s  %s\n", when, p.service, service, p.kind, kind, strings.Join(rest, " "))
	return err
}

func (p *Printer) line(fields []telemetry.Field) error {
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

// close says aside how many events there were, so that pipes carry events
// alone.
func (p *Printer) close(err error, zone *time.Location) error {
	more := errors.Is(err, errEnough)
	if err != nil && !more {
		return err
	}
	if p.format == asFixture {
		if err := p.fixture(); err != nil {
			return err
		}
	}
	what := "events"
	if p.shown == 1 {
		what = "event"
	}
	if p.format == "table" {
		what += ", times at UTC" + time.Time{}.In(zone).Format("-07:00")
	}
	if more {
		what += "; there are more, --limit 0 shows all"
	}
	_, err = fmt.Fprintf(p.aside, "%d %s\n", p.shown, what)
	return err
}

// fixture writes the events that were shown as a case.
func (p *Printer) fixture() error {
	if len(p.events) == 0 {
		return fmt.Errorf("no event to make a fixture of, expected at least one")
	}
	text := rules.Fixture(p.name, p.must, p.events, p.yen)
	if len(text) > rules.MaxFixture {
		return fmt.Errorf("a fixture of %d events has %d bytes, expected at most %d: fewer events by --where, --around or --limit",
			len(p.events), len(text), rules.MaxFixture)
	}
	_, err := io.WriteString(p.w, text)
	return err
}
