package lab

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/harness/sim"
)

// steal gives the thief his turn and hears of everything that he did.
func (h *house) steal(now int64) error {
	next, done, applied, err := h.site.Wake(now)
	if err != nil {
		return err
	}
	if !done {
		h.push(max(next, now+1), thief)
	}
	for i := range applied {
		a := &applied[i]
		e := &h.run.envelope
		*e = sim.Envelope{At: now, Venue: h.venue, Actor: thief, Command: a.Command}
		h.done(e, sim.Attempt{}, &a.Result, a.Events)
	}
	if err := h.trace(now, h.site.Sent()); err != nil {
		return err
	}
	return h.send()
}

// trace notes which transactions on public chains are the thief's. Nobody else
// can tell.
func (h *house) trace(now int64, sent []attacker.Sent) error {
	for _, s := range sent {
		asset, ok := h.genesis.AssetID(s.Asset)
		if !ok {
			return fmt.Errorf("the thief sent to a chain of %q, which there is not", s.Asset)
		}
		h.thiefTx[s.Tx.ID()] = true
		h.account.Sent(now, asset, s.Tx)
	}
	return nil
}
