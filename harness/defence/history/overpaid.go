package history

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

// overpaid knows who bought too dear: at a price that the record names, or above.
type overpaid struct {
	symbol string // of the market; empty where the record names nobody like that
	since  int64
	above  int64

	all telemetry.IDSet
	of  map[uint32]int // purchases that stand, by account
}

// watchOverpaid has the record's entry say what is too dear.
func (h *monitor) watchOverpaid() {
	for i := range h.record.Actions {
		r := &h.record.Actions[i]
		if r.Names == nil || r.Names.Text != scenarios.AlertOverpaid {
			continue
		}
		symbol := h.symbol(r.Market.Text)
		h.overpaid = overpaid{symbol: symbol, since: r.Since.Unix, above: h.price(symbol, r.PriceAbove), of: map[uint32]int{}}
	}
}

// notice hears of a trade, or that one was undone.
func (o *overpaid) notice(hello *defence.Hello, e *mockexchange.Event) {
	undone := e.Type == mockexchange.TradeReversed
	if o.symbol == "" || e.Type != mockexchange.Traded && !undone || e.At < o.since || e.Price < o.above || hello.Markets[e.Market-1] != o.symbol {
		return
	}
	buyer := e.Account
	if e.Side == market.Sell {
		buyer = e.Counterparty
	}
	if undone {
		o.of[buyer]--
		return
	}
	o.all.Add(buyer)
	o.of[buyer]++
}

// accounts are those whose purchases stand, in the order in which they were first
// seen.
func (o *overpaid) accounts() (list []uint32) {
	for _, id := range o.all.All {
		if o.of[id] > 0 {
			list = append(list, id)
		}
	}
	return list
}
