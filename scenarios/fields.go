package scenarios

import (
	"reflect"
	"slices"
	"strings"
)

// field is a field of a struct that a key fills.
type field struct {
	key      string
	optional bool
	index    []int
}

// fieldsOf lists a struct's fields; those of embedded structs are its own.
func fieldsOf(t reflect.Type, at []int) []field {
	var all []field
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(at), i)
		if f.Anonymous {
			all = append(all, fieldsOf(f.Type, index)...)
			continue
		}
		key, rest, _ := strings.Cut(f.Tag.Get("key"), ",")
		if key != "-" && key != "" {
			all = append(all, field{key, rest == "optional", index})
		}
	}
	return all
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

// wanted is what a field of that type holds, in words.
func wanted(v reflect.Value) string {
	switch into := v.Addr().Interface().(type) {
	case leaf:
		return into.wants()
	case word:
		return into.wants()
	}
	switch v.Kind() {
	case reflect.Pointer:
		return wanted(reflect.New(v.Type().Elem()).Elem()) + `, or "none"`
	case reflect.Slice:
		if !isTable(v.Type()) {
			return "a list"
		}
		return "a mapping"
	case reflect.Struct:
		return "a mapping with " + strings.Join(keysOf(fieldsOf(v.Type(), nil)), ", ")
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	}
	return "a whole number, 1 or more"
}
