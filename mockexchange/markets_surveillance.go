package mockexchange

import (
	"math"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/market"
)

// surveillance is a job that looks at the markets' trades again and again. It
// acts with the first command of any kind that comes when a look is due.
type surveillance struct {
	policy market.Surveillance
	next   int64       // the next look, the end of time if there is none
	trades [][]oddFill // market n is element n-1: of the last window
	told   []bool      // of market n, element n-1: the look before reported it
}

// oddFill is a trade off the market, as far as it tells who took part.
type oddFill struct {
	at, price, quantity, quote int64
	buyer, seller              uint32 // who traded by key; 0 for whoever did not
}

func newSurveillance(p market.Surveillance, start int64, markets int) surveillance {
	s := surveillance{policy: p, next: math.MaxInt64, trades: make([][]oddFill, markets), told: make([]bool, markets)}
	if p.Every > 0 {
		s.next = start + p.Every
	}
	return s
}

// notice hears of a trade off the market.
func (s *surveillance) notice(now int64, m uint16, taker *market.Order, f *market.Fill) {
	t := oddFill{at: now, price: f.Price, quantity: f.Quantity, quote: f.Quote}
	taking, making := &t.buyer, &t.seller
	if taker.Side == market.Sell {
		taking, making = making, taking
	}
	if taker.Key != 0 {
		*taking = taker.Account
	}
	if f.MakerKey != 0 {
		*making = f.MakerAccount
	}
	s.trades[m-1] = append(s.trades[m-1], t)
}

// surveil does the looks that are due, each as of its time.
func (e *Exchange) surveil(now int64) {
	s := &e.surveillance
	for ; s.next <= now; s.next += s.policy.Every {
		for i := range s.trades {
			e.surveilMarket(s.next, uint16(i+1))
		}
	}
}

// surveilMarket looks at one market. What goes on is reported once.
func (e *Exchange) surveilMarket(now int64, m uint16) {
	s := &e.surveillance
	list := slices.DeleteFunc(s.trades[m-1], func(t oddFill) bool { return now-t.at > s.policy.Over })
	s.trades[m-1] = list
	accounts, sum := make(map[uint32]bool), oddFill{}
	for _, t := range list {
		for _, account := range [...]uint32{t.buyer, t.seller} {
			if account != 0 {
				accounts[account] = true
			}
		}
		sum.quantity, sum.quote = sum.quantity+t.quantity, sum.quote+t.quote
		sum.price = max(sum.price, t.price)
	}
	odd := len(list) > 0 && int64(len(accounts)) >= s.policy.Accounts
	if odd && !s.told[m-1] {
		c := Command{Kind: PlaceOrder, Auth: AuthOperator, Market: m}
		ev, spec := e.log(now, SurveillanceAlert, &c), e.books[m-1].Spec()
		ev.Count, ev.Price, ev.Quantity = uint32(len(accounts)), sum.price, sum.quantity
		ev.Asset, ev.Amount, ev.Value = spec.Quote, sum.quote, e.value(spec.Quote, sum.quote)
	}
	s.told[m-1] = odd
}
