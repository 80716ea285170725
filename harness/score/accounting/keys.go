package accounting

import (
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// keyDied hears that a key was deleted by its owner or revoked by the defence.
func (a *Accounting) keyDied(env *sim.Envelope, e *mockexchange.Event) {
	a.liveKeys--
	if a.known.keys.has(e.Key) {
		a.observe(e.At, measure.StolenKeyDied, uint64(e.Key))
	}
	if env.Actor != sim.Operator {
		return
	}
	a.keyTaken(env, e)
	a.observe(e.At, measure.KeyTaken, uint64(e.Key))
	a.observe(e.At, measure.KeyRevoked, uint64(e.Key))
	if a.liveKeys == 0 {
		a.observe(e.At, measure.NoKeyLeft, 0)
	}
}

// keyTaken books that the defence revoked or restricted a key that its owner
// uses, once for each key.
func (a *Accounting) keyTaken(env *sim.Envelope, e *mockexchange.Event) {
	if !a.known.honestUse(e.Key) || has(a.disabled, e.Key) {
		return
	}
	a.disabled[e.Key] = struct{}{}
	c, _ := a.known.blame.CauseOf(env.Actor, e)
	a.charge(impact.KeyDisabled, c, e.Account, 0, a.known.Tariff.Rates[impact.KeyDisabled].Price(0, 0))
}
