package analyst

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// payments is what is known of withdrawals: how rare each of their features is, and
// what is usual for each account.
type payments struct {
	size, unusual, often, fanIn, shared Tail // levels
	first, abroad, byKey, fresh, knocks Tail // what is so, or is not
	accounts                            []account
	payees                              *Hitters[chain.Address]
}

// account is what is kept of one: a row of a table in which another may take its
// place.
type account struct {
	id      uint32
	sizes   Chart
	hour    int64 // when the latest hour of payments began
	inHour  int64 // how many in it
	changed int64 // when it last had a new device, network or key
	order   Bits  // how strange it is from where its latest order came
	shared  bool  // it came with a key, from an address that calls for others, too
	held    uint32
	source  access.Source // of what is held
}

// rows is how many accounts are remembered.
const rows = 1 << 15

func newPayments() payments {
	return payments{accounts: make([]account, rows), payees: NewHitters[chain.Address](room, window)}
}

// of is what is known of an account.
func (p *payments) of(id uint32) *account {
	a := &p.accounts[mix(uint64(id))%rows]
	if a.id != id {
		*a = account{id: id, sizes: Chart{Slow: 2, Least: int64(bit) / 2}}
	}
	return a
}

// lately is how long a change of an account is news.
const lately = int64(24 * time.Hour)

// loggedIn notes a device or network that an account was never used with.
func (m *monitor) loggedIn(e *mockexchange.Event) {
	if m.habit(e) || e.New != 0 {
		m.of(e.Account).changed = e.At
	}
}

func (m *monitor) keyMade(e *mockexchange.Event) { m.of(e.Account).changed = e.At }

// knocked notes who comes with keys that do not open.
func (m *monitor) knocked(e *mockexchange.Event) {
	if e.Source != 0 && e.Key != 0 {
		h := m.sources.See(e.Source, e.At)
		h.Weight += 3 // who knocks is kept in mind
		h.Knocks++
	}
}

// asked weighs a payment.
func (m *monitor) asked(e *mockexchange.Event) {
	a, h := m.of(e.Account), m.sources.See(e.Source, e.At)
	found := m.weigh(e, a, h)
	h.Withdrawals, h.Keys = keep(h.Withdrawals, e.Withdrawal), keep(h.Keys, e.Key)
	switch {
	case h.Done:
		m.stop(h)
	case against(h, e.Account, found.sum):
		m.convict(h)
	case found.sum >= strange:
		a.held, a.source = e.Withdrawal, e.Source
		m.alert("strange_payment", "A payment unlike others, most of all by "+found.most, "medium", found.sum,
			defence.Alert{Accounts: []uint32{e.Account}, Addresses: []chain.Address{e.Address}})
		m.do(defence.Action{Name: "hold", Withdrawals: []uint32{e.Withdrawal}, Until: m.now + holdFor})
	}
}

// findings are the bits of one act, with the feature that has the most of them.
type findings struct {
	sum, top Bits
	most     string
}

func (f *findings) add(feature string, found Bits) {
	if f.sum += found; found > f.top {
		f.top, f.most = found, feature
	}
}

// weigh adds up how rare each feature of a payment is.
func (m *monitor) weigh(e *mockexchange.Event, a *account, h *Hitter[access.Source]) (f findings) {
	if e.At-a.hour > int64(time.Hour) {
		a.hour, a.inHour = e.At, 0
	}
	a.inHour++
	payee := m.payees.See(e.Address, e.At)
	payee.Met.Add(e.Account)
	h.Met.Add(e.Account)
	f.add("its size", m.size.Of(octave(e.Value)))
	f.add("its size for this account", m.unusual.Of(a.sizes.Of(int64(log2(e.Value)))))
	f.add("how many the account asked for within an hour", m.often.Of(int(a.inHour)))
	f.add("how many accounts ask from that address", m.fanIn.Of(h.Met.Size()))
	f.add("how many accounts pay that payee", m.shared.Of(payee.Met.Size()))
	f.add("a new payee", m.first.If(e.First))
	f.add("a network that the account is not known in", m.abroad.If(m.habit(e)))
	f.add("a key where others log in", m.byKey.If(e.Auth == mockexchange.AuthKey))
	f.add("a key, device or network that is new", m.fresh.If(a.changed != 0 && e.At-a.changed < lately))
	f.add("dead keys from that address", m.knocks.If(h.Knocks > 1))
	return f
}

// calledOff learns from an owner who stops what was held: whoever asked for it was
// somebody else.
func (m *monitor) calledOff(e *mockexchange.Event) {
	if e.Op == mockexchange.CancelWithdrawal {
		m.disowned(m.of(e.Account), e.Withdrawal)
	}
}

// complained learns from a customer who writes.
func (m *monitor) complained(e *mockexchange.Event) {
	m.disowned(m.of(e.Account), m.of(e.Account).held)
}

func (m *monitor) disowned(a *account, withdrawal uint32) {
	if a.held == 0 || a.held != withdrawal {
		return
	}
	a.held = 0
	if h := m.sources.See(a.source, m.now); !h.Done {
		h.Evidence += guilty
		m.convict(h)
	}
}
