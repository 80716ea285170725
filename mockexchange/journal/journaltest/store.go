// Package journaltest holds a journal between a command's being applied and
// its being kept, for specs of what may be seen meanwhile.
package journaltest

import (
	"sync"
	"testing/synctest"

	"github.com/exdrill/exdrill/mockexchange/journal"
)

// Store is a journal's store in memory, the disk of which can stand still.
type Store struct {
	journal.Memory
	mu   sync.Mutex
	held chan struct{} // closed when the disk goes on; nil while it does
}

// Hold lets no sync end until Release: what is written meanwhile is not kept.
func (s *Store) Hold() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = make(chan struct{})
}

// Release lets the disk go on, if it stands still.
func (s *Store) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held != nil {
		close(s.held)
		s.held = nil
	}
}

func (s *Store) holding() chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// Sync returns at once, or when the disk goes on.
func (s *Store) Sync() error {
	if held := s.holding(); held != nil {
		<-held
	}
	return nil
}

// Watch has do wait for the disk and meanwhile asks see, in a bubble of
// synctest: what there was to see before, what was shown early (empty if see
// waits as well), and what there is in the end.
func (s *Store) Watch(do func(), see func() string) (before, early, after string) {
	before = see()
	s.Hold()
	shown := make(chan string, 2)
	go func() {
		do()
		if s.holding() != nil {
			shown <- "the command did not wait for the disk"
		}
	}()
	synctest.Wait()
	go func() { shown <- see() }()
	synctest.Wait()
	select {
	case early = <-shown:
		s.Release()
		synctest.Wait()
		return before, early, see()
	default:
		s.Release()
		return before, "", <-shown
	}
}
