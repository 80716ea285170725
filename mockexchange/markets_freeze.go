package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// marketAnomalyFreeze is whose withdrawals are not paid for a while because a
// market moved too far.
type marketAnomalyFreeze struct {
	lastPayout int64   // when the last pay-out was
	all        int64   // until when nobody is paid
	until      []int64 // until when account n, element n, is not paid
}

// freezeGainer keeps back whoever gained by a trade that was far from what the
// price had been.
func (e *Exchange) freezeGainer(now int64, m uint16, taker *market.Order, f *market.Fill) {
	switch e.books[m-1].AnomalyGainer(f.Price) {
	case market.SideNone:
	case taker.Side:
		e.freezeWithdrawals(now, m, taker.Account)
	default:
		e.freezeWithdrawals(now, m, f.MakerAccount)
	}
}

// freezeWithdrawals keeps an account's withdrawals back, or everybody's, and
// says so where it is news.
func (e *Exchange) freezeWithdrawals(now int64, m uint16, account uint32) {
	f, p := &e.freeze, &e.schedule.policy.AnomalyFreeze
	until := &f.all
	if !p.All {
		for int(account) >= len(f.until) {
			f.until = append(f.until, 0)
		}
		until = &f.until[account]
	} else {
		account = 0
	}
	if *until <= now {
		c := Command{Kind: HaltWithdrawals, Auth: AuthOperator, Market: m, Account: account}
		e.log(now, MarketState, &c).Control = reject.MarketAnomalyFreeze
	}
	*until = now + p.For
}

// covers reports whether an account is not paid in the pay-out at hand.
func (f *marketAnomalyFreeze) covers(account uint32) bool {
	return f.all > f.lastPayout || int(account) < len(f.until) && f.until[account] > f.lastPayout
}

// freezeMakers keeps back those who traded with the order that stopped a market: a
// price that rises has its gainers among who sold.
func (e *Exchange) freezeMakers(now int64, m uint16) {
	switch p := &e.schedule.policy.AnomalyFreeze; {
	case p.Move == 0:
	case p.All:
		e.freezeWithdrawals(now, m, 0)
	default:
		for i := range e.fills {
			e.freezeWithdrawals(now, m, e.fills[i].MakerAccount)
		}
	}
}
