package score

import (
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// venue hears a command of the venue's clockwork or of an operator, who is the
// defence.
func (a *Accountant) venue(env *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	if env.Actor == sim.Operator && r.Code == reject.OK {
		a.operated(env, events)
	}
	if a.loot.rests || a.truth.listens {
		a.hearTrading(env, events)
	}
	for i := range events {
		a.venueEvent(env, &events[i])
	}
}

func (a *Accountant) venueEvent(env *sim.Envelope, e *mockexchange.Event) {
	switch e.Type {
	case mockexchange.OutflowSeen:
		if a.truth.Attack && a.thief.firstSeen == 0 {
			a.thief.firstSeen = e.At
		}
	case mockexchange.MarketState:
		if e.Control == reject.HaltMarket {
			a.sawIn(e.At, sawTradingHalted, a.truth.market(e.Market).Base, 0)
		}
	case mockexchange.WithdrawalHeld, mockexchange.WithdrawalBroadcast, mockexchange.WithdrawalRejected:
		a.withdrawalEvent(env, e)
	case mockexchange.DepositSeen:
		a.deposits.arrived(e)
	case mockexchange.DepositCredited:
		a.credited(e)
	case mockexchange.WalletMoved:
		a.walletMoved(e)
	case mockexchange.KeyCreated:
		a.liveKeys++
	case mockexchange.KeyDeleted:
		a.keyDied(env, e)
	case mockexchange.KeyRestricted:
		if env.Actor == sim.Operator {
			a.keyTaken(env, e)
			a.saw(e.At, sawRestricted, uint64(e.Key))
		}
	case mockexchange.TradeReversed:
		a.reversed(env, e)
	case mockexchange.TradeKept:
		a.sawIn(e.At, sawKept, a.truth.market(e.Market).Base, 0)
	case mockexchange.Compensated:
		a.compensated(e)
	case mockexchange.Complained:
		a.complained(e)
	case mockexchange.OrderCancelled:
		if !e.Control.Standing() {
			a.orderTaken(env, e, e.Value)
		}
	}
}

func (a *Accountant) credited(e *mockexchange.Event) {
	if a.truth.own.has(e.Account) {
		a.loot.purse(e.Account, e.Asset).Amount += e.Amount
		return
	}
	c, _ := a.truth.blame.CauseOf(sim.Schedule, e)
	a.deposits.credited(e, c)
}

// orderTaken books that the defence cancelled somebody's resting order, or cut
// an order short: so much of it was left.
func (a *Accountant) orderTaken(env *sim.Envelope, e *mockexchange.Event, value int64) {
	c, ok := a.truth.blame.CauseOf(env.Actor, e)
	if !ok || a.truth.own.has(e.Account) || has(a.loot.orders, e.OrderID) {
		return
	}
	a.charge(impact.OrderCancelled, c, e.Account, value, a.truth.Tariff.Rates[impact.OrderCancelled].Price(value, 0))
}

// operated hears an operator's action that took effect.
func (a *Accountant) operated(env *sim.Envelope, events []mockexchange.Event) {
	c := &env.Command
	if defends(c.Kind) {
		a.thief.answer(env.At, &a.loot)
	}
	switch c.Kind {
	case mockexchange.FreezeAccount:
		a.freezes.begin(c.Account, a.cause(env, reject.FreezeAccounts, events))
		a.saw(env.At, sawFrozen, uint64(c.Account))
		a.seize(env.At, c.Account)
	case mockexchange.UnfreezeAccount:
		a.freezes.end(c.Account, env.At)
		a.saw(env.At, sawThawed, uint64(c.Account))
	case mockexchange.HaltDeposits, mockexchange.ResumeDeposits:
		a.deposits.halted(c.Asset, c.Kind == mockexchange.HaltDeposits, env.At)
		a.depositDoor(env)
	case mockexchange.RaiseConfirmations:
		a.deposits.raise(c.Asset)
	case mockexchange.HaltWithdrawals, mockexchange.ResumeWithdrawals:
		a.withdrawalDoor(env)
	case mockexchange.RestrictKeys, mockexchange.RevokeKeys:
		if c.Until != 0 {
			a.saw(env.At, sawCutoff, uint64(c.Until))
		}
	case mockexchange.FundProtection:
		a.saw(env.At, sawFund, uint64(c.Amount))
	case mockexchange.Announce:
		a.announced(env.At, c.Label)
	}
}

// defends reports whether an action can stand in a thief's way.
func defends(k mockexchange.Kind) bool {
	switch k {
	case mockexchange.UnfreezeAccount, mockexchange.UnblockAddress, mockexchange.ResumeMarket,
		mockexchange.ResumeWithdrawals, mockexchange.ResumeDeposits, mockexchange.ApproveWithdrawal,
		mockexchange.TagAddress, mockexchange.Announce, mockexchange.Compensate, mockexchange.FundProtection,
		mockexchange.ApproveMigration:
		return false
	}
	return k >= mockexchange.RevokeKeys
}
