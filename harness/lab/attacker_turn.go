package lab

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/harness/sim"
)

// attackerTurn gives the thief his turn and hears of everything that he did.
func (v *venueRun) attackerTurn(now int64) error {
	next, done, applied, err := v.backend.Wake(now)
	if err != nil {
		return err
	}
	v.next = nil
	if !done {
		next.At = max(next.At, now+1)
		v.next = &next
		v.push(next.At, attackerTimer)
	}
	for i := range applied {
		a := &applied[i]
		e := &v.run.envelope
		*e = sim.Envelope{At: now, Venue: v.venue, Actor: attackerTimer, Command: a.Command}
		v.record(e, sim.Attempt{}, &a.Result, a.Events)
	}
	if err := v.noteAttackerTx(now, v.backend.Sent()); err != nil {
		return err
	}
	return v.broadcast()
}

// noteAttackerTx notes which transactions on public chains are the thief's.
// Nobody else can tell.
func (v *venueRun) noteAttackerTx(now int64, sent []attacker.Sent) error {
	for _, s := range sent {
		asset, ok := v.genesis.AssetID(s.Asset)
		if !ok {
			return fmt.Errorf("the thief sent to a chain of %q, which there is not", s.Asset)
		}
		id := s.Tx.ID()
		v.attackerTx[id] = true
		v.accounting.Sent(now, asset, s.Tx)
		for _, o := range v.run.observers {
			if o.Sent != nil {
				o.Sent(now, v.venue, id)
			}
		}
	}
	return nil
}
