package defence

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
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
	stream sim.Stream
	hello  Hello
	seen   seen
}

func newRandom(seed uint64) *random {
	return &random{stream: sim.NewStream(seed, sim.Operator, sim.Purpose("random defence"))}
}

func (r *random) Hello(h *Hello) error {
	r.hello = *h
	return nil
}

func (r *random) Step(b *Batch) (Answer, error) {
	for i := range b.Events {
		r.seen.add(&b.Events[i])
	}
	a := Answer{WakeAt: b.Now + r.hello.Interval}
	if r.stream.N(randomEvery) == 0 {
		if act, ok := r.draw(b.Now); ok {
			a.Actions = []Action{act}
		}
	}
	return a, nil
}

func (r *random) Close() error { return nil }

// draw picks an action evenly, and for it a target evenly among those that the
// telemetry has shown, one of each kind that the action needs. ok is false if
// none of a kind has been seen yet.
func (r *random) draw(now int64) (a Action, ok bool) {
	info := &vocabulary[r.stream.N(int64(len(vocabulary)))]
	a = Action{Name: info.Name}
	var needed, aims []string
	for _, p := range info.Params {
		switch {
		case r.fill(&a, p.Name, now) || r.targets(p.Name) == 0:
		case p.Need == Required:
			needed = append(needed, p.Name)
		default:
			aims = append(aims, p.Name)
		}
	}
	if len(needed) == 0 && len(aims) > 0 {
		needed = aims[r.stream.N(int64(len(aims))):][:1]
	}
	for _, aim := range needed {
		r.aim(&a, aim, int(r.stream.N(int64(r.targets(aim)))))
	}
	return a, (len(needed) > 0 || targetless(info)) && a.check(info) == nil
}

// targetless reports whether an action concerns nobody in particular.
func targetless(info *ActionInfo) bool {
	for _, name := range []string{"keys", "accounts", "withdrawals", "addresses", "market", "asset"} {
		if _, reads := info.reads(name); reads {
			return false
		}
	}
	return true
}

// fill draws a parameter that is no target; it reports whether the field is one.
func (r *random) fill(a *Action, field string, now int64) bool {
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
			a.Amount = r.stream.N(million + 1)
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

// targets is how many targets of a kind there are to draw from.
func (r *random) targets(field string) int {
	switch field {
	case "keys":
		return len(r.seen.keys.all)
	case "accounts":
		return len(r.seen.accounts.all)
	case "withdrawals":
		return len(r.seen.withdrawals.all)
	case "addresses":
		return len(r.seen.addresses)
	case "market":
		return len(r.hello.Markets)
	case "asset":
		return len(r.hello.Assets)
	}
	return 0
}

func (r *random) aim(a *Action, field string, i int) {
	switch field {
	case "keys":
		a.Keys = []uint32{r.seen.keys.all[i]}
	case "accounts":
		a.Accounts = []uint32{r.seen.accounts.all[i]}
	case "withdrawals":
		a.Withdrawals = []uint32{r.seen.withdrawals.all[i]}
	case "addresses":
		a.Addresses = []chain.Address{r.seen.addresses[i]}
	case "market":
		a.Market = r.hello.Markets[i]
	case "asset":
		a.Asset = r.hello.Assets[i].Code
	}
}

// seen collects what the telemetry names, each thing once, in the order of
// first appearance.
type seen struct {
	keys, accounts, withdrawals idSet
	addresses                   []chain.Address
	known                       map[chain.Address]struct{}
	value                       int64 // of the latest withdrawal, in the reference currency
}

func (s *seen) add(e *mockexchange.Event) {
	s.keys.add(e.Key)
	s.accounts.add(e.Account)
	s.withdrawals.add(e.Withdrawal)
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
