package defence

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// edit is a file of a bundle with one value changed in its text, so that what
// is wrong with the value is told at its place.
type edit struct {
	page  *page
	file  string // in the bundle
	data  []byte
	value string // as YAML
}

// editOf carries a change out. What is wrong goes to the page.
func (p *page) editOf(from fs.FS, c change) *edit {
	file, rest, ok := strings.Cut(c.path, ".")
	shown := p.file
	if !ok || strings.TrimSpace(rest) == "" || c.value == "" {
		p.reject(p.top(), "the change is "+short(c.String()), "a path and a value such as posture.first_seen_hold.for=6h")
		return nil
	}
	e := &edit{page: p, value: inYAML(c.value)}
	switch file {
	case "posture":
		e.open(from, shown, postureFile)
		e.at(e.body(), append([]string{"controls"}, split(rest)...))
	case "playbook":
		e.open(from, shown, playbookFile)
		e.at(e.body(), split(rest))
	case "rules":
		e.rule(from, shown, rest)
	default:
		p.unknown(p.top(), "file", file, []string{"posture", "rules", "playbook"})
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
func (e *edit) open(from fs.FS, shown, name string) {
	e.file, e.page.file = name, path.Join(shown, name)
	if !exists(from, name) {
		return
	}
	data, err := fs.ReadFile(from, name)
	if err != nil {
		e.page.reject(e.page.top(), "it cannot be read: "+cause(err), "a file")
	}
	e.data = data
}

// docs are the documents of the file; none if it is empty or no YAML.
func (e *edit) docs() (list []*ast.DocumentNode) {
	defer func() {
		if recover() != nil { // the parser is not ours
			list = nil
		}
	}()
	file, err := parser.ParseBytes(e.data, 0)
	if err != nil {
		e.page.broken(err)
		return nil
	}
	return file.Docs
}

// body is what the file holds; nil for nothing.
func (e *edit) body() ast.Node {
	for _, d := range e.docs() {
		if d.Body != nil {
			return d.Body
		}
	}
	return nil
}

// rule changes a key of the rule whose name the path begins with.
func (e *edit) rule(from fs.FS, shown, rest string) {
	sub, err := fs.Sub(from, rulesFolder)
	if err != nil || !exists(from, rulesFolder) {
		e.page.reject(topOf(shown, rulesFolder), "there is no such folder", "a bundle with rules")
		return
	}
	files, err := sigma.Files(sub, "")
	if err != nil {
		e.page.reject(topOf(shown, rulesFolder), "it cannot be read: "+cause(err), "a folder of rules")
		return
	}
	var known []string
	for _, f := range files {
		e.open(from, shown, path.Join(rulesFolder, f.Name))
		for _, d := range e.docs() {
			name := e.label(d.Body)
			known = append(known, name)
			if key, ok := strings.CutPrefix(rest, name+"."); ok && name != "" {
				e.at(d.Body, e.inRule(d.Body, key))
				return
			}
		}
	}
	e.page.unknown(topOf(shown, rulesFolder), "rule in the path", rest, known)
}

// label is the name that a rule goes by; see sigma.Rule.Label.
func (e *edit) label(doc ast.Node) string {
	for _, key := range []string{"name", "id", "title"} {
		if line, ok := e.find(doc, key); ok {
			if s, ok := line.value.(*ast.StringNode); ok {
				return s.Value
			}
		}
	}
	return ""
}

// find gives a line of a mapping.
func (e *edit) find(n ast.Node, key string) (entry, bool) {
	quiet := page{file: e.page.file}
	lines := quiet.mapping(n, quiet.top(), "a mapping")
	at := slices.IndexFunc(lines, func(l entry) bool { return l.key == key })
	if at < 0 {
		return entry{}, false
	}
	return lines[at], true
}

// inRule is the way to a key of a rule. Two go by shorter names.
func (e *edit) inRule(doc ast.Node, key string) []string {
	switch key {
	case "timespan":
		return []string{"correlation", "timespan"}
	case "threshold":
		way := []string{"correlation", "condition"}
		correlation, _ := e.find(doc, way[0])
		condition, _ := e.find(correlation.value, way[1])
		for _, order := range []string{"gte", "gt", "lte", "lt", "eq"} {
			if _, ok := e.find(condition.value, order); ok {
				return append(way, order)
			}
		}
		e.page.reject(e.page.at(doc.GetToken()), "the rule counts nothing", "a correlation with a condition such as gte: 5")
	}
	return split(key)
}

// at puts the value at the end of a way through what a node holds.
func (e *edit) at(n ast.Node, way []string) {
	if len(e.page.errs) > 0 {
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
		e.page.reject(e.page.at(n.GetToken()), "it is "+kindOf(n), "a mapping with "+way[0])
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

func (e *edit) inMapping(n ast.Node, way []string) {
	line, ok := e.find(n, way[0])
	switch {
	case !ok:
		e.insert(n, nested(way, e.value))
	case vacant(line.value):
		at := e.offset(line.at.Line, line.at.Column) + len(line.key)
		if colon := strings.IndexByte(string(e.data[at:]), ':'); colon >= 0 {
			at += colon + 1
		}
		text := e.value
		if len(way) > 1 {
			text = "{" + nested(way[1:], e.value) + "}"
		}
		e.splice(at, at, " "+text)
	case len(way) > 1:
		e.at(line.value, way[1:])
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
func (e *edit) inList(list *ast.SequenceNode, way []string) {
	number, _ := strconv.Atoi(way[0])
	var known []string
	for i, element := range list.Values {
		line, _ := e.find(element, "name")
		name := strconv.Itoa(i + 1)
		if s, ok := line.value.(*ast.StringNode); ok {
			name = s.Value
		}
		if known = append(known, name); name != way[0] && number != i+1 {
			continue
		}
		if len(way) == 1 {
			e.replace(entry{way[0], e.page.at(element.GetToken()), element})
			return
		}
		e.at(element, way[1:])
		return
	}
	e.page.unknown(e.page.at(list.GetToken()), "element", way[0], known)
}

// replace puts the value where another one stands.
func (e *edit) replace(line entry) {
	t := line.value.GetToken()
	switch line.value.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		at := e.offset(t.Position.Line, t.Position.Column)
		for _, text := range []string{t.Value, strings.TrimSpace(t.Origin), strconv.Quote(t.Value), "'" + t.Value + "'"} {
			if strings.HasPrefix(string(e.data[at:]), text) && text != "" {
				e.splice(at, at+len(text), e.value)
				return
			}
		}
	}
	e.page.reject(e.page.place(line), line.key+" is "+kindOf(line.value), "a single value to change")
}

// insert adds a line to a mapping.
func (e *edit) insert(n ast.Node, text string) {
	if flow, ok := n.(*ast.MappingNode); ok && flow.IsFlowStyle {
		at := e.offset(flow.Start.Position.Line, flow.Start.Position.Column) + 1
		if len(flow.Values) > 0 {
			text += ", "
		}
		e.splice(at, at, text)
		return
	}
	first := (&page{file: e.page.file}).mapping(n, e.page.top(), "a mapping")[0].at
	at := e.offset(first.Line, first.Column)
	e.splice(at, at, text+"\n"+strings.Repeat(" ", first.Column-1))
}

func (e *edit) splice(from, to int, text string) {
	e.data = slices.Concat(e.data[:from], []byte(text), e.data[to:])
}

// offset is where a line and a column, counted in characters from 1 on, are.
func (e *edit) offset(line, column int) (at int) {
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
