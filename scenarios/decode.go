package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// decoder walks a tree and a Go value side by side. Struct fields name their
// keys in a tag; every field is required unless its tag says optional. Field
// types that implement leaf are figures, those that implement word are names.
type decoder struct {
	errs    Errors
	leaves  []Leaf
	amounts []Amount
	cited   []Name // ids of sources that something refers to
}

// place is where the decoder is: what the value is called, and what it inherits.
type place struct {
	path string
	Origin
}

// name is the last part of the path, as an error message calls the value.
func (p place) name() string {
	if p.path == "" {
		return "the file"
	}
	return p.path[strings.LastIndexByte(p.path, '.')+1:]
}

func (p place) key(name string) place {
	if p.path != "" {
		name = p.path + "." + name
	}
	return place{name, p.Origin}
}

func (p place) item(i int) place {
	return place{p.path + "[" + strconv.Itoa(i) + "]", p.Origin}
}

func (d *decoder) complain(pos Position, problem, expected, nearest string) {
	d.errs = append(d.errs, &Error{Pos: pos, Problem: problem, Expected: expected, Nearest: nearest})
}

// wrong complains of a value.
func (d *decoder) wrong(n *node, p place, expected string) {
	d.complain(n.pos, p.name()+" is "+n.words(), expected, "")
}

// fill puts the value of a node into v, which can be set.
func (d *decoder) fill(n *node, v reflect.Value, p place) {
	switch into := v.Addr().Interface().(type) {
	case leaf:
		d.figure(n, into, p)
		return
	case word:
		if n.kind != scalar || !into.read(n) {
			d.wrong(n, p, into.wants())
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		d.pointer(n, v, p)
	case reflect.Slice:
		if isTable(v.Type()) {
			d.table(n, v, p)
			return
		}
		d.slice(n, v, p)
	case reflect.Struct:
		d.structure(n, v, p)
	case reflect.String:
		v.SetString(d.prose(n, p.name()))
	case reflect.Bool:
		if n.kind != scalar || n.quoted || n.text != "true" && n.text != "false" {
			d.wrong(n, p, "true or false")
		}
		v.SetBool(n.text == "true")
	case reflect.Int:
		whole, ok := count(n.text)
		if n.kind != scalar || n.quoted || !ok || whole == 0 {
			d.wrong(n, p, "a whole number, 1 or more")
		}
		v.SetInt(whole)
	default:
		panic("no way to read a " + v.Type().String())
	}
}

// pointer reads what may be absent; "none" says so in words.
func (d *decoder) pointer(n *node, v reflect.Value, p place) {
	if n.kind == scalar && n.text == "none" && v.Type().Elem().Kind() == reflect.Struct {
		return
	}
	v.Set(reflect.New(v.Type().Elem()))
	d.fill(n, v.Elem(), p)
}

func (d *decoder) prose(n *node, name string) string {
	text := strings.TrimSpace(n.text)
	if n.kind != scalar || text == "" {
		d.complain(n.pos, name+" is "+n.words(), "text", "")
	}
	return text
}

func (d *decoder) slice(n *node, v reflect.Value, p place) {
	if n.kind != sequence {
		d.wrong(n, p, "a list")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.fill(item, v.Index(i), p.item(i))
	}
}

func isTable(t reflect.Type) bool { return strings.HasPrefix(t.Name(), "Table[") }

// table reads a mapping whose keys are names.
func (d *decoder) table(n *node, v reflect.Value, p place) {
	if n.kind != mapping {
		d.wrong(n, p, "a mapping")
		return
	}
	p.Origin = d.origin(n, p.Origin, nil)
	rows := reflect.MakeSlice(v.Type(), 0, len(n.entries))
	seen := seenKeys{}
	for _, e := range n.entries {
		if seen.twice(d, e) || slices.Contains(originKeys, e.key) {
			continue
		}
		row := reflect.New(v.Type().Elem()).Elem()
		key := Name{e.key, e.pos}
		if !plain(e.key) {
			d.complain(e.pos, "key is "+quote(e.key), key.wants(), "")
		}
		row.Field(0).Set(reflect.ValueOf(key))
		d.fill(e.value, row.Field(1), p.key(e.key))
		rows = reflect.Append(rows, row)
	}
	v.Set(rows)
}

// seenKeys remembers where a mapping has which key.
type seenKeys map[string]Position

func (s seenKeys) twice(d *decoder, e entry) bool {
	first, ok := s[e.key]
	if ok {
		d.complain(e.pos, "key "+quote(e.key)+" appears twice", fmt.Sprintf("it only once, as in line %d", first.Line), "")
		return true
	}
	s[e.key] = e.pos
	return false
}

func (d *decoder) structure(n *node, v reflect.Value, p place) {
	if n.kind != mapping {
		d.wrong(n, p, "a mapping")
		return
	}
	fields := fieldsOf(v.Type(), nil)
	keys := keysOf(fields)
	p.Origin = d.origin(n, p.Origin, keys)
	seen := seenKeys{}
	for _, e := range n.entries {
		if seen.twice(d, e) {
			continue
		}
		i := slices.Index(keys, e.key)
		if i >= 0 {
			d.fill(e.value, v.FieldByIndex(fields[i].index), p.key(e.key))
		} else if !slices.Contains(originKeys, e.key) {
			d.unknownKey(e, keys)
		}
	}
	for _, f := range fields {
		if _, ok := seen[f.key]; !ok && !f.optional {
			d.complain(n.pos, f.key+" is missing", wanted(v.FieldByIndex(f.index)), "")
		}
	}
}

func (d *decoder) unknownKey(e entry, keys []string) {
	d.complain(e.pos, "unknown key "+quote(e.key), "one of "+strings.Join(keys, ", "), Nearest(e.key, keys))
}
