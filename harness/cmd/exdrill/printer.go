package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
)

// errEnough ends a run or a file when the limit is reached.
var errEnough = errors.New("enough")

// printer shows events as they come, one a line, up to a limit: as columns
// for people, or as JSON.
type printer struct {
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

func newPrinter(w, aside io.Writer, format string, limit int) *printer {
	p := &printer{w: w, aside: aside, format: format, limit: limit}
	for _, i := range telemetry.Events() {
		p.service, p.kind = max(p.service, len(i.Service)), max(p.kind, len(i.Type))
	}
	return p
}

// print shows one event, in the time of a zone.
func (p *printer) print(fields []telemetry.Field, zone *time.Location) error {
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
func (p *printer) columns(fields []telemetry.Field, zone *time.Location) error {
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

func (p *printer) line(fields []telemetry.Field) error {
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
func (p *printer) close(err error, zone *time.Location) error {
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
