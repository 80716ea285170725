package scenarios

import "reflect"

// Clone copies all of a scenario that can be redrawn. Files and leaves are
// shared: they tell what the file says.
func (s *Scenario) Clone() *Scenario {
	shallow := *s
	shallow.Files, shallow.Leaves = nil, nil
	c := deepCopy(reflect.ValueOf(&shallow)).Interface().(*Scenario)
	c.Files, c.Leaves = s.Files, s.Leaves
	return c
}

// deepCopy copies a value with everything it points to.
func deepCopy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(deepCopy(v.Elem()))
		return c
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(deepCopy(v.Index(i)))
		}
		return c
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				c.Field(i).Set(deepCopy(v.Field(i)))
			}
		}
		return c
	default:
		return v
	}
}
