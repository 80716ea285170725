package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
)

// MaxFixture is how many bytes a file of fixtures may have.
const MaxFixture = param.MaxFile

// Fixture writes events of a run as a case of fixtures, so that what happened
// can be kept as a test: one upon which a rule must fire, or must not. Events
// are lists of fields as Fields gives them; fields of other names are left out,
// like those that are 0 or empty. Times are as far from the first event as they
// were. yen says what the currency is worth, so that rules find the same
// value_yen.
func Fixture(name string, must bool, events [][]telemetry.Field, yen param.Yen) string {
	kind := "must_not_fire"
	if must {
		kind = "must_fire"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n  - name: %s\n    events:\n", kind, strconv.Quote(name))
	first := int64(0)
	for i, fields := range events {
		at, kind := stamp(fields)
		if i == 0 {
			first = at
		}
		fmt.Fprintf(&b, "      - {type: %s, at: %s", kind, spanOf(at-first+1e9))
		for _, f := range fields {
			appendFixture(&b, f, yen)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// stamp is when an event happened and what it is.
func stamp(fields []telemetry.Field) (at int64, kind string) {
	for _, f := range fields {
		switch f.Name {
		case telemetry.FieldAt.Info().Name:
			at, _ = f.Value.(int64)
		case telemetry.FieldType.Info().Name:
			kind = f.String()
		}
	}
	return at, kind
}

// appendFixture writes one field, unless a case says it elsewhere or need not.
func appendFixture(b *strings.Builder, f telemetry.Field, yen param.Yen) {
	id := telemetry.FieldNamed(f.Name)
	if id == telemetry.FieldSeq || id == telemetry.FieldAt || id == telemetry.FieldType || id == telemetry.FieldService {
		return
	}
	switch v := f.Value.(type) {
	case int64:
		if v == 0 {
			return
		}
		fmt.Fprintf(b, ", %s: %d", f.Name, v)
		if worth := yen.Worth(v); (id == telemetry.FieldValue || id == telemetry.FieldGap) && worth != v {
			fmt.Fprintf(b, ", %s: %d", yenField, worth)
		}
	case bool:
		if v {
			fmt.Fprintf(b, ", %s: true", f.Name)
		}
	case string:
		if v != "" && (id != telemetry.FieldAddress || !blank(id, v)) {
			fmt.Fprintf(b, ", %s: %s", f.Name, strconv.Quote(v))
		}
	}
}

// spanOf writes nanoseconds as a span of time.
func spanOf(n int64) string { return time.Duration(n).String() }
