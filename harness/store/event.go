package store

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
)

// AppendEvent writes an event of a venue as a line of JSON, in the form that
// monitors see; one of several venues stands before it under its name.
func AppendEvent(dst []byte, e *mockexchange.Event, v *Venue, several bool) []byte {
	if !several {
		return defence.AppendEvent(dst, e, v.View)
	}
	l := line{append(dst, '{')}
	l.str("venue", v.Name)
	brace := len(l.b)
	l.b = defence.AppendEvent(l.b, e, v.View)
	l.b[brace] = ','
	return l.b
}
