package scenarios

import (
	"embed"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// A scenario may extend others, and bases, which are the parts that many have
// alike: it has all that they have but for what it says itself.
//
//	extends: [exchange, ../ours.yaml]
//
// Mappings are laid over each other key by key. A figure, a text and a mapping
// from names to figures, which belong together, are taken whole. So is a list, but that an
// item has what it leaves out from the base's item of its name, or from the one
// that it says it is like, which stands above it or in the base. A group of
// customers that a list leaves out is left out of what the base says of adoption, too. What is
// inherited keeps its provenance. What comes of it is one tree, which is kept
// with runs and digested.

// extendsKey and likeKey are the keys that say where the rest comes from.
const (
	extendsKey = "extends"
	likeKey    = "like"
)

// How deep scenarios may extend each other, and how many one may have below it.
const (
	deepestExtends = 8
	mostExtends    = 32
)

// bases are those that are part of the program.
//
//go:embed bases/*.yaml
var bases embed.FS

// Bases gives the names of the bases that are part of the program, sorted. The
// shipped scenarios can be extended as well.
func Bases() (names []string) {
	entries, err := bases.ReadDir("bases")
	if err != nil {
		return nil // the folder of embedded files is always there
	}
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// Base gives the text of a base; empty if there is none of the name.
func Base(name string) string {
	text, _ := bases.ReadFile("bases/" + name + ".yaml")
	return string(text)
}

// layers reads what a scenario extends.
type layers struct {
	errs    yamldoc.Errors
	read    int
	lacking map[*yamldoc.Node]bool // mappings that would have more from what cannot be had
	short   bool                   // names may be missing that the rest of the file refers to
}

// lacks notes that part of a mapping cannot be had.
func (l *layers) lacks(n *yamldoc.Node) {
	if l.lacking == nil {
		l.lacking = map[*yamldoc.Node]bool{}
	}
	l.lacking[n] = true
}

// whole is a tree with all that it has from others; the same tree if it has
// nothing from anybody.
func (l *layers) whole(root *yamldoc.Node, dir string, way []string) *yamldoc.Node {
	e := root.Find(extendsKey)
	if e == nil && !mentions(root, likeKey) {
		return root
	}
	under := &yamldoc.Node{Kind: yamldoc.Mapping, Pos: root.Pos}
	if e != nil {
		if e.Value.Kind == yamldoc.List && len(e.Value.Items) == 0 {
			l.errs = append(l.errs, &yamldoc.Error{Pos: e.Value.Pos, Problem: extendsKey + " is an empty list", Expected: aBase})
			l.short = true
		}
		for _, one := range itemsOf(e.Value) {
			if base := l.base(one, dir, way); base != nil {
				under = l.over(reflect.TypeFor[Scenario](), under, base, nil, nil)
			}
		}
	}
	made := l.over(reflect.TypeFor[Scenario](), under, without(root, extendsKey), nil, nil)
	forgetGroups(made, under, root.Pos.File)
	if l.short {
		l.lacks(made)
	}
	return made
}

// aBase is what can be extended, in words.
const aBase = "the name of a base or a scenario, or a list of them"

// mentions reports whether a mapping below a node has a key.
func mentions(n *yamldoc.Node, key string) bool {
	for _, e := range n.Entries {
		if e.Key == key || e.Value != nil && mentions(e.Value, key) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items, func(item *yamldoc.Node) bool { return mentions(item, key) })
}

// without is a mapping less some of its keys.
func without(n *yamldoc.Node, keys ...string) *yamldoc.Node {
	c := *n
	c.Entries = slices.DeleteFunc(slices.Clone(n.Entries), func(e yamldoc.Entry) bool { return slices.Contains(keys, e.Key) })
	return &c
}

// base reads one that is extended, with all that it extends itself, less what
// identifies it; nil if it cannot be read.
func (l *layers) base(n *yamldoc.Node, dir string, way []string) *yamldoc.Node {
	reject := func(problem, expected string) *yamldoc.Node {
		l.errs, l.short = append(l.errs, &yamldoc.Error{Pos: n.Pos, Problem: problem, Expected: expected}), true
		return nil
	}
	if !n.Scalar() || n.Text == "" {
		return reject(extendsKey+" is "+words(n), aBase)
	}
	file, below, text, err := l.find(n, dir)
	if err != nil {
		l.errs, l.short = append(l.errs, err), true
		return nil
	}
	shown := filepath.ToSlash(file)
	l.read++
	switch {
	case slices.ContainsFunc(way, func(above string) bool { return sameFile(above, file) }):
		return reject("it leads back to "+n.Text, "scenarios that do not extend each other in a circle")
	case len(way) > deepestExtends:
		return reject("scenarios extend each other too deeply", "at most "+strconv.Itoa(deepestExtends)+" levels")
	case l.read > mostExtends:
		return reject("scenarios extend each other too often", "at most "+strconv.Itoa(mostExtends)+" in all")
	}
	root, wrong := parse(shown, text)
	if wrong != nil {
		_ = l.errs.Note(wrong)
		l.short = true
		return nil
	}
	if root.Kind != yamldoc.Mapping {
		return reject(shown+" is "+words(root), "a mapping")
	}
	return without(l.whole(root, below, append(slices.Clone(way), file)), keysOf(fieldsOf(reflect.TypeFor[Head](), nil))...)
}

// sameFile reports whether two paths lead to one place.
func sameFile(a, b string) bool {
	one, wrong := filepath.Abs(a)
	other, alsoWrong := filepath.Abs(b)
	return a == b || wrong == nil && alsoWrong == nil && one == other
}

// find reads the file of a base, and gives the folder that paths in it go out
// from. Without a folder, as of what ships, there are no paths.
func (l *layers) find(n *yamldoc.Node, dir string) (file, below string, text []byte, _ *yamldoc.Error) {
	name := n.Text
	wrong := func(problem, expected string) (string, string, []byte, *yamldoc.Error) {
		return "", "", nil, &yamldoc.Error{Pos: n.Pos, Problem: problem, Expected: expected}
	}
	switch {
	case slices.Contains(Bases(), name):
		return "scenarios/bases/" + name + ".yaml", "", []byte(Base(name)), nil
	case slices.Contains(IDs(), name):
		text, _ = shipped.ReadFile(name + "/" + fileName)
		return "scenarios/" + name + "/" + fileName, "", text, nil
	case !strings.Contains(name, "/") && !strings.HasSuffix(name, ".yaml"):
		return "", "", nil, yamldoc.Unknown(n.Pos, "base", name, append(Bases(), IDs()...))
	case dir == "" || path.IsAbs(name) || filepath.IsAbs(name):
		return wrong("the path is "+yamldoc.Quoted(name), "the name of a base that ships, or a path from a scenario's own folder, such as ../ours.yaml")
	}
	file = filepath.Join(dir, filepath.FromSlash(name))
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		file = filepath.Join(file, fileName)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return wrong("there is no file "+yamldoc.Quoted(name), "a base, or the folder of a scenario, at a path from this file's folder")
	}
	return file, filepath.Dir(file), text, nil
}

// SelfContained refuses a scenario that extends anything: what was kept has all
// that it needs, and a stranger's is not to make anybody read elsewhere. The
// error is of type yamldoc.Errors.
func SelfContained(folderOrFile string) error {
	file := folderOrFile
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		file = filepath.Join(file, fileName)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return nil // whoever reads it says so
	}
	root, err := parse(filepath.ToSlash(file), src)
	if err != nil {
		return nil // as well
	}
	if e := root.Find(extendsKey); e != nil {
		return yamldoc.Errors{{Pos: e.Pos, Problem: "a scenario that was kept extends another", Expected: "all of it in its own file"}}
	}
	return nil
}
