package bundle

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// override is a file of a bundle with one value changed in its text, so that what
// is wrong with the value is told at its place.
type override struct {
	page  *yamldoc.Page
	file  string // in the bundle
	data  []byte
	value string // as YAML
}

// overrideOf carries a change out. What is wrong goes to the page.
func overrideOf(p *yamldoc.Page, from fs.FS, c change) *override {
	file, rest, ok := strings.Cut(c.path, ".")
	shown := p.File
	if !ok || strings.TrimSpace(rest) == "" || c.value == "" {
		p.Reject(p.Top(), "the change is "+yamldoc.Quoted(c.String()), "a path and a value such as posture.first_seen_hold.for=6h")
		return nil
	}
	e := &override{page: p, value: inYAML(c.value)}
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
	e.file, e.page.File = name, path.Join(shown, name)
	if !yamldoc.Exists(from, name) {
		return
	}
	data, err := fs.ReadFile(from, name)
	if err != nil {
		e.page.Reject(e.page.Top(), "it cannot be read: "+yamldoc.Cause(err), "a file")
	}
	e.data = data
}

// docs are the documents of the file; none if it is empty or no YAML.
func (e *override) docs() (list []*ast.DocumentNode) {
	defer func() {
		if recover() != nil { // the parser is not ours
			list = nil
		}
	}()
	file, err := parser.ParseBytes(e.data, 0)
	if err != nil {
		e.page.Broken(err)
		return nil
	}
	return file.Docs
}

// body is what the file holds; nil for nothing.
func (e *override) body() ast.Node {
	for _, d := range e.docs() {
		if d.Body != nil {
			return d.Body
		}
	}
	return nil
}

// rule changes a key of the rule whose name the path begins with.
func (e *override) rule(from fs.FS, shown, rest string) {
	sub, err := fs.Sub(from, rules.RulesFolder)
	if err != nil || !yamldoc.Exists(from, rules.RulesFolder) {
		e.page.Reject(topOf(shown, rules.RulesFolder), "there is no such folder", "a bundle with rules")
		return
	}
	files, err := sigma.Files(sub, "")
	if err != nil {
		e.page.Reject(topOf(shown, rules.RulesFolder), "it cannot be read: "+yamldoc.Cause(err), "a folder of rules")
		return
	}
	var known []string
	for _, f := range files {
		e.open(from, shown, path.Join(rules.RulesFolder, f.Name))
		for _, d := range e.docs() {
			name := e.label(d.Body)
			known = append(known, name)
			if key, ok := strings.CutPrefix(rest, name+"."); ok && name != "" {
				e.at(d.Body, e.inRule(d.Body, key))
				return
			}
		}
	}
	e.page.Unknown(topOf(shown, rules.RulesFolder), "rule in the path", rest, known)
}

// label is the name that a rule goes by; see sigma.Rule.Label.
func (e *override) label(doc ast.Node) string {
	for _, key := range []string{"name", "id", "title"} {
		if line, ok := e.find(doc, key); ok {
			if s, ok := line.Value.(*ast.StringNode); ok {
				return s.Value
			}
		}
	}
	return ""
}

// find gives a line of a mapping.
func (e *override) find(n ast.Node, key string) (yamldoc.Entry, bool) {
	quiet := yamldoc.Page{File: e.page.File}
	lines := quiet.Mapping(n, quiet.Top(), "a mapping")
	at := slices.IndexFunc(lines, func(l yamldoc.Entry) bool { return l.Key == key })
	if at < 0 {
		return yamldoc.Entry{}, false
	}
	return lines[at], true
}

// inRule is the way to a key of a rule. Two go by shorter names.
func (e *override) inRule(doc ast.Node, key string) []string {
	switch key {
	case "timespan":
		return []string{"correlation", "timespan"}
	case "threshold":
		way := []string{"correlation", "condition"}
		correlation, _ := e.find(doc, way[0])
		condition, _ := e.find(correlation.Value, way[1])
		for _, order := range []string{"gte", "gt", "lte", "lt", "eq"} {
			if _, ok := e.find(condition.Value, order); ok {
				return append(way, order)
			}
		}
		e.page.Reject(e.page.At(doc.GetToken()), "the rule counts nothing", "a correlation with a condition such as gte: 5")
	}
	return split(key)
}

