package score

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// markets knows what figures about markets ask: which of them trade, and the
// highest prices.
type markets struct {
	state []reject.Control // what stands in the way of orders; market n is element n-1
	shut  bool             // no market trades
	peaks []peak
}

// peak is the highest price of a market up to a time that a figure asks for.
type peak struct {
	market   uint16
	asOf     int64 // 0 for the end
	price    int64 // at the market's scale; 0 before the first trade
	quantity int64 // that changed hands at it, base units of the base asset
	at       int64 // when it was first reached
}

// aboutMarkets reports whether a measure needs to hear of every trade.
func aboutMarkets(measure string) bool {
	for _, prefix := range []string{"peak_", "market_", "all_markets_", "cancel_only_", "trading_stop_"} {
		if strings.HasPrefix(measure, prefix) {
			return true
		}
	}
	return false
}

func newMarkets(t *truth) markets {
	m := markets{state: make([]reject.Control, len(t.Markets))}
	for i := range t.Facts {
		f := &t.Facts[i]
		if market := t.marketOf(f.Asset); market != 0 && aboutMarkets(f.Measure) && m.peak(market, f.AsOf) == nil {
			m.peaks = append(m.peaks, peak{market: market, asOf: f.AsOf})
		}
	}
	return m
}

func (m *markets) clone() markets {
	return markets{state: slices.Clone(m.state), shut: m.shut, peaks: slices.Clone(m.peaks)}
}

// peak finds the peak of a market up to a time.
func (m *markets) peak(market uint16, asOf int64) *peak {
	for i := range m.peaks {
		if p := &m.peaks[i]; p.market == market && p.asOf == asOf {
			return p
		}
	}
	return nil
}

// marketOf is the market that a figure about an asset is about: the first that
// trades it, 0 if none does.
func (t *truth) marketOf(asset string) uint16 {
	for i := range t.Markets {
		if base := t.Markets[i].Base; base > 0 && int(base) <= len(t.Assets) && t.Assets[base-1].Code == asset {
			return uint16(i + 1)
		}
	}
	return 0
}

// priced hears of a trade's price.
func (a *Accountant) priced(e *mockexchange.Event) {
	for i := range a.markets.peaks {
		p := &a.markets.peaks[i]
		switch {
		case p.market != e.Market || p.asOf != 0 && e.At > p.asOf || e.Price < p.price:
		case e.Price == p.price:
			p.quantity = money.AddCapped(p.quantity, e.Quantity)
		default:
			p.price, p.quantity, p.at = e.Price, e.Quantity, e.At
		}
	}
}

// marketState hears that a market was halted, limited or opened. A reopening in
// stages begins with cancellations only.
func (a *Accountant) marketState(e *mockexchange.Event) {
	m := &a.markets
	if e.Market == 0 || int(e.Market) > len(m.state) || e.Control == reject.MarketAnomalyFreeze {
		return // the last is about withdrawals
	}
	base, before := a.truth.market(e.Market).Base, m.state[e.Market-1]
	m.state[e.Market-1] = e.Control
	switch {
	case e.Control == reject.None && before != reject.None:
		a.sawIn(e.At, sawMarketOpen, base, 0)
	case e.Control == reject.CancelOnlyMode, e.Control == reject.StagedReopening && e.Label == "":
		a.sawIn(e.At, sawCancelOnly, base, 0)
	case e.Control != reject.None && e.Control != reject.StagedReopening && (before == reject.None || before == reject.CancelOnlyMode):
		a.sawIn(e.At, sawMarketHalted, base, 0)
	}
	open := slices.Index(m.state, reject.None) >= 0
	stopped := slices.IndexFunc(m.state, func(c reject.Control) bool { return c != reject.None }) >= 0
	switch {
	case !open && !m.shut:
		m.shut = true
		a.saw(e.At, sawAllHalted, 0)
	case !stopped && m.shut:
		m.shut = false
		a.saw(e.At, sawAllOpen, 0)
	}
}
