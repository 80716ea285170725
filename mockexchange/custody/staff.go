package custody

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// Staff says when those are there without whom coins do not move: the machines
// and people who sign for hot wallets, and those who hold the keys of cold
// storage. Everybody fails now and then, and people sleep. A venue draws nothing
// of this itself: whoever plays it does, beforehand. The zero value is always
// there and never takes any time.
type Staff struct {
	// Signers are those of every hot wallet, key by key, in the order of its keys.
	// Keys beyond the last lie on the wallet server, which signs at once.
	Signers    []Signer   `json:"signers,omitempty"`
	Ceremonies Ceremonies `json:"ceremonies,omitzero"`
	// ColdSigners sign for cold wallets where no ceremony is held, person by person.
	ColdSigners []ColdSigner `json:"cold_signers,omitempty"`
	// Clerks work at desks: for customers, or with the house's own funds. Number n is
	// element n-1.
	Clerks []Clerk `json:"clerks,omitempty"`
	// Asks is the chance, in parts per million, that one of them who is to agree to
	// what another does asks whose order it is.
	Asks int64 `json:"asks,omitempty"`
}

// Signer is a machine or a person that has to be asked. The zero value answers
// at once.
type Signer struct {
	Away []Absence `json:"away,omitempty"` // in the order of time, none beginning before the last ends
	// Takes is how long it takes, in nanoseconds, one of them each time.
	Takes []int64 `json:"takes,omitempty"`
}

// Absence is a time in which a signer is down, asleep or elsewhere. What was
// begun before is finished.
type Absence struct {
	From  int64 `json:"from"`  // virtual nanoseconds
	Until int64 `json:"until"` // not included
	// Reach is how long it takes, in nanoseconds, until somebody comes who is
	// called meanwhile; 0 for nobody who comes.
	Reach int64 `json:"reach,omitempty"`
}

// missing is the first absence that is not over at a time.
func (s *Signer) missing(at int64) int {
	return sort.Search(len(s.Away), func(i int) bool { return s.Away[i].Until > at })
}

// Present reports whether a signer is there.
func (s *Signer) Present(at int64) bool {
	i := s.missing(at)
	return i == len(s.Away) || at < s.Away[i].From
}

// NextPresent is when a signer is there next, from a time on.
func (s *Signer) NextPresent(at int64) int64 {
	for i := s.missing(at); i < len(s.Away) && at >= s.Away[i].From; i++ {
		at = s.Away[i].Until
	}
	return at
}

// answers is when a signer has done what it is asked at a time; which of its
// times it takes, an even number of 64 bits says.
func (s *Signer) answers(at int64, even uint64) int64 {
	for i := s.missing(at); i < len(s.Away) && at >= s.Away[i].From; i++ {
		a := &s.Away[i]
		if came := at + a.Reach; a.Reach > 0 && came < a.Until {
			at = came
			break
		}
		at = a.Until
	}
	if len(s.Takes) > 0 {
		at += s.Takes[even%uint64(len(s.Takes))]
	}
	return at
}

// signed is when so many of n signers have done what all of them are asked at a
// time. Those beyond the last of the list do it at once.
func signed(all []Signer, need, n int, at int64, even uint64) int64 {
	when := make([]int64, n)
	for i := range when {
		when[i] = at
		if i < len(all) {
			when[i] = all[i].answers(at, (even+uint64(i))*golden>>32)
		}
	}
	slices.Sort(when)
	return when[min(need, n)-1]
}

// SignedAt is when a spend is signed for which the signers of a hot wallet are
// asked at a time: when as many as it takes have signed.
func (s *Staff) SignedAt(of Signers, at int64, even uint64) int64 {
	if len(s.Signers) == 0 {
		return at
	}
	return signed(s.Signers, of.threshold(), max(len(of.Hosts), 1), at, even)
}

// Present is how many of the signers of a hot wallet are there.
func (s *Staff) Present(of Signers, at int64) (n int) {
	for i := range max(len(of.Hosts), 1) {
		if i >= len(s.Signers) || s.Signers[i].Present(at) {
			n++
		}
	}
	return n
}

// IsQuorum reports whether so many of the signers of a hot wallet can sign.
func (s *Signers) IsQuorum(n int) bool { return n >= s.threshold() }

// Check says what is impossible about the staff, nil if nothing is.
func (s *Staff) Check() error {
	for i := range s.Signers {
		if err := s.Signers[i].check(); err != nil {
			return fmt.Errorf("signer %d: %w", i+1, err)
		}
	}
	for i := range s.ColdSigners {
		if err := s.ColdSigners[i].check(); err != nil {
			return fmt.Errorf("cold signer %d: %w", i+1, err)
		}
		for _, t := range s.ColdSigners[i].Decodes {
			if t < 0 || t > day {
				return fmt.Errorf("cold signer %d: decodes for %d, expected 0 to %d", i+1, t, int64(day))
			}
		}
	}
	for i := range s.Clerks {
		if err := s.Clerks[i].check(); err != nil {
			return fmt.Errorf("clerk %d: %w", i+1, err)
		}
	}
	if s.Asks < 0 || s.Asks > million {
		return fmt.Errorf("whose order it is asked with %d ppm, expected 0 to %d", s.Asks, million)
	}
	return s.Ceremonies.check()
}

func (s *Signer) check() error {
	last := int64(0)
	for _, a := range s.Away {
		if a.From < last || a.Until <= a.From || a.Until > latest || a.Reach < 0 || a.Reach > longestAnswer {
			return errors.New("absences out of order, or outside of all time")
		}
		last = a.Until
	}
	for _, t := range s.Takes {
		if t < 0 || t > longestAnswer {
			return fmt.Errorf("takes %d, expected 0 to %d", t, int64(longestAnswer))
		}
	}
	return nil
}

const (
	latest        = int64(1) << 62 // the end of a venue's time, in the year 2116
	longestAnswer = 366 * day      // nanoseconds, of anybody's and of a ceremony
	golden        = 0x9e3779b97f4a7c15
)