// at puts the value at the end of a way through what a node holds.
func (e *override) at(n ast.Node, way []string) {
	if len(e.page.Errs) > 0 {
		return
	}
	switch n := n.(type) {
	case nil:
		e.data = append(e.data, nested(way, e.value)+"\n"...)
	case *ast.MappingNode, *ast.MappingValueNode:
		e.inMapping(n, way)
	case *ast.SequenceNode:
		e.inList(n, way)
	default:
		e.page.Reject(e.page.At(n.GetToken()), "it is "+yamldoc.KindOf(n), "a mapping with "+way[0])
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

func (e *override) inMapping(n ast.Node, way []string) {
	line, ok := e.find(n, way[0])
	switch {
	case !ok:
		e.insert(n, nested(way, e.value))
	case vacant(line.Value):
		at := e.offset(line.At.Line, line.At.Column) + len(line.Key)
		if colon := strings.IndexByte(string(e.data[at:]), ':'); colon >= 0 {
			at += colon + 1
		}
		text := e.value
		if len(way) > 1 {
			text = "{" + nested(way[1:], e.value) + "}"
		}
		e.splice(at, at, " "+text)
	case len(way) > 1:
		e.at(line.Value, way[1:])
	default:
		e.replace(line)
	}
}

// vacant reports whether nothing stands behind a key.
func vacant(n ast.Node) bool {
	null, ok := n.(*ast.NullNode)
	return n == nil || ok && (null.Token == nil || strings.Trim(null.Token.Origin, " \n") != "null")
}

// inList goes on in an element: the one of that name, or of that number.
func (e *override) inList(list *ast.SequenceNode, way []string) {
	number, _ := strconv.Atoi(way[0])
	var known []string
	for i, element := range list.Values {
		line, _ := e.find(element, "name")
		name := strconv.Itoa(i + 1)
		if s, ok := line.Value.(*ast.StringNode); ok {
			name = s.Value
		}
		if known = append(known, name); name != way[0] && number != i+1 {
			continue
		}
		if len(way) == 1 {
			e.replace(yamldoc.Entry{Key: way[0], At: e.page.At(element.GetToken()), Value: element})
			return
		}
		e.at(element, way[1:])
		return
	}
	e.page.Unknown(e.page.At(list.GetToken()), "element", way[0], known)
}

// replace puts the value where another one stands.
func (e *override) replace(line yamldoc.Entry) {
	t := line.Value.GetToken()
	switch line.Value.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		at := e.offset(t.Position.Line, t.Position.Column)
		for _, text := range []string{t.Value, strings.TrimSpace(t.Origin), strconv.Quote(t.Value), "'" + t.Value + "'"} {
			if strings.HasPrefix(string(e.data[at:]), text) && text != "" {
				e.splice(at, at+len(text), e.value)
				return
			}
		}
	}
	e.page.Reject(e.page.Place(line), line.Key+" is "+yamldoc.KindOf(line.Value), "a single value to change")
}

// insert adds a line to a mapping.
func (e *override) insert(n ast.Node, text string) {
	if flow, ok := n.(*ast.MappingNode); ok && flow.IsFlowStyle {
		at := e.offset(flow.Start.Position.Line, flow.Start.Position.Column) + 1
		if len(flow.Values) > 0 {
			text += ", "
		}
		e.splice(at, at, text)
		return
	}
	first := (&yamldoc.Page{File: e.page.File}).Mapping(n, e.page.Top(), "a mapping")[0].At
	at := e.offset(first.Line, first.Column)
	e.splice(at, at, text+"\n"+strings.Repeat(" ", first.Column-1))
}

func (e *override) splice(from, to int, text string) {
	e.data = slices.Concat(e.data[:from], []byte(text), e.data[to:])
}

// offset is where a line and a column, counted in characters from 1 on, are.
func (e *override) offset(line, column int) (at int) {
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
