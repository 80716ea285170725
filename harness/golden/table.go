package golden

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// Table is a golden file of rows. The first columns of a row, its key, say what
// was run; the others what came of it. Lines that begin with # are its head.
type Table struct {
	Path    string
	Key     []string // names of the columns that say what was run
	Columns []string // names of the others
	About   string   // the head comment, without the #
}

// row is a line of a table and where it stands.
type row struct {
	text string
	line int
}

// Check holds what came of one run against its row. again is the one command
// that shows the run.
func (t *Table) Check(key, got []string, again string) error {
	rows, err := t.read()
	if err != nil {
		return err
	}
	name, text := strings.Join(key, "\t"), strings.Join(got, "\t")
	if Rewriting() {
		rows[name] = row{text: text}
		return t.write(rows)
	}
	kept, ok := rows[name]
	if !ok {
		return fmt.Errorf("%s has no row %s\nsee it: %s\nwrite it: %s=1", t.Path, t.named(key), again, Switch)
	}
	if kept.text == text {
		return nil
	}
	return fmt.Errorf("%s:%d: %s\n%s\nsee it: %s\nwrite it anew: %s=1", t.Path, kept.line, t.named(key),
		t.difference(strings.Split(kept.text, "\t"), got), again, Switch)
}

// named writes a key with the names of its columns.
func (t *Table) named(key []string) string {
	words := make([]string, len(key))
	for i, k := range key {
		words[i] = t.Key[i] + " " + k
	}
	return strings.Join(words, ", ")
}

// difference tells of every column that is not as it was.
func (t *Table) difference(want, got []string) string {
	var lines []string
	for i, g := range got {
		if i >= len(want) || want[i] != g {
			lines = append(lines, fmt.Sprintf("  %s: wanted %s, got %s", t.Columns[i], strings.Join(want[min(i, len(want)):min(i+1, len(want))], ""), g))
		}
	}
	return strings.Join(lines, "\n")
}

// Only says which rows of the table belong to none of the keys; rewriting drops
// them.
func (t *Table) Only(keys [][]string) error {
	rows, err := t.read()
	if err != nil {
		return err
	}
	wanted := make(map[string]bool)
	for _, key := range keys {
		wanted[strings.Join(key, "\t")] = true
	}
	foreign := func(name string, _ row) bool { return !wanted[name] }
	if Rewriting() {
		maps.DeleteFunc(rows, foreign)
		return t.write(rows)
	}
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		if foreign(name, rows[name]) {
			return fmt.Errorf("%s:%d: nobody runs %s any more", t.Path, rows[name].line, t.named(strings.Split(name, "\t")))
		}
		delete(wanted, name)
	}
	if len(wanted) > 0 {
		return fmt.Errorf("%s lacks %d rows, such as %q\nwrite them: %s=1", t.Path, len(wanted), slices.Sorted(maps.Keys(wanted))[0], Switch)
	}
	return nil
}

// read gives the rows by key; none of a table that is still to be written.
func (t *Table) read() (map[string]row, error) {
	rows := make(map[string]row)
	text, err := os.ReadFile(t.Path)
	if err != nil && (!Rewriting() || !os.IsNotExist(err)) {
		return nil, fmt.Errorf("%w\n%s=1 writes it", err, Switch)
	}
	for n, line := range strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != len(t.Key)+len(t.Columns) {
			return nil, fmt.Errorf("%s:%d: %d columns, expected %d", t.Path, n+1, len(columns), len(t.Key)+len(t.Columns))
		}
		rows[strings.Join(columns[:len(t.Key)], "\t")] = row{strings.Join(columns[len(t.Key):], "\t"), n + 1}
	}
	return rows, nil
}

// write writes the table, sorted by key.
func (t *Table) write(rows map[string]row) error {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(t.About)) {
		b.WriteString(strings.TrimRight("# "+line, "\n ") + "\n")
	}
	b.WriteString("#\n# " + strings.Join(slices.Concat(t.Key, t.Columns), "\t") + "\n")
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		b.WriteString(name + "\t" + rows[name].text + "\n")
	}
	return write(t.Path, b.String())
}
