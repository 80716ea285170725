package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// CoSigner is who keeps to a limit among an asset's signers under the posture in
// force; nil if nobody does. More keys of the venue's own take his place.
func (g *Genesis) CoSigner(asset uint16) *custody.CoSigner {
	if g.Settings.Custody.Multisig.N > 0 {
		return nil
	}
	return g.Assets[asset-1].CoSigner
}

// walletServer is the host that proposes what an asset's signers sign; empty where
// none is known to. The first of the keys lies there.
func (g *Genesis) walletServer(asset uint16) string {
	if g.Assets[asset-1].CoSigner == nil {
		return ""
	}
	return g.Signers(asset).Hosts[0]
}

// signedUnseen reports whether an asset's signers sign what the wallet server
// proposes without that a person looks at it: machines do, and the co-signer.
func (g *Genesis) signedUnseen(asset uint16) bool {
	m := &g.Settings.Custody.Multisig
	return m.N == 0 || !m.Separate || m.M <= m.N-m.People
}

// spendFromServer has an asset's signers sign a payment that whoever holds the wallet
// server proposes. It is on no list of withdrawals, and signers do not ask for one:
// what is proposed to them by whom they know, within what they keep to, they sign.
func (e *Exchange) spendFromServer(now int64, c *Command) Result {
	w := e.wallet(c.Asset)
	switch {
	case w == nil:
		return Result{Code: reject.UnknownAsset}
	case c.Amount <= 0 || c.Address == (chain.Address{}):
		return Result{Code: reject.BadRequest}
	case c.Label != e.genesis.walletServer(c.Asset):
		return Result{Code: reject.NothingToDo}
	case e.withdrawals.Halted(c.Asset):
		return Result{Code: reject.WithdrawalsHalted, Control: reject.HaltWithdrawals}
	case !e.genesis.signedUnseen(c.Asset) || !e.hasQuorum(now, c.Asset):
		return Result{Code: reject.NoQuorum, Control: e.signingControl()}
	case w.HotBalance() < c.Amount+e.genesis.Assets[c.Asset-1].Chain.MinFee:
		return Result{Code: reject.HotWalletEmpty}
	}
	e.settleSigningLimit(now, c.Asset)
	if !e.withdrawals.Sign(now, c.Asset, c.Amount) {
		return Result{Code: reject.LimitExceeded, Control: e.limitControl()}
	}
	tx := w.PayUnbooked(chain.Output{To: c.Address, Amount: c.Amount}, e.signatures)
	if tx == nil {
		return Result{Code: reject.HotWalletEmpty}
	}
	e.broadcast(c.Asset, tx)
	return Result{Count: 1}
}

// limitControl is what keeps signers from signing more.
func (e *Exchange) limitControl() reject.Control {
	switch p := &e.genesis.Settings.Custody; {
	case p.SignerVelocity.Share > 0:
		return reject.SignerVelocity
	case p.SigningPolicyLock.On:
		return reject.SigningPolicyLock
	}
	return reject.None
}

// setSigningLimit asks a co-signer to keep to another limit: staff do, by ticket, and
// whoever holds the wallet server, who has the same access.
func (e *Exchange) setSigningLimit(now int64, c *Command) Result {
	switch {
	case e.wallet(c.Asset) == nil:
		return Result{Code: reject.UnknownAsset}
	case c.Amount <= 0:
		return Result{Code: reject.BadRequest}
	case e.genesis.CoSigner(c.Asset) == nil, c.Auth == AuthHost && c.Label != e.genesis.walletServer(c.Asset):
		return Result{Code: reject.NothingToDo}
	}
	e.logSigningLimit(now, SigningLimitAsked, c)
	if e.withdrawals.AskSigningLimit(now, c.Asset, c.Amount, c.Auth == AuthHost) {
		return Result{Count: 1, Control: reject.SigningPolicyLock}
	}
	e.logSigningLimit(now, SigningLimitChanged, c)
	return Result{Count: 1}
}

// settleSigningLimit puts a higher limit in force that has waited for its time, or
// tells that it was turned down.
func (e *Exchange) settleSigningLimit(now int64, asset uint16) {
	amount, refused := e.withdrawals.DueSigningLimit(now, asset)
	if amount == 0 {
		return
	}
	c := &Command{Kind: SetSigningLimit, Auth: AuthOperator, Asset: asset, Amount: amount}
	if !refused {
		e.logSigningLimit(now, SigningLimitChanged, c).Control = reject.SigningPolicyLock
		return
	}
	ev := e.logSigningLimit(now, SigningLimitRefused, c)
	ev.Code, ev.Control = reject.UnexpectedTransfer, reject.SigningPolicyLock
}

func (e *Exchange) logSigningLimit(now int64, what EventType, c *Command) *Event {
	ev := e.log(now, what, c)
	ev.Asset, ev.Amount, ev.Value, ev.Label = c.Asset, c.Amount, e.value(c.Asset, c.Amount), c.Label
	return ev
}
