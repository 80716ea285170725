package bundle

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// assembly is the files of bundles that extend each other, put together, and
// where their lines come from.
type assembly struct {
	fstest.MapFS
	origins map[string]origin
}

// origin says where a place in a file comes from.
type origin func(at yamldoc.Position) yamldoc.Position

// monitors are the keys of defence.yaml that say who watches. They are taken
// over together.
var monitors = append([]string{"builtin"}, slices.Concat(programKeys, limitKeys, processKeys)...)

// assembled puts bundles together, each over those before it: a file takes the
// place of one of its name, a rule that of one of its name, and so does an entry
// of the posture, the playbook or the mapping. What defence.yaml says is the
// last bundle's, without the entry that extends the others, and whose monitor
// it is if it names none.
func assembled(layers []source, extends yamldoc.Entry) (source, error) {
	own := layers[len(layers)-1]
	a := &assembly{fstest.MapFS{}, map[string]origin{}}
	for _, l := range layers {
		if err := a.add(l); err != nil {
			return own, err
		}
	}
	err := a.head(layers, extends)
	return source{a, own.shown, own.dir}, err
}

// originIn gives where the lines of a file of a bundle come from.
func (s source) originIn(name string) origin {
	if a, ok := s.FS.(*assembly); ok {
		return a.origins[name]
	}
	return func(at yamldoc.Position) yamldoc.Position {
		at.File = path.Join(s.shown, name)
		return at
	}
}

// add lays a bundle over those that are there.
func (a *assembly) add(l source) error {
	a.replaceRules(l)
	return fs.WalkDir(l.FS, ".", func(name string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() || name == defenceFile {
			return err
		}
		data, err := fs.ReadFile(l.FS, name)
		if err != nil {
			return err
		}
		from := l.originIn(name)
		if older := a.MapFS[name]; older != nil && slices.Contains([]string{control.PostureFile, rules.PlaybookFile, rules.MappingFile}, name) {
			if data, from, err = merged(older.Data, a.origins[name], data, from); err != nil {
				return err
			}
		}
		a.put(name, data, from)
		return nil
	})
}

// replaceRules takes rules away whose names a bundle has rules of its own for.
func (a *assembly) replaceRules(l source) {
	var names []string
	for name, file := range a.MapFS {
		if !isRuleFile(name) {
			continue
		}
		if names == nil {
			names = l.ruleNames()
		}
		if file.Data = without(file.Data, names); len(bytes.TrimSpace(file.Data)) == 0 {
			delete(a.MapFS, name)
		}
	}
}

func (a *assembly) put(name string, data []byte, from origin) {
	a.MapFS[name], a.origins[name] = &fstest.MapFile{Data: data, Mode: 0o444}, from
}

func isRuleFile(name string) bool {
	return strings.HasPrefix(name, rules.RulesFolder+"/") && !strings.HasPrefix(name, rules.TestsFolder+"/") && sigma.IsRule(name)
}

// ruleNames lists the names of a bundle's rules.
func (s source) ruleNames() []string {
	names := []string{}
	_ = fs.WalkDir(s.FS, rules.RulesFolder, func(name string, f fs.DirEntry, err error) error { // a bundle may have none
		if err == nil && isRuleFile(name) {
			data, _ := fs.ReadFile(s.FS, name) // whoever cannot read it is told so later
			for _, d := range ruleDocuments(data) {
				names = append(names, label(d.Body))
			}
		}
		return nil
	})
	return names
}

func ruleDocuments(data []byte) []yamldoc.Document {
	r := param.File("")
	r.Dialect.Words, r.Dialect.Bytes, r.Dialect.Twice = false, len(data), true
	return r.Documents(data)
}

// without is a file of rules without those of some names. The others stay in
// their lines.
func without(data []byte, names []string) []byte {
	if len(names) == 0 {
		return data
	}
	docs := ruleDocuments(data)
	lines := bytes.SplitAfter(data, []byte("\n"))
	for i, d := range docs {
		if name := label(d.Body); name == "" || !slices.Contains(names, name) {
			continue
		}
		end := len(lines)
		if i+1 < len(docs) {
			end = docs[i+1].Pos.Line - 1
		}
		for j := d.Pos.Line - 1; j < end; j++ {
			lines[j] = []byte("\n")
		}
	}
	return bytes.Join(lines, nil)
}

// head writes defence.yaml: the last bundle's own lines, and the monitor of the
// last bundle before it that names one, unless it does itself.
func (a *assembly) head(layers []source, extends yamldoc.Entry) error {
	own := layers[len(layers)-1]
	data, err := fs.ReadFile(own.FS, defenceFile)
	if err != nil {
		return err
	}
	_, entries := param.Open(own, own.shown, defenceFile, aDefence)
	first, last := linesOf(extends, entries)
	data = cutLines(data, first, last)
	from, lines := own.originIn(defenceFile), bytes.Count(data, []byte("\n"))
	w := &writer{text: data, line: lines + 1, start: len(data)}
	for i := len(layers) - 1; i >= 0 && !named(entries, monitors); i-- {
		if _, entries = param.Open(layers[i], "", defenceFile, aDefence); named(entries, monitors) {
			for _, e := range entries {
				if slices.Contains(monitors, e.Key) {
					w.section(moved(e, layers[i].originIn(defenceFile)))
				}
			}
		}
	}
	a.put(defenceFile, w.text, func(at yamldoc.Position) yamldoc.Position {
		if at.Line > lines {
			return w.origin(at)
		}
		if at.Line >= first {
			at.Line += last - first
		}
		return from(at)
	})
	return nil
}

func named(entries []yamldoc.Entry, keys []string) bool {
	return slices.ContainsFunc(entries, func(e yamldoc.Entry) bool { return slices.Contains(keys, e.Key) })
}

// linesOf gives the lines that an entry takes up, from its own to that of the
// next one, which is not among them.
func linesOf(e yamldoc.Entry, entries []yamldoc.Entry) (first, last int) {
	first, last = e.Pos.Line, 1<<30
	for _, other := range entries {
		if other.Pos.Line > first {
			last = min(last, other.Pos.Line)
		}
	}
	return first, last
}

// cutLines cuts lines out of a text, which ends with a line feed then.
func cutLines(data []byte, first, last int) []byte {
	var kept []byte
	for i, line := range bytes.SplitAfter(data, []byte("\n")) {
		if i+1 < first || i+1 >= last {
			kept = append(kept, line...)
		}
	}
	if len(kept) > 0 && kept[len(kept)-1] != '\n' {
		kept = append(kept, '\n')
	}
	return kept
}

// told is an error about a bundle with its places where they come from.
func told(from fs.FS, shown string, err error) error {
	a, ok := from.(*assembly)
	var errs yamldoc.Errors
	if !ok || !errors.As(err, &errs) {
		return err
	}
	var all yamldoc.Errors
	for _, e := range errs {
		moved := *e
		moved.Pos = a.origin(shown, e.Pos)
		all = append(all, &moved)
	}
	return all.Sorted()
}

// origin is where a place in one of the files comes from.
func (a *assembly) origin(shown string, at yamldoc.Position) yamldoc.Position {
	if from := a.origins[strings.TrimPrefix(at.File, shown+"/")]; from != nil {
		return from(at)
	}
	return at
}
