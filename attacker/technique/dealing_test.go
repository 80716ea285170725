package technique_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
)

// placed lists the orders that the exchange was sent by a key, in order.
func placed(s *stage, key string) (list []attacker.Order) {
	for _, r := range s.shop.Requests {
		if r.Op == "place" && r.Key == key {
			list = append(list, r.Order)
		}
	}
	return list
}

var _ = Describe("place_bait_orders", func() {
	bait := technique.PlaceBaitOrders{}
	open := func(balances ...attacker.Balance) *stage {
		s := opened(balances...)
		return s
	}
	ladder := technique.Params{Market: "MONABTC", Ladder: []technique.Rung{
		{Price: 100_000, Quantity: 30 * MONA}, {Price: 900_000, Quantity: 20 * MONA}, {Price: 9_600_000_000, Quantity: 0},
	}}

	It("looks once and rests one order for each rung, the last of them for all that is left", func() {
		s := open(holding("MONA", 61*MONA))
		s.use(bait, ladder)
		Expect(s.ops()).To(Equal([]string{"balances", "place", "place", "place"}))
		Expect(s.shop.Refused()).To(BeEmpty())
		account := s.account()
		Expect(account.Free("MONA")).To(BeZero())
		Expect(account.Orders).To(HaveLen(3))
		for i, want := range []int64{30 * MONA, 20 * MONA, 11 * MONA} {
			Expect(account.Orders[i].Remaining).To(Equal(want))
			Expect(account.Orders[i].Buy).To(BeFalse())
		}
		Expect(placed(s, "k")[2].Price).To(Equal(int64(9_600_000_000)))
	})

	It("offers what there is, and leaves a rung out that nothing is left for", func() {
		s := open(holding("MONA", 35*MONA+5))
		s.use(bait, ladder)
		Expect(s.ops()).To(Equal([]string{"balances", "place", "place"}))
		Expect(s.account().Orders[1].Remaining).To(Equal(int64(5 * MONA)))
	})

	It("takes one rung without a ladder, and bids as well", func() {
		s := open(holding("BTC", BTC))
		s.use(bait, technique.Params{Market: "MONABTC", Price: 100, Quantity: 100_000 * MONA, Bids: true})
		o := s.account().Orders
		Expect(o).To(HaveLen(1))
		Expect(o[0].Buy).To(BeTrue())
		Expect(o[0].Remaining).To(Equal(int64(100_000 * MONA)))
		Expect(s.account().Free("BTC")).To(Equal(int64(BTC - 100*100_000)))
	})

	It("goes on after a refused rung, and gives up with a dead key or a closed market", func() {
		for r, want := range map[attacker.Refusal]int{
			attacker.FilterRefused: 3, attacker.RateRefused: 3, attacker.KeyRefused: 1, attacker.MarketRefused: 1,
		} {
			s := open(holding("MONA", 61*MONA))
			s.refuse("place", r)
			s.use(bait, ladder)
			Expect(placed(s, "k")).To(HaveLen(want), string(r))
		}
		s := open()
		s.account().Dead = true
		s.use(bait, ladder)
		Expect(s.ops()).To(Equal([]string{"balances"}))
	})
})

var _ = Describe("buy_from_self", func() {
	buy := technique.BuyFromSelf{}
	// open has the thief's asks rest in an otherwise thin book.
	open := func(free int64) (*stage, *attackertest.Account) {
		s := opened(holding("BTC", free))
		s.shop.Books["MONABTC"] = attacker.Depth{Asks: []attacker.Level{{Price: 81_000, Quantity: 10 * MONA}}}
		own := s.shop.Open("own", holding("MONA", 1_000*MONA))
		_, refusal, err := s.shop.Place(attacker.Access{Key: attacker.KeyPair{Public: "own"}}, attacker.Order{
			Market: "MONABTC", Limit: true, Rest: true, Price: 9_000_000, Quantity: 1_000 * MONA,
		})
		Expect(err).NotTo(HaveOccurred())
		Expect(refusal).To(Equal(attacker.Accepted))
		s.shop.Requests = nil
		return s, own
	}

	It("brings the victim's money to the thief by immediate orders up to a price", func() {
		s, own := open(10 * BTC)
		s.use(buy, technique.Params{Market: "MONABTC", Price: 9_600_000, Count: 3})
		Expect(s.ops()).To(Equal([]string{"balances", "place", "place", "place"}))
		Expect(s.shop.Refused()).To(BeEmpty())
		for _, o := range placed(s, "k") {
			Expect(o.Buy && o.Limit && !o.Rest).To(BeTrue())
			Expect(o.Price).To(Equal(int64(9_600_000)))
		}
		Expect(own.Free("BTC")).To(BeNumerically(">", 7*BTC))
		Expect(s.account().Free("BTC")).To(BeNumerically("<", 3*BTC/2), "the price was better than he offered")
	})

	It("spends a share of what is free at the market when no price is given", func() {
		s, own := open(10 * BTC)
		s.use(buy, technique.Params{Market: "MONABTC", Spend: 500_000, Count: 2})
		Expect(s.account().Free("BTC")).To(BeNumerically("~", 5*BTC, 10_000_000))
		Expect(own.Free("BTC")).To(BeNumerically("~", 5*BTC, 20_000_000))
	})

	It("buys no more than planned", func() {
		for _, price := range []int64{0, 9_600_000} {
			s, _ := open(100 * BTC)
			s.use(buy, technique.Params{Market: "MONABTC", Price: price, Quantity: 70 * MONA, Count: 4})
			bought := int64(0)
			for _, o := range placed(s, "k") {
				bought += o.Quantity
			}
			Expect(bought).To(Equal(int64(70 * MONA)))
			Expect(s.shop.Refused()).To(BeEmpty())
		}
	})

	It("makes one look and no order with nothing to spend", func() {
		s, _ := open(9_000)
		s.use(buy, technique.Params{Market: "MONABTC", Price: 9_600_000})
		Expect(s.ops()).To(Equal([]string{"balances"}))
	})

	It("tries every planned order, and gives up with a dead key or a closed market", func() {
		for r, want := range map[attacker.Refusal]int{
			attacker.FilterRefused: 3, attacker.FundsRefused: 3, attacker.KeyRefused: 1, attacker.MarketRefused: 1,
		} {
			s, _ := open(10 * BTC)
			s.refuse("place", r)
			s.use(buy, technique.Params{Market: "MONABTC", Price: 9_600_000, Count: 3})
			Expect(placed(s, "k")).To(HaveLen(want), string(r))
		}
	})

	It("is exact for any balance and price: never refused, never more than there is", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			free := rapid.Int64Range(0, 100*BTC).Draw(t, "free")
			s, _ := open(free)
			s.chance = technique.NewChance(rapid.Uint64().Draw(t, "seed"), 0)
			s.use(buy, technique.Params{
				Market: "MONABTC", Price: rapid.Int64Range(1, 10_000_000_000).Draw(t, "price"),
				Spend: rapid.Int64Range(0, 1_000_000).Draw(t, "spend"), Count: rapid.IntRange(0, 20).Draw(t, "count"),
			})
			if refused := s.shop.Refused(); len(refused) > 0 {
				t.Fatalf("refused: %+v", refused)
			}
		})
	})
})

