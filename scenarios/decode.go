package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// decoder walks a tree and a Go value side by side. Struct fields name their
// keys in a tag; every field is required unless its tag says optional. A tag
// may also say what is checked once all is read, see checker.holds. Field
// types that implement leaf are figures, those that implement word are names.
type decoder struct {
	errs    yamldoc.Errors
	leaves  []Leaf
	amounts []Amount
	cited   []Name // ids of sources that something refers to
	claims  []claim
	lacking map[*yamldoc.Node]bool // what would have more from something that cannot be had
	partial map[Name]bool          // groups below these
	english []yamldoc.Position     // texts without Japanese
}

// claim is a field that says in its tag what must hold of its value.
type claim struct {
	checks, key string
	value       reflect.Value
}

// dialect is what of YAML a scenario may use. It is a few hundred lines.
var dialect = yamldoc.Dialect{Bytes: 256 << 10, Levels: 64, Indent: 128, Plain: true, Twice: true}

// parse turns a file into a tree. The error is of type yamldoc.Errors.
func parse(file string, src []byte) (*yamldoc.Node, error) {
	r := yamldoc.Reader{File: file, Dialect: dialect}
	docs := r.Documents(src)
	switch {
	case len(r.Errs) > 0:
	case len(docs) == 0:
		r.Reject(r.Top(), "the file is empty", "a mapping")
	case len(docs) > 1:
		r.Reject(docs[1].Body.Pos, "a second document begins", "one document")
	default:
		return docs[0].Body, nil
	}
	return nil, r.Err()
}

// place is where the decoder is: what the value is called, and what it inherits.
type place struct {
	path string
	Origin
	lacks bool // part of what belongs here cannot be had, which was told
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
	return place{name, p.Origin, p.lacks}
}

func (p place) item(i int) place {
	return place{p.path + "[" + strconv.Itoa(i) + "]", p.Origin, p.lacks}
}

func (d *decoder) complain(pos yamldoc.Position, problem, expected, nearest string) {
	d.errs = append(d.errs, &yamldoc.Error{Pos: pos, Problem: problem, Expected: expected, Nearest: nearest})
}

// wrong complains of a value.
func (d *decoder) wrong(n *yamldoc.Node, p place, expected string) {
	d.complain(n.Pos, p.name()+" is "+words(n), expected, "")
}

