package drill

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// ProgramError says that a defence is a program of its own where none is to be
// started.
type ProgramError struct {
	Defence string
	Kind    string // process, url or image
}

// Error says what it is.
func (e *ProgramError) Error() string {
	return fmt.Sprintf("%s is a program of somebody's own (%s), which is not started here", e.Defence, e.Kind)
}

// WithoutPrograms refuses a defence that is a program of its own, with a
// *ProgramError: for whoever was handed the bundle and does not know what is in
// it.
func WithoutPrograms() Option {
	return func(s *settings) error {
		s.harmless = true
		return nil
	}
}

// NoProgram is the *ProgramError of a defence that is a program of its own.
func NoProgram(d *defence.Defence) error {
	if kind := d.Program(); kind != "" {
		return &ProgramError{d.Name, kind}
	}
	return nil
}

// load loads the defence, unless it is one that may not be started.
func (s *settings) load(sc *scenarios.Scenario) (*defence.Defence, error) {
	d, err := s.defence(sc)
	if err == nil && s.harmless {
		err = NoProgram(d)
	}
	return d, err
}
