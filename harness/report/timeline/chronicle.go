package timeline

import (
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// Chronicle listens to one run. It is for one run; what it keeps does not grow
// with the number of commands.
type Chronicle struct {
	worlds []*draw.World
	start  int64
	end    int64 // of the settlement tail

	balances []*balanceHistory // by first appearance
	prices   []*prices
}

// NewChronicle listens to a run in these worlds.
func NewChronicle(worlds []*draw.World) *Chronicle {
	clock := &worlds[0].Whole.Clock
	return &Chronicle{
		worlds: worlds, start: worlds[0].Genesis.Start, end: clock.RunEnd(),
	}
}

// Observer is what has to hear the run.
func (c *Chronicle) Observer() lab.Observer {
	return lab.Observer{Command: c.command, Balance: c.holding}
}

func (c *Chronicle) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	thief := e.Actor == sim.Attacker
	for i := range events {
		if events[i].Type == mockexchange.Traded {
			c.traded(e.Venue, &events[i], thief)
		}
	}
	return nil
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
