package mockexchange_test

import (
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// controlTightly puts every control on keys and markets in force, so tightly
// that the random orders of these specs run into all of them.
func controlTightly(s *mx.Settings) {
	s.Access.RateLimit = access.RateLimit{Requests: 11, Orders: 6, Window: 10 * minute}
	s.Access.DayTurnover = 3_000_000_00
	s.Market = market.Policy{
		PriceBand:           market.PriceBand{Over: minute, BidUp: 1_060_000, BidDown: 960_000, AskUp: 1_040_000, AskDown: 930_000},
		PriceRange:          market.PriceRange{Over: 5 * minute, Most: 40_000},
		CircuitBreaker:      market.CircuitBreaker{Over: 10 * minute, Move: 25_000, For: 2 * minute, Memory: 20 * minute, Widen: 5_000, Widest: 45_000},
		AnomalyFreeze:       market.AnomalyFreeze{Over: 10 * minute, Move: 20_000, For: 5 * minute},
		StagedReopening:     market.StagedReopening{CancelOnly: minute, PostOnly: minute},
		Surveillance:        market.Surveillance{Over: 10 * minute, Move: 10_000, Accounts: 3, Every: minute},
		SelfTradePrevention: true, PositionCap: 7_000_000_00, NotionalCap: 190_000_00,
	}
}

// states lists what events say of markets.
func states(events []mx.Event) (all []string) {
	for _, e := range events {
		if e.Type == mx.MarketState {
			all = append(all, e.Op.String()+" "+e.Control.String()+" "+e.Label)
		}
	}
	return all
}

// Each control on markets once as it bites a thief, who holds customer 1's key
// and owns account 4, and once as it stands in an honest customer's way. A
// bitcoin is a million yen when the venue opens.
var _ = Describe("Standing controls on markets", Label("embedded"), func() {
	var v *venue
	under := func(p market.Policy) {
		g := smallGenesis(4)
		g.Settings.Market = p
		v = openVenue(g)
	}
	refused := func(events []mx.Event, code reject.Code, by reject.Control) {
		GinkgoHelper()
		Expect(v.result).To(Equal(mx.Result{Code: code, Control: by}))
		Expect(types(events)).To(Equal([]string{"order_refused"}))
		Expect([]any{events[0].Code, events[0].Control}).To(Equal([]any{code, by}))
	}
	buy := func(hundredths int64) mx.Command {
		c := bid(0, hundredths)
		c.Type = market.Market
		return c
	}

	Describe("price_band", func() {
		policy := market.Policy{PriceBand: market.PriceBand{Over: minute, BidUp: 1_200_000, BidDown: 200_000, AskUp: 5_000_000, AskDown: 800_000}}
		It("refuses a thief's bait, measured from the opening price before anybody traded", func() {
			under(policy)
			refused(v.key(4, ask(96_000_000, 1)), reject.OutsideBand, reject.PriceBand)
			refused(v.key(1, bid(96_000_000, 1)), reject.OutsideBand, reject.PriceBand)
		})
		It("refuses the honest ask that waits for better days", func() {
			under(policy)
			refused(v.key(2, ask(5_000_005, 1)), reject.OutsideBand, reject.PriceBand)
		})
		It("measures thin coins by their own scale", func() {
			under(policy)
			thin := mx.Command{Kind: mx.PlaceOrder, Market: xemYen, Side: market.Buy, Type: market.Limit, Price: 1_200_000, Quantity: 100_000}
			v.key(1, thin)
			Expect(v.result.Code).To(Equal(reject.OK), "an XEM is 100 yen, and 120 are in the band")
			thin.Price++
			refused(v.key(1, thin), reject.OutsideBand, reject.PriceBand)
		})
	})

	Describe("market_surveillance", func() {
		policy := market.Policy{Surveillance: market.Surveillance{Over: 10 * minute, Move: 1_000_000, Accounts: 4, Every: 7 * minute}}
		// trades has customers buy at a price from a thief's ask, a minute after one another.
		trades := func(price int64, customers ...uint32) {
			v.key(4, ask(price, int64(len(customers))))
			for _, c := range customers {
				v.now += minute
				v.key(c, bid(price, 1))
			}
		}
		look := func(minutes int64) (found []mx.Event) {
			v.now = start + minutes*minute
			for _, e := range v.key(2, mx.Command{Kind: mx.ReadAccount}) {
				if e.Type == mx.SurveillanceAlert {
					found = append(found, e)
				}
			}
			return found
		}
		It("reports a market once in which many trade by key far from the price before, as of the time of its look", func() {
			under(policy)
			v.now += 7 * minute
			trades(9_000_000, 1, 2, 3)
			Expect(look(13)).To(BeEmpty(), "not before it looks")
			found := look(15)
			Expect(found).To(HaveLen(1))
			Expect(found[0].At).To(Equal(start + 14*minute))
			Expect(plain(found)[0]).To(Equal(mx.Event{
				Type: mx.SurveillanceAlert, Op: mx.PlaceOrder, Auth: mx.AuthOperator, Market: btcYen, Count: 4,
				Price: 9_000_000, Quantity: 3 * coin / 100, Asset: yen, Amount: 270_000_00, Value: 270_000_00,
			}))
			trades(9_000_000, 1, 2, 3)
			Expect(look(21)).To(BeEmpty(), "it goes on")
			Expect(look(42)).To(BeEmpty(), "it is over")
		})
		It("keeps silent about honest trades: few of them, at the price, or long ago", func() {
			under(policy)
			trades(9_000_000, 1, 2)
			Expect(look(7)).To(BeEmpty())
			under(policy)
			trades(1_900_000, 1, 2, 3)
			Expect(look(7)).To(BeEmpty())
			under(policy)
			trades(9_000_000, 1, 2, 3)
			Expect(look(7)).To(HaveLen(1))
			v.now = start + 19*minute // the price is the usual one by now
			trades(9_000_000, 1, 2, 3)
			Expect(look(28)).To(BeEmpty())
		})
	})

	Describe("price_range_execution", func() {
		policy := market.Policy{PriceRange: market.PriceRange{Over: 5 * minute, Most: 300_000}}
		It("keeps a stolen key's purchases from the thief's resting asks", func() {
			under(policy)
			v.key(3, ask(1_100_000, 10))
			v.key(4, ask(9_000_000, 100))
			events := v.key(1, buy(50))
			Expect(types(events)).To(Equal([]string{"order_accepted", "traded", "order_expired"}))
			Expect(events[2].Control).To(Equal(reject.PriceRangeExecution))
			Expect(v.result).To(Equal(mx.Result{Order: 3, Control: reject.PriceRangeExecution, Filled: coin / 10, Quote: 110_000_00}))
			Expect(v.balance(1, yen)).To(Equal([2]int64{startYen - 110_000_00, 0}))
			refused(v.key(1, buy(50)), reject.OutsideRange, reject.PriceRangeExecution)
		})
		It("cuts short an honest order that is large for its book", func() {
			under(policy)
			v.key(3, ask(1_000_000, 1))
			v.key(3, ask(1_300_005, 9))
			v.key(2, buy(10))
			Expect([]any{v.result.Filled, v.result.Control}).To(Equal([]any{int64(coin / 100), reject.PriceRangeExecution}))
		})
	})

	Describe("circuit_breaker", func() {
		policy := market.Policy{CircuitBreaker: market.CircuitBreaker{
			Over: 10 * minute, Move: 200_000, For: 5 * minute, Memory: 60 * minute, Widen: 100_000, Widest: 500_000,
		}}
		trip := func() {
			under(policy)
			v.key(3, ask(1_100_000, 10))
			v.key(4, ask(9_000_000, 100))
			c := bid(9_000_000, 50)
			events := v.key(1, c)
			Expect(types(events)).To(Equal([]string{"order_accepted", "traded", "market_state"}))
			Expect(plain(events)[2]).To(Equal(mx.Event{
				Type: mx.MarketState, Op: mx.HaltMarket, Auth: mx.AuthOperator, Market: btcYen, Control: reject.CircuitBreaker, Label: "auction",
			}))
			Expect(v.result).To(Equal(mx.Result{
				Order: 3, Control: reject.CircuitBreaker, Resting: true, Filled: coin / 10, Quote: 110_000_00,
			}))
			Expect(v.MarketStatus(btcYen)).To(Equal(market.Auction))
		}
		It("stops a pump at its first fifth, and gives the staff minutes to freeze who did it", func() {
			trip()
			v.now += 5*minute - 1
			v.staff(mx.Command{Kind: mx.HaltMarket, Market: btcYen})
			Expect(v.result.Count).To(Equal(uint32(1)))
			v.now += 60 * minute
			Expect(v.key(2, mx.Command{Kind: mx.ReadAccount})).To(HaveLen(1), "a halt by hand is not lifted by itself")
			Expect(states(v.staff(mx.Command{Kind: mx.ResumeMarket, Market: btcYen}))).To(Equal([]string{"resume_market  "}))
			Expect(v.balance(4, btc)).To(Equal([2]int64{startBTC - coin, coin}), "nothing was bought from the thief")
			Expect(v.CheckBooks()).To(Succeed())
		})
		It("reopens by itself, whoever comes first, at one price that is near", func() {
			trip()
			v.key(3, ask(1_250_000, 15))
			v.now += 5 * minute
			events := v.key(2, mx.Command{Kind: mx.ReadAccount})
			Expect(types(events)).To(Equal([]string{"traded", "order_cancelled", "market_state", "api_call"}))
			Expect(plain(events)[:3]).To(Equal([]mx.Event{
				{
					Type: mx.Traded, Op: mx.PlaceOrder, Auth: mx.AuthKey, Account: 3, Key: 3, Counterparty: 1, Market: btcYen, Asset: yen,
					OrderID: 4, MakerOrder: 3, Side: market.Sell, Order: market.Limit,
					Price: 1_250_000, Quantity: coin * 15 / 100, Amount: 187_500_00, Value: 150_000_00,
				},
				{
					Type: mx.OrderCancelled, Op: mx.CancelOrder, Auth: mx.AuthOperator, Account: 1, Market: btcYen, Control: reject.CircuitBreaker,
					OrderID: 3, Side: market.Buy, Order: market.Limit, Price: 9_000_000, Quantity: coin * 25 / 100, Value: 250_000_00,
				},
				{Type: mx.MarketState, Op: mx.ResumeMarket, Auth: mx.AuthOperator, Market: btcYen, Label: "open"},
			}))
			Expect(v.balance(1, yen)).To(Equal([2]int64{startYen - 110_000_00 - 187_500_00, 0}))
			Expect(v.CheckBooks()).To(Succeed())
		})
		It("makes honest traders wait, and anybody can bring that about in a thin market", func() {
			trip()
			refused(v.key(2, buy(1)), reject.MarketHalted, reject.CircuitBreaker)
			c := bid(1_000_000, 1)
			c.TimeInForce = market.IOC
			refused(v.key(2, c), reject.MarketHalted, reject.CircuitBreaker)
			v.key(2, bid(1_000_000, 1))
			Expect(v.result.Resting).To(BeTrue())
			v.key(2, mx.Command{Kind: mx.CancelOrder, Order: v.result.Order})
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("is ended early by a resume", func() {
			trip()
			Expect(states(v.staff(mx.Command{Kind: mx.ResumeMarket}))).To(Equal([]string{"resume_market  "}))
			Expect(v.MarketStatus(btcYen)).To(Equal(market.Open))
			v.now += 5 * minute
			Expect(v.key(2, mx.Command{Kind: mx.ReadAccount})).To(HaveLen(1))
		})
	})

	Describe("market_anomaly_freeze", func() {
		policy := func(all bool) market.Policy {
			return market.Policy{AnomalyFreeze: market.AnomalyFreeze{Over: 10 * minute, Move: 200_000, For: 40 * minute, All: all}}
		}
		pump := func(all bool) {
			under(policy(all))
			v.key(4, ask(9_000_000, 50))
			events := v.key(1, bid(9_000_000, 50))
			Expect(events[2].Control).To(Equal(reject.MarketAnomalyFreeze))
			Expect(events[2].Op).To(Equal(mx.HaltWithdrawals))
		}
		It("keeps a thief's gains in, and pays everybody else", func() {
			pump(false)
			v.key(4, wish(coin, 66))
			v.key(2, wish(coin, 2))
			events := v.pay(btc)
			Expect(types(events)).To(Equal([]string{"withdrawal_broadcast", "withdrawal_held"}))
			Expect([]any{events[1].Account, events[1].Control}).To(Equal([]any{uint32(4), reject.MarketAnomalyFreeze}))
			v.staff(mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: 1})
			Expect(v.result.Code).To(Equal(reject.OK), "somebody looked in time")
		})
		It("keeps everybody's withdrawals back where it says so, those of before included", func() {
			under(policy(true))
			v.key(2, wish(coin, 2))
			v.key(4, ask(9_000_000, 50))
			Expect(states(v.key(1, bid(9_000_000, 50)))).To(HaveLen(1))
			events := v.pay(btc)
			Expect(types(events)).To(Equal([]string{"withdrawal_held"}))
			Expect(events[0].Control).To(Equal(reject.MarketAnomalyFreeze))
			v.now += 40 * minute
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
		})
		It("makes the honest winner of a real move wait, too, and lets him go by itself", func() {
			under(policy(false))
			v.key(2, bid(700_000, 50)) // a crash that was one
			v.key(3, ask(700_000, 50))
			v.key(2, wish(coin, 2))
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_held"}))
			v.now += 40*minute - 1
			Expect(v.pay(btc)).To(BeEmpty(), "it was said once")
			v.now++
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_broadcast"}))
		})
		It("is told once as long as it lasts", func() {
			pump(false)
			Expect(states(v.key(1, bid(9_000_000, 1)))).To(BeEmpty())
			v.key(4, ask(9_000_000, 1))
			Expect(states(v.key(1, bid(9_000_000, 1)))).To(BeEmpty())
		})
		It("comes with a stopped market, for those who sold to the order that stopped it", func() {
			p := policy(false)
			p.CircuitBreaker = market.CircuitBreaker{Over: 10 * minute, Move: 100_000, For: 5 * minute}
			under(p)
			v.key(4, ask(1_090_000, 10))
			v.key(4, ask(9_000_000, 10))
			Expect(states(v.key(1, buy(20)))).To(Equal([]string{"halt_market circuit_breaker auction", "halt_withdrawals market_anomaly_freeze "}))
			v.key(4, wish(coin, 66))
			Expect(types(v.pay(btc))).To(Equal([]string{"withdrawal_held"}))
		})
	})

	Describe("position_cap", func() {
		policy := market.Policy{PositionCap: 6_000_000_00} // six bitcoins; everybody has five
		It("keeps a victim's account from being filled beyond it, open bids counted", func() {
			under(policy)
			v.key(1, bid(900_000, 60))
			Expect(v.result.Code).To(Equal(reject.OK))
			refused(v.key(1, bid(900_000, 41)), reject.PositionFilter, reject.PositionCap)
			c := buy(0)
			c.Quote = 400_001_00
			v.key(3, ask(1_000_000, 100))
			refused(v.key(1, c), reject.PositionFilter, reject.PositionCap)
			c.Quote = 400_000_00
			v.key(1, c)
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("refuses an honest holder who wants more, and nobody who sells", func() {
			under(policy)
			refused(v.key(2, bid(1_000_000, 101)), reject.PositionFilter, reject.PositionCap)
			v.key(2, ask(1_000_000, 200))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
	})

	Describe("notional_cap", func() {
		policy := market.Policy{NotionalCap: 1_000_000_00}
		It("refuses bait that is worth a fortune, and does not mind its parts", func() {
			under(policy)
			refused(v.key(4, ask(96_000_000, 2)), reject.NotionalFilter, reject.NotionalCap)
			v.key(4, ask(96_000_000, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("refuses large honest orders, by price, by quantity or by what they spend", func() {
			under(policy)
			v.key(3, ask(1_000_000, 99))
			v.key(3, ask(1_000_000, 99))
			refused(v.key(2, bid(1_000_000, 101)), reject.NotionalFilter, reject.NotionalCap)
			refused(v.key(2, buy(101)), reject.NotionalFilter, reject.NotionalCap)
			c := buy(0)
			c.Quote = 1_000_001_00
			refused(v.key(2, c), reject.NotionalFilter, reject.NotionalCap)
		})
	})

	Describe("self_trade_prevention", func() {
		It("does nothing about a victim who buys from a thief", func() {
			under(market.Policy{SelfTradePrevention: true})
			v.key(4, ask(96_000_000, 1))
			v.key(1, bid(96_000_000, 1))
			Expect(v.result.Filled).To(Equal(int64(coin / 100)))
			Expect(v.balance(4, yen)[0]).To(BeNumerically(">", startYen))
		})
		It("costs an owner of two programs an order", func() {
			under(market.Policy{SelfTradePrevention: true})
			v.key(2, ask(1_000_000, 1))
			refused(v.key(2, bid(1_000_000, 1)), reject.OwnOrder, reject.SelfTradePrevention)
		})
	})

	Describe("staged_reopening", func() {
		resume := func() {
			under(market.Policy{StagedReopening: market.StagedReopening{CancelOnly: 33 * minute, PostOnly: 2 * minute}})
			v.key(4, ask(9_000_000, 50))
			v.key(2, ask(1_000_000, 50))
			v.staff(mx.Command{Kind: mx.HaltMarket})
			Expect(states(v.staff(mx.Command{Kind: mx.ResumeMarket, Market: btcYen}))).To(Equal([]string{"resume_market staged_reopening "}))
		}
		It("lets customers take back what a thief was to trade with, before anybody trades", func() {
			resume()
			v.key(2, mx.Command{Kind: mx.CancelOrder, Order: 2})
			Expect(v.result.Code).To(Equal(reject.OK))
			refused(v.key(1, buy(50)), reject.CancelOnly, reject.StagedReopening)
			v.now += 33 * minute
			refused(v.key(1, bid(9_000_000, 50))[1:], reject.WouldMatch, reject.StagedReopening)
			v.key(3, ask(1_000_000, 50))
			Expect(v.result.Resting).To(BeTrue())
			v.now += 2 * minute
			events := v.key(1, buy(50))
			Expect(states(events)).To(Equal([]string{"resume_market  open"}))
			Expect(v.result.Quote).To(Equal(int64(500_000_00)))
		})
		It("costs honest traders half an hour, and skips what nobody came for", func() {
			resume()
			refused(v.key(3, bid(1_000_000, 1)), reject.CancelOnly, reject.StagedReopening)
			v.staff(mx.Command{Kind: mx.ResumeMarket, Market: btcYen})
			Expect(v.result.Code).To(Equal(reject.NothingToDo), "it is on its way")
			v.now += 35 * minute
			Expect(states(v.key(3, bid(1_000_000, 1)))).To(Equal([]string{"resume_market staged_reopening post_only", "resume_market  open"}))
			Expect(v.result.Filled).To(Equal(int64(coin / 100)))
		})
		It("ends where the staff stops the market again", func() {
			resume()
			v.staff(mx.Command{Kind: mx.HaltMarket, Market: btcYen})
			v.now += 60 * minute
			refused(v.key(3, bid(1_000_000, 1)), reject.MarketHalted, reject.HaltMarket)
			v.staff(mx.Command{Kind: mx.CancelOnly, Market: btcYen})
			Expect(states(v.staff(mx.Command{Kind: mx.ResumeMarket, Market: btcYen}))).To(Equal([]string{"resume_market staged_reopening "}))
			Expect(v.MarketStatus(btcYen)).To(Equal(market.PostOnly), "it took cancellations only already")
		})
	})
})

var _ = Describe("All controls on keys and markets at once", Label("embedded"), func() {
	It("leave the books in balance, and each does something", func() {
		g := smallGenesis(customersOfSmall)
		controlTightly(&g.Settings)
		v, r := openVenue(g), rand.New(rand.NewPCG(5, 6))
		by := make(map[reject.Control]int)
		auctioned, dropped := 0, 0
		for i := range 30_000 {
			c, _ := anything(v, r)
			for _, e := range v.TakeEvents(nil) {
				by[e.Control]++
				switch {
				case e.Type == mx.Traded && e.Source == 0 && c.Kind != mx.PlaceOrder:
					auctioned++
				case e.Type == mx.OrderCancelled && e.Control == reject.CircuitBreaker:
					dropped++
				}
			}
			for asset := uint16(btc); asset <= xem; asset++ {
				Expect(v.audit(asset)).To(Succeed(), "after command %d (%s)", i, c.Kind)
			}
			if i%500 == 0 {
				Expect(v.CheckBooks()).To(Succeed())
			}
		}
		Expect(v.CheckBooks()).To(Succeed())
		for _, c := range []reject.Control{
			reject.KeyRateLimit, reject.KeyNotionalLimit, reject.PriceBand, reject.PriceRangeExecution, reject.CircuitBreaker,
			reject.MarketAnomalyFreeze, reject.PositionCap, reject.NotionalCap, reject.SelfTradePrevention, reject.StagedReopening,
		} {
			Expect(by[c]).To(BeNumerically(">", 5), c.String())
		}
		Expect(auctioned).To(BeNumerically(">", 5))
		Expect(dropped).To(BeNumerically(">", 0))
	})
})
