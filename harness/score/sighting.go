package score

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/fault"
)

// sighting is one observation that a documented figure may speak of, with its
// time, so that the figure can be counted as of any moment.
type sighting struct {
	at   int64
	what sightingKind
	id   uint64 // a key, an account, a source or a time, as what says
}

type sightingKind uint8

const (
	sawKey            sightingKind = iota // the thief presented a key for the first time
	sawDeadKey                            // the same, and its owner had deleted it
	sawSource                             // the thief came from an address
	sawOrder                              // an order of his was taken; the account
	sawWithdrawal                         // a withdrawal of his was taken; the account
	sawHalted                             // all withdrawals were halted
	sawResumed                            // they go on
	sawRestricted                         // the defence revoked or restricted a key
	sawCutoff                             // the defence chose keys created up to a time
	sawAlert                              // the defence raised an alert
	sawAssetHalted                        // withdrawals of an asset were halted altogether; the asset
	sawDepositsHalted                     // deposits of an asset were halted; the asset
	sawTradingHalted                      // a market was halted; its base asset
	sawTheft                              // a block has a theft from the venue's wallets; index of the transfer
	sawMove                               // a block has another transaction of the thief's; index of the transfer
	sightingKinds
)

func (a *Accountant) saw(at int64, what sightingKind, id uint64) {
	a.sightings = append(a.sightings, sighting{at, what, id})
}

// witness notes what a command of the thief's shows of him.
func (a *Accountant) witness(env *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	c := &env.Command
	if c.Key != 0 && !a.used.keys.has(c.Key) {
		a.used.keys.add(c.Key)
		a.saw(env.At, sawKey, uint64(c.Key))
		if r.Code == fault.DeadKey && r.Control == fault.None {
			a.saw(env.At, sawDeadKey, uint64(c.Key))
		}
	}
	if !a.used.sources.has(c.Source) {
		a.used.sources.add(c.Source)
		a.saw(env.At, sawSource, uint64(c.Source))
	}
	if r.Code != fault.OK || len(events) == 0 {
		return
	}
	account := events[0].Account
	a.used.accounts.add(account)
	switch c.Kind {
	case mockexchange.PlaceOrder:
		a.saw(env.At, sawOrder, uint64(account))
	case mockexchange.RequestWithdrawal:
		a.saw(env.At, sawWithdrawal, uint64(account))
	}
}
