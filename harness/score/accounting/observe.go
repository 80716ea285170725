package accounting

import (
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

func (a *Accounting) observe(at int64, what measure.Kind, id uint64) { a.observeIn(at, what, 0, id) }

// observeIn notes something about an asset.
func (a *Accounting) observeIn(at int64, what measure.Kind, asset uint16, id uint64) {
	a.evidence.Observations = append(a.evidence.Observations, measure.Observation{At: at, What: what, Asset: asset, ID: id})
}

// observeAttacker notes what a command of the thief's shows of him.
func (a *Accounting) observeAttacker(env *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) {
	c := &env.Command
	if c.Key != 0 && !a.used.keys.has(c.Key) {
		a.used.keys.add(c.Key)
		if !a.known.Own(a.known.Owner(c.Key)) {
			a.observe(env.At, measure.KeyPresented, uint64(c.Key))
		}
		if r.Code == reject.DeadKey && r.Control == reject.None {
			a.observe(env.At, measure.DeadKeyPresented, uint64(c.Key))
		}
	}
	if r.Key != 0 {
		a.used.keys.add(r.Key) // he made it
	}
	if c.Kind == mockexchange.RequestWithdrawal && c.Address != (chain.Address{}) {
		a.used.addresses.add(c.Address) // also of one that is refused
	}
	if c.Auth == mockexchange.AuthStaff {
		return // he is at somebody's desk, and comes from its address
	}
	switch c.Kind {
	case mockexchange.SpendFromServer:
		if r.Code == reject.OK {
			a.diverted[c.Address] = env.At
		}
		return
	case mockexchange.SetSigningLimit:
		if r.Code == reject.OK {
			a.observeIn(env.At, measure.LimitRaised, c.Asset, 0)
		}
		return
	case mockexchange.PlantImplant:
		if r.Code == reject.OK {
			a.diverted[c.Address] = env.At
			a.observeIn(env.At, measure.ImplantPlanted, c.Asset, 0)
		}
		return // he is at the host, and comes from no address
	}
	if c.Kind != mockexchange.Deploy && !a.used.sources.has(c.Source) {
		a.used.sources.add(c.Source)
		a.observe(env.At, measure.SourceUsed, uint64(c.Source))
	}
	if len(events) == 0 {
		return
	}
	account := events[0].Account
	if r.Code != reject.OK {
		if c.Kind == mockexchange.RequestWithdrawal {
			a.observeIn(env.At, measure.WithdrawalRefused, c.Asset, uint64(account))
		}
		return
	}
	a.used.accounts.add(account)
	switch c.Kind {
	case mockexchange.PlaceOrder:
		a.observeIn(env.At, measure.OrderPlaced, a.known.Market(c.Market).Base, uint64(account))
	case mockexchange.RequestWithdrawal:
		a.observeIn(env.At, measure.WithdrawalRequested, c.Asset, uint64(account))
	default:
		return
	}
	if c.Key != 0 {
		a.observe(env.At, measure.KeyAbused, uint64(c.Key))
	}
}

// observeOwn notes that accounts of the thief's own traded, or that this was
// undone.
func (a *Accounting) observeOwn(what measure.Kind, e *mockexchange.Event, sides ...*leg) {
	for _, l := range sides {
		if a.known.Own(l.account) {
			a.observeIn(e.At, what, a.known.Market(e.Market).Base, uint64(l.account))
		}
	}
}

// observeFill notes a trade of the thief's on victims' accounts.
func (a *Accounting) observeFill(e *mockexchange.Event, sides ...*leg) {
	for _, l := range sides {
		if l.thiefs && !a.known.Own(l.account) {
			a.observeIn(e.At, measure.VictimFill, a.known.Market(e.Market).Base, uint64(l.account))
		}
	}
}
