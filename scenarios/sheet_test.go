package scenarios_test

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// sheet writes all figures of a scenario down, a line for each mapping that
// holds some: where it stands, with names instead of numbers where list items
// have one, and behind each figure that somebody documented where it comes
// from. Figures without such a remark are synthetic.
func sheet(s *scenarios.Scenario) []string {
	bounds := boundsOf(s)
	var lines []string
	above := ""
	for _, leaf := range s.Leaves {
		path, key := parent(leaf.Path)
		if path != above || len(lines) == 0 {
			lines, above = append(lines, named(s, path)+":"), path
		}
		last := &lines[len(lines)-1]
		*last += " " + strings.TrimSpace(key+" "+leaf.Text) + bounds[leaf.Pos] + origin(leaf.Origin)
		for _, also := range leaf.Also {
			*last += " (or " + also.Text + origin(also.Origin) + ")"
		}
		*last += ";"
	}
	return lines
}

// parent splits a path: "facts[2].expected" into "facts[2]" and "expected",
// "waking[3]" of a list of figures into the list and nothing.
func parent(path string) (above, key string) {
	if strings.HasSuffix(path, "]") {
		return path[:strings.LastIndexByte(path, '[')], ""
	}
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 {
		return "the scenario", path
	}
	return path[:dot], path[dot+1:]
}

// named puts the names of steps, facts, classes, groups, venues and the like
// into a path.
func named(s *scenarios.Scenario, path string) string {
	v := reflect.ValueOf(s).Elem()
	var words []string
	for _, part := range strings.Split(path, ".") {
		key, index, listed := strings.Cut(part, "[")
		words = append(words, key)
		if v = field(v, key); !v.IsValid() || !listed {
			continue
		}
		for _, digits := range strings.Split(strings.TrimSuffix(index, "]"), "][") {
			var i int
			if _, err := fmt.Sscan(digits, &i); err != nil || v.Kind() != reflect.Slice || i >= v.Len() {
				words = append(words, digits)
				continue
			}
			v = v.Index(i)
			words = append(words, itemName(v, i))
		}
	}
	return strings.Join(words, " ")
}

// field is the field of a struct that a file calls by a key; the zero Value if
// there is none.
func field(v reflect.Value, key string) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("key"), ","); name == key {
			return v.Field(i)
		}
		if v.Type().Field(i).Anonymous {
			if f := field(v.Field(i), key); f.IsValid() {
				return f
			}
		}
	}
	return reflect.Value{}
}

// itemName is the name of a list's item, or its number from 1.
func itemName(v reflect.Value, i int) string {
	for _, key := range []string{"name", "id", "code", "action", "claim"} {
		if f := field(v, key); f.IsValid() {
			if name, ok := f.Interface().(scenarios.Name); ok {
				return name.Text
			}
		}
	}
	return fmt.Sprint(i + 1)
}

// origin says where a documented figure comes from; nothing of a synthetic one.
func origin(o scenarios.Origin) string {
	if o.From == scenarios.FromSynthetic {
		return ""
	}
	words := []string{o.From.String()}
	for _, source := range o.Sources {
		words = append(words, source.Text)
	}
	return " {" + strings.Join(words, " ") + "}"
}

// boundsOf gives, by position, the bounds of the figures that have a range.
func boundsOf(s *scenarios.Scenario) map[yamldoc.Position]string {
	bounds := make(map[yamldoc.Position]string)
	visitStructs(reflect.ValueOf(s).Elem(), func(v reflect.Value) {
		stated, lo, hi := v.FieldByName("Stated"), v.FieldByName("Lo"), v.FieldByName("Hi")
		if stated.IsValid() && lo.IsValid() && lo.Int() != hi.Int() {
			unit := money.Unit{}
			if decimals := v.FieldByName("Decimals"); decimals.IsValid() {
				unit.Decimals = uint8(decimals.Int())
			}
			bounds[stated.Interface().(scenarios.Stated).Pos] = span(lo.Int(), hi.Int(), unit)
		}
	})
	return bounds
}

// span writes bounds down: numbers, or moments. Those of a day say nothing more
// than the day.
func span(lo, hi int64, unit money.Unit) string {
	const times = 1 << 55 // nanoseconds since 1970, in early 1971
	switch {
	case hi-lo == int64(24*time.Hour)-1:
		return ""
	case lo > times:
		return " [" + moment(lo) + " to " + moment(hi) + "]"
	}
	return fmt.Sprintf(" [%s to %s]", unit.Trimmed(lo), unit.Trimmed(hi))
}

func moment(ns int64) string { return time.Unix(0, ns).UTC().Format(time.RFC3339) }

// visitStructs visits every struct inside a value.
func visitStructs(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			visitStructs(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visitStructs(v.Index(i), visit)
		}
	case reflect.Struct:
		visit(v)
		for i := range v.NumField() {
			visitStructs(v.Field(i), visit)
		}
	}
}
