package analyst

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// spends is what is known of coins that leave: which transactions and addresses the
// venue has on record, how large what it pays usually is, and how rare it is that
// somebody spends what is on no record.
type spends struct {
	records     Recent[chain.Hash]
	known       Recent[chain.Address] // the venue's own, and those that it pays
	outflow     Chart                 // of logarithms of values
	unexplained Tail
	wallets     []wallet // by asset
	sweeps      int
}

// wallet is what is known of the coins of one asset.
type wallet struct {
	evidence Bits
	last     int64 // when something was last added to it
	swept    int64 // when it last went to cold storage; 0 never
}

func newSpends(assets int) spends {
	return spends{outflow: Chart{Slow: 6, Least: int64(bit)}, wallets: make([]wallet, assets+1)}
}

// recorded notes what the venue has on record.
func (m *monitor) recorded(e *mockexchange.Event) {
	if e.Type == mockexchange.WithdrawalBroadcast {
		m.outflow.Of(int64(log2(e.Value)))
	}
	if e.Tx != (chain.Hash{}) {
		m.records.Add(e.Tx)
	}
	if e.Address != (chain.Address{}) {
		m.known.Add(e.Address)
	}
}

// What a payment of the house's own that is not written down yet adds to the
// evidence, and how much of it says that coins are missing.
const (
	outlay  = 8 * bit
	missing = 4 * bit
)

// spent weighs an output that the node reports, against the venue's records.
func (m *monitor) spent(e *mockexchange.Event) {
	recorded := m.records.Has(e.Tx) || m.known.Has(e.Address)
	found := m.unexplained.If(!recorded)
	if recorded || int(e.Asset) >= len(m.wallets) {
		return
	}
	found += normal(m.outflow.Of(int64(log2(max(e.Value, -e.Value)))))
	m.known.Add(e.Address) // several outputs to one address are one payment
	w := &m.wallets[e.Asset]
	if e.At-w.last > window {
		w.evidence = 0
	}
	w.last = e.At
	w.evidence += max(0, found-outlay)
	if w.evidence >= missing && (w.swept == 0 || e.At-w.swept > window) {
		w.swept = e.At
		m.sweep(e, w.evidence)
	}
}

// sweep sends what is left to cold storage: of this coin first, and of all when it
// is the second, because who has two keys has them all.
func (m *monitor) sweep(e *mockexchange.Event, found Bits) {
	a := defence.Action{Name: "sweep_to_cold", Asset: m.venue.Asset(e.Asset)}
	m.alert("strange_spend", "Coins leave that are on no record", "critical", found, defence.Alert{Wallets: []string{a.Asset}, Addresses: []chain.Address{e.Address}})
	if m.sweeps++; m.sweeps > 1 {
		a.Asset = ""
	}
	m.do(a)
}
