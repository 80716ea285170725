package lab

import (
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// truth follows what only the referee can know: which withdrawals the thief
// asked for and which of them can still be stopped.
type truth struct {
	pending []uint32
}

// hear follows one command and its events.
func (t *truth) hear(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	if e.Actor == sim.Attacker && e.Command.Kind == mockexchange.RequestWithdrawal && r.Withdrawal > 0 {
		t.pending = append(t.pending, r.Withdrawal)
	}
	if len(t.pending) == 0 {
		return
	}
	for i := range events {
		switch events[i].Type {
		case mockexchange.WithdrawalBroadcast, mockexchange.WithdrawalRejected:
			if at := slices.Index(t.pending, events[i].Withdrawal); at >= 0 {
				t.pending = slices.Delete(t.pending, at, at+1)
			}
		}
	}
}
