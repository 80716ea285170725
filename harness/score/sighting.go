package score

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// sighting is one observation that a documented figure may speak of, with its
// time, so that the figure can be counted as of any moment.
type sighting struct {
	at    int64
	what  sightingKind
	asset uint16 // that it is about, a market's base asset; 0 for none or all
	id    uint64 // a key, an account, a source or a time, as what says
}

type sightingKind uint8

const (
	sawKey             sightingKind = iota // the thief presented a key of somebody else's for the first time
	sawDeadKey                             // the same, and its owner had deleted it
	sawSource                              // the thief came from an address
	sawOrder                               // an order of his was taken; the account
	sawWithdrawal                          // a withdrawal of his was taken; the account
	sawOrderKey                            // the same of an order or a withdrawal with a key; the key
	sawRefusal                             // a withdrawal of his was refused; the account
	sawFill                                // an order of his on a victim's account traded; the account
	sawSent                                // a withdrawal of his went to a chain; index of the withdrawal
	sawUndone                              // and did not get there; the same
	sawHalted                              // all withdrawals were halted
	sawResumed                             // they go on
	sawRestricted                          // the defence revoked or restricted a key
	sawCutoff                              // the defence chose keys created up to a time
	sawAlert                               // the defence raised an alert
	sawTrueAlert                           // the same, and it names something compromised
	sawAssetHalted                         // withdrawals of an asset were halted altogether
	sawAssetResumed                        // they go on
	sawDepositsHalted                      // deposits of an asset were halted
	sawDepositsResumed                     // they go on
	sawTradingHalted                       // staff halted a market
	sawMarketHalted                        // a market halted, whoever did it
	sawCancelOnly                          // a market takes cancellations only
	sawMarketOpen                          // a market takes every order again
	sawAllHalted                           // no market trades any more
	sawAllOpen                             // every market trades again
	sawReversed                            // a trade was undone
	sawKept                                // a trade could not be undone
	sawRevoked                             // the defence revoked a key
	sawKeyGone                             // a key died, whoever deleted it; the key
	sawNoKeys                              // no live key is left
	sawFrozen                              // an account was frozen; the account
	sawThawed                              // it was released; the account
	sawCompensated                         // a customer was compensated; the account
	sawFund                                // a share of fees goes to a protection fund; parts per million
	sawComplaint                           // a customer complained of theft; the account
	sawTheft                               // a block has a theft from the venue's wallets; index of the transfer
	sawMove                                // a block has another transaction of the thief's; index of the transfer
	sightingKinds
)

func (a *Accountant) saw(at int64, what sightingKind, id uint64) { a.sawIn(at, what, 0, id) }

// sawIn notes something about an asset.
func (a *Accountant) sawIn(at int64, what sightingKind, asset uint16, id uint64) {
	a.sightings = append(a.sightings, sighting{at: at, what: what, asset: asset, id: id})
}

// witness notes what a command of the thief's shows of him.
func (a *Accountant) witness(env *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	c := &env.Command
	if c.Key != 0 && !a.used.keys.has(c.Key) {
		a.used.keys.add(c.Key)
		if !a.truth.own.has(a.truth.owner(c.Key)) {
			a.saw(env.At, sawKey, uint64(c.Key))
		}
		if r.Code == reject.DeadKey && r.Control == reject.None {
			a.saw(env.At, sawDeadKey, uint64(c.Key))
		}
	}
	if !a.used.sources.has(c.Source) {
		a.used.sources.add(c.Source)
		a.saw(env.At, sawSource, uint64(c.Source))
	}
	if len(events) == 0 {
		return
	}
	account := events[0].Account
	if r.Code != reject.OK {
		if c.Kind == mockexchange.RequestWithdrawal {
			a.sawIn(env.At, sawRefusal, c.Asset, uint64(account))
		}
		return
	}
	a.used.accounts.add(account)
	switch c.Kind {
	case mockexchange.PlaceOrder:
		a.sawIn(env.At, sawOrder, a.truth.market(c.Market).Base, uint64(account))
	case mockexchange.RequestWithdrawal:
		a.sawIn(env.At, sawWithdrawal, c.Asset, uint64(account))
	default:
		return
	}
	if c.Key != 0 {
		a.saw(env.At, sawOrderKey, uint64(c.Key))
	}
}

// sawFill notes a trade of the thief's on victims' accounts.
func (a *Accountant) sawFill(e *mockexchange.Event, sides ...*leg) {
	for _, l := range sides {
		if l.thiefs && !a.truth.own.has(l.account) {
			a.sawIn(e.At, sawFill, a.truth.market(e.Market).Base, uint64(l.account))
		}
	}
}
