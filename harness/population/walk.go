package population

import (
	"reflect"
	"time"

	"github.com/exdrill/exdrill/scenarios"
)

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
