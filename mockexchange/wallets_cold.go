package mockexchange

import (
	"strconv"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// coldTransfer is a transfer out of cold storage that people are signing, or new
// owners for it.
type coldTransfer struct {
	label  string             // that its records go by
	op     Kind               // what was asked for
	tx     *chain.Transaction // what they sign
	hidden bool               // they are shown something else
	odd    bool               // it is not what was asked for
	plain  bool               // whoever decodes what he signs sees that
	due    []custody.Signature
	people []int // who have signed

	// When the last signature would come if no rule had to be lifted for it, and if
	// nobody had to decode anything either.
	unlifted, undecoded int64
}

// transferCold is a request of the staff's for coins from cold storage, or for new
// owners for it.
func (e *Exchange) transferCold(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	switch {
	case w == nil:
		return Result{Code: reject.UnknownAsset}
	case c.Until != 0 && c.Until < now || c.Kind == TransferCold && c.Amount <= 0:
		return Result{Code: reject.BadRequest}
	case e.genesis.Assets[c.Asset-1].ColdSigning == nil:
		return Result{Code: reject.NothingToDo}
	case e.askForTransfer(now, c, w):
		return Result{Count: 1}
	case c.Kind == UpgradeWallet && e.genesis.Assets[c.Asset-1].Chain.Model == chain.Account:
		e.hot[c.Asset-1].upgradeWaits = true
		return Result{}
	}
	return Result{Code: reject.NothingToDo}
}

// askAgain asks once more for new owners of a cold wallet that were asked for while
// something else was on its way, or were not signed. Nothing leaves the wallet before
// it has them.
func (e *Exchange) askAgain(now int64, asset uint16, w *custody.Wallet) bool {
	h := &e.hot[asset-1]
	if h.upgradeWaits && e.askForTransfer(now, &Command{Kind: UpgradeWallet, Asset: asset}, w) {
		h.upgradeWaits = false
	}
	return h.upgradeWaits || h.transfer != nil && h.transfer.op == UpgradeWallet
}

// askForTransfer has a transfer built, shown and given to those who sign. Only one
// is on its way at a time.
func (e *Exchange) askForTransfer(now int64, c *Command, w *custody.Wallet) bool {
	h := &e.hot[c.Asset-1]
	if h.transfer != nil || h.refilling || w.ColdBusy() || e.withdrawals.Halted(c.Asset) {
		return false
	}
	asked := w.BuildRefill(c.Amount)
	if c.Kind == UpgradeWallet {
		asked = w.BuildUpgrade()
	}
	if asked == nil {
		return false
	}
	e.coldTransfers++
	t := &coldTransfer{label: "CT-" + strconv.FormatUint(uint64(e.coldTransfers), 10), op: c.Kind}
	e.logTransfer(now, c.Asset, TransferRequested, t, asked)
	e.buildTransfer(now, c.Asset, t, asked, w)
	t.due = e.genesis.Signatures(c.Asset, c.Kind, now, c.Until)
	e.noteWaits(now, c, t)
	h.transfer, h.refilling = t, c.Kind != UpgradeWallet
	return true
}

// noteWaits notes when a transfer would have been signed without the controls that
// make it wait, and has those come who lift a rule for it.
func (e *Exchange) noteWaits(now int64, c *Command, t *coldTransfer) {
	p := e.genesis.Settings.Custody
	if _, held := e.genesis.lifted(c.Asset, c.Kind, now, &p); held > 0 {
		ev := e.log(now, CeremonyCalled, &Command{Kind: c.Kind, Auth: AuthOperator, Asset: c.Asset})
		ev.Count, ev.Control = held*e.genesis.Staff.Ceremonies.Hours, reject.RefuseUpgrades
	}
	last := func() int64 {
		all := e.genesis.signatures(c.Asset, c.Kind, now, c.Until, &p)
		return all[len(all)-1].At
	}
	p.RefuseUpgrades.On = false
	t.unlifted = last()
	p.IndependentDecoding.On = false
	t.undecoded = last()
}

// buildTransfer has the hosts make and show what is signed. A host that somebody
// else holds makes and shows what he wants, and its records say what he wants: of
// the digest that devices sign there is no way to tell what it stands for.
func (e *Exchange) buildTransfer(now int64, asset uint16, t *coldTransfer, asked *chain.Transaction, w *custody.Wallet) {
	s := e.genesis.Assets[asset-1].ColdSigning
	built, shown := asked, asked
	if m := e.implantOn(s.Builder, asset, asked); m != nil {
		built, t.odd = w.Tampered(asked, m.to, m.pays), true
	}
	e.logTransfer(now, asset, TransferBuilt, t, built)
	t.tx = built
	if m := e.implantOn(s.Display, asset, asked); m != nil {
		t.tx, t.odd, t.hidden = w.Tampered(asked, m.to, m.pays), true, true
	} else {
		shown = built
	}
	e.logTransfer(now, asset, TransferShown, t, shown).Tx = t.tx.ID()
	d := &e.genesis.Settings.Custody.IndependentDecoding
	t.plain = d.On && t.odd && e.implantOn(d.Host(s), asset, asked) == nil
}

// logTransfer writes down what somebody knows of a transfer: what it does, as far
// as he can tell, and its digest.
func (e *Exchange) logTransfer(now int64, asset uint16, what EventType, t *coldTransfer, tx *chain.Transaction) *Event {
	ev := e.log(now, what, &Command{Kind: t.op, Auth: AuthOperator, Asset: asset})
	ev.Amount, ev.Label, ev.Address = tx.Outputs[0].Amount, t.label, tx.Outputs[0].To
	ev.Value = e.value(asset, ev.Amount)
	if what != TransferRequested {
		ev.Tx = tx.ID()
	}
	if tx.NewOwner != (chain.Address{}) {
		ev.Op, ev.Address = UpgradeWallet, tx.NewOwner
	} else if what != TransferRequested {
		ev.Op = TransferCold
	}
	return ev
}

// signTransfer has those sign whose turn it is by a time, one after the other, until
// enough have.
func (e *Exchange) signTransfer(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	if w == nil {
		return Result{Code: reject.UnknownAsset}
	}
	e.catchUp(now)
	h, r := &e.hot[c.Asset-1], Result{Code: reject.NothingToDo}
	for t := h.transfer; t != nil && h.transfer == t && len(t.due) > 0 && t.due[0].At <= now; {
		one := t.due[0]
		t.due = t.due[1:]
		r = Result{Count: uint32(one.Signer)}
		if code, by := e.refusal(c.Asset, t, &one); code != reject.OK {
			e.refuseTransfer(now, c.Asset, t, one.Signer, code, by)
			return r
		}
		t.people = append(t.people, one.Signer)
		ev := e.log(now, TransferSigned, c)
		ev.Op, ev.Count, ev.Label, ev.Tx = t.op, uint32(one.Signer), t.label, t.tx.ID()
		if len(t.people) == e.genesis.Assets[c.Asset-1].ColdSigning.M {
			e.sendTransfer(now, c.Asset, t, w)
		}
	}
	return r
}

// refusal is why somebody does not sign; OK if he does.
func (e *Exchange) refusal(asset uint16, t *coldTransfer, one *custody.Signature) (reject.Code, reject.Control) {
	if e.withdrawals.Halted(asset) {
		return reject.WithdrawalsHalted, reject.HaltWithdrawals
	}
	if e.genesis.Settings.Custody.RefuseUpgrades.On && t.op != UpgradeWallet && t.tx.NewOwner != (chain.Address{}) {
		return reject.UnexpectedTransfer, reject.RefuseUpgrades
	}
	if t.plain {
		return reject.UnexpectedTransfer, reject.IndependentDecoding
	}
	s := e.genesis.Assets[asset-1].ColdSigning
	chance := s.Plain
	if t.hidden {
		chance = s.Blind
	}
	if t.odd && one.Attention < chance {
		return reject.UnexpectedTransfer, reject.None
	}
	return reject.OK, reject.None
}

// refuseTransfer drops a transfer. Where it was not what somebody had asked for,
// people look for the reason, and find it.
func (e *Exchange) refuseTransfer(now int64, asset uint16, t *coldTransfer, by int, code reject.Code, control reject.Control) {
	ev := e.log(now, TransferRefused, &Command{Kind: t.op, Auth: AuthOperator, Asset: asset})
	ev.Count, ev.Label, ev.Tx, ev.Code, ev.Control = uint32(by), t.label, t.tx.ID(), code, control
	h := &e.hot[asset-1]
	h.transfer, h.refilling, h.upgradeWaits = nil, false, t.op == UpgradeWallet
	if t.odd && code != reject.WithdrawalsHalted {
		e.implants = nil
	}
}

// sendTransfer broadcasts what enough people have signed.
func (e *Exchange) sendTransfer(now int64, asset uint16, t *coldTransfer, w *custody.Wallet) {
	h := &e.hot[asset-1]
	h.transfer = nil
	tx := w.SendCold(t.tx, t.people, e.signatures)
	if tx == nil {
		h.refilling = false
		return
	}
	e.broadcast(asset, tx)
	c := &Command{Kind: t.op, Auth: AuthOperator, Asset: asset}
	e.logMove(now, asset, tx, c, e.genesis.Settings.Custody.WalletLog.Moves)
}

// Signatures are those that a transfer out of cold storage gets that is asked for at
// a time, or new owners if so: as people come to it, or the last of those that it
// takes at a known time. Controls may make all of them later.
func (g *Genesis) Signatures(asset uint16, op Kind, at, until int64) []custody.Signature {
	return g.signatures(asset, op, at, until, &g.Settings.Custody)
}

func (g *Genesis) signatures(asset uint16, op Kind, at, until int64, p *custody.Policy) []custody.Signature {
	s := g.Assets[asset-1].ColdSigning
	if s == nil {
		return nil
	}
	even := signing(asset, at)
	if lifted, _ := g.lifted(asset, op, at, p); lifted > at {
		if until > 0 {
			until += lifted - at
		}
		at = lifted
	}
	all := g.Staff.Signatures(s, at, even)[:s.M]
	if until > 0 {
		custody.SignedBy(all, at, until)
	}
	if p.IndependentDecoding.On {
		custody.Decoded(all)
	}
	return all
}

// signing is an even number for what is asked of an asset's people at a time.
func signing(asset uint16, at int64) uint64 {
	return (uint64(at) ^ uint64(asset)<<56) * 0x9e3779b97f4a7c15
}

// lifted is when people can sign what is asked of them at a time, and after how many
// ceremonies for it.
func (g *Genesis) lifted(asset uint16, op Kind, at int64, p *custody.Policy) (when int64, held uint32) {
	if op != UpgradeWallet || !p.RefuseUpgrades.On {
		return at, 0
	}
	return g.Staff.Ceremonies.Lifted(at, signing(asset, at))
}

// awaited is the control but for which everybody would have signed by now for cold
// storage: whose rule is lifted, or who has them decode it first.
func (e *Exchange) awaited(now int64, asset uint16) reject.Control {
	p, t := &e.genesis.Settings.Custody, e.hot[asset-1].transfer
	switch {
	case t == nil || len(t.due) == 0:
		return reject.None
	case p.RefuseUpgrades.On && t.op == UpgradeWallet && t.unlifted <= now:
		return reject.RefuseUpgrades
	case p.IndependentDecoding.On && t.undecoded <= now:
		return reject.IndependentDecoding
	}
	return reject.None
}

// implant is a program of somebody else's on a host of the venue's.
type implant struct {
	host  string
	asset uint16
	least int64         // base units; it leaves smaller transfers alone
	to    chain.Address // whose the wallet is to be
	pays  bool          // it pays him instead of giving him the wallet
}

// plantImplant changes what a host of the venue's builds or shows. Nobody sees it
// who does not look at the very files, so that it leaves no record.
func (e *Exchange) plantImplant(c *Command) Result {
	if e.wallet(c.Asset) == nil {
		return Result{Code: reject.UnknownAsset}
	}
	s := e.genesis.Assets[c.Asset-1].ColdSigning
	if s == nil || !s.On(c.Label, &e.genesis.Settings.Custody.IndependentDecoding) {
		return Result{Code: reject.NothingToDo}
	}
	if c.Amount < 0 || c.Address == (chain.Address{}) {
		return Result{Code: reject.BadRequest}
	}
	e.implants = append(e.implants, implant{host: c.Label, asset: c.Asset, least: c.Amount, to: c.Address, pays: c.Flag})
	return Result{Count: 1}
}

// implantOn finds the newest one on a host that is after a transfer.
func (e *Exchange) implantOn(host string, asset uint16, t *chain.Transaction) *implant {
	for i := len(e.implants) - 1; i >= 0; i-- {
		if m := &e.implants[i]; m.host == host && m.asset == asset && t.Outputs[0].Amount >= m.least {
			return m
		}
	}
	return nil
}

// ownerChanged tells, if anybody listens to the node, that an address of the venue's
// has other owners from now on. The venue knows by itself which it can still sign
// for.
func (e *Exchange) ownerChanged(now int64, c *Command, s *custody.Seen) {
	if feed := e.genesis.Settings.Custody.Feed(); feed.On {
		e.logAt(now, unlogged{due: now + feed.After, event: Event{
			Type: OwnerChanged, Op: c.Kind, Auth: c.Auth, Asset: c.Asset, Tx: s.Tx, Address: s.NewOwner,
		}})
	}
	w := e.wallet(c.Asset)
	if w.Cold() == s.Ruled {
		return
	}
	e.hot[c.Asset-1].transfer, e.hot[c.Asset-1].upgradeWaits = nil, false
	e.implants = nil // after that everybody looks everywhere
	late := e.genesis.Settings.Custody.WalletLog.Ceremonies
	e.logAt(now, unlogged{due: now + late.Of(s.Tx), event: Event{
		Type: WalletMoved, Op: UpgradeWallet, Auth: AuthOperator, Asset: c.Asset, Address: w.Cold(),
	}})
}
