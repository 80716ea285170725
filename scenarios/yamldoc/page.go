package yamldoc

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/exdrill/exdrill/scenarios"
)

// Bounds of a file of a bundle, which is a few dozen lines. The parser takes
// the square of the time for brackets within brackets.
const (
	MaxPage    = 64 << 10 // bytes
	maxNesting = 32       // brackets
)

// Page is one YAML file of a bundle while it is read. It collects what is
// wrong with it, each with its place.
type Page struct {
	File string // as people find it
	Errs scenarios.Errors
}

// Entry is one line of a mapping: a key, its place, and what stands behind it.
type Entry struct {
	Key   string
	At    scenarios.Position
	Value ast.Node
}

// With is another value in the place of an entry's, such as one out of its list.
func (e Entry) With(n ast.Node) Entry { return Entry{e.Key, e.At, n} }

// Reject notes something wrong.
func (p *Page) Reject(at scenarios.Position, problem, expected string) {
	p.Errs = append(p.Errs, &scenarios.Error{Pos: at, Problem: problem, Expected: expected})
}

// Top is the place of what is wrong with the file as a whole.
func (p *Page) Top() scenarios.Position {
	return scenarios.Position{File: p.File, Line: 1, Column: 1}
}

// At is the place of a token.
func (p *Page) At(t *token.Token) scenarios.Position {
	if t == nil || t.Position == nil {
		return p.Top()
	}
	return scenarios.Position{File: p.File, Line: max(1, t.Position.Line), Column: max(1, t.Position.Column)}
}

// Open reads the file and gives the entries of its mapping.
func (p *Page) Open(from fs.FS, name, wanted string) []Entry {
	data, err := fs.ReadFile(from, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.Reject(p.Top(), "there is no such file", wanted)
		return nil
	case err != nil:
		p.Reject(p.Top(), "it cannot be read: "+Cause(err), wanted)
		return nil
	case len(data) > MaxPage:
		p.Reject(p.Top(), fmt.Sprintf("the file has %d bytes", len(data)), fmt.Sprintf("at most %d", MaxPage))
		return nil
	case !utf8.Valid(data):
		p.Reject(p.Top(), "the file is not UTF-8", "text")
		return nil
	}
	return p.parse(data, wanted)
}

// Cause is an error without the path, which the place already tells.
func Cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func (p *Page) parse(data []byte, wanted string) (entries []Entry) {
	defer func() {
		// The parser is not ours: whatever it stumbles over is bad input.
		if r := recover(); r != nil {
			entries = nil
			p.Reject(p.Top(), fmt.Sprintf("not YAML: %v", r), "YAML")
		}
	}()
	tokens := lexer.Tokenize(string(data))
	if t := tooDeep(tokens); t != nil {
		p.Reject(p.At(t), "values are nested too deeply", fmt.Sprintf("at most %d levels", maxNesting))
		return nil
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		p.Broken(err)
		return nil
	}
	if len(file.Docs) > 1 {
		p.Reject(p.At(file.Docs[1].Start), "a second document begins", "one document")
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		p.Reject(p.Top(), "the file is empty", wanted)
		return nil
	}
	return p.Mapping(file.Docs[0].Body, p.Top(), wanted)
}

// tooDeep finds the bracket that opens one level too many; nil if none does.
func tooDeep(tokens token.Tokens) *token.Token {
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		}
		if depth > maxNesting {
			return t
		}
	}
	return nil
}

// Broken notes what the YAML parser could not make sense of.
func (p *Page) Broken(err error) {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		p.Reject(p.At(syntax.Token), "not YAML: "+syntax.Message, "YAML")
		return
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	p.Reject(p.Top(), "not YAML: "+line, "YAML")
}

