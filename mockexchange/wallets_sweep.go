package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// automaticSweep is the automatic sweep of a posture: it brings to cold storage
// what a thief left, if it was a thief, and races his next transaction. Which of
// the two shows only when the staff has asked around, before it rotates the key.
func (e *Exchange) automaticSweep(now int64, c *Command, stolen bool) {
	p := &e.genesis.Settings.Custody.AutomaticSweep
	if !p.On {
		return
	}
	e.hot[c.Asset-1].keyStolen = e.hot[c.Asset-1].keyStolen || stolen
	if !p.All {
		e.planRotation(now, c.Asset)
		e.sweepStolen(now, c.Asset, e.wallet(c.Asset), c)
		return
	}
	for i, w := range e.wallets {
		if w != nil {
			e.suspendRefills(uint16(i + 1))
			e.planRotation(now, uint16(i+1))
			e.sweepStolen(now, uint16(i+1), w, c)
		}
	}
}

// sweepStolen sweeps a wallet whose key is stolen, if that is worth the fee.
func (e *Exchange) sweepStolen(now int64, asset uint16, w *custody.Wallet, c *Command) {
	if w.HotBalance() < e.worthMoving(asset) {
		return
	}
	if e.sweep(now, asset, w, c) > 0 {
		e.hot[asset-1].emptiedBy = reject.AutomaticSweep
	}
}

// planRotation has the staff rotate a wallet's key, if the posture says when,
// unless it is going to already.
func (e *Exchange) planRotation(now int64, asset uint16) {
	if after, h := e.genesis.Settings.Custody.AutomaticSweep.Rotate, &e.hot[asset-1]; after > 0 && h.rotateAt == 0 {
		h.rotateAt = now + after
	}
}

// rotateSwept gives a wallet that was swept a new key, so that it can be
// filled again. Where nobody has stolen anything the old address stays as good
// as ever: what customers go on sending there is brought on.
func (e *Exchange) rotateSwept(now int64, asset uint16, c *Command) {
	h := &e.hot[asset-1]
	if h.rotateAt == 0 || h.rotateAt > now {
		return
	}
	stolen := false
	for _, id := range e.sharingKey(asset) {
		stolen = stolen || e.hot[id-1].keyStolen
	}
	if stolen {
		e.rotate(now, asset, c)
	} else {
		e.renewHot(now, asset, c, (*custody.Wallet).MigrateHot)
	}
	for _, id := range e.sharingKey(asset) {
		h := &e.hot[id-1]
		h.rotateAt, h.keyStolen = 0, false
		h.emptiedBy = reject.AutomaticSweep
	}
}

// sharingKey lists an asset and all whose hot wallets have the same key: a coin and
// the tokens on its chain. Who has that key has them all.
func (e *Exchange) sharingKey(asset uint16) (all []uint16) {
	for i, w := range e.wallets {
		if id := uint16(i + 1); w != nil && e.genesis.Coin(id) == e.genesis.Coin(asset) {
			all = append(all, id)
		}
	}
	return all
}

// renewHot gives an asset, and all that share its key, a new hot address.
func (e *Exchange) renewHot(now int64, asset uint16, c *Command, renew func(*custody.Wallet)) {
	for _, id := range e.sharingKey(asset) {
		renew(e.wallets[id-1])
		e.hot[id-1].refillSuspended = false
		e.logHotAddress(now, id, c)
	}
}

// sweep sends everything at the hot address, and at those that were rotated
// away, to cold storage. Whoever was sent for coins before is called back, or joins
// those whom the next pay-out that fails sends for.
func (e *Exchange) sweep(now int64, asset uint16, w *custody.Wallet, c *Command) uint32 {
	h := &e.hot[asset-1]
	if h.sweepWaits = !e.hasQuorum(now, asset); h.sweepWaits {
		return 1 // it is carried out when the signers are back
	}
	sent := w.SweepToCold(e.signatures)
	if len(sent) == 0 && h.refillAt == 0 && !h.refilling {
		return 0
	}
	if h.refillAt, h.refilling = 0, false; h.emptiedBy != reject.AutomaticSweep {
		h.emptiedBy = reject.SweepToCold
	}
	for _, tx := range sent {
		e.broadcast(asset, tx)
		e.logMove(now, asset, tx, c, e.genesis.Settings.Custody.WalletLog.Moves)
	}
	return 1
}

// rotate gives an asset a new hot key and address, and the tokens on its chain, or
// the others there, with it. The old address stays open
// to whoever holds its key, and what lies there stays until it is swept.
func (e *Exchange) rotate(now int64, asset uint16, c *Command) uint32 {
	e.renewHot(now, asset, c, (*custody.Wallet).RotateHot)
	for _, id := range e.sharingKey(asset) {
		e.hot[id-1].emptiedBy = reject.RotateHotKey // the new address begins with nothing
	}
	return 1
}
