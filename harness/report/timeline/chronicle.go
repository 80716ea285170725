package timeline

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// Chronicle listens to one run and hands everything on to another recorder. It
// is for one run; what it keeps does not grow with the number of commands.
type Chronicle struct {
	next   lab.Recorder
	worlds []*draw.World
	start  int64
	end    int64 // of the settlement tail

	balances []*balance // by first appearance
	prices   []*prices
}

var (
	_ lab.Recorder = (*Chronicle)(nil)
	_ lab.Banker   = (*Chronicle)(nil)
)

// NewChronicle listens to a run in these worlds. next, which may be nil, hears
// everything too.
func NewChronicle(worlds []*draw.World, next lab.Recorder) *Chronicle {
	clock := &worlds[0].Whole.Clock
	return &Chronicle{
		next: next, worlds: worlds, start: worlds[0].Genesis.Start, end: clock.End.Unix + int64(clock.Tail.Value),
	}
}

// Record hears a command with its answer and its events.
func (c *Chronicle) Record(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error {
	thief := e.Actor == sim.Attacker
	for i := range events {
		if events[i].Type == mockexchange.Traded {
			c.traded(e.Venue, &events[i], thief)
		}
	}
	if c.next == nil {
		return nil
	}
	return c.next.Record(e, r, events)
}

// Alert hears a finding of the defence.
func (c *Chronicle) Alert(a *defence.Alert) error {
	if c.next == nil {
		return nil
	}
	return c.next.Alert(a)
}

// venue is a venue's name where there are several.
func (c *Chronicle) venue(n uint8) string {
	if len(c.worlds) < 2 {
		return ""
	}
	return c.worlds[n].Genesis.Name
}

// span divides the run into at most n parts of whole minutes.
func (c *Chronicle) span(n int64) int64 {
	const minute = 60_000_000_000
	return max((c.end-c.start+n*minute-1)/(n*minute), 1) * minute
}

// Attempt hears which intent of a customer a command served.
func (c *Chronicle) Attempt(actor sim.Actor, at sim.Attempt) {
	if a, ok := c.next.(lab.Attempter); ok {
		a.Attempt(actor, at)
	}
}
