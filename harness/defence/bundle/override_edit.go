package bundle

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// override is a file of a bundle with one value changed in its text, so that what
// is wrong with the value is told at its place.
type override struct {
	reader *yamldoc.Reader
	name   string // in the bundle
	data   []byte
	value  string // as YAML
}

// overrideOf carries a change out. What is wrong goes to the page.
func overrideOf(p *yamldoc.Reader, from fs.FS, c change) *override {
	file, rest, ok := strings.Cut(c.path, ".")
	shown := p.File
	if !ok || strings.TrimSpace(rest) == "" || c.value == "" {
		p.Reject(p.Top(), "the change is "+yamldoc.Quoted(c.String()), "a path and a value such as posture.first_seen_hold.for=6h")
		return nil
	}
	e := &override{reader: p, value: inYAML(c.value)}
	switch file {
	case "posture":
		e.open(from, shown, control.PostureFile)
		e.at(e.body(), append([]string{"controls"}, split(rest)...))
	case "playbook":
		e.open(from, shown, rules.PlaybookFile)
		e.at(e.body(), split(rest))
	case "rules":
		e.rule(from, shown, rest)
	default:
		p.Unknown(p.Top(), "file", file, []string{"posture", "rules", "playbook"})
	}
	return e
}

func split(text string) []string { return strings.Split(text, ".") }

