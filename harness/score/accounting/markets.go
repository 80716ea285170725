package accounting

import (
	"slices"

	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// markets knows which markets trade.
type markets struct {
	state  []reject.Control // what stands in the way of orders; market n is element n-1
	halted bool             // no market trades
}

func (m *markets) clone() markets {
	return markets{state: slices.Clone(m.state), halted: m.halted}
}

// priced hears of a trade's price.
func (a *Accounting) priced(e *mockexchange.Event) {
	for i := range a.evidence.Peaks {
		a.evidence.Peaks[i].Traded(e)
	}
}

// marketState hears that a market was halted, limited or opened. A reopening in
// stages begins with cancellations only.
func (a *Accounting) marketState(e *mockexchange.Event) {
	m := &a.markets
	if e.Market == 0 || int(e.Market) > len(m.state) || e.Control == reject.MarketAnomalyFreeze {
		return // the last is about withdrawals
	}
	base, before := a.known.Market(e.Market).Base, m.state[e.Market-1]
	m.state[e.Market-1] = e.Control
	switch {
	case e.Control == reject.None && before != reject.None:
		a.observeIn(e.At, measure.MarketOpened, base, 0)
	case e.Control == reject.CancelOnlyMode, e.Control == reject.StagedReopening && e.Label == "":
		a.observeIn(e.At, measure.MarketCancelOnly, base, 0)
	case e.Control != reject.None && e.Control != reject.StagedReopening && (before == reject.None || before == reject.CancelOnlyMode):
		a.observeIn(e.At, measure.MarketHalted, base, 0)
	}
	open := slices.Index(m.state, reject.None) >= 0
	stopped := slices.IndexFunc(m.state, func(c reject.Control) bool { return c != reject.None }) >= 0
	switch {
	case !open && !m.halted:
		m.halted = true
		a.observe(e.At, measure.AllMarketsHalted, 0)
	case !stopped && m.halted:
		m.halted = false
		a.observe(e.At, measure.AllMarketsOpened, 0)
	}
}
