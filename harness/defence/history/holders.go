package history

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// holders is what accounts own of one asset by the venue's books: what they owned
// when the clock started, and what came and went since. Trading fees are left
// out: they are no more than a rounding of what somebody owns.
type holders struct {
	asset  uint16
	market []uint16        // those that trade it
	known  telemetry.IDSet // accounts that ever had some
	owned  map[uint32]int64
	asked  map[uint32]int64 // by withdrawal: what comes back if it is turned down
}

// watchHolders follows the assets whose owners the record pays.
func (h *monitor) watchHolders() {
	for i := range h.record.Actions {
		a := &h.record.Actions[i]
		if a.Rate == nil || a.Asset == nil || h.holdersOf(a.Asset.Text) != nil {
			continue
		}
		asset := slices.IndexFunc(h.hello.Assets, func(known mockexchange.Asset) bool { return known.Code == a.Asset.Text })
		if asset < 0 {
			continue
		}
		one := &holders{asset: uint16(asset + 1), owned: make(map[uint32]int64), asked: make(map[uint32]int64)}
		for _, b := range h.opening {
			if b.Asset == one.asset {
				one.move(b.Account, b.Amount)
			}
		}
		one.market = h.marketsOf(a.Asset.Text)
		h.holders = append(h.holders, one)
	}
}

// marketsOf lists the markets whose base an asset is, by id.
func (h *monitor) marketsOf(code string) (list []uint16) {
	for i := range h.venues {
		for j := range h.venues[i].Markets {
			m := &h.venues[i].Markets[j]
			if m.Base.Text != code || len(h.venues) > 1 && h.venues[i].Name.Text != h.hello.Venue {
				continue
			}
			if at := slices.Index(h.hello.Markets, h.symbol(m.Symbol())); at >= 0 {
				list = append(list, uint16(at+1))
			}
		}
	}
	return list
}

func (h *monitor) holdersOf(code string) *holders {
	for _, one := range h.holders {
		if h.hello.Assets[one.asset-1].Code == code {
			return one
		}
	}
	return nil
}

// move adds to what an account owns.
func (o *holders) move(account uint32, amount int64) {
	o.known.Add(account)
	o.owned[account] += amount
}

func (o *holders) notice(e *mockexchange.Event) {
	switch e.Type {
	case mockexchange.Traded, mockexchange.TradeReversed:
		if !slices.Contains(o.market, e.Market) {
			return
		}
		bought := e.Quantity
		if (e.Side == market.Sell) != (e.Type == mockexchange.TradeReversed) {
			bought = -bought
		}
		o.move(e.Account, bought)
		o.move(e.Counterparty, -bought)
	case mockexchange.DepositCredited:
		if e.Asset == o.asset {
			o.move(e.Account, e.Amount)
		}
	case mockexchange.WithdrawalRequested:
		if e.Asset == o.asset {
			o.move(e.Account, -e.Amount)
			o.asked[e.Withdrawal] = e.Amount
		}
	case mockexchange.WithdrawalRejected:
		o.move(e.Account, o.asked[e.Withdrawal])
		delete(o.asked, e.Withdrawal)
	}
}

// payHolders pays everybody who owns an asset for each of his coins, out of the
// house's own money; nobody if no thief came.
func (h *monitor) payHolders(r *scenarios.Action) (list []defence.Action) {
	one := h.holdersOf(r.Asset.Text)
	rate, ok := r.Rate.Units(scenarios.RateDecimals)
	if one == nil || !ok || h.onset == 0 {
		return nil
	}
	for _, account := range one.accounts() {
		part := h.due(one, account, rate, r.Rate.Asset.Text)
		if part > 0 {
			list = append(list, defence.Action{
				Name: "compensate", Accounts: []uint32{account}, Asset: r.Rate.Asset.Text, Amount: part, Text: "for stolen " + r.Asset.Text,
			})
		}
	}
	return list
}

// accounts are those that own some, by id.
func (o *holders) accounts() (list []uint32) {
	for _, account := range o.known.All {
		if o.owned[account] > 0 {
			list = append(list, account)
		}
	}
	slices.Sort(list)
	return list
}

// due is what an account gets at a rate for each whole coin, in millionths of a
// whole coin of the currency, rounded down.
func (h *monitor) due(o *holders, account uint32, rate int64, currency string) int64 {
	for i := range h.hello.Assets {
		if a := &h.hello.Assets[i]; a.Code == currency {
			millionths, ok := money.MulDiv(o.owned[account], rate, money.Pow10(h.hello.Assets[o.asset-1].Decimals), money.Down)
			if !ok {
				return 0
			}
			part, _ := money.MulDiv(millionths, money.Pow10(a.Decimals), money.Pow10(scenarios.RateDecimals), money.Down)
			return part
		}
	}
	return 0
}
