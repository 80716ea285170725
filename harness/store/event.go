package store

import (
	"encoding/json"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
)

// AppendEvent writes an event of a venue as a line of JSON, in the form that
// monitors see; one of several venues stands before it under its name.
func AppendEvent(dst []byte, e *mockexchange.Event, v *Venue, several bool) []byte {
	if !several {
		return telemetry.AppendEvent(dst, e, v.View)
	}
	name, _ := json.Marshal(v.Name) // a string always has a JSON form
	dst = append(append(dst, `{"venue":`...), name...)
	brace := len(dst)
	dst = telemetry.AppendEvent(dst, e, v.View)
	dst[brace] = ','
	return dst
}
