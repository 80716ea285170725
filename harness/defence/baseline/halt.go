package baseline

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// closedFor is the length of the day that gives harm its unit.
const closedFor = 24 * time.Hour

// closedDayDigest is SHA-256 over "closed-day 1": there is no file to take it of.
const closedDayDigest = "468b40a97d242d53f3df9cac3b40b7bbd7e63ddbf346b21dd91b32022d5b5e26"

// ClosedDay closes the whole venue for the first 24 hours and opens it again.
// The score measures harm by it; it is no defence that anybody would run.
func ClosedDay() *defence.Defence {
	return &defence.Defence{
		Name: "closed-day", Version: "1", Description: "closes the venue for its first 24 hours",
		Digest: closedDayDigest,
		Watch:  &defence.Watch{Kind: "closed-day", Immediate: true, Maker: Halt{For: closedFor}},
	}
}

// Halt makes monitors that halt every service when the clock starts.
type Halt struct {
	For time.Duration // 0 means for good
}

// Make makes the monitor of one run.
func (h Halt) Make(uint64, *scenarios.Scenario) (defence.Monitor, error) {
	return &closure{length: h.For}, nil
}

// closure halts every service when the clock starts: all markets, all
// withdrawals, all deposits. With a length it opens them again after it.
type closure struct {
	length   time.Duration // 0 means for good
	reopenAt int64         // virtual nanoseconds
	closed   bool
	reopened bool
}

func (c *closure) Hello(h *defence.Hello) error {
	c.reopenAt = h.Now + int64(c.length)
	return nil
}

func (c *closure) Step(b *defence.Batch) (defence.Answer, error) {
	switch {
	case !c.closed:
		c.closed = true
		return defence.Answer{Actions: services("halt_market", "halt_withdrawals", "halt_deposits"), WakeAt: c.wake()}, nil
	case c.length > 0 && !c.reopened && b.Now >= c.reopenAt:
		c.reopened = true
		return defence.Answer{Actions: services("resume_market", "resume_withdrawals", "resume_deposits")}, nil
	}
	return defence.Answer{WakeAt: c.wake()}, nil
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
func services(names ...string) []defence.Action {
	all := make([]defence.Action, len(names))
	for i, n := range names {
		all[i] = defence.Action{Name: n}
	}
	return all
}
