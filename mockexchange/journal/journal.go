package journal

import (
	"errors"
	"sync"
	"time"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// ErrClosed is the answer to whoever still waits when the journal is closed.
var ErrClosed = errors.New("journal closed")

// Options say how careful a journal is.
type Options struct {
	// SyncEvery is how often what was written is forced to the disk. 0 does so
	// before every answer: nothing is lost to a power cut. With an interval, a
	// killed process still loses nothing, a power cut at most that long.
	SyncEvery time.Duration
	// SegmentSize is how large one file of the log grows, in bytes; 0 is 20 MB.
	SegmentSize int

	syncDir func(dir string) error // for specs; nil is syncDir
}

// Journal keeps applied commands. Append is called by one goroutine at a time,
// in the order of application; everything else by any.
type Journal struct {
	store Store
	sync  bool // before every answer

	mu      sync.Mutex
	changed *sync.Cond
	pending [][]byte // appended, not yet written
	kept    uint64   // how many commands are safe
	next    uint64   // number of the next command
	failed  error    // why nothing is kept any more
	closing bool
	quit    chan struct{} // closed with closing
	done    sync.WaitGroup
}

// Store is where records lie, from 1 on, in the order in which they were
// written.
type Store interface {
	Write(records [][]byte) error
	Sync() error // returns when what was written would survive a power cut
	Read(n uint64) ([]byte, error)
	Close() error
}

// InMemory makes a journal that lives as long as the process. Its records can
// be read like those of any other.
func InMemory() *Journal { return New(&Memory{}) }

// New begins a journal in a store that is empty, and syncs it before every
// answer.
func New(s Store) *Journal {
	j := newJournal(s, 0)
	j.sync = true
	j.start(0)
	return j
}

// Open opens the journal in dir, or starts one there. It cuts off an entry that
// a crash left half-written, refuses a journal that belongs to another genesis
// (ErrGenesis), is damaged (ErrCorrupt) or is in use (ErrBusy).
func Open(dir string, g *mockexchange.Genesis, o Options) (*Journal, error) {
	d, kept, err := openDisk(dir, g, o)
	if err != nil {
		return nil, err
	}
	j := newJournal(d, kept)
	j.sync = o.SyncEvery == 0
	j.start(o.SyncEvery)
	return j, nil
}

func newJournal(s Store, kept uint64) *Journal {
	j := &Journal{store: s, kept: kept, next: kept + 1, quit: make(chan struct{})}
	j.changed = sync.NewCond(&j.mu)
	return j
}

func (j *Journal) start(syncEvery time.Duration) {
	j.done.Add(1)
	go j.keep()
	if syncEvery > 0 {
		j.done.Add(1)
		go j.syncEvery(syncEvery)
	}
}

// Append adds a command that was applied, and its result. It returns the
// command's number, from 1, for Wait.
func (j *Journal) Append(now int64, c *mockexchange.Command, r *mockexchange.Result) uint64 {
	data := record.AppendCommand(make([]byte, 0, 160), now, c)
	data = record.AppendResult(data, r)
	j.mu.Lock()
	defer j.mu.Unlock()
	n := j.next
	j.next++
	j.pending = append(j.pending, data)
	j.changed.Broadcast()
	return n
}

// Wait returns when all commands up to number n are kept, or with the reason
// why they never will be.
func (j *Journal) Wait(n uint64) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for j.kept < n && j.failed == nil {
		j.changed.Wait()
	}
	if j.kept >= n {
		return nil
	}
	return j.failed
}

// Len is how many commands are kept.
func (j *Journal) Len() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.kept
}

// Read returns record n, from 1 to Len: the command and then the result, as
// record.DecodeCommand and DecodeResult read them.
func (j *Journal) Read(n uint64) ([]byte, error) { return j.store.Read(n) }

// keep writes what is appended, all that came meanwhile at once.
func (j *Journal) keep() {
	defer j.done.Done()
	for {
		records, ok := j.take()
		if !ok {
			return
		}
		err := j.store.Write(records)
		if err == nil && j.sync {
			err = j.store.Sync()
		}
		if !j.settle(uint64(len(records)), err) {
			return
		}
	}
}

// take waits for records to write; not ok when the journal closes and none is left.
func (j *Journal) take() (records [][]byte, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.pending) == 0 && !j.closing {
		j.changed.Wait()
	}
	records, j.pending = j.pending, nil
	return records, len(records) > 0
}

// settle tells the waiting how a write ended. After a failure nothing more is
// kept: what is on disk is unknown, and order matters.
func (j *Journal) settle(n uint64, err error) (goOn bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil && j.failed == nil {
		j.failed = err
	}
	if j.failed == nil {
		j.kept += n
	}
	j.changed.Broadcast()
	return j.failed == nil
}

// syncEvery forces to the disk what was written, from time to time.
func (j *Journal) syncEvery(interval time.Duration) {
	defer j.done.Done()
	tick := time.NewTicker(interval)
	defer tick.Stop()
	var synced uint64
	for {
		select {
		case <-j.quit:
			return
		case <-tick.C:
		}
		kept := j.Len()
		if kept == synced {
			continue
		}
		if !j.settle(0, j.store.Sync()) {
			return
		}
		synced = kept
	}
}

// Close writes and syncs what is left. Whoever waits afterwards for a command
// that came too late gets ErrClosed.
func (j *Journal) Close() error {
	j.mu.Lock()
	if j.closing {
		j.mu.Unlock()
		return ErrClosed
	}
	j.closing = true
	close(j.quit)
	j.changed.Broadcast()
	j.mu.Unlock()
	j.done.Wait()

	j.mu.Lock()
	err := j.failed
	if j.failed == nil {
		j.failed = ErrClosed
	}
	j.changed.Broadcast()
	j.mu.Unlock()
	return errors.Join(err, j.store.Close())
}

// Memory is a store that forgets everything with the process.
type Memory struct {
	mu      sync.RWMutex
	records [][]byte
}

// Write appends records.
func (m *Memory) Write(records [][]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = append(m.records, records...)
	return nil
}

// Read returns record n, from 1 on.
func (m *Memory) Read(n uint64) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if n == 0 || n > uint64(len(m.records)) {
		return nil, ErrNoRecord
	}
	return m.records[n-1], nil
}

// Sync returns at once: nothing survives.
func (m *Memory) Sync() error { return nil }

// Close has nothing to close.
func (m *Memory) Close() error { return nil }
