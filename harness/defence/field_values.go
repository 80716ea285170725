package defence

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// FieldValues lists what a field of the telemetry can say, where that is one of
// a few words; none for other fields. A field that may be empty is not said to.
func FieldValues(name string) []string {
	f := fieldNamed(name)
	if fieldInfos[f].Name != name {
		return nil
	}
	if fieldInfos[f].Type == aBoolean {
		return []string{"false", "true"}
	}
	var column sigma.Field[struct{}]
	closed(&column, f)
	return slices.DeleteFunc(column.Values, func(s string) bool { return s == "" })
}
