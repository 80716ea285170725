package score

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Accountant listens to one run of one venue.
type Accountant struct {
	setup *Setup
}

// NewAccountant starts to listen.
func NewAccountant(s Setup) *Accountant { return &Accountant{setup: &s} }

// Clone is an accountant that has heard the same so far and shares nothing that
// either still changes: the start of a run that forks from this one.
func (a *Accountant) Clone() *Accountant {
	c := *a
	return &c
}

// Command tells of one command: who sent it, which intent it serves, what the
// venue answered and which events it led to.
func (a *Accountant) Command(env *sim.Envelope, at Attempt, r *mockexchange.Result, events []mockexchange.Event) {
}

// DepositSent tells that an honest customer sent coins to the venue, seen by
// the chain at a virtual time.
func (a *Accountant) DepositSent(at Attempt, account uint32, asset uint16, amount, when int64) {}

// Mined tells of a block; attackerOrigin says which of its transactions the
// thief signed.
func (a *Accountant) Mined(now int64, asset uint16, b *chain.Block, attackerOrigin func(chain.Hash) bool) {
}

// Alert tells of a finding of the defence.
func (a *Accountant) Alert(al *defence.Alert) {}

// Acted tells that an action of the defence took effect. What it changed is
// heard through Command, sent by sim.Operator.
func (a *Accountant) Acted(now int64, act *defence.Action) {}

// Close ends the run at a virtual time and gives everything that was measured.
// The accountant can go on listening afterwards.
func (a *Accountant) Close(now int64) Tally { return Tally{} }
