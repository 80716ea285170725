// Package record writes commands, results and events down: as the records that
// carry them between processes and into the journal, whole, and as members of
// JSON objects, for people to read. The fields of each are listed once, in
// fields.go, and every form goes by that list.
//
// A record is its length as a varint and then its fields. Every field has a
// number; only fields that are not zero are written, each as one byte with its
// number and its value, in the order of their numbers. So a value has exactly
// one record, a field can be added at the end without breaking old records,
// and decoding refuses everything that encoding would not have written: what is
// decoded equals what was encoded, credentials and blocks included.
package record

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// ErrInvalid is inside every error about a record that cannot be read.
var ErrInvalid = errors.New("no valid record")

// maxSize bounds one record, so that a broken length cannot ask for all
// memory. A block of a thousand payments takes some 100 KB as JSON.
const maxSize = 64 << 20

// AppendCommand appends the record of a command and the virtual time, in
// nanoseconds, that it was or is to be applied at.
func AppendCommand(dst []byte, now int64, c *mockexchange.Command) []byte {
	w := writing(dst)
	w.command(&now, c)
	return w.record()
}

// DecodeCommand reads the record at the start of src and says how many bytes
// it took.
func DecodeCommand(src []byte) (now int64, c mockexchange.Command, n int, err error) {
	r, n, err := reading(src)
	if err == nil {
		r.command(&now, &c)
		err = r.finish("command")
	}
	if err != nil {
		return 0, mockexchange.Command{}, 0, err
	}
	return now, c, n, nil
}

// AppendResult appends the record of a result.
func AppendResult(dst []byte, r *mockexchange.Result) []byte {
	w := writing(dst)
	w.result(r)
	return w.record()
}

// DecodeResult reads the record at the start of src and says how many bytes it
// took.
func DecodeResult(src []byte) (res mockexchange.Result, n int, err error) {
	r, n, err := reading(src)
	if err == nil {
		r.result(&res)
		err = r.finish("result")
	}
	if err != nil {
		return mockexchange.Result{}, 0, err
	}
	return res, n, nil
}

// AppendEvent appends the record of an event.
func AppendEvent(dst []byte, e *mockexchange.Event) []byte {
	w := writing(dst)
	w.event(e)
	return w.record()
}

// DecodeEvent reads the record at the start of src and says how many bytes it
// took.
func DecodeEvent(src []byte) (e mockexchange.Event, n int, err error) {
	r, n, err := reading(src)
	if err == nil {
		r.event(&e)
		err = r.finish("event")
	}
	if err != nil {
		return mockexchange.Event{}, 0, err
	}
	return e, n, nil
}

// Size says how many bytes the record at the start of src takes: 0 while the
// record is not there whole, an error if it never will be.
func Size(src []byte) (int, error) {
	size, head := binary.Uvarint(src)
	switch {
	case head == 0:
		return 0, nil
	case head < 0 || size > maxSize:
		return 0, fmt.Errorf("%w: impossible length", ErrInvalid)
	case uint64(len(src)-head) < size:
		return 0, nil
	}
	return head + int(size), nil
}

// AppendMembers appends a command and its result as members of a JSON object,
// those that are zero left out. Numbers of 64 bits are strings, because
// programs read JSON numbers into floats. The credential stays untold: the
// result's code says whether it was right.
func AppendMembers(dst []byte, now int64, c *mockexchange.Command, r *mockexchange.Result) []byte {
	w := codec{buf: dst, form: members}
	w.command(&now, c)
	if r.Code == reject.OK {
		w.present("code", false)
		w.quote(r.Code.String())
	}
	w.result(r)
	return w.buf
}
