package scenarios

import (
	"bytes"
	"embed"
	"io/fs"
	"reflect"
	"slices"
)

// shipped is the folders of the scenarios that are part of the program.
//
//go:embed */scenario.yaml */*.md
var shipped embed.FS

// Entry is one line of List.
type Entry struct {
	ID      string
	Title   Bilingual
	Version int
	Summary Bilingual
}

// IDs gives the ids of the scenarios that ship with this package, sorted.
func IDs() []string {
	entries, err := fs.ReadDir(shipped, ".")
	if err != nil {
		return nil // the root of embedded files is always there
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() {
			ids = append(ids, e.Name())
		}
	}
	return ids
}

// List gives the scenarios that ship with this package, by id. It reads only
// the head of each file. The error is of type yamldoc.Errors.
func List() ([]Entry, error) {
	var list []Entry
	for _, id := range IDs() {
		src, err := fs.ReadFile(shipped, id+"/"+fileName)
		if err != nil {
			return nil, missing("scenarios/"+id+"/"+fileName, err, "a scenario")
		}
		h, err := parseHead("scenarios/"+id+"/"+fileName, src)
		if err != nil {
			return nil, err
		}
		list = append(list, Entry{ID: h.ID.Text, Title: h.Title, Version: h.Version, Summary: h.Summary})
	}
	return list, nil
}

func parseHead(name string, src []byte) (*Head, error) {
	h := &Head{}
	root, err := parse(name, cutHead(src, keysOf(fieldsOf(reflect.TypeFor[Head](), nil))))
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	d.fill(root, reflect.ValueOf(h).Elem(), place{})
	return h, d.errs.Sorted()
}

// cutHead empties all lines but those of the given keys at the left margin,
// and what is indented below them. Parsing takes time by the token; line
// numbers stay as they are.
func cutHead(src []byte, keys []string) []byte {
	var cut bytes.Buffer
	inside := false
	for line := range bytes.Lines(src) {
		if c := line[0]; c != ' ' && c != '\n' && c != '\r' && c != '#' {
			key, _, found := bytes.Cut(line, []byte(":"))
			inside = found && slices.Contains(keys, string(key))
		}
		if inside {
			cut.Write(line)
		} else {
			cut.WriteByte('\n')
		}
	}
	return bytes.TrimRight(cut.Bytes(), "\n")
}
