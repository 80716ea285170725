package verify

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/store"
)

// mostDifferences is how many differences within one line are told.
const mostDifferences = 3

// lines holds a file of lines of one folder against that of another, and tells
// of the first line that differs. n counts the lines that do not.
func lines(folder, again, name string) (n int, fault *Fault, err error) {
	want, err := store.RunFolder(again).Open(name)
	if err != nil {
		return 0, nil, err
	}
	defer want.Close()
	file := store.RunFolder(folder).Name(name)
	have, err := store.RunFolder(folder).Open(name)
	if err != nil {
		return 0, &Fault{File: file, What: "it cannot be read: " + err.Error()}, nil
	}
	defer have.Close()
	n, what, err := firstChange(have, want)
	if what != "" {
		fault = &Fault{File: file, Line: n + 1, What: what}
	}
	return n, fault, err
}

// firstChange reads on as long as lines are equal; n counts them. what says how
// the next one differs; it is empty if there is none. The error is about want.
func firstChange(have, want io.Reader) (n int, what string, err error) {
	mine, theirs := bufio.NewReaderSize(have, 1<<16), bufio.NewReaderSize(want, 1<<16)
	for ; ; n++ {
		right, end := theirs.ReadBytes('\n')
		if end != nil && !errors.Is(end, io.EOF) {
			return n, "", end
		}
		line, broken := mine.ReadBytes('\n')
		switch {
		case broken != nil && !errors.Is(broken, io.EOF):
			return n, "it cannot be read from here on: " + broken.Error(), nil
		case len(line) == 0 && len(right) == 0:
			return n, "", nil
		case len(line) == 0:
			return n, "the file ends here, expected " + cut(right), nil
		case len(right) == 0:
			return n, "expected the end of the file", nil
		case !bytes.Equal(line, right):
			return n, lineChange(line, right), nil
		}
	}
}

// lineChange says how one line differs from another.
func lineChange(have, want []byte) string {
	list := differences(have, want, func(string) bool { return false })
	if len(list) > 0 && list[0] == errJSON.Error() {
		return parted(have, want)
	}
	if len(list) == 0 {
		return "the same is spelt differently, expected " + cut(want)
	}
	if len(list) > mostDifferences {
		list = append(list[:mostDifferences], fmt.Sprintf("%d more", len(list)-mostDifferences))
	}
	return strings.Join(list, "; ")
}

// parted says where two texts part.
func parted(have, want []byte) string {
	const before, after = 20, 40
	at := 0
	for at < min(len(have), len(want)) && have[at] == want[at] {
		at++
	}
	around := func(text []byte) string {
		return quoted(strings.TrimSuffix(string(text[max(at-before, 0):min(at+after, len(text))]), "\n"))
	}
	return around(have) + ", expected " + around(want)
}

// cut shortens a line for people.
func cut(line []byte) string {
	const most = 120
	text := strings.TrimSuffix(string(line), "\n")
	if len(text) > most {
		text = text[:most] + "..."
	}
	return text
}

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
