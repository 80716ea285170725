// Package journaltest holds a journal between a command's being applied and
// its being kept, for specs of what may be seen meanwhile.
package journaltest

import (
	"sync"

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

// Sync returns at once, or when the disk goes on.
func (s *Store) Sync() error {
	s.mu.Lock()
	held := s.held
	s.mu.Unlock()
	if held != nil {
		<-held
	}
	return nil
}
