package yamldoc

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Node is one value of a file.
type Node struct {
	Kind    Kind
	Pos     Position
	Text    string // scalars; integers and decimals as they are written
	Quoted  bool   // scalars: certainly text
	Flow    bool   // a mapping in braces
	Entries []Entry
	Items   []*Node

	written string // scalars: as the file has it
	plain   any    // integers and booleans
}

// Kind is what a node is.
type Kind uint8

// The kinds.
const (
	Nothing Kind = iota // null, or no value at all
	Text
	Integer
	Decimal
	Boolean
	Mapping
	List
	Other // an anchor, an alias, a tag and the like
)

// String names the kind for messages.
func (k Kind) String() string {
	return [...]string{
		"empty", "a text", "a number", "a number", "true or false", "a mapping", "a list", "an anchor, an alias or a tag",
	}[k]
}

// Scalar reports whether the node is a single value.
func (n *Node) Scalar() bool { return n.Kind >= Text && n.Kind <= Boolean }

// True reports whether the node is true, without quotes.
func (n *Node) True() bool { return n.plain == true }

// Plain is a scalar in one way of writing: an integer in decimal and a boolean in
// lower case, whatever the file has.
func (n *Node) Plain() string {
	if n.plain != nil {
		return fmt.Sprint(n.plain)
	}
	return n.Text
}

// Written is a scalar as the file has it, in its quotes.
func (n *Node) Written() string { return n.written }

// Find gives the entry of a key; nil if the mapping lacks it.
func (n *Node) Find(key string) *Entry {
	if i := slices.IndexFunc(n.Entries, func(e Entry) bool { return e.Key == key }); i >= 0 {
		return &n.Entries[i]
	}
	return nil
}

// Entry is one line of a mapping: a key, its place, and what stands behind it.
type Entry struct {
	Key   string
	Pos   Position
	Value *Node
}

// Place is where the entry's value stands, or its key if it has no value.
func (e Entry) Place() Position {
	if e.Value == nil || e.Value.Kind == Nothing {
		return e.Pos
	}
	return e.Value.Pos
}

// With is another value in the place of an entry's, such as one out of its list.
func (e Entry) With(n *Node) Entry { return Entry{e.Key, e.Pos, n} }

// grow turns what the parser made into a tree; a missing value stands where its
// line stands.
func (r *Reader) grow(n ast.Node, line Position) *Node {
	if n == nil {
		return &Node{Pos: line}
	}
	made := &Node{Pos: r.at(n.GetToken())}
	switch n := n.(type) {
	case *ast.MappingNode:
		made.Flow = n.IsFlowStyle
		r.branch(made, n.Values)
	case *ast.MappingValueNode:
		r.branch(made, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		made.Kind = List
		for _, v := range n.Values {
			made.Items = append(made.Items, r.grow(v, made.Pos))
		}
	case *ast.NullNode:
		made.written = strings.TrimSpace(n.Token.Origin)
	case *ast.LiteralNode:
		made.scalar(Text, strings.TrimRight(n.Value.Value, "\n"), n.Value.GetToken())
		made.Quoted = true
	case *ast.StringNode:
		made.scalar(Text, n.Value, n.Token)
		made.Quoted = n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType
	case *ast.BoolNode:
		made.scalar(Boolean, n.Token.Value, n.Token)
		made.plain = n.Value
	case *ast.IntegerNode:
		made.scalar(Integer, n.Token.Value, n.Token)
		made.plain = n.Value
	case *ast.FloatNode:
		made.scalar(Decimal, n.Token.Value, n.Token)
	default:
		made.Kind = Other
		if r.Dialect.Plain {
			r.Reject(made.Pos, "YAML's "+strings.ToLower(n.Type().String())+" stands here", "a plain value")
		}
	}
	return made
}

func (n *Node) scalar(kind Kind, text string, t *token.Token) {
	n.Kind, n.Text, n.written = kind, text, strings.TrimSpace(t.Origin)
}

// branch fills in a mapping. It stands where its first key or its brace stands.
func (r *Reader) branch(made *Node, values []*ast.MappingValueNode) {
	made.Kind = Mapping
	for i, v := range values {
		key, pos := v.Key.GetToken().Value, r.at(v.Key.GetToken())
		switch k := v.Key.(type) {
		case *ast.StringNode:
			key = k.Value
		case *ast.IntegerNode, *ast.BoolNode, *ast.FloatNode, *ast.NullNode:
			if r.Dialect.Words {
				r.notWord(pos)
				continue
			}
		default:
			r.notWord(pos)
			continue
		}
		if i == 0 && !made.Flow {
			made.Pos = pos
		}
		if first := made.Find(key); first != nil && !r.Dialect.Twice {
			r.Reject(pos, "key "+Quoted(key)+" appears twice", "it only once, as in line "+strconv.Itoa(first.Pos.Line))
			continue
		}
		made.Entries = append(made.Entries, Entry{key, pos, r.grow(v.Value, pos)})
	}
}

func (r *Reader) notWord(at Position) {
	r.Reject(at, "the key is not a plain word", "a word and a colon")
}
