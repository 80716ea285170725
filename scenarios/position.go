package scenarios

import "strconv"

// Position is a place in a file; lines and columns count from 1, columns in
// characters.
type Position struct {
	File   string
	Line   int
	Column int
}

// String is the place as editors and compilers write it.
func (p Position) String() string {
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// before orders positions within one file.
func (p Position) before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}
