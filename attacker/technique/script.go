package technique

import "github.com/exdrill/exdrill/attacker"

// single is the run of a technique that makes one call and is done.
type single struct {
	call Call
	made bool
}

func (s *single) Ask(int64, View) Move {
	if s.made {
		return Move{}
	}
	s.made = true
	return Move{Call: s.call}
}

func (s *single) Tell(int64, View, Answer) {}

// needsLook says that the balances have to be read before one can work with
// them.
func needsLook(k *Known) bool { return !k.Read || k.Stale }

// hopeless says that a key will be turned down for whatever it asks of this
// kind from now on.
func hopeless(r attacker.Refusal) bool { return r == attacker.KeyRefused }
