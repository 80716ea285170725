package yamldoc

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Dialect is what of YAML a kind of file may use, and how much of it. The
// parser follows nesting by recursion, and takes the square of the time for
// brackets within brackets.
type Dialect struct {
	Bytes  int  // of a file
	Levels int  // of brackets, or of dashes in a line
	Indent int  // characters in front of a line
	Plain  bool // anchors, aliases and tags are refused wherever they stand, not just where somebody reads them
	Words  bool // keys are words, not numbers
	Twice  bool // a key that stands twice is left to whoever walks the tree
}

// Reader reads one file and collects what is wrong with it, each with its
// place.
type Reader struct {
	File    string // as people find it
	Dialect Dialect
	Errs    Errors
}

// Document is one of the documents of a file.
type Document struct {
	Pos  Position // where it begins
	Body *Node
}

// Reject notes something wrong.
func (r *Reader) Reject(at Position, problem, expected string) {
	r.Errs = append(r.Errs, &Error{Pos: at, Problem: problem, Expected: expected})
}

// Unknown notes a name that means nothing, and the nearest that does.
func (r *Reader) Unknown(at Position, what, name string, names []string) {
	r.Errs = append(r.Errs, Unknown(at, what, name, names))
}

// Top is the place of what is wrong with the file as a whole.
func (r *Reader) Top() Position { return Top(r.File) }

// Err gives what is wrong, in the order of the file, as one error; nil if
// nothing is.
func (r *Reader) Err() error { return r.Errs.Sorted() }

// Documents reads a file's documents, but those that are empty.
func (r *Reader) Documents(src []byte) (docs []Document) {
	defer func() {
		// The parser is not ours: whatever it stumbles over is bad input.
		if p := recover(); p != nil {
			docs = nil
			r.Reject(r.Top(), fmt.Sprintf("not YAML: %v", p), "YAML")
		}
	}()
	if problem, expected := r.unreadable(src); problem != "" {
		r.Reject(r.Top(), problem, expected)
		return nil
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // some editors' mark of UTF-8
	tokens := lexer.Tokenize(string(bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))))
	if t := r.tooDeep(tokens); t != nil {
		r.Reject(r.at(t), "values are nested too deeply", fmt.Sprintf("at most %d levels", r.Dialect.Levels))
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey()) // which the tree tells, so that the rest is read
	if err != nil {
		r.broken(err)
		return nil
	}
	for _, d := range file.Docs {
		if d.Body != nil {
			docs = append(docs, Document{r.at(d.Start), r.grow(d.Body, r.Top())})
		}
	}
	return docs
}

// Document reads a file that has one document; nil if it has not.
func (r *Reader) Document(src []byte, wanted string) *Node {
	before := len(r.Errs)
	docs := r.Documents(src)
	switch {
	case len(docs) == 0 && len(r.Errs) == before:
		r.Reject(r.Top(), "the file is empty", wanted)
	case len(docs) > 1:
		r.Errs = r.Errs[:before]
		r.Reject(docs[1].Pos, "a second document begins", "one document")
	case len(docs) == 1:
		return docs[0].Body
	}
	return nil
}

func (r *Reader) unreadable(src []byte) (problem, expected string) {
	switch {
	case len(src) > r.Dialect.Bytes:
		return fmt.Sprintf("the file has %d bytes", len(src)), fmt.Sprintf("at most %d", r.Dialect.Bytes)
	case !utf8.Valid(src):
		return "the file is not UTF-8", "text"
	case bytes.IndexByte(src, 0) >= 0:
		return "the file has a zero byte", "text"
	case bytes.Count(src, []byte("\r")) != bytes.Count(src, []byte("\r\n")):
		return "the file has a carriage return without a line feed", "lines that end in line feeds"
	}
	return "", ""
}

// tooDeep finds where nesting goes too far, before the parser follows it.
func (r *Reader) tooDeep(tokens token.Tokens) *token.Token {
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
		if flow > r.Dialect.Levels || dashes > r.Dialect.Levels || t.Position.IndentNum > r.Dialect.Indent {
			return t
		}
	}
	return nil
}

// broken notes what the YAML parser could not make sense of.
func (r *Reader) broken(err error) {
	var known yaml.Error
	if !errors.As(err, &known) {
		line, _, _ := strings.Cut(err.Error(), "\n")
		r.Reject(r.Top(), "not YAML: "+line, "YAML")
		return
	}
	r.Reject(r.at(known.GetToken()), "not YAML: "+known.GetMessage(), "YAML")
}

// at is the place of a token. The parser counts from 0 in a few odd places.
func (r *Reader) at(t *token.Token) Position {
	if t == nil || t.Position == nil {
		return r.Top()
	}
	return Position{File: r.File, Line: max(1, t.Position.Line), Column: max(1, t.Position.Column)}
}
