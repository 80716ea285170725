package scenarios

import (
	"encoding/json"
	"reflect"
	"slices"
)

// Schema is the format of scenario.yaml as a JSON Schema, for editors, which
// complete keys and names by it. It lets more pass than reading does: whether
// names refer to something and times follow each other is no matter of shape.
func Schema(v Vocabulary) []byte {
	s := schema{names: map[string][]string{
		"technique": v.Techniques, "measure": v.measures(), "control": v.Controls, "action": slices.Concat(v.Actions, v.Controls),
	}}
	root := s.mapping(reflect.TypeFor[Scenario]())
	root["$schema"], root["title"] = "https://json-schema.org/draft/2020-12/schema", "An exdrill scenario, "+APIVersion
	// What a base has need not stand here.
	root["required"] = []string{"apiVersion", "id", "version", "title", "summary"}
	names := append(Bases(), IDs()...)
	one := object{"anyOf": []any{object{"enum": names}, object{"type": "string"}}, "description": "a base or scenario that ships, or the path of a file or folder"}
	root["properties"].(object)[extendsKey] = object{"anyOf": []any{one, object{"type": "array", "items": one}}}
	text, _ := json.MarshalIndent(root, "", "  ") // maps, lists and texts
	return append(text, '\n')
}

type object = map[string]any

type schema struct{ names map[string][]string }

// of is the schema of a value that stands under a key.
func (s schema) of(t reflect.Type, key string) object {
	if t.Kind() == reflect.Pointer {
		inner := s.of(t.Elem(), key)
		if t.Elem().Kind() == reflect.Struct && inner["type"] == "object" {
			return object{"anyOf": []any{inner, object{"const": "none"}}}
		}
		return inner
	}
	switch value := reflect.New(t).Interface().(type) {
	case leaf:
		return s.figure(value)
	case plainScalar:
		if names := s.names[key]; names != nil && t == reflect.TypeFor[Name]() {
			return object{"anyOf": []any{object{"enum": names}, object{"type": "string", "pattern": "_[0-9.]+(_|$)", "description": "where N stands in a name, a number"}}}
		}
		return object{"type": []string{"string", "number"}, "description": value.wants()}
	}
	switch {
	case isTable(t):
		return object{"type": "object", "additionalProperties": s.of(t.Elem().Field(1).Type, "")}
	case t.Kind() == reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem(), key)}
	case t.Kind() == reflect.Struct:
		return s.mapping(t)
	case t.Kind() == reflect.Bool:
		return object{"type": "boolean"}
	case t.Kind() == reflect.Int:
		return object{"type": "integer", "minimum": 1}
	}
	return object{"type": "string"}
}

// figure is a value alone, or one with where it comes from.
func (s schema) figure(l leaf) object {
	plain := object{"type": []string{"string", "number"}, "description": l.wants()}
	details := object{"is": plain, "also": object{"type": "array", "items": closed(object{"is": plain})}}
	if _, ok := l.(ranged); ok {
		details["range"] = object{"type": "array", "items": plain, "minItems": 2, "maxItems": 2}
	}
	return object{"anyOf": []any{plain, closed(details)}}
}

// mapping is one with the keys of a struct's fields. None is required: a base may
// have them.
func (s schema) mapping(t reflect.Type) object {
	properties := object{}
	fields := fieldsOf(t, nil)
	for _, f := range fields {
		properties[f.key] = s.of(t.FieldByIndex(f.index).Type, f.key)
	}
	if identity(keysOf(fields)) != nil && t != reflect.TypeFor[Scenario]() {
		properties[likeKey] = object{"type": "string", "description": "the item above it, or of the base, from which it has what it leaves out"}
	}
	return closed(properties)
}

// closed is a mapping with these keys and those that say where figures come from.
func closed(properties object) object {
	text := object{"type": "string"}
	origin := object{
		"from": object{"enum": provenanceNames[1:]}, "how": text, "note": text,
		"source": object{"anyOf": []any{text, object{"type": "array", "items": text}}},
	}
	for key, value := range origin {
		if properties[key] == nil {
			properties[key] = value
		}
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}
