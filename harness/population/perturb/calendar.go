package perturb

import (
	"reflect"
	"time"

	"github.com/exdrill/exdrill/scenarios"
)

// calendar moves everything by days, what happens to the exchange and what it
// does by hours besides, and the dates of the keys in question by days of their own.
func (v *perturbation) calendar() {
	days := time.Duration(v.either(v.bounds.Calendar.Value)) * 24 * time.Hour
	hours := time.Duration(v.either(v.bounds.Hours.Value)) * time.Hour
	keys := time.Duration(v.either(v.bounds.KeyDates.Value)) * 24 * time.Hour
	zone := time.FixedZone(v.sc.Clock.Zone.Name, v.sc.Clock.Zone.Offset)
	move(v.sc, days, zone)
	move(v.sc.Campaign, hours, zone)
	move(&v.sc.Statements, hours, zone)
	for i := range v.sc.History.Alerts {
		move(&v.sc.History.Alerts[i].At, hours, zone)
	}
	for i := range v.sc.History.Actions {
		move(&v.sc.History.Actions[i].At, hours, zone)
		move(v.sc.History.Actions[i].CreatedUntil, keys, zone)
		move(v.sc.History.Actions[i].Since, hours, zone)
		move(v.sc.History.Actions[i].Until, hours, zone)
	}
	if k := v.sc.Compromise; k.Credentials() {
		move(&k.Complaints.Start, hours, zone)
		move(&k.Cohort.Created, keys, zone)
		move(&k.Dump.Created, keys, zone)
		v.before(&k.Dump.DeletedOn, keys, zone)
		for i := range k.AttackerAccounts {
			v.before(&k.AttackerAccounts[i].Opened, keys, zone)
		}
	}
	clamp(v.sc.Campaign, &v.sc.Clock)
	clamp(&v.sc.History.Alerts, &v.sc.Clock)
	v.schedule(hours, zone)
}

// before moves days that must be over when the clock starts, at most up to there.
func (v *perturbation) before(d *scenarios.Days, by time.Duration, zone *time.Location) {
	room := time.Duration(v.sc.Clock.Start.Unix - int64(24*time.Hour) - d.Last.End).Truncate(24 * time.Hour)
	move(d, min(by, room), zone)
}

// schedule moves surges, vendors and prices by hours: the day's event comes
// at another time, all of it together.
func (v *perturbation) schedule(hours time.Duration, zone *time.Location) {
	shift := func(root any) {
		move(root, hours, zone)
		clamp(root, &v.sc.Clock)
	}
	shift(&v.sc.Population.Surges)
	shift(&v.sc.Population.Moves)
	for i := range v.sc.Venues {
		shift(&v.sc.Venues[i].Migrations)
		for j := range v.sc.Venues[i].Markets {
			shift(&v.sc.Venues[i].Markets[j].Price.Moves)
		}
	}
}

// each calls do for every T that root, a pointer, leads to, in the order of
// the file.
func each[T any](root any, do func(*T)) {
	v := reflect.ValueOf(root)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		visitEach(v.Elem(), do)
	}
}

func visitEach[T any](v reflect.Value, do func(*T)) {
	if t, ok := v.Addr().Interface().(*T); ok {
		do(t)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			visitEach(v.Elem(), do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visitEach(v.Index(i), do)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				visitEach(v.Field(i), do)
			}
		}
	}
}

// move shifts every time and every day that root leads to. Days only move by
// whole days.
func move(root any, by time.Duration, zone *time.Location) {
	each(root, func(t *scenarios.Time) {
		if t.Unix != 0 {
			t.Unix += int64(by)
			t.Text = time.Unix(0, t.Unix).In(zone).Format(time.RFC3339)
		}
	})
	days := by.Truncate(24 * time.Hour)
	each(root, func(d *scenarios.Day) {
		if d.Start != 0 {
			d.Start, d.End = d.Start+int64(days), d.End+int64(days)
			d.Text = time.Unix(0, d.Start).In(zone).Format(time.DateOnly)
		}
	})
}

// clamp keeps every time that root leads to within the clock.
func clamp(root any, clock *scenarios.Clock) {
	each(root, func(t *scenarios.Time) {
		if t.Unix != 0 {
			t.Unix = min(max(t.Unix, clock.Start.Unix), clock.End.Unix)
		}
	})
}
