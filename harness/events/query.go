package events

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Query says which events somebody wants to see.
type Query struct {
	Service, Type string        // empty for all
	Where         []string      // conditions such as "key=3371", all of which an event meets
	Around        string        // a time, or a time of the day
	Within        time.Duration // how near Around is

	conditions []condition
	zone       *time.Location
	clock      time.Duration // --around as a time of the day
	moment     int64         // --around as a moment, 0 for none
	daily      bool
}

// condition compares one field with a value.
type condition struct{ field, op, value string }

// Check finds what no run needs to be known for.
func (q *Query) Check() error {
	infos := telemetry.Events()
	var services, kinds []string
	fields := []string{store.VenueField}
	for _, i := range infos {
		services, kinds = append(services, i.Service), append(kinds, i.Type)
		for _, f := range i.Fields {
			fields = append(fields, f.Name)
		}
	}
	if err := yamldoc.CheckWord("--service", q.Service, services); err != nil {
		return err
	}
	if err := yamldoc.CheckWord("--type", q.Type, kinds); err != nil {
		return err
	}
	for _, w := range q.Where {
		c, err := parseCondition(w)
		if err != nil {
			return err
		}
		if err := yamldoc.CheckWord("--where: field", c.field, fields); err != nil {
			return err
		}
		if err := c.check(infos); err != nil {
			return err
		}
		q.conditions = append(q.conditions, c)
	}
	if q.Within < 0 {
		return fmt.Errorf("--within %s, expected a time of 0 or more", q.Within)
	}
	return q.offset(0)
}

// check finds conditions that no event could ever meet: numbers that are none,
// values that are not among the few that a field has.
func (c condition) check(infos []telemetry.EventInfo) error {
	for _, i := range infos {
		for _, f := range i.Fields {
			if f.Name != c.field {
				continue
			}
			number := f.Type == "integer"
			_, err := strconv.ParseInt(c.value, 10, 64)
			switch {
			case number && err != nil:
				return fmt.Errorf("--where: %s is a number, %q is none", c.field, c.value)
			case !number && (c.op == "<" || c.op == ">"):
				return fmt.Errorf("--where: %s is no number, expected %s=value or %s!=value", c.field, c.field, c.field)
			}
			return nil
		}
	}
	return nil
}

func parseCondition(text string) (condition, error) {
	if at := strings.IndexAny(text, "!=<>"); at > 0 {
		op := text[at : at+1]
		if op == "!" && strings.HasPrefix(text[at:], "!=") {
			op = "!="
		}
		value := strings.TrimSpace(text[at+len(op):])
		if op != "!" && !strings.HasPrefix(value, "=") {
			return condition{strings.TrimSpace(text[:at]), op, value}, nil
		}
	}
	return condition{}, fmt.Errorf("--where %q, expected field=value, field!=value, field>value or field<value", text)
}

// offset says how far east of UTC the venue's clocks are, and reads --around
// by them.
func (q *Query) offset(seconds int) error {
	q.zone = time.FixedZone("", seconds)
	if q.Around == "" {
		return nil
	}
	if t, err := time.Parse(time.RFC3339, q.Around); err == nil {
		q.moment = t.UnixNano()
		return nil
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, q.Around, q.zone); err == nil {
			q.moment = t.UnixNano()
			return nil
		}
	}
	t, err := time.Parse("15:04:05", q.Around)
	if err != nil {
		t, err = time.Parse("15:04", q.Around)
	}
	if err != nil {
		return fmt.Errorf("--around %q, expected a time such as 21:14 or 21:14:30, \"2018-01-06 21:14\" or 2018-01-06T21:14:00+09:00", q.Around)
	}
	q.daily = true
	q.clock = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
	return nil
}

// near reports whether a moment is near --around.
func (q *Query) near(at int64) bool {
	switch {
	case q.moment != 0:
		return max(at-q.moment, q.moment-at) <= int64(q.Within)
	case q.daily:
		t := time.Unix(0, at).In(q.zone)
		of := t.Sub(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, q.zone))
		away := max(of-q.clock, q.clock-of)
		return min(away, 24*time.Hour-away) <= q.Within
	}
	return true
}

// mayMatch decides cheaply about most events.
func (q *Query) mayMatch(e *mockexchange.Event) bool {
	return (q.Service == "" || e.Type.Service().String() == q.Service) &&
		(q.Type == "" || e.Type.String() == q.Type) && q.near(e.At)
}

// matches decides by the flat record.
func (q *Query) matches(fields []telemetry.Field) bool {
	for _, f := range fields {
		switch {
		case f.Name == "service" && q.Service != "" && f.String() != q.Service,
			f.Name == "type" && q.Type != "" && f.String() != q.Type,
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
func (c condition) holds(fields []telemetry.Field) bool {
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
