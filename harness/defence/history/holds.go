package history

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
)

// holds holds withdrawals of some accounts, those that are asked for later, too,
// until it is opened.
type holds struct {
	on       bool
	accounts telemetry.IDSet
	waiting  []mockexchange.Event // requests that are not sent yet, as they were made
	held     []uint32             // withdrawals that it holds
}

// notice follows withdrawals, of everybody: who is locked out is known later.
func (l *holds) notice(e *mockexchange.Event) {
	switch e.Type {
	case mockexchange.WithdrawalRequested:
		l.waiting = append(l.waiting, *e)
	case mockexchange.WithdrawalBroadcast, mockexchange.WithdrawalRejected:
		for i := range l.waiting {
			if l.waiting[i].Withdrawal == e.Withdrawal {
				l.waiting = append(l.waiting[:i], l.waiting[i+1:]...)
				return
			}
		}
	}
}

// shut locks the accounts.
func (l *holds) shut(accounts []uint32) {
	l.on, l.accounts = true, telemetry.IDSet{}
	for _, id := range accounts {
		l.accounts.Add(id)
	}
}

// take holds what waits and belongs to a locked account.
func (l *holds) take() []defence.Action {
	if !l.on {
		return nil
	}
	var found []uint32
	rest := l.waiting[:0]
	for i := range l.waiting {
		if e := &l.waiting[i]; l.accounts.Has(e.Account) {
			found = append(found, e.Withdrawal)
		} else {
			rest = append(rest, *e)
		}
	}
	l.waiting = rest
	if len(found) == 0 {
		return nil
	}
	l.held = append(l.held, found...)
	return []defence.Action{{Name: "hold", Withdrawals: found}}
}

// open lets everything go that it holds.
func (l *holds) open() []defence.Action {
	held := l.held
	l.on, l.held = false, nil
	if len(held) == 0 {
		return nil
	}
	return []defence.Action{{Name: "approve", Withdrawals: held}}
}

// asked lists the withdrawals of accounts that are not sent yet, those that it
// holds included, and forgets them.
func (l *holds) asked(accounts []uint32) (list []uint32) {
	list, l.held = l.held, nil
	l.waiting = slices.DeleteFunc(l.waiting, func(e mockexchange.Event) bool {
		if !slices.Contains(accounts, e.Account) {
			return false
		}
		list = append(list, e.Withdrawal)
		return true
	})
	return list
}
