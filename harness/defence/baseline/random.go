package baseline

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios"
)

// randomEvery is how many steps pass between two random actions on average:
// one an hour at the usual interval of 10 s.
const randomEvery = 360

// undoes is how far a random rollback goes back.
const undoes = 3600 * 1_000_000_000

// holdLength is how long a random hold lasts.
const holdLength = 24 * 3600 * 1_000_000_000

// random does one action on one target now and then, whatever happens. A
// defence that is no better measures nothing.
type random struct {
	actions []action.Info
	stream  sim.Stream
	hello   defence.Hello
	seen    seen
}

// Random makes monitors that do one action on one target now and then.
type Random struct{}

// Make makes the monitor of one run.
func (Random) Make(seed uint64, _ *scenarios.Scenario) (defence.Monitor, error) {
	return &random{actions: action.All(), stream: sim.NewStream(seed, sim.Operator, sim.Purpose("random defence"))}, nil
}

func (r *random) Hello(h *defence.Hello) error {
	r.hello = *h
	return nil
}

func (r *random) Step(b *defence.Batch) (defence.Answer, error) {
	for i := range b.Events {
		r.seen.add(&b.Events[i])
	}
	a := defence.Answer{WakeAt: b.Now + r.hello.Interval}
	if r.stream.N(randomEvery) == 0 {
		if act, ok := r.draw(b.Now); ok {
			a.Actions = []defence.Action{act}
		}
	}
	return a, nil
}

func (r *random) Close() error { return nil }

// draw picks an action evenly, and for it a target evenly among those that the
// telemetry has shown, one of each kind that the action needs. ok is false if
// none of a kind has been seen yet.
func (r *random) draw(now int64) (a defence.Action, ok bool) {
	info := &r.actions[r.stream.N(int64(len(r.actions)))]
	a = defence.Action{Name: info.Name}
	var needed, aims []string
	for _, p := range info.Params {
		n, _ := r.targets(p.Name)
		switch {
		case r.fill(&a, p.Name, now) || n == 0:
		case p.Need == action.Required:
			needed = append(needed, p.Name)
		default:
			aims = append(aims, p.Name)
		}
	}
	if len(needed) == 0 && len(aims) > 0 {
		needed = aims[r.stream.N(int64(len(aims))):][:1]
	}
	for _, field := range needed {
		n, aim := r.targets(field)
		aim(&a, int(r.stream.N(int64(n))))
	}
	return a, (len(needed) > 0 || targetless(info)) && action.Check(&a) == nil
}

// targetless reports whether an action concerns nobody in particular.
func targetless(info *action.Info) bool {
	for _, name := range []string{"keys", "accounts", "withdrawals", "addresses", "market", "asset"} {
		if _, reads := info.Reads(name); reads {
			return false
		}
	}
	return true
}

// fill draws a parameter that is no target; it reports whether the field is one.
func (r *random) fill(a *defence.Action, field string, now int64) bool {
	switch field {
	case "scopes":
		a.Scopes = access.Read << r.stream.N(3)
	case "new_addresses_only":
		a.NewOnly = r.stream.N(2) == 0
	case "since":
		a.Since = now - undoes
	case "until":
		a.Until = now + holdLength
	case "price", "above", "from_fund":
		// left out: at any price, and out of the house's own funds
	case "amount":
		a.Amount = r.seen.value
		if a.Name == "fund_protection" {
			a.Amount = r.stream.N(1_000_000 + 1)
		}
	case "count":
		a.Count = uint32(r.stream.Between(1, 100))
	case "text":
		a.Text = "drawn at random"
	default:
		return false
	}
	return true
}

// targets is how many targets of a kind there are to draw from, and what aims an
// action at one of them.
func (r *random) targets(field string) (n int, aim func(a *defence.Action, i int)) {
	switch field {
	case "keys":
		return len(r.seen.keys.All), func(a *defence.Action, i int) { a.Keys = []uint32{r.seen.keys.All[i]} }
	case "accounts":
		return len(r.seen.accounts.All), func(a *defence.Action, i int) { a.Accounts = []uint32{r.seen.accounts.All[i]} }
	case "withdrawals":
		return len(r.seen.withdrawals.All), func(a *defence.Action, i int) { a.Withdrawals = []uint32{r.seen.withdrawals.All[i]} }
	case "addresses":
		return len(r.seen.addresses), func(a *defence.Action, i int) { a.Addresses = []chain.Address{r.seen.addresses[i]} }
	case "market":
		return len(r.hello.Markets), func(a *defence.Action, i int) { a.Market = r.hello.Markets[i] }
	case "asset":
		return len(r.hello.Assets), func(a *defence.Action, i int) { a.Asset = r.hello.Assets[i].Code }
	}
	return 0, nil
}

// seen collects what the telemetry names, each thing once, in the order of
// first appearance.
type seen struct {
	keys, accounts, withdrawals telemetry.IDSet
	addresses                   []chain.Address
	known                       map[chain.Address]struct{}
	value                       int64 // of the latest withdrawal, in the reference currency
}

func (s *seen) add(e *mockexchange.Event) {
	s.keys.Add(e.Key)
	s.accounts.Add(e.Account)
	s.withdrawals.Add(e.Withdrawal)
	if e.Type != mockexchange.WithdrawalRequested {
		return
	}
	s.value = e.Value
	if _, old := s.known[e.Address]; !old {
		if s.known == nil {
			s.known = make(map[chain.Address]struct{})
		}
		s.known[e.Address] = struct{}{}
		s.addresses = append(s.addresses, e.Address)
	}
}
