package bundle

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/param"
)

// A defence can be named with changes behind it, each in brackets, as in
//
//	guardrails[posture.first_seen_hold.for=6h][posture.hot_cap.share=2 %]
//
// Paths begin with the file: posture, then a control and its parameter; rules,
// then a rule's name and a key of it, where threshold stands for the number in
// a correlation's condition and timespan for its window; playbook, then keys,
// where an element of a list goes by its name or its number from 1 on. What the
// bundle leaves out is added. The last change may be only=A+B, which keeps
// these controls and rules and leaves out the others; see Only.
const onlyPath = "only"

// change is one of them.
type change struct{ path, value string }

func (c change) String() string { return c.path + "=" + c.value }

// Variant is the name of a defence with a value changed.
func Variant(nameOrPath, path, value string) string {
	return nameOrPath + "[" + change{path, value}.String() + "]"
}

// With names a defence that has one control more, with its defaults.
func With(nameOrPath, control string) string {
	base, c, ok := cutChange(nameOrPath)
	if ok && c.path == onlyPath {
		return Variant(With(base, control), onlyPath, strings.TrimPrefix(c.value+"+"+control, "+"))
	}
	return Variant(nameOrPath, "posture."+control, "{}")
}

// Unchanged is a defence's name without its changes, and what follows it: both
// together are the name again.
func Unchanged(nameOrPath string) (base, changes string) {
	base, _, ok := cutChange(nameOrPath)
	for rest := ok; rest; {
		base, _, rest = cutChange(base)
	}
	return base, nameOrPath[len(base):]
}

// cutChange takes the last change from a defence's name. A folder that is
// called so is no change.
func cutChange(nameOrPath string) (base string, c change, ok bool) {
	rest, ok := strings.CutSuffix(nameOrPath, "]")
	if _, err := os.Stat(nameOrPath); !ok || err == nil {
		return nameOrPath, change{}, false
	}
	at := strings.LastIndexByte(rest, '[')
	if at <= 0 {
		return nameOrPath, change{}, false
	}
	c.path, c.value, ok = strings.Cut(rest[at+1:], "=")
	return rest[:at], c, ok
}

// varied finishes a defence that was named with changes: it carries them in its
// name, and has only the components that it is to have.
func varied(d *defence.Defence, nameOrPath string) (*defence.Defence, error) {
	base, c, ok := cutChange(nameOrPath)
	if !ok {
		return d, nil
	}
	d, err := varied(d, base)
	if err != nil {
		return nil, err
	}
	if c.path == onlyPath {
		return onlyNamed(d, c.value)
	}
	d.Name += "[" + c.String() + "]"
	return d, nil
}

// onlyNamed keeps the components that a name lists.
func onlyNamed(d *defence.Defence, list string) (*defence.Defence, error) {
	all := Components(d, 1<<30)
	var components []Component
	for _, name := range strings.Split(list, "+") {
		at := slices.IndexFunc(all, func(p Component) bool { return p.Name == name })
		switch {
		case at >= 0:
			components = append(components, all[at])
		case list != "":
			p := param.File(d.Name)
			var known []string
			for i := range all {
				known = append(known, all[i].Name)
			}
			p.Unknown(p.Top(), "part", name, known)
			return nil, p.Err()
		}
	}
	return Only(d, components), nil
}

// overridden is a bundle with one value changed. The error is of type
// yamldoc.Errors.
func overridden(from fs.FS, shown string, c change) (fs.FS, error) {
	if c.path == onlyPath {
		return from, nil
	}
	p := param.File(shown)
	p.Dialect.Words, p.Dialect.Bytes = false, 4*param.MaxFile // rules are larger, and are read for good later
	e := overrideOf(&p, from, c)
	if err := p.Err(); err != nil {
		return nil, err
	}
	return overriddenFS{from, e.name, fstest.MapFS{e.name: &fstest.MapFile{Data: e.data, Mode: 0o444}}}, nil
}

// overriddenFS is a folder in which one file is another.
type overriddenFS struct {
	fs.FS
	file string
	own  fstest.MapFS // that file
}

// Open opens a file or a folder.
func (o overriddenFS) Open(name string) (fs.File, error) {
	if name == o.file {
		return o.own.Open(name)
	}
	return o.FS.Open(name)
}

// ReadFile reads a file.
func (o overriddenFS) ReadFile(name string) ([]byte, error) {
	if name == o.file {
		return o.own.ReadFile(name)
	}
	return fs.ReadFile(o.FS, name)
}

// ReadDir lists a folder.
func (o overriddenFS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	if err != nil || path.Dir(o.file) != name {
		return entries, err
	}
	own, err := o.own.ReadDir(name)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == path.Base(o.file) })
	entries = append(entries, own...)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}
