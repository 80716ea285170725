package defence

import "time"

// closure halts every service when the clock starts: all markets, all
// withdrawals, all deposits. With a length it opens them again after it.
type closure struct {
	length   time.Duration // 0 means for good
	reopenAt int64         // virtual nanoseconds
	closed   bool
	reopened bool
}

func (c *closure) Hello(h *Hello) error {
	c.reopenAt = h.Now + int64(c.length)
	return nil
}

func (c *closure) Step(b *Batch) (Answer, error) {
	switch {
	case !c.closed:
		c.closed = true
		return Answer{Actions: services("halt_market", "halt_withdrawals", "halt_deposits"), WakeAt: c.wake()}, nil
	case c.length > 0 && !c.reopened && b.Now >= c.reopenAt:
		c.reopened = true
		return Answer{Actions: services("resume_market", "resume_withdrawals", "resume_deposits")}, nil
	}
	return Answer{WakeAt: c.wake()}, nil
}

func (c *closure) Close() error { return nil }

// wake is when the venue is to be opened again, 0 if it never is or is already.
func (c *closure) wake() int64 {
	if c.length == 0 || c.reopened {
		return 0
	}
	return c.reopenAt
}

// services makes one action of each name that means everything.
func services(names ...string) []Action {
	all := make([]Action, len(names))
	for i, n := range names {
		all[i] = Action{Name: n}
	}
	return all
}
