package accounting

import (
	"strings"

	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// fromVenue hears a command of the venue's clockwork or of an operator, who is the
// defence.
func (a *Accounting) fromVenue(env *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	if env.Actor == sim.Operator && r.Code == reject.OK {
		a.operated(env, events)
	}
	if env.Command.Kind == mockexchange.PayOut {
		a.requests.payOut(env.Command.Asset, env.At)
	}
	if a.takings.rests || a.known.listens {
		a.hearTrading(env, events)
	}
	for i := range events {
		a.venueEvent(env, &events[i])
	}
}

func (a *Accounting) venueEvent(env *sim.Envelope, e *mockexchange.Event) {
	switch e.Type {
	case mockexchange.MarketState:
		if e.Control == reject.HaltMarket {
			a.observeIn(e.At, measure.TradingHalted, a.known.Market(e.Market).Base, 0)
		}
	case mockexchange.WithdrawalHeld, mockexchange.WithdrawalBroadcast, mockexchange.WithdrawalRejected:
		a.withdrawalEvent(env, e)
	case mockexchange.DepositSeen:
		a.deposits.arrived(e)
	case mockexchange.DepositCredited:
		a.credited(e)
	case mockexchange.WalletMoved:
		a.walletMoved(e)
	case mockexchange.TransferSigned:
		a.observeIn(e.At, measure.ColdSigned, e.Asset, beginning(e.Tx))
		a.sent[e.Tx] = e.At // with the last signature
		a.decoded(e)
	case mockexchange.TransferRefused:
		if e.Control == reject.IndependentDecoding {
			a.decoded(e)
		}
	case mockexchange.SigningLimitChanged, mockexchange.SigningLimitRefused:
		a.confirmed(e)
	case mockexchange.CeremonyCalled, mockexchange.CodeDiffers:
		a.ceremonyCalled(env, e)
	case mockexchange.AuthRefuse, mockexchange.CustomerChanged, mockexchange.FundsMoved, mockexchange.WorkProposed, mockexchange.WorkRefused:
		a.staffWorked(env, e)
	case mockexchange.KeyCreated:
		a.liveKeys++
	case mockexchange.KeyDeleted:
		a.keyDied(env, e)
	case mockexchange.KeyRestricted:
		if env.Actor == sim.Operator {
			a.keyTaken(env, e)
			a.observe(e.At, measure.KeyTaken, uint64(e.Key))
		}
	case mockexchange.TradeReversed:
		a.reversed(env, e)
	case mockexchange.TradeKept:
		a.observeIn(e.At, measure.TradeKept, a.known.Market(e.Market).Base, 0)
	case mockexchange.Compensated:
		if e.Op != mockexchange.RebateFees {
			a.compensated(e)
		}
	case mockexchange.FrozenElsewhere:
		a.frozenElsewhere(e)
	case mockexchange.Complained:
		a.complained(e)
	case mockexchange.OrderCancelled:
		if !e.Control.Standing() {
			a.orderTaken(env, e, e.Value)
		}
	}
}

func (a *Accounting) credited(e *mockexchange.Event) {
	if a.known.Own(e.Account) {
		a.takings.holding(e.Account, e.Asset).Amount += e.Amount
		return
	}
	c, _ := a.known.blame.CauseOf(sim.Schedule, e)
	a.deposits.credited(e, c)
}

// orderTaken books that the defence cancelled somebody's resting order, or cut
// an order short: so much of it was left.
func (a *Accounting) orderTaken(env *sim.Envelope, e *mockexchange.Event, value int64) {
	c, ok := a.known.blame.CauseOf(env.Actor, e)
	if !ok || a.known.Own(e.Account) || has(a.takings.orders, e.OrderID) {
		return
	}
	a.charge(impact.OrderCancelled, c, e.Account, value, a.known.Tariff.Rates[impact.OrderCancelled].Price(value, 0))
}

// operated hears an operator's action that took effect.
func (a *Accounting) operated(env *sim.Envelope, events []mockexchange.Event) {
	c := &env.Command
	if info := action.OfKind(c.Kind); info != nil && info.Obstructs != action.Nothing {
		a.attack.answer(env.At, &a.takings)
	}
	switch c.Kind {
	case mockexchange.FreezeAccount:
		a.freezes.begin(c.Account, a.cause(env, reject.FreezeAccounts, events))
		a.observe(env.At, measure.AccountFrozen, uint64(c.Account))
		a.seize(env.At, c.Account)
	case mockexchange.UnfreezeAccount:
		a.freezes.end(c.Account, env.At)
		a.observe(env.At, measure.AccountReleased, uint64(c.Account))
	case mockexchange.HaltDeposits, mockexchange.ResumeDeposits:
		a.deposits.halted(c.Asset, c.Kind == mockexchange.HaltDeposits, env.At)
		a.depositStatus(env)
	case mockexchange.RaiseConfirmations:
		a.deposits.raise(c.Asset)
	case mockexchange.HaltWithdrawals, mockexchange.ResumeWithdrawals:
		a.withdrawalStatus(env)
	case mockexchange.RestrictKeys, mockexchange.RevokeKeys:
		if c.Until != 0 {
			a.observe(env.At, measure.KeyCutoff, uint64(c.Until))
		}
	case mockexchange.RotateHotKey:
		a.observeIn(env.At, measure.HotKeyRotated, c.Asset, 0)
	case mockexchange.SweepToCold:
		a.observeIn(env.At, measure.WalletSwept, c.Asset, 0)
	case mockexchange.WaiveFees:
		a.observeUntil(env.At, measure.FeesWaived, c.Account, c.Until)
	case mockexchange.RebateFees:
		a.rebate = c.Amount
	case mockexchange.EnforceAllowLists:
		a.observe(env.At, measure.AllowListsEnforced, 0)
	case mockexchange.TagAddress:
		a.observe(env.At, measure.AddressTagged, 0)
		a.toldOthers(env, reject.TagAddress, events)
	case mockexchange.RequestFreeze:
		a.observe(env.At, measure.FreezeRequested, 0)
		a.toldOthers(env, reject.RequestFreeze, events)
	case mockexchange.FundProtection:
		a.observe(env.At, measure.FundShareSet, uint64(c.Amount))
	case mockexchange.Announce:
		a.announced(env.At, c.Label)
	}
}

// rebated hears that the house pays fees back, as it promised. It does so with
// whatever command comes next, be it a customer's.
func (a *Accounting) rebated(events []mockexchange.Event) {
	for i := range events {
		if e := &events[i]; e.Type == mockexchange.Compensated && e.Op == mockexchange.RebateFees {
			a.observeIn(e.At, measure.FeesRebated, e.Asset, uint64(a.rebate))
			a.paid(e, true)
		}
	}
}

// observeUntil notes what holds for an account until a time.
func (a *Accounting) observeUntil(at int64, what measure.Kind, account uint32, until int64) {
	a.evidence.Observations = append(a.evidence.Observations, measure.Observation{At: at, What: what, ID: uint64(account), Until: until})
}

// compensated hears that the house made something good. It takes nothing back
// from the thief, so what he took stays what it was; see given.
func (a *Accounting) compensated(e *mockexchange.Event) {
	a.observeIn(e.At, measure.CustomerCompensated, e.Asset, uint64(e.Account))
	a.paid(e, false)
}

// paid notes what the house paid a customer.
func (a *Accounting) paid(e *mockexchange.Event, rebate bool) {
	a.evidence.Payments = append(a.evidence.Payments, measure.Payment{
		At: e.At, Account: e.Account, Asset: e.Asset, Amount: e.Amount, Value: e.Value, Rebate: rebate,
	})
}

// complained hears that a customer wrote that something was not his doing.
func (a *Accounting) complained(e *mockexchange.Event) {
	if strings.HasSuffix(e.Label, notMine) {
		a.observe(e.At, measure.TheftComplained, uint64(e.Account))
	}
}

// notMine ends the labels of complaints about theft.
const notMine = "not mine"
