package score

import (
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// thief is what the attacker's commands came to, apart from the money.
type thief struct {
	commands, refused, stopped uint64
	firstSeen                  int64
	firstAnswer                int64 // the first thing the defence did after that
	unanswered                 int   // moves from here on await the defence's next act
	withdrawals                []stolen
}

// stolen is a withdrawal that the thief asked for.
type stolen struct {
	account uint32
	asset   uint16
	amount  int64
	value   int64
	move    int // index into loot.moves, -1 for none
	open    bool
	sent    bool // it is on its way through a chain
}

func (t *thief) clone() thief {
	c := *t
	c.withdrawals = slices.Clone(t.withdrawals)
	return c
}

// attacker hears a command of the thief's.
func (a *Accountant) attacker(env *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	a.thief.commands++
	if a.thief.firstSeen == 0 && len(events) > 0 {
		a.thief.firstSeen = events[0].At
	}
	if r.Code != reject.OK {
		a.thief.refused++
		if a.blames(r.Control) {
			a.thief.stopped++
			a.thief.answer(env.At, &a.loot)
		}
	}
	a.witness(env, r, events)
	if env.Command.Kind == mockexchange.PlaceOrder && r.Order != 0 {
		a.loot.orders[r.Order] = struct{}{}
		a.loot.rests = a.loot.rests || r.Resting
	}
	for i := range events {
		a.attackerEvent(env, &events[i])
	}
}

func (a *Accountant) attackerEvent(env *sim.Envelope, e *mockexchange.Event) {
	switch e.Type {
	case mockexchange.Traded:
		a.priced(e)
		a.traded(e)
	case mockexchange.MarketState:
		a.marketState(e)
	case mockexchange.WithdrawalRequested:
		a.stole(e)
	case mockexchange.WithdrawalRejected:
		a.withdrawalEvent(env, e)
	}
}

// stole books a withdrawal that the thief asks for: what it is worth is gone
// from now on, unless it is rejected. Out of his own account it is only moved.
func (a *Accountant) stole(e *mockexchange.Event) {
	w := stolen{account: e.Account, asset: e.Asset, amount: e.Amount, value: e.Value, move: -1, open: true}
	if a.truth.own.has(e.Account) {
		a.loot.purse(e.Account, e.Asset).Amount -= e.Amount
	} else {
		w.move = a.loot.take(e.At, e.Account, e.Value)
	}
	a.thief.withdrawals = append(a.thief.withdrawals, w)
	a.requests.assign(e.Withdrawal, -len(a.thief.withdrawals))
	a.used.addresses.add(e.Address)
}

// stolenEvent hears what became of a withdrawal of the thief's.
func (a *Accountant) stolenEvent(e *mockexchange.Event, index int) {
	w := &a.thief.withdrawals[index]
	switch e.Type {
	case mockexchange.WithdrawalBroadcast:
		w.sent = true
		a.sawIn(e.At, sawSent, w.asset, uint64(index))
	case mockexchange.WithdrawalHeld:
		if w.sent {
			w.sent = false
			a.sawIn(e.At, sawUndone, w.asset, uint64(index))
		}
	case mockexchange.WithdrawalRejected:
		a.retrieved(e.At, w)
	}
}

// retrieved books that a withdrawal of the thief's was rejected or cancelled.
func (a *Accountant) retrieved(at int64, w *stolen) {
	if !w.open || at > a.truth.horizon {
		return
	}
	w.open = false
	if a.truth.own.has(w.account) {
		a.loot.purse(w.account, w.asset).Amount += w.amount
		return
	}
	a.loot.undo(at, w.account, w.move, w.value)
}

// answer notes that the defence stood in the thief's way: whatever he moved
// before has its answer now.
func (t *thief) answer(now int64, l *loot) {
	if t.firstSeen == 0 {
		return
	}
	if t.firstAnswer == 0 {
		t.firstAnswer = now
	}
	for ; t.unanswered < len(l.moves); t.unanswered++ {
		l.moves[t.unanswered].answered = now
	}
}

// summary is what a tally keeps of the thief.
func (t *thief) summary(l *loot) Thief {
	s := Thief{FirstSeen: t.firstSeen, Commands: t.commands, Refused: t.refused, Stopped: t.stopped, Answered: t.firstAnswer}
	for _, m := range l.moves {
		if !m.undone {
			s.LastMove, s.Answered = m.at, m.answered
		}
	}
	return s
}
