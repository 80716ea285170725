package journal

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// ErrDiffers is inside the error of a replay that came out otherwise than the
// journal says: the venue that wrote it was not the one that reads it.
var ErrDiffers = errors.New("replay differs from the journal")

// Venue is what commands are replayed into.
type Venue interface {
	Apply(now int64, c *mockexchange.Command) (mockexchange.Result, error)
}

// Entry is one record, decoded.
type Entry struct {
	Number  uint64 // from 1
	Now     int64  // virtual nanoseconds since the Unix epoch
	Command mockexchange.Command
	Result  mockexchange.Result
}

// Entry reads and decodes record n.
func (j *Journal) Entry(n uint64) (Entry, error) {
	data, err := j.Read(n)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Number: n}
	var size int
	if e.Now, e.Command, size, err = record.DecodeCommand(data); err == nil {
		e.Result, _, err = record.DecodeResult(data[size:])
	}
	if err != nil {
		return Entry{}, fmt.Errorf("journal record %d: %w", n, err)
	}
	return e, nil
}

// Replay applies every kept command to a fresh venue and checks that it answers
// as it did. After each command it calls each, which may be nil.
func (j *Journal) Replay(v Venue, each func(e *Entry) error) error {
	for n := uint64(1); n <= j.Len(); n++ {
		e, err := j.Entry(n)
		if err != nil {
			return err
		}
		// A refusal is an answer like any other, and the result carries it too.
		r, _ := v.Apply(e.Now, &e.Command)
		if r != e.Result {
			return fmt.Errorf("%w: record %d, %v: %+v now, %+v then", ErrDiffers, n, e.Command.Kind, r, e.Result)
		}
		if each == nil {
			continue
		}
		if err := each(&e); err != nil {
			return fmt.Errorf("journal record %d: %w", n, err)
		}
	}
	return nil
}
