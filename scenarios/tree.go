package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is one value of a file: what is left of YAML once everything that a
// scenario does not need (anchors, tags, several documents) is refused.
type node struct {
	kind    nodeKind
	pos     Position
	text    string // scalars
	quoted  bool   // scalars: certainly text
	entries []entry
	items   []*node
}

type nodeKind uint8

const (
	nothing nodeKind = iota // null, or no value at all
	scalar
	mapping
	sequence
)

// entry is one line of a mapping.
type entry struct {
	key   string
	pos   Position
	value *node
}

// Bounds of what is read. A scenario is a few hundred lines; the parser would
// follow anything deeper by recursion.
const (
	maxBytes   = 256 << 10
	maxNesting = 64
)

// parse turns a file into a tree. The error is of type Errors.
func parse(file string, src []byte) (root *node, err error) {
	start := Position{File: file, Line: 1, Column: 1}
	defer func() {
		// The parser is not ours: whatever it stumbles over is bad input.
		if r := recover(); r != nil {
			root, err = nil, Errors{{Pos: start, Problem: fmt.Sprintf("not YAML: %v", r), Expected: "YAML"}}
		}
	}()
	if e := unreadable(start, src); e != nil {
		return nil, Errors{e}
	}
	tokens := lexer.Tokenize(string(bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))))
	if e := tooDeep(file, tokens); e != nil {
		return nil, Errors{e}
	}
	doc, e := document(start, tokens)
	if e != nil {
		return nil, Errors{e}
	}
	t := grower{file: file}
	root = t.grow(doc)
	return root, t.errs.sorted()
}

func unreadable(start Position, src []byte) *Error {
	switch {
	case len(src) > maxBytes:
		return &Error{Pos: start, Problem: fmt.Sprintf("the file has %d bytes", len(src)), Expected: fmt.Sprintf("at most %d", maxBytes)}
	case !utf8.Valid(src):
		return &Error{Pos: start, Problem: "the file is not UTF-8", Expected: "text"}
	case bytes.IndexByte(src, 0) >= 0:
		return &Error{Pos: start, Problem: "the file has a zero byte", Expected: "text"}
	case bytes.Count(src, []byte("\r")) != bytes.Count(src, []byte("\r\n")):
		return &Error{Pos: start, Problem: "the file has a carriage return without a line feed", Expected: "lines that end in line feeds"}
	}
	return nil
}

// tooDeep refuses nesting before the parser follows it.
func tooDeep(file string, tokens token.Tokens) *Error {
	flow, dashes, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			dashes, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			dashes++
		}
		if flow > maxNesting || dashes > maxNesting || t.Position.IndentNum > 2*maxNesting {
			return &Error{
				Pos: at(file, t), Problem: "values are nested too deeply",
				Expected: fmt.Sprintf("at most %d levels", maxNesting),
			}
		}
	}
	return nil
}

// document is the body of the file's only document.
func document(start Position, tokens token.Tokens) (ast.Node, *Error) {
	f, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntax(start, err)
	}
	var body ast.Node
	for _, d := range f.Docs {
		switch {
		case d.Body == nil:
		case body == nil:
			body = d.Body
		default:
			return nil, &Error{Pos: (&grower{file: start.File}).grow(d.Body).pos, Problem: "a second document begins", Expected: "one document"}
		}
	}
	if body == nil {
		return nil, &Error{Pos: start, Problem: "the file is empty", Expected: "a mapping"}
	}
	return body, nil
}

// syntax translates a complaint of the parser.
func syntax(start Position, err error) *Error {
	e := &Error{Pos: start, Problem: "not YAML: " + err.Error(), Expected: "YAML"}
	var known yaml.Error
	if errors.As(err, &known) {
		e.Problem = "not YAML: " + known.GetMessage()
		if t := known.GetToken(); t != nil && t.Position != nil {
			e.Pos = at(start.File, t)
		}
	}
	return e
}

// at is where a token stands. The parser counts from 0 in a few odd places.
func at(file string, t *token.Token) Position {
	return Position{File: file, Line: max(1, t.Position.Line), Column: max(1, t.Position.Column)}
}

// grower builds the tree.
type grower struct {
	file string
	errs Errors
}

func (g *grower) grow(n ast.Node) *node {
	if n == nil {
		return &node{}
	}
	made := &node{pos: at(g.file, n.GetToken())}
	switch n := n.(type) {
	case *ast.MappingNode:
		g.branch(made, n.Values)
	case *ast.MappingValueNode:
		g.branch(made, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		made.kind = sequence
		for _, v := range n.Values {
			made.items = append(made.items, g.grow(v))
		}
	case *ast.NullNode:
	case *ast.LiteralNode:
		made.kind, made.quoted, made.text = scalar, true, strings.TrimRight(n.Value.Value, "\n")
	case *ast.StringNode:
		made.kind, made.text = scalar, n.Value
		made.quoted = n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		made.kind, made.text = scalar, n.GetToken().Value
	default:
		g.refuse(made.pos, "YAML's "+strings.ToLower(n.Type().String())+" stands here", "a plain value")
	}
	return made
}

// branch fills in a mapping. It stands where its first key or its brace stands.
func (g *grower) branch(made *node, values []*ast.MappingValueNode) {
	made.kind = mapping
	for i, v := range values {
		key, ok := v.Key.(*ast.StringNode)
		if !ok {
			switch v.Key.(type) {
			case *ast.IntegerNode, *ast.BoolNode, *ast.FloatNode, *ast.NullNode:
				g.entry(made, i, v, v.Key.GetToken().Value)
			default:
				g.refuse(at(g.file, v.Key.GetToken()), "the key is not a plain word", "a word and a colon")
			}
			continue
		}
		g.entry(made, i, v, key.Value)
	}
}

func (g *grower) entry(made *node, i int, v *ast.MappingValueNode, key string) {
	pos := at(g.file, v.Key.GetToken())
	if i == 0 && (pos.Line != made.pos.Line || pos.before(made.pos)) {
		made.pos = pos
	}
	value := g.grow(v.Value)
	if value.pos.Line == 0 {
		value.pos = pos
	}
	made.entries = append(made.entries, entry{key, pos, value})
}

func (g *grower) refuse(pos Position, problem, expected string) {
	g.errs = append(g.errs, &Error{Pos: pos, Problem: problem, Expected: expected})
}
