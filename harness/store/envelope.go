package store

import (
	"strconv"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// appendEnvelope writes one command with its sender and its answer as a line
// of JSON.
func appendEnvelope(dst []byte, n uint64, e *sim.Envelope, r *mockexchange.Result) []byte {
	dst = strconv.AppendUint(append(dst, `{"n":`...), n, 10)
	if e.Venue != 0 {
		dst = strconv.AppendUint(append(dst, `,"venue":`...), uint64(e.Venue), 10)
	}
	if e.Actor != 0 {
		dst = strconv.AppendUint(append(dst, `,"actor":`...), uint64(e.Actor), 10)
	}
	return append(record.AppendMembers(dst, e.At, &e.Command, r), '}', '\n')
}
