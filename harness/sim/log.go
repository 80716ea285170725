package sim

import (
	"crypto/sha256"
	"hash"

	"github.com/exdrill/exdrill/mockexchange"
)

// Log hashes everything that happened in a run, in its order: each command
// with its result, then the events that it led to. Two runs with equal heads
// went alike. Records are gathered and hashed in batches, because SHA-256 is
// fastest on long stretches; where batches end does not show in the head.
type Log struct {
	hash    hash.Hash
	batch   []byte
	records uint64
}

// batchSize is how many bytes are gathered before they are hashed.
const batchSize = 32 << 10

// recordRoom is more than any record takes whose label is short.
const recordRoom = 512

// NewLog is an empty log.
func NewLog() *Log {
	return &Log{hash: sha256.New(), batch: make([]byte, 0, batchSize+recordRoom)}
}

// Record notes one command and what the venue answered.
func (l *Log) Record(e *Envelope, r *mockexchange.Result) {
	l.batch = AppendEnvelope(l.batch, e, r)
	l.noted()
}

// Events notes what the venue logged.
func (l *Log) Events(events []mockexchange.Event) {
	for i := range events {
		l.batch = AppendEvent(l.batch, &events[i])
		l.noted()
	}
}

func (l *Log) noted() {
	l.records++
	if len(l.batch) >= batchSize {
		l.flush()
	}
}

// flush hashes the batch. A hash never refuses bytes.
func (l *Log) flush() {
	_, _ = l.hash.Write(l.batch)
	l.batch = l.batch[:0]
}

// Head is the SHA-256 of all records so far. The log can go on afterwards.
func (l *Log) Head() (head [sha256.Size]byte) {
	l.flush()
	l.hash.Sum(head[:0])
	return head
}

// Records is how many commands and events were noted.
func (l *Log) Records() uint64 { return l.records }
