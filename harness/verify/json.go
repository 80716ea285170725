package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

func quoted(text string) string { return strconv.Quote(text) }

// leaf is one value of a JSON text with the way to it, such as loss.net or
// facts[3].name. Numbers keep their spelling.
type leaf struct{ path, value string }

// errJSON means that a text is no JSON.
var errJSON = errors.New("it is no JSON")

// leaves lists the values of a JSON text in their order.
func leaves(text []byte) (list []leaf, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := walk(d, "", &list); err != nil {
		return nil, errJSON
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errJSON
	}
	return list, nil
}

// walk reads one value.
func walk(d *json.Decoder, path string, list *[]leaf) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	switch v := t.(type) {
	case json.Delim:
		return inside(d, v, path, list)
	case string:
		*list = append(*list, leaf{path, quoted(v)})
	default:
		*list = append(*list, leaf{path, fmt.Sprint(v)})
	}
	return nil
}

// inside reads a list or an object up to its end. Each leaves a value of its
// own, so that an empty one shows.
func inside(d *json.Decoder, open json.Delim, path string, list *[]leaf) error {
	*list = append(*list, leaf{path, open.String()})
	for n := 0; d.More(); n++ {
		next := path + "[" + strconv.Itoa(n) + "]"
		if open == '{' {
			name, err := d.Token()
			if err != nil {
				return err
			}
			next = name.(string)
			if path != "" {
				next = path + "." + next
			}
		}
		if err := walk(d, next, list); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// differences tells where two JSON texts differ, value by value, as far as skip
// does not pass it over. If one is no JSON, that is the difference.
func differences(have, want []byte, skip func(path string) bool) []string {
	mine, err := leaves(have)
	if err != nil {
		return []string{err.Error()}
	}
	theirs, err := leaves(want)
	if err != nil {
		return []string{err.Error()}
	}
	known := make(map[string]string, len(mine))
	for _, l := range mine {
		if _, twice := known[l.path]; twice {
			return []string{l.path + " is there twice"}
		}
		known[l.path] = l.value
	}
	var all []string
	for _, l := range theirs {
		value, there := known[l.path]
		delete(known, l.path)
		switch {
		case skip(l.path) || value == l.value && there:
		case !there:
			all = append(all, l.path+" is missing, expected "+l.value)
		default:
			all = append(all, l.path+" is "+value+", expected "+l.value)
		}
	}
	for _, l := range mine {
		if _, left := known[l.path]; left && !skip(l.path) {
			all = append(all, l.path+" is "+l.value+", expected none")
		}
	}
	return all
}
