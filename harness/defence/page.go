package defence

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
	maxPage    = 64 << 10 // bytes
	maxNesting = 32       // brackets
)

// page is one YAML file of a bundle while it is read. It collects what is
// wrong with it, each with its place.
type page struct {
	file string // as people find it
	errs scenarios.Errors
}

// entry is one line of a mapping: a key, its place, and what stands behind it.
type entry struct {
	key   string
	at    scenarios.Position
	value ast.Node
}

// reject notes something wrong.
func (p *page) reject(at scenarios.Position, problem, expected string) {
	p.errs = append(p.errs, &scenarios.Error{Pos: at, Problem: problem, Expected: expected})
}

// top is the place of what is wrong with the file as a whole.
func (p *page) top() scenarios.Position {
	return scenarios.Position{File: p.file, Line: 1, Column: 1}
}

// at is the place of a token.
func (p *page) at(t *token.Token) scenarios.Position {
	if t == nil || t.Position == nil {
		return p.top()
	}
	return scenarios.Position{File: p.file, Line: max(1, t.Position.Line), Column: max(1, t.Position.Column)}
}

// open reads the file and gives the entries of its mapping.
func (p *page) open(from fs.FS, name, wanted string) []entry {
	data, err := fs.ReadFile(from, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.reject(p.top(), "there is no such file", wanted)
		return nil
	case err != nil:
		p.reject(p.top(), "it cannot be read: "+cause(err), wanted)
		return nil
	case len(data) > maxPage:
		p.reject(p.top(), fmt.Sprintf("the file has %d bytes", len(data)), fmt.Sprintf("at most %d", maxPage))
		return nil
	case !utf8.Valid(data):
		p.reject(p.top(), "the file is not UTF-8", "text")
		return nil
	}
	return p.parse(data, wanted)
}

// cause is an error without the path, which the place already tells.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func (p *page) parse(data []byte, wanted string) (entries []entry) {
	defer func() {
		// The parser is not ours: whatever it stumbles over is bad input.
		if r := recover(); r != nil {
			entries = nil
			p.reject(p.top(), fmt.Sprintf("not YAML: %v", r), "YAML")
		}
	}()
	tokens := lexer.Tokenize(string(data))
	if t := tooDeep(tokens); t != nil {
		p.reject(p.at(t), "values are nested too deeply", fmt.Sprintf("at most %d levels", maxNesting))
		return nil
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		p.broken(err)
		return nil
	}
	if len(file.Docs) > 1 {
		p.reject(p.at(file.Docs[1].Start), "a second document begins", "one document")
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		p.reject(p.top(), "the file is empty", wanted)
		return nil
	}
	return p.mapping(file.Docs[0].Body, p.top(), wanted)
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

// broken notes what the YAML parser could not make sense of.
func (p *page) broken(err error) {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		p.reject(p.at(syntax.Token), "not YAML: "+syntax.Message, "YAML")
		return
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	p.reject(p.top(), "not YAML: "+line, "YAML")
}

// mapping gives the entries of a mapping. Nothing at all counts as an empty
// one, so that a control without parameters can be written bare.
func (p *page) mapping(n ast.Node, at scenarios.Position, wanted string) (entries []entry) {
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
		at = p.at(t)
	}
	p.reject(at, "it is "+kindOf(n), wanted)
	return nil
}

func (p *page) line(n *ast.MappingValueNode, entries []entry) []entry {
	t := n.Key.GetToken()
	if _, plain := n.Key.(*ast.StringNode); !plain {
		p.reject(p.at(t), "the key is not a plain word", "a word and a colon")
		return entries
	}
	return append(entries, entry{t.Value, p.at(t), n.Value})
}

// place is where an entry's value stands, or its key if it has no value.
func (p *page) place(e entry) scenarios.Position {
	if _, null := e.value.(*ast.NullNode); null || e.value == nil || e.value.GetToken() == nil {
		return e.at
	}
	return p.at(e.value.GetToken())
}

// text reads a value that is a single text or number, as it is written.
func (p *page) text(e entry, wanted string) (s string, ok bool) {
	switch n := e.value.(type) {
	case *ast.StringNode:
		s = n.Value
	case *ast.LiteralNode:
		s = strings.TrimSpace(n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode:
		s = n.GetToken().Value
	default:
		p.reject(p.place(e), e.key+" is "+kindOf(e.value), wanted)
		return "", false
	}
	if s == "" {
		p.reject(p.place(e), e.key+" is empty", wanted)
	}
	return s, s != ""
}

// unknown notes a name that means nothing, and the nearest that does.
func (p *page) unknown(at scenarios.Position, what, name string, names []string) {
	p.errs = append(p.errs, &scenarios.Error{
		Pos: at, Problem: "unknown " + what + " " + short(name),
		Expected: choice(names), Nearest: scenarios.Nearest(name, names),
	})
}

// choice lists what is possible.
func choice(names []string) string {
	switch len(names) {
	case 0:
		return "none"
	case 1:
		return names[0]
	}
	return "one of " + strings.Join(names, ", ")
}

// short is a text for a message, in quotes and cut if it is long.
func short(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return strconv.Quote(s)
}

// kindOf names what stands in a file where something else was expected.
func kindOf(n ast.Node) string {
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

// complaint gives what is wrong, in the order of the file, as one error; nil if
// nothing is.
func (p *page) complaint() error {
	if len(p.errs) == 0 {
		return nil
	}
	slices.SortStableFunc(p.errs, func(a, b *scenarios.Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return p.errs
}
