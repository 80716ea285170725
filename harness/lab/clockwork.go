package lab

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange"
)

// job is something that the venue or a chain does at fixed intervals.
type job struct {
	kind  jobKind
	asset uint16
	every int64
	next  int64
}

type jobKind uint8

const (
	mine jobKind = iota
	payOut
	reconcile
)

// clockwork knows when the venue's and the chains' regular jobs are due.
type clockwork struct{ jobs []job }

// payOutPhase keeps pay-outs off the round times on which blocks are found.
const payOutPhase = 37_000_000_000

func newClockwork(g *mockexchange.Genesis) *clockwork {
	c := &clockwork{}
	for i, a := range g.Assets {
		if a.Chain == nil {
			continue
		}
		asset := uint16(i + 1)
		c.add(mine, asset, g.Start, int64(a.Chain.BlockInterval))
		c.add(payOut, asset, g.Start+payOutPhase, int64(g.Settings.PayOutEvery))
		c.add(reconcile, asset, g.Start+payOutPhase/2, int64(g.Settings.ReconcileEvery))
	}
	return c
}

func (c *clockwork) add(kind jobKind, asset uint16, start, every int64) {
	if every > 0 {
		c.jobs = append(c.jobs, job{kind, asset, every, start + every})
	}
}

// next is when the earliest job is due.
func (c *clockwork) next() int64 {
	at := int64(math.MaxInt64)
	for i := range c.jobs {
		at = min(at, c.jobs[i].next)
	}
	return at
}

// due takes the jobs of a time, in their fixed order, and sets them anew.
func (c *clockwork) due(now int64, do func(job) error) error {
	for i := range c.jobs {
		if j := &c.jobs[i]; j.next == now {
			j.next += j.every
			if err := do(*j); err != nil {
				return err
			}
		}
	}
	return nil
}
