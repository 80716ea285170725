package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// readJSON reads a file into v. Errors say where in the file and what was
// expected there.
func readJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return located(path, data, d.InputOffset(), err)
	}
	if d.More() {
		return located(path, data, d.InputOffset(), errors.New("expected the end of the file"))
	}
	return nil
}

// located puts file, line and column before an error about JSON.
func located(path string, data []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &typed):
		offset = typed.Offset
		err = fmt.Errorf("%s is a %s, expected %s", typed.Field, typed.Value, typed.Type)
	default:
		// The decoder has no type for this one, and no position.
		if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
			offset = int64(bytes.Index(data, []byte(name)))
			err = fmt.Errorf("unknown key %s", name)
		}
	}
	before := data[:max(0, min(int(offset), len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Errorf("%s:%d:%d: %w", path, line, column, err)
}
