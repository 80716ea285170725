package baseline

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// Oracle makes monitors that know the thief and everything that he is about to
// do, and keep him from it at the least harm.
//
// It is a bound and no model of a desk: whatever takes time it asked for in
// time, so that it takes effect in the moment before the thief's request, and
// what it did to somebody else it takes back in the moment after. His own
// accounts it freezes for good, which hurts nobody. Where he works at a desk of the
// staff's, it halts pay-outs for that moment. An account whose key he
// stole it freezes while he calls with it. A hot wallet whose key he has it
// empties into cold storage just before he may spend from it. Both may cost
// something: a frozen account's resting orders are cancelled, and withdrawals
// wait until somebody refills an empty wallet. Where they do, the lab lets it
// choose, by trial, between that and [OtherOracles].
type Oracle struct {
	Still bool // it stops all markets and withdrawals while he calls, and freezes no account but his
}

// OtherOracles are how else one who knows everything may go about it. Nobody's
// orders are cancelled where everything stands still for the moment, but then the
// thief goes on to read what his keys let him.
//
// Against a stolen key of a hot wallet there is more. Coins may come back from
// cold storage at once, because the holders of its keys were told in time; but
// then he comes back for them, and they have to come again. A wallet that several
// must sign for he does not open at all: two of three machines, where the thief
// of one does not hold the others, and otherwise people, who are never in his
// hands, as many as pay for themselves. And an automatic sweep may let him have
// next to nothing for less than it costs to keep him from it. Which of all these
// stands in his way at the least harm cannot be seen beforehand, so that the lab
// tries them. Anybody else has the same ones at the same price, and does not know
// that he comes.
//
// Where he has people sign for cold storage what they are not shown, they decode
// it, or their devices refuse it, which is all that it takes; and where he has
// machines sign what he proposes, a person signs beside them.
func OtherOracles() []defence.Way {
	signed := func(m control.Multisig) defence.Way {
		m.M, m.Separate = 2, true
		return defence.Way{Posture: control.Posture{m}, Wallets: true}
	}
	swept := control.AutomaticSweep{Everything: true, RotateAfter: 4 * time.Hour, After: time.Minute}
	ways := []defence.Way{
		{Maker: Oracle{Still: true}},
		{Prepared: true, Wallets: true},
		{Posture: control.Posture{swept}, Wallets: true},
		signed(control.Multisig{N: 3}),
	}
	for people := 1; people < custody.MaxSigners; people++ {
		way := signed(control.Multisig{N: 1 + people, People: people})
		way.Further = people > 1
		ways = append(ways, way)
	}
	decoded := control.IndependentDecoding{Separate: true}
	return append(ways,
		defence.Way{Posture: control.Posture{decoded}, Signed: true},
		defence.Way{Posture: control.Posture{control.Multisig{M: 2, N: 2, Separate: true, People: 1}}, Signed: true},
		defence.Way{Posture: control.Posture{control.Multisig{M: 2, N: 3, Separate: true, People: 2}}, Signed: true},
		defence.Way{Posture: control.Posture{control.RefuseUpgrades{}}, Signed: true},
	)
}

// Make makes the monitor of one run.
func (k Oracle) Make(uint64, *scenarios.Scenario) (defence.Monitor, error) {
	return &oracle{still: k.Still}, nil
}

// oracle acts upon every turn of the thief's as it comes.
type oracle struct {
	truth  defence.Truth
	still  bool
	left   bool   // the wallets are left to the posture: to the chain, which asks for more keys, to the automatic sweep, or to those who sign
	begun  bool   // he has begun, and his own accounts are frozen
	told   bool   // the alert was raised
	paused bool   // pay-outs stand still while he works at a desk of the staff's
	frozen uint32 // the account that is kept from acting in the turn in progress; 0 for none
}

func (o *oracle) See(t defence.Truth) { o.truth = t }

func (o *oracle) Hello(h *defence.Hello) error {
	o.left = slices.ContainsFunc([]reject.Control{reject.Multisig, reject.AutomaticSweep, reject.IndependentDecoding, reject.RefuseUpgrades},
		func(c reject.Control) bool { return slices.Contains(h.Controls, c.String()) })
	return nil
}

func (o *oracle) Close() error { return nil }

func (o *oracle) Step(b *defence.Batch) (a defence.Answer, err error) {
	if o.truth.Next == nil {
		return a, nil
	}
	turn, more := o.truth.Next()
	due := more && turn.At <= b.Now
	if o.frozen != 0 && !(due && turn.Account == o.frozen) {
		a.Actions = append(a.Actions, o.let(o.frozen)...)
		o.frozen = 0
	}
	if o.paused && !(due && turn.Staff != 0) {
		o.paused = false
		a.Actions = append(a.Actions, defence.Action{Name: "resume_withdrawals"})
	}
	if o.begun && !o.told {
		o.told = true
		a.Alerts = append(a.Alerts, o.alert(b.Now))
	}
	switch {
	case due:
		o.forestall(&turn, &a)
		a.WakeAt = b.Now + 1
	case more:
		a.WakeAt = turn.At
	}
	return a, nil
}

// alert names all that is compromised, as soon as there is something to see.
func (o *oracle) alert(now int64) defence.Alert {
	return defence.Alert{
		At: now, Rule: "ground truth", Title: "The thief has begun", Level: "critical",
		Keys: o.truth.Keys, Accounts: o.truth.Accounts, Wallets: o.truth.Wallets,
	}
}

// forestall does what makes the thief's turn come to nothing.
func (o *oracle) forestall(turn *defence.Turn, a *defence.Answer) {
	if !o.begun {
		o.begun = true
		if own := o.truth.Accounts; len(own) > 0 {
			a.Actions = append(a.Actions, defence.Action{Name: "freeze_accounts", Accounts: own})
		}
	}
	if turn.Wallet != "" && !o.left {
		a.Actions = append(a.Actions, defence.Action{Name: "sweep_to_cold", Asset: turn.Wallet})
	}
	if turn.Staff != 0 && !o.paused {
		o.paused = true
		a.Actions = append(a.Actions, defence.Action{Name: "halt_withdrawals"})
	}
	if o.frozen == 0 && (slices.Contains(o.truth.Keys, turn.Key) || slices.Contains(o.truth.Logins, turn.Account)) {
		o.frozen = turn.Account
		a.Actions = append(a.Actions, o.keep(o.frozen)...)
	}
}

// keep keeps an account from acting, and let lets it again.
func (o *oracle) keep(account uint32) []defence.Action {
	if o.still {
		return []defence.Action{{Name: "halt_market"}, {Name: "halt_withdrawals"}}
	}
	return []defence.Action{{Name: "freeze_accounts", Accounts: []uint32{account}}}
}

func (o *oracle) let(account uint32) []defence.Action {
	if o.still {
		return []defence.Action{{Name: "resume_market"}, {Name: "resume_withdrawals"}}
	}
	return []defence.Action{{Name: "unfreeze_accounts", Accounts: []uint32{account}}}
}
