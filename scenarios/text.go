package scenarios

import (
	"reflect"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Text is a single value of a file as it is written, with its place: for
// readers of other files who make more of it themselves.
type Text struct {
	Text string
	Pos  yamldoc.Position
}

// String is the value itself.
func (t Text) String() string { return t.Text }

func (t *Text) wants() string { return "a single value" }

func (t *Text) read(from *yamldoc.Node) bool {
	t.Text, t.Pos = from.Text, from.Pos
	return from.Text != ""
}

// Decode reads a file of another kind in the way scenarios are read: into a
// pointer to a struct whose fields name their keys in a tag `key:"name"`, or
// `key:"name,optional"`. Fields are Text, Name, string, bool, whole numbers
// from 1, and structs, slices, pointers and Tables of these. The error is of
// type Errors.
func Decode(file string, src []byte, into any) error {
	root, err := parse(file, src)
	if err != nil {
		return err
	}
	d := decoder{}
	d.fill(root, reflect.ValueOf(into).Elem(), place{})
	return d.errs.Sorted()
}
