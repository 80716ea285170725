// Package recordtest holds whatever writes commands, results or events down
// against the fields that there are, so that none that is added is forgotten.
package recordtest

import (
	"math"
	"reflect"

	"pgregory.net/rapid"
)

// EachField calls check once for every exported field of what base makes, and
// for those of what lies in it, with a fresh one in which that field alone is
// another.
func EachField[T any](base func() T, check func(field string, changed *T)) {
	for n := 0; ; n++ {
		v, left := base(), n
		field := change(reflect.ValueOf(&v).Elem(), &left)
		if field == "" {
			return
		}
		check(field, &v)
	}
}

// change changes the field that has so many before it, and gives its path;
// empty if there are not so many, and then left is less by those that there are.
func change(v reflect.Value, left *int) string {
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		return change(v.Elem(), left)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				if path := change(v.Field(i), left); path != "" {
					return f.Name + "." + path
				}
			}
		}
		return ""
	case v.Kind() == reflect.Slice && v.Len() > 0 && v.Type().Elem().Kind() != reflect.Uint8:
		return change(v.Index(0), left)
	}
	*left--
	if *left >= 0 {
		return ""
	}
	return another(v)
}

// another puts a value in the place of one that is no struct, and names its type.
func another(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Array, reflect.Slice:
		another(v.Index(0))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		first := 0
		change(v, &first)
	default:
		panic("no other value for a " + v.Type().String())
	}
	return v.Type().String()
}

// Any draws a value with every field at random, edges of its range included,
// but no block.
func Any[T any](t *rapid.T) (v T) {
	fill(t, reflect.ValueOf(&v).Elem())
	return v
}

func fill(t *rapid.T, v reflect.Value) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch f.Kind() {
		case reflect.Struct:
			fill(t, f)
		case reflect.Bool:
			f.SetBool(rapid.Bool().Draw(t, name))
		case reflect.Int64:
			f.SetInt(rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, 1, -1, math.MinInt64, math.MaxInt64})).Draw(t, name))
		case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
			f.SetUint(rapid.Uint64().Draw(t, name) >> (64 - f.Type().Bits()))
		case reflect.String:
			f.SetString(rapid.String().Draw(t, name))
		case reflect.Array:
			reflect.Copy(f, reflect.ValueOf(rapid.SliceOfN(rapid.Byte(), f.Len(), f.Len()).Draw(t, name)))
		case reflect.Pointer: // a block
		default:
			t.Fatalf("no random value for %s", name)
		}
	}
}
