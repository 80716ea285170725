package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// withholding is whose withdrawals are not paid for a while because a market
// moved too far.
type withholding struct {
	paying int64   // when the last pay-out was
	all    int64   // until when nobody is paid
	until  []int64 // until when account n, element n, is not paid
}

// gained keeps back whoever gained by a trade that was far from what the price
// had been.
func (e *Exchange) gained(now int64, m uint16, taker *market.Order, f *market.Fill) {
	switch e.books[m-1].AnomalyGainer(f.Price) {
	case market.SideNone:
	case taker.Side:
		e.withhold(now, m, taker.Account)
	default:
		e.withhold(now, m, f.MakerAccount)
	}
}

// withhold keeps an account's withdrawals back, or everybody's, and says so
// where it is news.
func (e *Exchange) withhold(now int64, m uint16, account uint32) {
	w, p := &e.withheld, &e.vigil.policy.AnomalyFreeze
	until := &w.all
	if !p.All {
		for int(account) >= len(w.until) {
			w.until = append(w.until, 0)
		}
		until = &w.until[account]
	} else {
		account = 0
	}
	if *until <= now {
		c := Command{Kind: HaltWithdrawals, Auth: AuthOperator, Market: m, Account: account}
		e.log(now, MarketState, &c).Control = reject.MarketAnomalyFreeze
	}
	*until = now + p.For
}

// withholds reports whether an account is not paid in the pay-out at hand.
func (w *withholding) withholds(account uint32) bool {
	return w.all > w.paying || int(account) < len(w.until) && w.until[account] > w.paying
}

// stoppedBy keeps back those who traded with the order that stopped a market: a
// price that rises has its gainers among who sold.
func (e *Exchange) stoppedBy(now int64, m uint16) {
	switch p := &e.vigil.policy.AnomalyFreeze; {
	case p.Move == 0:
	case p.All:
		e.withhold(now, m, 0)
	default:
		for i := range e.fills {
			e.withhold(now, m, e.fills[i].MakerAccount)
		}
	}
}
