package technique

import (
	"errors"
	"fmt"
)

// Wait does nothing for a while, or until a time. No request.
type Wait struct{}

// Info describes it.
func (Wait) Info() Info {
	return Info{
		Name:    "wait",
		Summary: "Does nothing until a time or for a duration.",
		Effect:  "None. A thief waits for the night, for a reopening, or for attention to fade.",
		Seen:    "Nothing.",
		Takes: []Parameter{
			{"params.until", "a time; or for"},
			{"params.for", "a duration"},
		},
	}
}

var errWait = errors.New("wait needs one of until and for, and not both")

// Start takes Params.Until or Params.For.
func (Wait) Start(p Params) (Run, error) {
	switch {
	case (p.Until == 0) == (p.For == 0):
		return nil, errWait
	case p.For < 0:
		return nil, fmt.Errorf("for is %v, expected a positive duration", p.For)
	case p.Until < 0:
		return nil, fmt.Errorf("until is %d, expected a time after 1970", p.Until)
	}
	return &waitRun{until: p.Until, length: int64(p.For)}, nil
}

type waitRun struct {
	until  int64 // 0 until it is known
	length int64
}

func (w *waitRun) Ask(now int64, _ View) Move {
	if w.until == 0 {
		w.until = now + w.length
	}
	if now >= w.until {
		return Move{}
	}
	return Move{Until: w.until}
}

func (w *waitRun) Tell(int64, View, Answer) {}
