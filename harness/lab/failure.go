package lab

import "fmt"

// Blame says who failed when a run could not be finished.
type Blame string

// Who can fail.
const (
	OfLab     Blame = "lab"     // the machinery: containers, files
	OfDefence Blame = "defence" // the program under test
)

// Failure is a run that did not come to its end.
type Failure struct {
	Of        Blame
	Err       error
	Reproduce string // one command that runs it again
}

func (f *Failure) Error() string {
	s := fmt.Sprintf("the %s failed: %v", f.Of, f.Err)
	if f.Reproduce != "" {
		s += "\nto see it again: " + f.Reproduce
	}
	return s
}

func (f *Failure) Unwrap() error { return f.Err }
