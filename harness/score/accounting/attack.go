package accounting

import (
	"slices"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// attack is what the thief's commands came to, apart from the money.
type attack struct {
	commands, refused, stopped uint64
	firstSeen                  int64
	firstAnswer                int64 // the first thing the defence did after that
	unanswered                 int   // takings from here on await the defence's next act
	withdrawals                []stolenWithdrawal
}

// stolenWithdrawal is a withdrawal that the thief asked for.
type stolenWithdrawal struct {
	measure.Withdrawal
	value  int64
	taking int // its index, -1 for none
	open   bool
	sent   bool // it is on its way through a chain
}

func (t *attack) clone() attack {
	c := *t
	c.withdrawals = slices.Clone(t.withdrawals)
	return c
}

// fromAttacker hears a command of the thief's.
func (a *Accounting) fromAttacker(env *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	a.attack.commands++
	if len(events) > 0 {
		a.attack.seen(events[0].At)
	}
	if r.Code != reject.OK {
		a.attack.refused++
		if a.blames(r.Control) {
			a.attack.stopped++
			a.attack.answer(env.At, &a.takings)
		}
	}
	a.observeAttacker(env, r, events)
	if env.Command.Kind == mockexchange.PlaceOrder && r.Order != 0 {
		a.takings.orders[r.Order] = struct{}{}
		a.takings.rests = a.takings.rests || r.Resting
	}
	passed := a.letPass(env, r)
	for i := range events {
		if !passed {
			a.attackerEvent(env, &events[i])
		}
	}
}

// seen notes that the thief can be seen: in the venue's audit log, or on a
// public chain with the venue's coins. He may have shown himself before.
func (t *attack) seen(at int64) {
	if t.firstSeen == 0 {
		t.firstSeen = at
	}
}

func (a *Accounting) attackerEvent(env *sim.Envelope, e *mockexchange.Event) {
	switch e.Type {
	case mockexchange.Traded:
		a.priced(e)
		a.traded(e)
	case mockexchange.MarketState:
		a.marketState(e)
	case mockexchange.SurveillanceAlert:
		a.observeIn(e.At, measure.MarketReported, a.known.Market(e.Market).Base, 0)
	case mockexchange.WithdrawalRequested:
		a.withdrawn(e)
	case mockexchange.WithdrawalRejected:
		a.withdrawalEvent(env, e)
	}
}

// withdrawn books a withdrawal that the thief asks for: what it is worth is gone
// from now on, unless it is rejected. Out of his own account it is only moved.
func (a *Accounting) withdrawn(e *mockexchange.Event) {
	w := stolenWithdrawal{
		Withdrawal: measure.Withdrawal{Account: e.Account, Asset: e.Asset, Amount: e.Amount}, value: e.Value, taking: -1, open: true,
	}
	if a.known.Own(e.Account) {
		a.takings.holding(e.Account, e.Asset).Amount -= e.Amount
	} else {
		w.taking = a.takings.take(e.At, e.Account, e.Value)
	}
	a.attack.withdrawals = append(a.attack.withdrawals, w)
	a.requests.assign(e.Withdrawal, -len(a.attack.withdrawals))
	a.used.addresses.add(e.Address)
}

// attackerWithdrawalEvent hears what became of a withdrawal of the thief's.
func (a *Accounting) attackerWithdrawalEvent(e *mockexchange.Event, index int) {
	w := &a.attack.withdrawals[index]
	switch e.Type {
	case mockexchange.WithdrawalBroadcast:
		w.sent = true
		a.observeIn(e.At, measure.WithdrawalSent, w.Asset, uint64(index))
	case mockexchange.WithdrawalHeld:
		if w.sent {
			w.sent = false
			a.observeIn(e.At, measure.WithdrawalUndone, w.Asset, uint64(index))
		}
	case mockexchange.WithdrawalRejected:
		a.retrieved(e.At, w)
	}
}

// retrieved books that a withdrawal of the thief's was rejected or cancelled.
func (a *Accounting) retrieved(at int64, w *stolenWithdrawal) {
	if !w.open || at > a.known.horizon {
		return
	}
	w.open = false
	if a.known.Own(w.Account) {
		a.takings.holding(w.Account, w.Asset).Amount += w.Amount
		return
	}
	a.takings.undo(at, w.Account, w.taking, w.value)
}

// answer notes that the defence stood in the thief's way: whatever he moved
// before has its answer now.
func (t *attack) answer(now int64, all *attackerTakings) {
	if t.firstSeen == 0 {
		return
	}
	if t.firstAnswer == 0 {
		t.firstAnswer = now
	}
	for ; t.unanswered < len(all.list); t.unanswered++ {
		all.list[t.unanswered].answered = now
	}
}

// summary is what a tally keeps of the thief.
func (t *attack) summary(all *attackerTakings) score.Thief {
	s := score.Thief{FirstSeen: t.firstSeen, Commands: t.commands, Refused: t.refused, Stopped: t.stopped, Answered: t.firstAnswer}
	for _, one := range all.list {
		if !one.Undone {
			s.LastMove, s.Answered = one.At, one.answered
		}
	}
	return s
}
