package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// refillDelay is how long it takes to bring coins from cold storage to a hot
// wallet that cannot pay, at a venue whose genesis knows nobody who would.
const refillDelay = 4 * 3600 * 1_000_000_000

// planRefill sends somebody for the cold keys, unless somebody is on the way
// already. What a ceremony costs is charged to whatever made it necessary.
func (e *Exchange) planRefill(now int64, asset uint16, by reject.Control) {
	if !e.canRefill(asset) {
		return
	}
	p, h := &e.genesis.Staff.Ceremonies, &e.hot[asset-1]
	if e.genesis.Assets[asset-1].ColdSigning != nil {
		h.refillAt = now // people sign from where they are
		return
	}
	if p.Quorum == 0 {
		h.refillAt = now + refillDelay
		return
	}
	a, called := e.ceremonies.Call(p, now)
	h.refillAt, h.refillFails = a.Ends, a.Fails
	if called {
		ev := e.log(now, CeremonyCalled, &Command{Kind: PayOut, Auth: AuthOperator, Asset: asset})
		ev.Count, ev.Control = p.Hours, by
		e.refillOthers(a)
	}
}

// canRefill reports whether nobody is on the way for a wallet, and nothing speaks
// against it.
func (e *Exchange) canRefill(asset uint16) bool {
	h := &e.hot[asset-1]
	return h.refillAt == 0 && !h.refilling && !h.refillSuspended && h.migrating == 0
}

// refillOthers has those who come look after all wallets in which much is missing.
func (e *Exchange) refillOthers(a custody.Appointment) {
	for i, w := range e.wallets {
		asset := uint16(i + 1)
		if w != nil && e.canRefill(asset) && e.lacks(asset, w) {
			e.hot[i].refillAt, e.hot[i].refillFails = a.Ends, a.Fails
		}
	}
}

// lacks reports whether so little of an asset lies hot that somebody ought to go
// for more: less than half of what is to lie there.
func (e *Exchange) lacks(asset uint16, w *custody.Wallet) bool {
	target := e.hotTarget(asset, w)
	return w.HotBalance()-e.payoutsDue(asset, w) < target/2 && target > e.worthMoving(asset)
}

// refill carries out a planned refill: what is missing of what ought to lie hot,
// or all that waits, whichever is more. It comes only with a pay-out, so never
// while withdrawals are halted. The staff does not ask why the wallet is empty:
// one that was swept because its key is stolen, and whose key was not rotated in
// the meantime, is filled for the thief.
func (e *Exchange) refill(now int64, asset uint16, w *custody.Wallet) {
	h := &e.hot[asset-1]
	if e.askAgain(now, asset, w) || h.refillAt == 0 || h.refillAt > now || h.refillSuspended {
		return
	}
	h.refillAt = 0
	if h.refillFails {
		h.refillFails = false
		e.log(now, CeremonyFailed, &Command{Kind: PayOut, Auth: AuthOperator, Asset: asset})
		e.planRefill(now, asset, e.shortfallControl(now, asset))
		return
	}
	want := min(max(e.hotTarget(asset, w)-w.HotBalance(), e.payoutsDue(asset, w)+e.movesDue(asset)), w.ColdBalance()-e.genesis.Assets[asset-1].Chain.MinFee)
	if e.genesis.Assets[asset-1].ColdSigning != nil {
		e.askForTransfer(now, &Command{Kind: TransferCold, Asset: asset, Amount: want}, w)
		return
	}
	tx := w.RefillHot(want, e.signatures)
	if tx == nil {
		return
	}
	h.refilling = true
	e.broadcast(asset, tx)
	e.logMove(now, asset, tx, &Command{Kind: PayOut, Auth: AuthOperator, Asset: asset}, e.genesis.Settings.Custody.WalletLog.Ceremonies)
}

// payoutsDue is what the hot wallet has to pay as soon as it can: the line, but
// for frozen accounts, and what it has signed and cannot cover.
func (e *Exchange) payoutsDue(asset uint16, w *custody.Wallet) int64 {
	due := max(0, -w.HotBalance())
	for _, id := range e.withdrawals.Waiting(asset) {
		if p := e.withdrawals.Get(id); !e.payoutBlocked(p.Account) {
			due += p.Amount
		}
	}
	return due
}

// suspendRefills calls off refills of a wallet that a watch found somebody to
// spend from, where the posture asks for it: what comes from cold storage would
// be his.
func (e *Exchange) suspendRefills(asset uint16) {
	if e.hasHotCap() || e.genesis.Settings.Custody.AutomaticSweep.On {
		h := &e.hot[asset-1]
		h.refillSuspended, h.refillAt = true, 0
	}
}

// shortfallControl is what keeps withdrawals of an asset waiting when its hot
// wallet cannot pay them: the action that emptied it, or else those who still
// decode what would fill it or wait for a rule to be lifted, or the cap that keeps it small.
func (e *Exchange) shortfallControl(now int64, asset uint16) reject.Control {
	h := &e.hot[asset-1]
	if by := e.awaited(now, asset); h.emptiedBy == reject.None && by != reject.None {
		return by
	}
	if h.emptiedBy != reject.None || h.migrating > 0 || !e.hasHotCap() {
		return h.emptiedBy
	}
	return reject.HotCap
}

// refilled notes that coins from cold storage have arrived at an address. If
// the wallet was swept while they were on their way they go back; if the key
// was rotated they lie at the old address and fill nothing. Where they went to
// somebody else, whoever waits for them misses them, and every host of the signing
// is looked through.
func (e *Exchange) refilled(now int64, c *Command, at chain.Address) {
	h, w := &e.hot[c.Asset-1], e.wallet(c.Asset)
	switch {
	case !h.refilling:
		e.sweep(now, c.Asset, w, c)
	case at == w.Hot():
		h.emptiedBy = reject.None
	case !w.Owns(at):
		e.implants = nil
	}
	h.refilling = false
}