// Mapping gives the entries of a mapping. Nothing at all counts as an empty
// one, so that a control without parameters can be written bare.
func (p *Page) Mapping(n ast.Node, at scenarios.Position, wanted string) (entries []Entry) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.MappingNode:
		for _, line := range n.Values {
			entries = p.line(line, entries)
		}
		return entries
	case *ast.MappingValueNode:
		return p.line(n, nil)
	}
	if t := n.GetToken(); t != nil {
		at = p.At(t)
	}
	p.Reject(at, "it is "+KindOf(n), wanted)
	return nil
}

func (p *Page) line(n *ast.MappingValueNode, entries []Entry) []Entry {
	t := n.Key.GetToken()
	if _, plain := n.Key.(*ast.StringNode); !plain {
		p.Reject(p.At(t), "the key is not a plain word", "a word and a colon")
		return entries
	}
	return append(entries, Entry{t.Value, p.At(t), n.Value})
}

// Place is where an entry's value stands, or its key if it has no value.
func (p *Page) Place(e Entry) scenarios.Position {
	if _, null := e.Value.(*ast.NullNode); null || e.Value == nil || e.Value.GetToken() == nil {
		return e.At
	}
	return p.At(e.Value.GetToken())
}

// Text reads a value that is a single text or number, as it is written.
func (p *Page) Text(e Entry, wanted string) (s string, ok bool) {
	switch n := e.Value.(type) {
	case *ast.StringNode:
		s = n.Value
	case *ast.LiteralNode:
		s = strings.TrimSpace(n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode:
		s = n.GetToken().Value
	default:
		p.Reject(p.Place(e), e.Key+" is "+KindOf(e.Value), wanted)
		return "", false
	}
	if s == "" {
		p.Reject(p.Place(e), e.Key+" is empty", wanted)
	}
	return s, s != ""
}

// Unknown notes a name that means nothing, and the nearest that does.
func (p *Page) Unknown(at scenarios.Position, what, name string, names []string) {
	p.Errs = append(p.Errs, &scenarios.Error{
		Pos: at, Problem: "unknown " + what + " " + Quoted(name),
		Expected: Choice(names), Nearest: scenarios.Nearest(name, names),
	})
}

// Choice lists what is possible.
func Choice(names []string) string {
	switch len(names) {
	case 0:
		return "none"
	case 1:
		return names[0]
	}
	return "one of " + strings.Join(names, ", ")
}

// Quoted is a text for a message, in quotes and cut if it is long.
func Quoted(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return strconv.Quote(s)
}

// KindOf names what stands in a file where something else was expected.
func KindOf(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "empty"
	case *ast.MappingNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "yes or no"
	}
	return "an anchor, an alias or a tag"
}

// Complaint gives what is wrong, in the order of the file, as one error; nil if
// nothing is.
func (p *Page) Complaint() error {
	if len(p.Errs) == 0 {
		return nil
	}
	slices.SortStableFunc(p.Errs, func(a, b *scenarios.Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return p.Errs
}

// Require notes keys that are missing.
func (p *Page) Require(entries []Entry, wanted string, keys ...string) {
	for _, k := range keys {
		if !slices.ContainsFunc(entries, func(e Entry) bool { return e.Key == k }) {
			p.Reject(p.Top(), k+" is missing", wanted)
		}
	}
}

// Items gives the elements of a list.
func (p *Page) Items(e Entry, wanted string) []ast.Node {
	list, ok := e.Value.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		p.Reject(p.Place(e), e.Key+" is "+KindOf(e.Value), wanted)
		return nil
	}
	return list.Values
}

// Names reads a text or a list of texts.
func (p *Page) Names(e Entry, wanted string) (all []string) {
	if _, list := e.Value.(*ast.SequenceNode); !list {
		s, _ := p.Text(e, wanted)
		return []string{s}
	}
	for _, n := range p.Items(e, wanted) {
		if s, ok := p.Text(Entry{e.Key, e.At, n}, wanted); ok {
			all = append(all, s)
		}
	}
	return all
}

// Exists reports whether there is a file or a folder of that name.
func Exists(from fs.FS, name string) bool {
	_, err := fs.Stat(from, name)
	return err == nil
}
