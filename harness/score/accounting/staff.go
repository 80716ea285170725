package accounting

import (
	"maps"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// houseCharge books what the defence costs the venue itself: the same part of a
// closed day at every scale of its population.
func (a *Accounting) houseCharge(k impact.Kind, c impact.Cause, price int64) {
	a.chargeWeighted(k, c, 0, 0, price, a.known.HouseWeight)
}

// quorumHours are the hours of staff that it takes to undo a market's trades,
// whatever comes of it: three people look at them, decide, and answer for it;
// synthetic, 1 to 12. Until it had a price, a program that undid every ten
// minutes whatever was traded at ten times the price it had seen first, and read
// nothing else, got all points where markets are moved.
const quorumHours = 3

// rebuildHours are those that it takes to put reviewed code in place of what
// runs: three people check it out, build it on another host, compare and deploy it,
// and stay with it for half a day; synthetic, 4 to 48. Without a price, whoever did it
// every hour would be safe from a theft that rewrites code, and read nothing.
const rebuildHours = 12

// Acted tells that an action of the defence took effect. What it changed is
// heard through Command, sent by sim.Operator.
func (a *Accounting) Acted(now int64, what *defence.Action) {
	a.actions++
	switch what.Name {
	case mockexchange.RollbackTrades.String():
		a.staffActed(now, reject.RollbackTrades, quorumHours)
	case mockexchange.Redeploy.String():
		a.staffActed(now, reject.Redeploy, rebuildHours)
	case mockexchange.SuspendStaff.String():
		a.staffActed(now, reject.SuspendStaff, suspensionHours)
	}
}

// staffActed books the hours of staff that an action takes.
func (a *Accounting) staffActed(now int64, by reject.Control, hours int64) {
	c := impact.Cause{By: by, Type: mockexchange.Operated, At: now}
	a.houseCharge(impact.Ceremony, c, a.known.Tariff.Rates[impact.Ceremony].Price(0, hours*int64(time.Hour)))
}

// suspensionHours are the hours of staff that it takes to look at the machine of
// somebody who is kept from working, and to give him another; synthetic, 1 to 8. What
// he would have done meanwhile another does, who has to read into it first.
const (
	suspensionHours = 2
	readsIn         = int64(20 * time.Minute)
)

// staffWork is what staff asked for and the defence keeps waiting.
type staffWork struct {
	cause impact.Cause
	at    int64
	value int64
}

// staffWorked books what it costs that staff does not work alone, or finds too little
// in the hot wallet: the time of whoever agrees, what it is worth to have coins where
// they are traded, and the time of who does the work of somebody who was kept from it.
// What the thief asks for is nobody's loss.
func (a *Accounting) staffWorked(env *sim.Envelope, e *mockexchange.Event) {
	if e.Auth != mockexchange.AuthStaff {
		return
	}
	c, ok := a.known.blame.CauseOf(env.Actor, e)
	work, waited := a.staffWork[e.OrderID]
	switch {
	case ok && e.Type == mockexchange.AuthRefuse:
		a.houseCharge(impact.Ceremony, c, a.oneLook(readsIn))
	case ok && !waited && (e.Type == mockexchange.WorkProposed || e.Code == reject.HotWalletEmpty):
		if a.staffWork == nil {
			a.staffWork = make(map[uint64]staffWork)
		}
		a.staffWork[e.OrderID] = staffWork{c, e.At, e.Value}
	case waited && e.Code != reject.HotWalletEmpty:
		delete(a.staffWork, e.OrderID)
		if work.cause.By == reject.FourEyes {
			a.houseCharge(impact.Ceremony, work.cause, a.oneLook(a.known.Custody.FourEyes.Takes))
		}
		a.missed(&work, e.At)
	}
}

// missed books that coins of the house's were not where it trades: what that costs a
// customer it costs the house.
func (a *Accounting) missed(w *staffWork, until int64) {
	if price := a.known.Tariff.Rates[impact.WithdrawalLate].Price(w.value, until-w.at); price > 0 {
		a.houseCharge(impact.WithdrawalLate, w.cause, price)
	}
}

// settleStaffWork books what still waits at the end.
func (a *Accounting) settleStaffWork(end int64) {
	for _, id := range slices.Sorted(maps.Keys(a.staffWork)) {
		w := a.staffWork[id]
		a.missed(&w, end)
	}
}

// ceremonyCalled books the hours of staff that a ceremony takes which the defence's
// controls made necessary, to bring coins from cold storage or to lift a rule of theirs.
func (a *Accounting) ceremonyCalled(env *sim.Envelope, e *mockexchange.Event) {
	if c, ok := a.known.blame.CauseOf(env.Actor, e); ok {
		price := a.known.Tariff.Rates[impact.Ceremony].Price(0, int64(e.Count)*int64(time.Hour))
		a.houseCharge(impact.Ceremony, c, price)
	}
}

// signed books that people signed an honest customer's withdrawal: as many as it
// takes where the machines have all signed. Whoever is asked beside them, and
// sees that it is signed, has that in the price of being on call. By withdrawal
// and not by request, of which there are fewer the more lie in one: so it costs
// the same part of a closed day at every scale.
func (a *Accounting) signed(e *mockexchange.Event, account uint32) {
	people := a.keyHolders()
	if people == 0 {
		return
	}
	m := &a.known.Custody.Multisig
	if by := int64(m.M-m.N) + people; by > 0 {
		c := impact.Cause{By: reject.Multisig, Type: e.Type, At: e.At, Seq: e.Seq}
		a.charge(impact.Signing, c, account, 0, by*a.known.Tariff.Rates[impact.Signing].Price(0, 0))
	}
}

// lookedAt books that people look at an honest customer's withdrawal because it is
// worth more than the defence lets out unseen: each of the quorum for as long as he
// needs, and no shorter than a signature takes.
func (a *Accounting) lookedAt(env *sim.Envelope, account uint32, events []mockexchange.Event) {
	m := &a.known.Custody.ManualApproval
	if m.Quorum == 0 || !a.blames(reject.ManualApproval) {
		return
	}
	for i := range events {
		if e := &events[i]; e.Type == mockexchange.WithdrawalRequested && e.Value > m.Above {
			each := a.oneLook(m.Takes)
			c := impact.Cause{By: reject.ManualApproval, Type: e.Type, At: env.At, Seq: e.Seq}
			a.charge(impact.Signing, c, account, 0, int64(m.Quorum)*each)
		}
	}
}

// lookedAtInBatch books that somebody looks at an honest customer's withdrawal that lies in
// a batch which the defence held back: a minute, as for a signature.
func (a *Accounting) lookedAtInBatch(e *mockexchange.Event, account uint32) {
	if e.Control == reject.BatchCheck && a.blames(reject.BatchCheck) {
		c := impact.Cause{By: reject.BatchCheck, Type: e.Type, At: e.At, Seq: e.Seq}
		a.charge(impact.Signing, c, account, 0, a.known.Tariff.Rates[impact.Signing].Price(0, 0))
	}
}

// decoded books that somebody decoded what he was to sign for cold storage: for as
// long as that usually takes, and no shorter than a signature does.
func (a *Accounting) decoded(e *mockexchange.Event) {
	d := &a.known.Custody.IndependentDecoding
	if !d.On || !a.blames(reject.IndependentDecoding) {
		return
	}
	c := impact.Cause{By: reject.IndependentDecoding, Type: e.Type, At: e.At, Seq: e.Seq}
	a.houseCharge(impact.Signing, c, a.oneLook(a.known.Decoding))
}

// oneLook is the price of somebody's time who looks at something for so many
// nanoseconds, and no shorter than a signature takes.
func (a *Accounting) oneLook(takes int64) int64 {
	rates := &a.known.Tariff.Rates
	return max(rates[impact.Signing].Price(0, 0), rates[impact.Ceremony].Price(0, takes))
}

// confirmed books that a second person found out who had asked for a co-signer's higher
// limit.
func (a *Accounting) confirmed(e *mockexchange.Event) {
	p := &a.known.Custody.SigningPolicyLock
	if e.Control == reject.SigningPolicyLock && p.Second && a.blames(reject.SigningPolicyLock) {
		c := impact.Cause{By: reject.SigningPolicyLock, Type: e.Type, At: e.At, Seq: e.Seq}
		a.houseCharge(impact.Ceremony, c, a.known.Tariff.Rates[impact.Ceremony].Price(0, p.Looks))
	}
}

// desk is for how many nanoseconds of a day people can be called because the
// defence has withdrawals looked at: a quorum in opening hours, and one around the
// clock where pay-outs are checked, in opening hours one of that quorum.
func (a *Accounting) desk() (approvers, checker int64) {
	m := &a.known.Custody.ManualApproval
	if m.Quorum > 0 && a.blames(reject.ManualApproval) {
		approvers = int64(m.Quorum) * m.Hours()
	}
	if a.known.Custody.BatchCheck.Share > 0 && a.blames(reject.BatchCheck) {
		if checker = int64(24 * time.Hour); m.Quorum > 0 {
			checker -= m.Hours()
		}
	}
	return approvers, checker
}

// keyHolders is how many people hold signing keys because the defence wants it.
func (a *Accounting) keyHolders() int64 {
	if m := &a.known.Custody.Multisig; m.Separate && a.blames(reject.Multisig) {
		return int64(m.People)
	}
	return 0
}

// feeds is how many services the defence subscribes to, in parts per million, and
// for which control: one that watches the venue's own addresses, another that
// follows coins from there. An automatic sweep needs the first as much as who
// reads of it, and so does a reconciliation that is done every hour; one that is
// done less often is the less of a program's work. They can all have the same.
func (a *Accounting) feeds() (by reject.Control, share int64) {
	switch p := &a.known.Custody; {
	case p.ChainWatch.On && a.blames(reject.ChainWatch) && p.ChainWatch.Hops > 0:
		return reject.ChainWatch, 2 * money.Whole
	case p.ChainWatch.On && a.blames(reject.ChainWatch):
		return reject.ChainWatch, money.Whole
	case p.ChainWatch.On:
		return reject.None, 0
	case p.AutomaticSweep.On && a.blames(reject.AutomaticSweep):
		return reject.AutomaticSweep, money.Whole
	case a.known.ReconcileEvery > 0 && a.blames(reject.Reconciliation):
		return reject.Reconciliation, money.Whole * int64(time.Hour) / max(int64(time.Hour), int64(a.known.ReconcileEvery))
	}
	return reject.None, 0
}

// longestStanding is for how long of a run a posture is charged by the hour. Most
// scenarios last three to seven days, and 3Commas 74: a theft that stretches over
// a season is no reason to hold a season's wages against the one who was ready for
// it, since the days on which nothing happens have scenarios of their own.
const longestStanding = int64(7 * 24 * time.Hour)

// settleStanding prices what a posture costs the venue by the hour, whatever
// happens: for as long as its customers live, since a run's tail stands for no
// days of its own, and for a week at most.
func (a *Accounting) settleStanding(end int64) {
	lasted := min(max(0, min(end, a.known.ClockEnd)-a.known.Start), longestStanding)
	begun := func(by reject.Control) impact.Cause {
		return impact.Cause{By: by, Type: mockexchange.Operated, At: a.known.Start}
	}
	for range a.keyHolders() {
		a.houseCharge(impact.OnCall, begun(reject.Multisig), a.known.Tariff.Rates[impact.OnCall].Price(0, lasted))
	}
	approvers, checker := a.desk()
	a.standBy(reject.ManualApproval, begun, approvers, lasted)
	a.standBy(reject.BatchCheck, begun, checker, lasted)
	for by, share := a.feeds(); share > 0; share -= money.Whole {
		paid, _ := money.MulDiv(lasted, min(share, money.Whole), money.Whole, money.Up)
		a.houseCharge(impact.Feed, begun(by), a.known.Tariff.Rates[impact.Feed].Price(0, paid))
	}
}

// standBy books that people can be called for so many nanoseconds of each day, all
// of theirs together.
func (a *Accounting) standBy(by reject.Control, begun func(reject.Control) impact.Cause, daily, lasted int64) {
	if daily > 0 {
		paid, _ := money.MulDiv(lasted, daily, int64(24*time.Hour), money.Up)
		a.houseCharge(impact.OnCall, begun(by), a.known.Tariff.Rates[impact.OnCall].Price(0, paid))
	}
}