// fill puts the value of a node into v, which can be set.
func (d *decoder) fill(n *yamldoc.Node, v reflect.Value, p place) {
	switch into := v.Addr().Interface().(type) {
	case leaf:
		d.figure(n, into, p)
		return
	case plainScalar:
		if !n.Scalar() || !into.read(n) {
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
		if !n.Scalar() || n.Quoted || n.Text != "true" && n.Text != "false" {
			d.wrong(n, p, "true or false")
		}
		v.SetBool(n.Text == "true")
	case reflect.Int:
		whole, ok := count(n.Text)
		if !n.Scalar() || n.Quoted || !ok || whole == 0 {
			d.wrong(n, p, "a whole number, 1 or more")
		}
		v.SetInt(whole)
	default:
		panic("no way to read a " + v.Type().String())
	}
}

// pointer reads what may be absent; "none" says so in words.
func (d *decoder) pointer(n *yamldoc.Node, v reflect.Value, p place) {
	if n.Scalar() && n.Text == "none" && v.Type().Elem().Kind() == reflect.Struct {
		return
	}
	v.Set(reflect.New(v.Type().Elem()))
	d.fill(n, v.Elem(), p)
}

func (d *decoder) prose(n *yamldoc.Node, name string) string {
	text := strings.TrimSpace(n.Text)
	if !n.Scalar() || text == "" {
		d.complain(n.Pos, name+" is "+words(n), "text", "")
	}
	return text
}

func (d *decoder) slice(n *yamldoc.Node, v reflect.Value, p place) {
	if n.Kind != yamldoc.List {
		d.wrong(n, p, "a list")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	for i, item := range n.Items {
		d.fill(item, v.Index(i), p.item(i))
	}
}

func isTable(t reflect.Type) bool { return strings.HasPrefix(t.Name(), "Table[") }

// table reads a mapping whose keys are names.
func (d *decoder) table(n *yamldoc.Node, v reflect.Value, p place) {
	if n.Kind != yamldoc.Mapping {
		d.wrong(n, p, "a mapping")
		return
	}
	p.Origin = d.origin(n, p.Origin, nil)
	rows := reflect.MakeSlice(v.Type(), 0, len(n.Entries))
	seen := seenKeys{}
	for _, e := range n.Entries {
		if seen.twice(d, e) || slices.Contains(originKeys, e.Key) {
			continue
		}
		row := reflect.New(v.Type().Elem()).Elem()
		key := Name{e.Key, e.Pos}
		if !plain(e.Key) {
			d.complain(e.Pos, "key is "+yamldoc.Quoted(e.Key), key.wants(), "")
		}
		row.Field(0).Set(reflect.ValueOf(key))
		d.fill(e.Value, row.Field(1), p.key(e.Key))
		rows = reflect.Append(rows, row)
	}
	v.Set(rows)
}

// seenKeys remembers where a mapping has which key.
type seenKeys map[string]yamldoc.Position

func (s seenKeys) twice(d *decoder, e yamldoc.Entry) bool {
	first, ok := s[e.Key]
	if ok {
		d.complain(e.Pos, "key "+yamldoc.Quoted(e.Key)+" appears twice", fmt.Sprintf("it only once, as in line %d", first.Line), "")
		return true
	}
	s[e.Key] = e.Pos
	return false
}

func (d *decoder) structure(n *yamldoc.Node, v reflect.Value, p place) {
	if n.Kind != yamldoc.Mapping {
		d.wrong(n, p, "a mapping")
		return
	}
	fields := fieldsOf(v.Type(), nil)
	keys := keysOf(fields)
	p.lacks = p.lacks || d.lacking[n]
	p.Origin = d.origin(n, p.Origin, keys)
	seen := seenKeys{}
	for _, e := range n.Entries {
		if seen.twice(d, e) {
			continue
		}
		i := slices.Index(keys, e.Key)
		if i >= 0 {
			into := v.FieldByIndex(fields[i].index)
			d.fill(e.Value, into, p.key(e.Key))
			if into = reflect.Indirect(into); into.IsValid() {
				d.claims = append(d.claims, claim{fields[i].checks, e.Key, into})
			}
		} else if !slices.Contains(originKeys, e.Key) {
			d.unknownKey(e, keysToSay(v.Type(), keys))
		}
	}
	if one, ok := v.Interface().(Bilingual); ok && one.EN != "" && one.JA == "" {
		d.english = append(d.english, n.Pos)
	}
	if g, ok := v.Interface().(Group); ok && p.lacks {
		d.partial[g.Name] = true
	}
	if p.lacks {
		fields = slices.DeleteFunc(fields, func(f field) bool { return p.path != "" || !slices.Contains(headKeys(), f.key) })
	}
	for _, f := range fields {
		if _, ok := seen[f.key]; !ok && !f.optional {
			d.complain(n.Pos, f.key+" is missing", wanted(v.FieldByIndex(f.index)), "")
		}
	}
}

// headKeys are those that no base has for a scenario.
func headKeys() []string { return keysOf(fieldsOf(reflect.TypeFor[Head](), nil)) }

// keysToSay are the keys that a mapping may have in a file; what a scenario
// extends is read before all others.
func keysToSay(t reflect.Type, keys []string) []string {
	if t == reflect.TypeFor[Scenario]() {
		return append(slices.Clone(keys), extendsKey)
	}
	return keys
}

// warnings are what is allowed and hardly meant.
func (d *decoder) warnings() (list yamldoc.Errors) {
	if n := len(d.english); n > 0 {
		list = append(list, &yamldoc.Error{
			Pos: d.english[0], Problem: fmt.Sprintf("%d texts have no Japanese, this is the first", n), Expected: "ja: beside en:, if anybody is to read it",
		})
	}
	return list
}

func (d *decoder) unknownKey(e yamldoc.Entry, keys []string) {
	d.complain(e.Pos, "unknown key "+yamldoc.Quoted(e.Key), "one of "+strings.Join(keys, ", "), yamldoc.Nearest(e.Key, keys))
}

// field is a field of a struct that a key fills.
type field struct {
	key      string
	optional bool
	checks   string
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
			all = append(all, field{key, rest == "optional", f.Tag.Get("check"), index})
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
	case plainScalar:
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

// Text is a single value of a file as it is written, with its place: for
// readers of other files who make more of it themselves.
type Text struct {
	Text string
	Pos  yamldoc.Position
}

// String is the value itself.
func (t Text) String() string { return t.Text }

func (t *Text) wants() string { return "a single value" }

func (t *Text) read(from *yamldoc.Node) bool {
	t.Text, t.Pos = from.Text, from.Pos
	return from.Text != ""
}

// Decode reads a file of another kind in the way scenarios are read: into a
// pointer to a struct whose fields name their keys in a tag `key:"name"`, or
// `key:"name,optional"`. Fields are Text, Name, string, bool, whole numbers
// from 1, and structs, slices, pointers and Tables of these. The error is of
// type Errors.
func Decode(file string, src []byte, into any) error {
	root, err := parse(file, src)
	if err != nil {
		return err
	}
	d := decoder{}
	d.fill(root, reflect.ValueOf(into).Elem(), place{})
	return d.errs.Sorted()
}
