package telemetry

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Words lists what a field of the telemetry can say, where that is one of
// a few words; none for other fields. A field that may be empty is not said to.
func Words(name string) []string {
	f := FieldNamed(name)
	if f.Info().Name != name {
		return nil
	}
	if f.Info().Type == Boolean {
		return []string{"false", "true"}
	}
	return slices.DeleteFunc(f.Words(), func(s string) bool { return s == "" })
}

// Words lists what a text can say, "" included if it may be empty; nil where it
// may say anything.
func (f FieldID) Words() (all []string) {
	switch f {
	case FieldType:
		for _, t := range mockexchange.EventTypes() {
			all = append(all, t.String())
		}
	case FieldService:
		for _, t := range mockexchange.EventTypes() {
			if s := t.Service().String(); !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	case fieldAuth:
		all = listed(func(i uint8) string { return mockexchange.Auth(i).String() })
	case fieldCode:
		all = listed(func(i uint8) string { return reject.Code(i).String() })
	case fieldControl:
		all = append(listed(func(i uint8) string { return reject.Control(i).String() }), "")
	case fieldOp:
		all = listed(func(i uint8) string { return mockexchange.Kind(i).String() })
	case fieldSide:
		all = append(listed(func(i uint8) string { return market.Side(i).String() }), "")
	case fieldOrderType:
		all = append(listed(func(i uint8) string { return market.Type(i).String() }), "")
	}
	return all
}

// listed gives the names of an enumeration, up to where it names no more: what
// lies behind its end has one name for all, or a number in its name.
func listed(name func(i uint8) string) (all []string) {
	const last = 255
	beyond := strings.TrimRight(name(last), "0123456789")
	for i := range uint8(last) {
		if s := name(i); s != "" && strings.TrimRight(s, "0123456789") != beyond {
			all = append(all, s)
		}
	}
	return all
}

// FieldNamed finds a field that is known to exist.
func FieldNamed(name string) FieldID {
	for f := range FieldIDs {
		if fieldInfos[f].Name == name {
			return f
		}
	}
	return 0
}

// Info describes the field.
func (f FieldID) Info() FieldInfo { return fieldInfos[f] }

// In reports whether events of a type have the field.
func (f FieldID) In(t mockexchange.EventType) bool {
	return slices.Contains(commonFields, f) || slices.Contains(forms[t].fields, f)
}

// FieldsOf lists the fields of events of a type.
func FieldsOf(t mockexchange.EventType) []FieldID { return with(commonFields, forms[t].fields...) }
