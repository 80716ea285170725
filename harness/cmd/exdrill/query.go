package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// query says which events somebody wants to see.
type query struct {
	service, kind string
	where         []string
	around        string
	within        time.Duration

	conditions []condition
	zone       *time.Location
	clock      time.Duration // --around as a time of the day
	moment     int64         // --around as a moment, 0 for none
	daily      bool
}

// condition compares one field with a value.
type condition struct{ field, op, value string }

func (q *query) add(c *cobra.Command) {
	c.Flags().StringVar(&q.service, "service", "", "only events of this service")
	c.Flags().StringVar(&q.kind, "type", "", "only events of this type")
	c.Flags().StringArrayVar(&q.where, "where", nil, "only events whose field compares: field=value, field!=value, field>value, field<value")
	c.Flags().StringVar(&q.around, "around", "", "only events near a time: 21:14 in the venue's zone, or RFC 3339")
	c.Flags().DurationVar(&q.within, "within", 5*time.Minute, "how near --around is")
}

// prepare checks the flags that need no run to be checked.
func (q *query) prepare() error {
	infos := defence.EventFields()
	var services, kinds, fields []string
	for _, i := range infos {
		services, kinds = append(services, i.Service), append(kinds, i.Type)
		for _, f := range i.Fields {
			fields = append(fields, f.Name)
		}
	}
	if err := known("--service", q.service, services); err != nil {
		return err
	}
	if err := known("--type", q.kind, kinds); err != nil {
		return err
	}
	for _, w := range q.where {
		c, err := parseCondition(w)
		if err != nil {
			return err
		}
		if err := known("--where: field", c.field, fields); err != nil {
			return err
		}
		q.conditions = append(q.conditions, c)
	}
	return nil
}

// known checks a word against those that exist; empty is always fine.
func known(what, word string, all []string) error {
	if word == "" || slices.Contains(all, word) {
		return nil
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if near := scenarios.Nearest(word, all); near != "" {
		return fmt.Errorf("%s %q, did you mean %q?", what, word, near)
	}
	return fmt.Errorf("%s %q, expected one of %s", what, word, strings.Join(all, ", "))
}

func parseCondition(text string) (condition, error) {
	for _, op := range []string{"!=", "=", ">", "<"} {
		if field, value, ok := strings.Cut(text, op); ok {
			return condition{strings.TrimSpace(field), op, strings.TrimSpace(value)}, nil
		}
	}
	return condition{}, fmt.Errorf("--where %q, expected field=value, field!=value, field>value or field<value", text)
}

// offset says how far east of UTC the venue's clocks are, and reads --around
// by them.
func (q *query) offset(seconds int) error {
	q.zone = time.FixedZone("", seconds)
	if q.around == "" {
		return nil
	}
	if t, err := time.Parse(time.RFC3339, q.around); err == nil {
		q.moment = t.UnixNano()
		return nil
	}
	t, err := time.Parse("15:04", q.around)
	if err != nil {
		return fmt.Errorf("--around %q, expected a time of the day such as 21:14, or RFC 3339", q.around)
	}
	q.daily = true
	q.clock = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	return nil
}

// near reports whether a moment is near --around.
func (q *query) near(at int64) bool {
	switch {
	case q.moment != 0:
		return max(at-q.moment, q.moment-at) <= int64(q.within)
	case q.daily:
		t := time.Unix(0, at).In(q.zone)
		of := t.Sub(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, q.zone))
		away := max(of-q.clock, q.clock-of)
		return min(away, 24*time.Hour-away) <= q.within
	}
	return true
}

// mayMatch decides cheaply about most events.
func (q *query) mayMatch(e *mockexchange.Event) bool {
	return (q.service == "" || e.Type.Service().String() == q.service) &&
		(q.kind == "" || e.Type.String() == q.kind) && q.near(e.At)
}

// matches decides by the flat record.
func (q *query) matches(fields []defence.Field) bool {
	for _, f := range fields {
		switch {
		case f.Name == "service" && q.service != "" && f.String() != q.service,
			f.Name == "type" && q.kind != "" && f.String() != q.kind,
			f.Name == "at" && !q.near(f.Value.(int64)):
			return false
		}
	}
	for _, c := range q.conditions {
		if !c.holds(fields) {
			return false
		}
	}
	return true
}

// holds reports whether an event has the field and it compares as asked.
func (c condition) holds(fields []defence.Field) bool {
	for _, f := range fields {
		if f.Name != c.field {
			continue
		}
		have := f.String()
		switch c.op {
		case "=":
			return have == c.value
		case "!=":
			return have != c.value
		}
		a, errA := strconv.ParseInt(have, 10, 64)
		b, errB := strconv.ParseInt(c.value, 10, 64)
		return errA == nil && errB == nil && (c.op == ">" && a > b || c.op == "<" && a < b)
	}
	return false
}

// row lays an event out for a table: time, service, type, and what is not
// empty of the rest.
func row(fields []defence.Field) table.Row {
	r := table.Row{"", "", "", ""}
	var rest []string
	for _, f := range fields {
		text := f.String()
		switch f.Name {
		case "at":
			r[0] = time.Unix(0, f.Value.(int64)).UTC().Format("2006-01-02 15:04:05.000Z")
		case "service":
			r[1] = text
		case "type":
			r[2] = text
		case "seq":
		default:
			if text != "" && text != "0" && text != "false" && strings.Trim(text, "0") != "" {
				rest = append(rest, f.Name+"="+text)
			}
		}
	}
	r[3] = strings.Join(rest, " ")
	return r
}
