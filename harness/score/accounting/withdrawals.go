package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// requests follows honest withdrawals from the wish to the chain.
type requests struct {
	all     []request
	byID    []int32 // withdrawal n is element n: index+1 into all, -(index+1) into the thief's, 0 for neither
	refused map[intentKey]int32
}

// request is one intent to withdraw, through all its attempts.
type request struct {
	intent  intentKey
	account uint32
	state   requestState
	at      int64 // when the customer set out
	value   int64
	sent    int64        // when it went to the chain
	cause   impact.Cause // what of the defence's held it up or refused it last
}

type requestState uint8

const (
	waiting requestState = iota // the venue has taken it
	sent
	refused // by the defence
	dropped // for reasons that are nobody's fault
)

type intentKey struct {
	actor  sim.Actor
	intent uint32
}

func newRequests() requests { return requests{refused: make(map[intentKey]int32)} }

func (q *requests) clone() requests {
	return requests{all: slices.Clone(q.all), byID: slices.Clone(q.byID), refused: maps.Clone(q.refused)}
}

// assign notes whose a withdrawal id is.
func (q *requests) assign(id uint32, whose int) {
	for int(id) >= len(q.byID) {
		q.byID = append(q.byID, 0)
	}
	q.byID[id] = int32(whose)
}

func (q *requests) whose(id uint32) int {
	if int(id) >= len(q.byID) {
		return 0
	}
	return int(q.byID[id])
}

// requested hears an attempt to withdraw. One that comes again continues the
// intent that was refused before.
func (a *Accounting) requested(env *sim.Envelope, at *sim.Attempt, r *mockexchange.Result, events []mockexchange.Event, account uint32) {
	q, key := &a.requests, intentKey{env.Actor, at.Intent}
	index, known := q.refused[key]
	blamed := a.blames(r.Control)
	if r.Code != reject.OK && (known || !blamed) {
		return
	}
	if !known {
		index = int32(len(q.all))
		q.all = append(q.all, request{intent: key, at: at.At, value: at.Value, account: account})
	}
	w := &q.all[index]
	if blamed {
		w.cause = a.cause(env, r.Control, events)
	}
	if r.Code != reject.OK {
		w.state = refused
		q.refused[key] = index
		return
	}
	w.state = waiting
	q.assign(r.Withdrawal, int(index)+1)
}

// withdrawalEvent hears what became of a withdrawal, the thief's or an honest one.
func (a *Accounting) withdrawalEvent(env *sim.Envelope, e *mockexchange.Event) {
	whose := a.requests.whose(e.Withdrawal)
	switch {
	case whose > 0:
		a.requestEvent(env, e, int32(whose-1))
	case whose < 0:
		a.attackerWithdrawalEvent(e, -whose-1)
	}
}

func (a *Accounting) requestEvent(env *sim.Envelope, e *mockexchange.Event, index int32) {
	w := &a.requests.all[index]
	if c, ok := a.known.blame.CauseOf(env.Actor, e); ok {
		w.cause = c
	}
	switch e.Type {
	case mockexchange.WithdrawalHeld:
		if w.state == sent { // somebody else spent the coins that it was to be paid with
			w.state, w.sent = waiting, 0
		}
	case mockexchange.WithdrawalBroadcast:
		w.state, w.sent = sent, e.At
	case mockexchange.WithdrawalRejected:
		w.state = dropped
		if w.cause.By != reject.None {
			w.state = refused
			a.requests.refused[w.intent] = index
		}
	}
}

// settleRequests prices every withdrawal that the defence had a hand in.
func (a *Accounting) settleRequests(end int64) {
	for i := range a.requests.all {
		w := &a.requests.all[i]
		switch {
		case w.cause.By == reject.None || w.state == dropped:
		case w.state == refused:
			a.intents.Refused[sim.IntentWithdrawal] += a.known.weight(w.account)
			a.charge(impact.WithdrawalRefused, w.cause, w.account, w.value, a.known.Tariff.Rates[impact.WithdrawalRefused].Price(w.value, 0))
		default:
			a.late(impact.WithdrawalLate, &w.cause, w.account, w.at, w.sent, end, w.value)
		}
	}
}

// late prices something that was due at one time and came at another, 0 for
// never. What came only during the settlement counts as never: somebody who
// waits for the end gains nothing.
func (a *Accounting) late(k impact.Kind, c *impact.Cause, account uint32, due, came, end, value int64) {
	rate := a.known.Tariff.Rates[k]
	lasted := came - due
	if came == 0 || came > a.known.horizon {
		lasted = rate.Open(due, end)
	}
	if lasted > int64(impact.Grace) {
		a.charge(k, *c, account, value, rate.Price(value, lasted))
	}
}
