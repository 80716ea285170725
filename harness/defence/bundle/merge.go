package bundle

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// merged puts two files of the same name together, entry by entry: what stands
// in the newer one under the same key, or for a list under the same name, takes
// the place of what the older one has; the rest is added. Comments are lost. The
// error is of type yamldoc.Errors.
func merged(older []byte, fromOlder origin, newer []byte, fromNewer origin) ([]byte, origin, error) {
	a, err := tree(older, fromOlder)
	if err != nil {
		return nil, nil, err
	}
	b, err := tree(newer, fromNewer)
	if err != nil {
		return nil, nil, err
	}
	w := &writer{line: 1}
	for _, e := range over(a, b, func(older, newer yamldoc.Entry) yamldoc.Entry {
		both := *newer.Value
		switch {
		case older.Value.Kind == yamldoc.Mapping && both.Kind == yamldoc.Mapping:
			both.Entries = over(older.Value.Entries, both.Entries, nil)
		case older.Value.Kind == yamldoc.List && both.Kind == yamldoc.List:
			both.Items = overItems(older.Value.Items, both.Items)
		}
		return newer.With(&both)
	}) {
		w.section(e)
	}
	return w.text, w.origin, nil
}

// over lays entries over others; join, unless it is nil, makes one of two.
func over(older, newer []yamldoc.Entry, join func(older, newer yamldoc.Entry) yamldoc.Entry) []yamldoc.Entry {
	all := slices.Clone(older)
	for _, e := range newer {
		at := slices.IndexFunc(all, func(o yamldoc.Entry) bool { return o.Key == e.Key })
		switch {
		case at < 0:
			all = append(all, e)
		case join != nil:
			all[at] = join(all[at], e)
		default:
			all[at] = e
		}
	}
	return all
}

// overItems lays the elements of a list over others: one that has a name takes
// the place of the one of that name.
func overItems(older, newer []*yamldoc.Node) []*yamldoc.Node {
	all := slices.Clone(older)
	for _, n := range newer {
		at := slices.IndexFunc(all, func(o *yamldoc.Node) bool { return nameOf(n) != "" && nameOf(o) == nameOf(n) })
		if at < 0 {
			all = append(all, n)
		} else {
			all[at] = n
		}
	}
	return all
}

func nameOf(n *yamldoc.Node) string {
	if e := n.Find("name"); e != nil {
		return e.Value.Text
	}
	return ""
}

// tree reads a file into entries that stand where its lines come from.
func tree(data []byte, from origin) ([]yamldoc.Entry, error) {
	r := param.File("")
	r.Dialect.Plain = true // what is written anew has no anchors
	entries := r.Mapping(r.Document(data, "a mapping"), "a mapping")
	for _, e := range r.Errs {
		e.Pos = from(e.Pos)
	}
	all := make([]yamldoc.Entry, len(entries))
	for i, e := range entries {
		all[i] = moved(e, from)
	}
	return all, r.Err()
}

// moved is an entry that stands where its lines come from.
func moved(e yamldoc.Entry, from origin) yamldoc.Entry {
	return yamldoc.Entry{Key: e.Key, Pos: from(e.Pos), Value: movedNode(e.Value, from)}
}

func movedNode(n *yamldoc.Node, from origin) *yamldoc.Node {
	to := *n
	to.Pos, to.Entries, to.Items = from(n.Pos), nil, nil
	for _, e := range n.Entries {
		to.Entries = append(to.Entries, moved(e, from))
	}
	for _, i := range n.Items {
		to.Items = append(to.Items, movedNode(i, from))
	}
	return &to
}

// writer writes YAML and remembers where each key and value comes from.
type writer struct {
	text  []byte
	line  int // from 1
	start int // where the line begins in the text
	from  map[[2]int]yamldoc.Position
}

// origin is where a place in the text comes from.
func (w *writer) origin(at yamldoc.Position) yamldoc.Position {
	if from, ok := w.from[[2]int{at.Line, at.Column}]; ok {
		return from
	}
	return at
}

// section writes an entry of the file: what a mapping or a list holds stands in
// lines of its own.
func (w *writer) section(e yamldoc.Entry) {
	switch v := e.Value; {
	case v.Kind == yamldoc.Mapping && len(v.Entries) > 0:
		w.write(e.Pos, word(e.Key)+":\n")
		for _, line := range v.Entries {
			w.write(e.Pos, "  ")
			w.entry(line)
			w.write(e.Pos, "\n")
		}
	case v.Kind == yamldoc.List && len(v.Items) > 0:
		w.write(e.Pos, word(e.Key)+":\n")
		for _, item := range v.Items {
			w.write(e.Pos, "  ")
			w.write(v.Pos, "- ")
			w.node(item)
			w.write(v.Pos, "\n")
		}
	default:
		w.entry(e)
		w.write(v.Pos, "\n")
	}
}

func (w *writer) entry(e yamldoc.Entry) {
	w.write(e.Pos, word(e.Key))
	w.write(e.Pos, ": ")
	w.node(e.Value)
}

// node writes a value into the line.
func (w *writer) node(n *yamldoc.Node) {
	switch n.Kind {
	case yamldoc.Mapping:
		w.write(n.Pos, "{")
		for i, e := range n.Entries {
			if i > 0 {
				w.write(n.Pos, ", ")
			}
			w.entry(e)
		}
		w.write(n.Pos, "}")
	case yamldoc.List:
		w.write(n.Pos, "[")
		for i, item := range n.Items {
			if i > 0 {
				w.write(n.Pos, ", ")
			}
			w.node(item)
		}
		w.write(n.Pos, "]")
	case yamldoc.Nothing:
		w.write(n.Pos, "null")
	case yamldoc.Text:
		w.write(n.Pos, strconv.Quote(n.Text))
	default:
		w.write(n.Pos, n.Written())
	}
}

// write appends text that comes from a place.
func (w *writer) write(from yamldoc.Position, text string) {
	if w.from == nil {
		w.from = map[[2]int]yamldoc.Position{}
	}
	w.from[[2]int{w.line, utf8.RuneCount(w.text[w.start:]) + 1}] = from
	w.text = append(w.text, text...)
	if strings.HasSuffix(text, "\n") {
		w.line, w.start = w.line+1, len(w.text)
	}
}

// word is a key as YAML.
func word(key string) string {
	if key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == "" {
		return key
	}
	return strconv.Quote(key)
}
