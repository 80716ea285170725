package score_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// walker holds a value against the part of JSON Schema that the result's schema
// uses, and fails on any keyword that it does not know.
type walker struct {
	root  map[string]any
	found []string
	seen  map[string]bool // paths of properties that the value had
}

func walk(schema, value []byte) *walker {
	GinkgoHelper()
	w := &walker{seen: map[string]bool{}}
	Expect(json.Unmarshal(schema, &w.root)).To(Succeed())
	var v any
	Expect(json.Unmarshal(value, &v)).To(Succeed())
	w.check("", w.root, v)
	return w
}

// violations lists where a JSON value breaks a schema.
func violations(schema, value []byte) []string { return walk(schema, value).found }

// unused lists the properties of a schema that a value, meant to be complete,
// does not have.
func unused(schema, value []byte) (missing []string) {
	w := walk(schema, value)
	for path, present := range w.seen {
		if !present {
			missing = append(missing, path)
		}
	}
	sort.Strings(missing)
	return missing
}

func (w *walker) complain(path, format string, a ...any) {
	w.found = append(w.found, path+": "+fmt.Sprintf(format, a...))
}

func (w *walker) check(path string, s map[string]any, v any) {
	for key, want := range s {
		switch key {
		case "$schema", "$id", "$defs", "title", "description", "properties":
		case "$ref":
			name := strings.TrimPrefix(want.(string), "#/$defs/")
			w.check(path, w.root["$defs"].(map[string]any)[name].(map[string]any), v)
		case "const":
			if v != want {
				w.complain(path, "%v, expected %v", v, want)
			}
		case "enum":
			if !slices.Contains(want.([]any), v) {
				w.complain(path, "%v, expected one of %v", v, want)
			}
		case "type":
			w.kind(path, want, v)
		case "required":
			w.required(path, want.([]any), v)
		case "additionalProperties":
			w.additional(path, s, v)
		case "items":
			if list, ok := v.([]any); ok {
				for _, item := range list {
					w.check(path+"[]", want.(map[string]any), item)
				}
			}
		case "pattern", "minLength", "minimum", "maximum":
			w.bound(path, key, want, v)
		default:
			w.complain(path, "keyword %s is not checked", key)
		}
	}
	w.properties(path, s, v)
}

func (w *walker) properties(path string, s map[string]any, v any) {
	properties, _ := s["properties"].(map[string]any)
	object, _ := v.(map[string]any)
	for name, schema := range properties {
		value, present := object[name]
		w.seen[path+"/"+name] = w.seen[path+"/"+name] || present
		if present {
			w.check(path+"/"+name, schema.(map[string]any), value)
		}
	}
}

func (w *walker) kind(path string, want, v any) {
	types, many := want.([]any)
	if !many {
		types = []any{want}
	}
	name := kindOf(v)
	whole := name == "number" && v.(float64) == float64(int64(v.(float64)))
	if !slices.Contains(types, any(name)) && !(whole && slices.Contains(types, any("integer"))) {
		w.complain(path, "%v is %s, expected %v", v, name, want)
	}
}

// kindOf is the JSON name of a value's type.
func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	default:
		return "object"
	}
}

func (w *walker) required(path string, names []any, v any) {
	object, ok := v.(map[string]any)
	for _, name := range names {
		if _, has := object[name.(string)]; ok && !has {
			w.complain(path, "%s is missing", name)
		}
	}
}

func (w *walker) additional(path string, s map[string]any, v any) {
	properties := s["properties"].(map[string]any)
	object, _ := v.(map[string]any)
	for name := range object {
		if _, known := properties[name]; !known {
			w.complain(path, "%s is not in the schema", name)
		}
	}
}

func (w *walker) bound(path, key string, want, v any) {
	text, isText := v.(string)
	number, isNumber := v.(float64)
	switch {
	case key == "pattern" && isText && !regexp.MustCompile(want.(string)).MatchString(text):
		w.complain(path, "%q does not match %s", text, want)
	case key == "minLength" && isText && float64(len(text)) < want.(float64):
		w.complain(path, "%q is too short", text)
	case key == "minimum" && isNumber && number < want.(float64), key == "maximum" && isNumber && number > want.(float64):
		w.complain(path, "%v, %s %v", number, key, want)
	}
}

var _ = Describe("The check against the schema", func() {
	schema := []byte(`{"type": "object", "additionalProperties": false, "required": ["a"], "properties": {
		"a": {"type": "string", "pattern": "^x"}, "b": {"type": ["integer", "null"], "minimum": 1}, "c": {"enum": ["y"]}}}`)
	DescribeTable("finds what is wrong", func(value, what string) {
		Expect(violations(schema, []byte(value))).To(ConsistOf(ContainSubstring(what)))
	},
		Entry(nil, `{}`, "a is missing"),
		Entry(nil, `{"a": "x", "z": 1}`, "z is not in the schema"),
		Entry(nil, `{"a": 1}`, "is number"),
		Entry(nil, `{"a": "y"}`, "does not match"),
		Entry(nil, `{"a": "x", "b": 1.5}`, "is number"),
		Entry(nil, `{"a": "x", "b": 0}`, "minimum 1"),
		Entry(nil, `{"a": "x", "c": "n"}`, "expected one of"),
		Entry(nil, `[]`, "is array"),
	)
})
