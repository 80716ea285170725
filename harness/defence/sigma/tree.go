package sigma

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

	"github.com/exdrill/exdrill/scenarios"
)

// node is one value of a file: what is left of YAML once anchors, aliases and
// tags, which Sigma has no use for, are refused.
type node struct {
	kind    nodeKind
	pos     scenarios.Position
	text    string // scalars
	entries []entry
	items   []*node
}

type nodeKind uint8

const (
	nothing nodeKind = iota // null, or no value at all
	text
	integer
	decimal
	boolean
	mapping
	sequence
)

func (k nodeKind) String() string {
	return [...]string{"nothing", "a text", "an integer", "a number", "true or false", "a mapping", "a list"}[k]
}

func (n *node) scalar() bool { return n.kind >= text && n.kind <= boolean }

// entry is one line of a mapping.
type entry struct {
	key   string
	pos   scenarios.Position
	value *node
}

// find gives the value of a key; nil if the mapping lacks it.
func (n *node) find(key string) *entry {
	for i := range n.entries {
		if n.entries[i].key == key {
			return &n.entries[i]
		}
	}
	return nil
}

// Bounds of a file of rules. The parser would follow deeper nesting by
// recursion.
const (
	maxBytes   = 256 << 10
	maxNesting = 32
)

// parse turns a file into one tree for each document that is not empty.
func (r *reader) parse(src []byte) (docs []*node) {
	defer func() {
		// The parser is not ours: whatever it stumbles over is bad input.
		if p := recover(); p != nil {
			docs = nil
			r.reject(r.top(), fmt.Sprintf("not YAML: %v", p), "YAML")
		}
	}()
	if problem, expected := unreadable(src); problem != "" {
		r.reject(r.top(), problem, expected)
		return nil
	}
	tokens := lexer.Tokenize(string(bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))))
	if t := tooDeep(tokens); t != nil {
		r.reject(r.at(t), "values are nested too deeply", fmt.Sprintf("at most %d levels", maxNesting))
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.broken(err)
		return nil
	}
	for _, d := range file.Docs {
		if d.Body == nil {
			continue
		}
		if n := r.grow(d.Body); n.kind != nothing {
			docs = append(docs, n)
		}
	}
	if len(docs) == 0 && len(r.errs) == 0 {
		r.reject(r.top(), "the file is empty", "a Sigma rule")
	}
	return docs
}

func unreadable(src []byte) (problem, expected string) {
	switch {
	case len(src) > maxBytes:
		return fmt.Sprintf("the file has %d bytes", len(src)), fmt.Sprintf("at most %d", maxBytes)
	case !utf8.Valid(src):
		return "the file is not UTF-8", "text"
	case bytes.IndexByte(src, 0) >= 0:
		return "the file has a zero byte", "text"
	}
	return "", ""
}

// tooDeep finds where nesting goes too far, before the parser follows it.
func tooDeep(tokens token.Tokens) *token.Token {
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
		if flow > maxNesting || dashes > maxNesting || t.Position.IndentNum > 8*maxNesting {
			return t
		}
	}
	return nil
}

// broken notes what the YAML parser could not make sense of.
func (r *reader) broken(err error) {
	var known yaml.Error
	if !errors.As(err, &known) {
		line, _, _ := strings.Cut(err.Error(), "\n")
		r.reject(r.top(), "not YAML: "+line, "YAML")
		return
	}
	pos := r.top()
	if t := known.GetToken(); t != nil && t.Position != nil {
		pos = r.at(t)
	}
	r.reject(pos, "not YAML: "+known.GetMessage(), "YAML")
}

func (r *reader) grow(n ast.Node) *node {
	made := &node{pos: r.at(n.GetToken())}
	switch n := n.(type) {
	case *ast.MappingNode:
		r.branch(made, n.Values)
	case *ast.MappingValueNode:
		r.branch(made, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		made.kind = sequence
		for _, v := range n.Values {
			made.items = append(made.items, r.leaf(v, made.pos))
		}
	case *ast.NullNode:
	case *ast.LiteralNode:
		made.kind, made.text = text, strings.TrimRight(n.Value.Value, "\n")
	case *ast.StringNode:
		made.kind, made.text = text, n.Value
	case *ast.BoolNode:
		made.kind, made.text = boolean, fmt.Sprint(n.Value)
	case *ast.IntegerNode:
		made.kind, made.text = integer, fmt.Sprint(n.Value)
	case *ast.FloatNode:
		made.kind, made.text = decimal, n.GetToken().Value
	default:
		r.reject(made.pos, "YAML's "+strings.ToLower(n.Type().String())+" stands here", "a plain value")
		made.kind = text
	}
	return made
}

// leaf grows a value that may be missing; it stands where its line stands.
func (r *reader) leaf(n ast.Node, at scenarios.Position) *node {
	if n == nil {
		return &node{pos: at}
	}
	return r.grow(n)
}

// branch fills in a mapping. It stands where its first key stands.
func (r *reader) branch(made *node, values []*ast.MappingValueNode) {
	made.kind = mapping
	for i, v := range values {
		key, pos := v.Key.GetToken().Value, r.at(v.Key.GetToken())
		switch k := v.Key.(type) {
		case *ast.StringNode:
			key = k.Value
		case *ast.IntegerNode, *ast.BoolNode, *ast.FloatNode, *ast.NullNode:
		default:
			r.reject(pos, "the key is not a plain word", "a word and a colon")
			continue
		}
		if i == 0 {
			made.pos = pos
		}
		if made.find(key) != nil {
			r.reject(pos, "the key "+short(key)+" stands here twice", "each key once")
			continue
		}
		made.entries = append(made.entries, entry{key, pos, r.leaf(v.Value, pos)})
	}
}
