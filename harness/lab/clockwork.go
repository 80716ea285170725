package lab

import (
	"strconv"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// job is something that the venue or a chain does at fixed intervals, or once.
type job struct {
	kind  jobKind
	asset uint16
	every int64 // 0 for what is done once
	next  int64

	ticket string // of a migration
	moves  int64  // when an approved migration will be done
}

type jobKind uint8

const (
	mine jobKind = iota
	payOut
	reconcile
	approve // a migration
	migrate
)

// clockwork knows when the venue's and the chains' regular jobs are due.
type clockwork struct{ jobs []job }

// payOutPhase keeps pay-outs off the round times on which blocks are found.
const payOutPhase = 37_000_000_000

// newClockwork is that of a venue with what it planned.
func newClockwork(g *mockexchange.Genesis, venue *scenarios.Venue) *clockwork {
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
	for i := range venue.Migrations {
		c.migration(g, &venue.Migrations[i], i+1)
	}
	return c
}

// migration plans the venue's n-th move of a hot wallet and its approval.
func (c *clockwork) migration(g *mockexchange.Genesis, m *scenarios.Migration, n int) {
	asset, _ := g.AssetID(m.Asset.Text) // loading made sure of it
	j := job{asset: asset, ticket: "CHG-" + strconv.Itoa(n), moves: m.At.Unix}
	j.kind, j.next = approve, m.Announced.Unix
	c.jobs = append(c.jobs, j)
	j.kind, j.next = migrate, m.At.Unix
	c.jobs = append(c.jobs, j)
}

func (c *clockwork) add(kind jobKind, asset uint16, start, every int64) {
	if every > 0 {
		c.jobs = append(c.jobs, job{kind: kind, asset: asset, every: every, next: start + every})
	}
}

// next is when the earliest job is due.
func (c *clockwork) next() int64 {
	at := never
	for i := range c.jobs {
		at = min(at, c.jobs[i].next)
	}
	return at
}

// due takes the jobs of a time, in their fixed order, and sets them anew.
func (c *clockwork) due(now int64, do func(job) error) error {
	for i := range c.jobs {
		if j := &c.jobs[i]; j.next == now {
			if j.next += j.every; j.every == 0 {
				j.next = never
			}
			if err := do(*j); err != nil {
				return err
			}
		}
	}
	return nil
}