// inYAML writes a value as YAML.
func inYAML(value string) string {
	if value == "{}" { // a control with its defaults
		return value
	}
	plain := strings.Trim(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .%:_+/-") == "" &&
		!strings.Contains(value, ": ") && !strings.HasSuffix(value, ":") && !strings.ContainsAny(value[:1], " %:-") && strings.TrimSpace(value) == value
	if number := strings.TrimLeft(value, "-"); plain || number != "" && strings.Trim(number, "0123456789.") == "" {
		return value
	}
	return strconv.Quote(value)
}

// open reads the file that is changed; one that is not there is empty.
func (e *override) open(from fs.FS, shown, name string) {
	e.name, e.reader.File = name, path.Join(shown, name)
	if !param.Exists(from, name) {
		return
	}
	data, err := fs.ReadFile(from, name)
	if err != nil {
		e.reader.Reject(e.reader.Top(), "it cannot be read: "+param.Cause(err), "a file")
	}
	e.data = data
}

// docs are the documents of the file; none if it is empty or no YAML.
func (e *override) docs() []yamldoc.Document { return e.reader.Documents(e.data) }

// body is what the file holds; nil for nothing.
func (e *override) body() *yamldoc.Node {
	for _, d := range e.docs() {
		return d.Body
	}
	return nil
}

// rule changes a key of the rule whose name the path begins with.
func (e *override) rule(from fs.FS, shown, rest string) {
	sub, err := fs.Sub(from, rules.RulesFolder)
	if err != nil || !param.Exists(from, rules.RulesFolder) {
		e.reader.Reject(yamldoc.Top(path.Join(shown, rules.RulesFolder)), "there is no such folder", "a bundle with rules")
		return
	}
	files, err := sigma.Files(sub, "")
	if err != nil {
		e.reader.Reject(yamldoc.Top(path.Join(shown, rules.RulesFolder)), "it cannot be read: "+param.Cause(err), "a folder of rules")
		return
	}
	var known []string
	for _, f := range files {
		e.open(from, shown, path.Join(rules.RulesFolder, f.Name))
		for _, d := range e.docs() {
			name := label(d.Body)
			known = append(known, name)
			if key, ok := strings.CutPrefix(rest, name+"."); ok && name != "" {
				e.at(d.Body, e.inRule(d.Body, key))
				return
			}
		}
	}
	e.reader.Unknown(yamldoc.Top(path.Join(shown, rules.RulesFolder)), "rule in the path", rest, known)
}

// label is the name that a rule goes by; see sigma.Rule.Label.
func label(rule *yamldoc.Node) string {
	for _, key := range []string{"name", "id", "title"} {
		if line := rule.Find(key); line != nil && line.Value.Kind == yamldoc.Text {
			return line.Value.Text
		}
	}
	return ""
}

// inRule is the way to a key of a rule. Two go by shorter names.
func (e *override) inRule(rule *yamldoc.Node, key string) []string {
	switch key {
	case "timespan":
		return []string{"correlation", "timespan"}
	case "threshold":
		way := []string{"correlation", "condition"}
		for _, order := range []string{"gte", "gt", "lte", "lt", "eq"} {
			if c := rule.Find(way[0]); c != nil && c.Value.Find(way[1]) != nil && c.Value.Find(way[1]).Value.Find(order) != nil {
				return append(way, order)
			}
		}
		e.reader.Reject(rule.Pos, "the rule counts nothing", "a correlation with a condition such as gte: 5")
	}
	return split(key)
}

// at puts the value at the end of a way through what a node holds.
func (e *override) at(n *yamldoc.Node, way []string) {
	switch {
	case len(e.reader.Errs) > 0:
	case n == nil:
		e.data = append(e.data, nested(way, e.value)+"\n"...)
	case n.Kind == yamldoc.Mapping:
		e.inMapping(n, way)
	case n.Kind == yamldoc.List:
		e.inList(n, way)
	default:
		e.reader.Reject(n.Pos, "it is "+n.Kind.String(), "a mapping with "+way[0])
	}
}

// nested writes a way that is not there yet, with the value at its end.
func nested(way []string, value string) string {
	text := value
	for i := len(way) - 1; i >= 0; i-- {
		text = way[i] + ": " + text
		if i > 0 {
			text = "{" + text + "}"
		}
	}
	return text
}

func (e *override) inMapping(n *yamldoc.Node, way []string) {
	line := n.Find(way[0])
	switch {
	case line == nil:
		e.insert(n, nested(way, e.value))
	case line.Value.Kind == yamldoc.Nothing:
		text := e.value
		if len(way) > 1 {
			text = "{" + nested(way[1:], e.value) + "}"
		}
		e.fillIn(*line, text)
	case len(way) > 1:
		e.at(line.Value, way[1:])
	default:
		e.replace(*line)
	}
}

// fillIn puts a text where a key has nothing, or null.
func (e *override) fillIn(line yamldoc.Entry, text string) {
	if null := line.Value.Written(); null != "" {
		at := e.offset(line.Value.Pos)
		e.splice(at, at+len(null), text)
		return
	}
	at := e.offset(line.Pos) + len(line.Key)
	if colon := strings.IndexByte(string(e.data[at:]), ':'); colon >= 0 {
		at += colon + 1
	}
	e.splice(at, at, " "+text)
}

// inList goes on in an element: the one of that name, or of that number.
func (e *override) inList(list *yamldoc.Node, way []string) {
	number, _ := strconv.Atoi(way[0])
	var known []string
	for i, element := range list.Items {
		name := strconv.Itoa(i + 1)
		if line := element.Find("name"); line != nil && line.Value.Kind == yamldoc.Text {
			name = line.Value.Text
		}
		if known = append(known, name); name != way[0] && number != i+1 {
			continue
		}
		if len(way) == 1 {
			e.replace(yamldoc.Entry{Key: way[0], Pos: element.Pos, Value: element})
			return
		}
		e.at(element, way[1:])
		return
	}
	e.reader.Unknown(list.Pos, "element", way[0], known)
}

// replace puts the value where another one stands.
func (e *override) replace(line yamldoc.Entry) {
	at := e.offset(line.Value.Pos)
	if text := line.Value.Written(); text != "" && strings.HasPrefix(string(e.data[at:]), text) {
		e.splice(at, at+len(text), e.value)
		return
	}
	e.reader.Reject(line.Place(), line.Key+" is "+line.Value.Kind.String(), "a single value to change")
}

// insert adds a line to a mapping.
func (e *override) insert(n *yamldoc.Node, text string) {
	at := e.offset(n.Pos)
	if n.Flow {
		if len(n.Entries) > 0 {
			text += ", "
		}
		e.splice(at+1, at+1, text)
		return
	}
	e.splice(at, at, text+"\n"+strings.Repeat(" ", n.Pos.Column-1))
}

func (e *override) splice(from, to int, text string) {
	e.data = slices.Concat(e.data[:from], []byte(text), e.data[to:])
}

// offset is where a position, counted in characters from 1 on, is.
func (e *override) offset(to yamldoc.Position) (at int) {
	line, column := to.Line, to.Column
	for ; line > 1 && at < len(e.data); at++ {
		if e.data[at] == '\n' {
			line--
		}
	}
	for ; column > 1 && at < len(e.data); column-- {
		_, size := utf8.DecodeRune(e.data[at:])
		at += size
	}
	return at
}
