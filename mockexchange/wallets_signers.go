package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// paySigned reports whether the signers of a hot wallet have signed what it can
// pay, and asks them if nobody has. Whoever is asked signs all that waits by the
// time at which he does. It is signed when as many have signed as the chain
// wants, so that it is the slowest of these who decides.
func (e *Exchange) paySigned(now int64, c *Command, w *custody.Wallet) bool {
	if len(e.genesis.Staff.Signers) == 0 {
		return true
	}
	e.noteSigners(now, c)
	h := &e.hot[c.Asset-1]
	if h.signedAt == 0 {
		if ids, _ := e.affordable(now, c.Asset, w); len(ids) == 0 {
			return true // there is nothing to sign
		}
		h.signedAt = e.genesis.SignedAt(c.Asset, now)
	}
	if h.signedAt > now {
		return false
	}
	h.signedAt = 0
	return true
}

// hasQuorum reports whether as many signers of an asset's hot wallet are there
// as must sign. What the venue moves between its own wallets is signed by
// whoever is there, within the time that a move takes anyway; with fewer it waits.
func (e *Exchange) hasQuorum(now int64, asset uint16) bool {
	if len(e.genesis.Staff.Signers) == 0 {
		return true
	}
	s := e.genesis.Signers(asset)
	return s.IsQuorum(e.genesis.Staff.Present(s, now))
}

// noteSigners tells the staff when another number of signers answers than
// before, and whether it is enough.
func (e *Exchange) noteSigners(now int64, c *Command) {
	s := e.genesis.Signers(c.Asset)
	n := e.genesis.Staff.Present(s, now)
	if n == e.present {
		return
	}
	e.present = n
	ev := e.log(now, SignersAvailable, c)
	ev.Asset, ev.Count = 0, uint32(n) // they sign for all coins
	if !s.IsQuorum(n) {
		ev.Code, ev.Control = reject.NoQuorum, e.signingControl()
	}
}

// signingControl is what has more than one sign.
func (e *Exchange) signingControl() reject.Control {
	if e.genesis.Settings.Custody.Multisig.N > 0 {
		return reject.Multisig
	}
	return reject.SignerVelocity
}