var _ = Describe("use_published_keys", func() {
	It("asks for the rights, and for the balances of an account that it may read", func() {
		s := opened(holding("BTC", 5))
		s.use(technique.UsePublishedKeys{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"rights", "balances"}))
		Expect(s.key.Alive).To(BeTrue())
		Expect(s.key.Free("BTC")).To(Equal(int64(5)))
	})

	It("asks once with a key that is dead, or that may not read", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k").Dead = true
		s.use(technique.UsePublishedKeys{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"rights"}))
		s = opened()
		s.refuse("rights", attacker.RateRefused)
		s.use(technique.UsePublishedKeys{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"rights"}))
	})
})

var _ = Describe("withdraw_proceeds", func() {
	take := technique.WithdrawProceeds{}
	begin := 1_000 * second
	open := func(balances ...attacker.Balance) *stage {
		s := opened(balances...)
		return s
	}

	It("withdraws what is there in one visit, to a fresh address", func() {
		s := open(holding("BTC", 3*BTC))
		s.use(take, technique.Params{Target: "BTC"})
		Expect(s.ops()).To(Equal([]string{"balances", "withdraw"}))
		Expect(s.account().Sent).To(Equal([]attacker.Transfer{{Asset: "BTC", Amount: 3*BTC - 50_000, Address: "BTC-0"}}))
	})

	It("sells what else is there first, if a market is named", func() {
		s := open(holding("MONA", 500*MONA))
		s.use(take, technique.Params{Target: "BTC", Market: "MONABTC"})
		Expect(s.ops()).To(Equal([]string{"balances", "depth", "place", "balances", "withdraw"}))
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(s.account().Sent[0].Amount).To(Equal(int64(500*80_000 - 40_000 - 50_000)))
		s = open(holding("JPY", 4_010_000))
		s.use(take, technique.Params{Target: "BTC", Market: "BTCJPY"})
		Expect(placed(s, "k")[0].Buy).To(BeTrue())
		Expect(s.account().Sent).To(HaveLen(1))
	})

	It("sells nothing below its price, and leaves alone what is not worth it", func() {
		s := open(holding("MONA", 500*MONA), holding("BTC", BTC))
		s.use(take, technique.Params{Target: "BTC", Market: "MONABTC", Price: 80_001, Least: BTC})
		Expect(s.ops()).To(Equal([]string{"balances", "depth"}))
		s = open(holding("MONA", 500*MONA), holding("BTC", BTC))
		s.use(take, technique.Params{Target: "BTC", Market: "MONABTC", Price: 80_000, Least: BTC})
		Expect(placed(s, "k")[0].Price).To(Equal(int64(80_000)))
		Expect(s.account().Sent).To(HaveLen(1))
	})

	It("comes back after every pause until its time is over", func() {
		s := open(holding("BTC", BTC))
		s.use(take, technique.Params{Asset: "BTC", Until: begin + 600*second, Pause: time.Minute})
		Expect(len(s.pauses)).To(BeNumerically("~", 9, 2))
		Expect(s.shop.Accepted("balances")).To(Equal(len(s.pauses) + 1))
		Expect(s.now).To(BeNumerically("<=", begin+600*second+second))
		Expect(s.account().Sent).To(HaveLen(1))
	})

	It("tries again at the next visit what was refused, and gives up with a dead key", func() {
		for r, want := range map[attacker.Refusal]int{attacker.WithdrawalRefused: 3, attacker.KeyRefused: 1} {
			s := open(holding("BTC", BTC))
			s.refuse("withdraw", r)
			s.use(take, technique.Params{Asset: "BTC", Until: begin + 150*second, Pause: time.Minute})
			Expect(s.shop.Refused()).To(HaveLen(want), string(r))
		}
	})
})
