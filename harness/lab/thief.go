package lab

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// steal gives the thief his turn and hears of everything that he did.
func (r *run) steal(now int64) error {
	next, done, applied, err := r.site.Wake(now)
	if err != nil {
		return err
	}
	if !done {
		r.queue.Push(max(next, now+1), thief)
	}
	for i := range applied {
		a := &applied[i]
		r.envelope = sim.Envelope{At: now, Actor: thief, Command: a.Command}
		r.done(&r.envelope, score.Attempt{}, &a.Result, a.Events)
	}
	if err := r.trace(now, r.site.Sent()); err != nil {
		return err
	}
	return r.send()
}

// trace notes which transactions on public chains are the thief's. Nobody else
// can tell.
func (r *run) trace(now int64, sent []attacker.Sent) error {
	for _, s := range sent {
		asset, ok := r.genesis.AssetID(s.Asset)
		if !ok {
			return fmt.Errorf("the thief sent to a chain of %q, which there is not", s.Asset)
		}
		r.thiefTx[s.Tx.ID()] = true
		r.account.Sent(now, asset, s.Tx)
	}
	return nil
}
