package operator

import (
	"errors"
	"sync"
	"time"
)

// ErrBackwards is the refusal to set a clock before the last command.
var ErrBackwards = errors.New("time does not go backwards")

// Clock is what a venue takes for the present, in nanoseconds since the Unix
// epoch: the wall clock, or whatever it was last set to.
type Clock struct {
	mu  sync.Mutex
	set bool
	at  int64
}

// WallClock goes by the wall clock until it is set for the first time.
func WallClock() *Clock { return &Clock{} }

// ClockAt stands still at a time until it is set to another.
func ClockAt(at int64) *Clock { return &Clock{set: true, at: at} }

// Now is the present.
func (c *Clock) Now() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set {
		return c.at
	}
	return time.Now().UnixNano()
}

// Wall reports whether the clock still goes by the wall clock.
func (c *Clock) Wall() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.set
}

// Set makes a time the present, and stops following the wall clock.
func (c *Clock) Set(at int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set, c.at = true, at
}
