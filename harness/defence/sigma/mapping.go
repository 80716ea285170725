package sigma

import (
	"cmp"
	"maps"
	"slices"
)

// Mapping makes rules that were written for other names fit the events: it is
// applied to rules while they are loaded.
type Mapping struct {
	Fields     map[string]string            // a rule's field -> the event's
	Values     map[string]map[string]string // a rule's field -> its value -> the event's
	Logsources []LogsourceAlias
}

// LogsourceAlias takes rules about one source to another. Empty attributes of
// From fit any rule, the first alias that fits counts, and what it makes of
// the source is To alone.
type LogsourceAlias struct {
	From, To Logsource
}

func (m *Mapping) field(name string) string {
	if to, ok := m.Fields[name]; ok {
		return to
	}
	return name
}

func (m *Mapping) value(field, s string) string {
	if to, ok := m.Values[field][s]; ok {
		return to
	}
	return s
}

func (m *Mapping) logsource(l Logsource) Logsource {
	for _, a := range m.Logsources {
		if a.From.covers(l) {
			return a.To
		}
	}
	return l
}

// keys gives the keys of a map in order.
func keys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
