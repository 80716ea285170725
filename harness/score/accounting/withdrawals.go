package accounting

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// requests follows honest withdrawals from the wish to the chain.
type requests struct {
	all     []request
	byID    []int32 // withdrawal n is element n: index+1 into all, -(index+1) into the thief's, 0 for neither
	refused map[intentKey]int32
	undue   [][]int32 // by asset: those that no pay-out could have paid yet
}

// request is one intent to withdraw, through all its attempts.
type request struct {
	intent  intentKey
	account uint32
	state   requestState
	due     int64 // when it would have gone out had nothing stood in its way: with the next pay-out
	value   int64
	urgency int64        // as the attempt has it
	sent    int64        // when it went to the chain
	fee     int64        // that the venue takes for it because it is one of several parts, in the currency
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

func newRequests(assets int) requests {
	return requests{refused: make(map[intentKey]int32), undue: make([][]int32, assets+1)}
}

func (q *requests) clone() requests {
	c := requests{all: slices.Clone(q.all), byID: slices.Clone(q.byID), refused: maps.Clone(q.refused), undue: slices.Clone(q.undue)}
	for i := range c.undue {
		c.undue[i] = slices.Clone(c.undue[i])
	}
	return c
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
		q.all = append(q.all, request{intent: key, due: at.At, value: at.Value, urgency: at.Urgency, account: account})
		q.wait(env.Command.Asset, index)
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
	if known && at.Rest > 0 {
		index = q.takePart(env.Command.Asset, index, at, a.feeOf(env.Command.Asset))
		w = &q.all[index]
	}
	w.state = waiting
	q.assign(r.Withdrawal, int(index)+1)
	a.paidOut(env.At, account, env.Command.Address)
	a.lookedAt(env, account, events)
}

// takePart lets the venue have taken a part of an intent that it refused whole.
// The rest stays refused until it is asked for, too.
func (q *requests) takePart(asset uint16, index int32, at *sim.Attempt, fee int64) (part int32) {
	w := &q.all[index]
	w.value = at.Rest
	taken := *w
	taken.value, taken.fee = at.Value, fee
	q.all = append(q.all, taken)
	part = int32(len(q.all) - 1)
	if int(asset) < len(q.undue) && slices.Contains(q.undue[asset], index) {
		q.wait(asset, part)
	}
	return part
}

// feeOf is what the venue takes for a withdrawal, in the currency.
func (a *Accounting) feeOf(asset uint16) int64 {
	if asset == 0 || int(asset) > len(a.known.Assets) {
		return 0
	}
	return a.known.Value(asset, a.known.Assets[asset-1].WithdrawalFee)
}

// putOff notes an intent to withdraw that its owner cannot carry out in the way he
// would, because of a control that he knows. He has not been refused, and is no
// better off than if he had.
func (a *Accounting) putOff(env *sim.Envelope, at *sim.Attempt, events []mockexchange.Event, account uint32) {
	if !a.blames(at.PutOff) {
		return
	}
	cause := causeOf(env, at.PutOff, events)
	q, index := &a.requests, int32(len(a.requests.all))
	q.all = append(q.all, request{
		intent: intentKey{env.Actor, at.Intent}, due: at.At, value: at.Value, urgency: at.Urgency, account: account,
		state: refused, cause: cause,
	})
	q.refused[q.all[index].intent] = index
	q.wait(env.Command.Asset, index)
}

// causeOf is a control that somebody knows of, and that no event of his command
// names.
func causeOf(env *sim.Envelope, by reject.Control, events []mockexchange.Event) impact.Cause {
	cause := impact.Cause{By: by, At: env.At}
	if len(events) > 0 {
		cause.Type, cause.Seq = events[0].Type, events[0].Seq
	}
	return cause
}

// wait notes that a request is due with the next pay-out of its asset.
func (q *requests) wait(asset uint16, index int32) {
	if asset != 0 && int(asset) < len(q.undue) {
		q.undue[asset] = append(q.undue[asset], index)
	}
}

// payOut notes that coins of an asset went out, or would have.
func (q *requests) payOut(asset uint16, now int64) {
	if int(asset) >= len(q.undue) {
		return
	}
	for _, index := range q.undue[asset] {
		q.all[index].due = now
	}
	q.undue[asset] = q.undue[asset][:0]
}

// withdrawalEvent hears what became of a withdrawal, the thief's or an honest one.
func (a *Accounting) withdrawalEvent(env *sim.Envelope, e *mockexchange.Event) {
	whose := a.requests.whose(e.Withdrawal)
	if e.Type == mockexchange.WithdrawalBroadcast {
		a.paidIn(e, whose < 0)
	}
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
		a.lookedAtInBatch(e, w.account)
	case mockexchange.WithdrawalBroadcast:
		w.state, w.sent = sent, e.At
		a.signed(e, w.account)
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
			a.lateRequest(w, end)
		}
	}
}

// lateRequest prices a withdrawal that a control held up, or cut into parts: who
// gets his money in so many withdrawals pays the venue's fee for each.
func (a *Accounting) lateRequest(w *request, end int64) {
	price := w.fee
	if lasted := a.lasted(w.due, w.sent, end); lasted > 0 {
		price = money.AddCapped(price, a.known.Tariff.Rates[impact.WithdrawalLate].To(w.urgency).Price(w.value, lasted))
	}
	if price > 0 {
		a.charge(impact.WithdrawalLate, w.cause, w.account, w.value, price)
	}
}

// late prices something that was due at one time and came at another, 0 for
// never, to somebody as urgent.
func (a *Accounting) late(k impact.Kind, c *impact.Cause, account uint32, due, came, end, value, urgency int64) {
	if lasted := a.lasted(due, came, end); lasted > 0 {
		a.charge(k, *c, account, value, a.known.Tariff.Rates[k].To(urgency).Price(value, lasted))
	}
}

// lasted is for how long somebody is charged who was kept waiting from one time
// to another, 0 for never, as seen from a time: the end of the run, or earlier.
func (a *Accounting) lasted(from, to, now int64) int64 {
	if to == 0 && now < a.known.End {
		to = now
	}
	return impact.Lasted(from, to, a.known.End)
}
