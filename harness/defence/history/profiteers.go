package history

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// profiteers knows who gained from the moves of prices: what the record means by
// accounts that profited. It looks at markets against the reference currency.
type profiteers struct {
	within  int64 // nanoseconds that are looked back on
	atLeast int64 // base units of the reference currency

	last   []int64 // newest price of a market; market n is element n
	trades []bargain
}

// bargain is a trade as far as it tells who gained.
type bargain struct {
	at            int64
	buyer, seller uint32
	market        uint16
	price, paid   int64
}

// reference is the id of the reference currency.
const reference = 1

func (p *profiteers) notice(e *mockexchange.Event) {
	if e.Type != mockexchange.Traded || e.Asset != reference || e.Price == 0 {
		return
	}
	for len(p.last) <= int(e.Market) {
		p.last = append(p.last, 0)
	}
	p.last[e.Market] = e.Price
	b := bargain{at: e.At, buyer: e.Account, seller: e.Counterparty, market: e.Market, price: e.Price, paid: e.Amount}
	if e.Side == market.Sell {
		b.buyer, b.seller = b.seller, b.buyer
	}
	p.trades = append(p.trades, b)
	if old := p.trades[0].at; e.At-old > 2*p.within {
		p.forget(e.At)
	}
}

// forget drops trades that lie too far back.
func (p *profiteers) forget(now int64) {
	p.trades = slices.DeleteFunc(p.trades, func(b bargain) bool { return now-b.at > p.within })
}

// winners are the accounts that gained enough, by id. A buyer gains what the
// coins have risen since; the seller does not have that.
func (p *profiteers) winners(now int64) (list []uint32) {
	p.forget(now)
	gain := make(map[uint32]int64)
	var all telemetry.IDSet
	for i := range p.trades {
		b := &p.trades[i]
		risen, _ := money.MulDiv(b.paid, p.last[b.market]-b.price, b.price, money.Down)
		gain[b.buyer] += risen
		gain[b.seller] -= risen
		all.Add(b.buyer)
		all.Add(b.seller)
	}
	for _, account := range all.All {
		if gain[account] >= p.atLeast {
			list = append(list, account)
		}
	}
	slices.Sort(list)
	return list
}
