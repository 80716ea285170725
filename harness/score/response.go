package score

import (
	"strings"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// payment is what the house paid to a customer.
type payment struct {
	at     int64
	asset  uint16
	amount int64 // base units of the asset
	value  int64 // base units of the reference currency
}

// compensated hears that the house made something good. It takes nothing back
// from the thief, so the loss stays what it was.
func (a *Accountant) compensated(e *mockexchange.Event) {
	a.sawIn(e.At, sawCompensated, e.Asset, uint64(e.Account))
	a.paid = append(a.paid, payment{at: e.At, asset: e.Asset, amount: e.Amount, value: e.Value})
}

// seizure is what lay in an account of the thief's when it was frozen.
type seizure struct {
	at      int64
	account uint32
	asset   uint16
	amount  int64 // base units of the asset
}

// seize notes what a freeze of one of the thief's accounts holds.
func (a *Accountant) seize(at int64, account uint32) {
	if !a.truth.own.has(account) {
		return
	}
	for _, p := range a.loot.purses {
		if p.Account == account && p.Amount > 0 {
			a.seizures = append(a.seizures, seizure{at, account, p.Asset, p.Amount})
		}
	}
}

// keyDied hears that a key was deleted by its owner or revoked by the defence.
func (a *Accountant) keyDied(env *sim.Envelope, e *mockexchange.Event) {
	a.liveKeys--
	if a.truth.keys.has(e.Key) {
		a.saw(e.At, sawKeyGone, uint64(e.Key))
	}
	if env.Actor != sim.Operator {
		return
	}
	a.keyTaken(env, e)
	a.saw(e.At, sawRestricted, uint64(e.Key))
	a.saw(e.At, sawRevoked, uint64(e.Key))
	if a.liveKeys == 0 {
		a.saw(e.At, sawNoKeys, 0)
	}
}

// complained hears that a customer wrote that something was not his doing.
func (a *Accountant) complained(e *mockexchange.Event) {
	if strings.HasSuffix(e.Label, notMine) {
		a.saw(e.At, sawComplaint, uint64(e.Account))
	}
}

// notMine ends the labels of complaints about theft.
const notMine = "not mine"
