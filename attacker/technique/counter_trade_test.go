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

var _ = Describe("counter_trade", func() {
	counter := technique.CounterTrade{}
	// open has a thin book of MONA, wide apart, a victim with bitcoin and an own
	// account with MONA.
	open := func(victim, own int64) *stage {
		s := opened(holding("BTC", victim))
		s.own = &technique.KeyKnowledge{}
		s.shop.Books["MONABTC"] = attackertest.Thin(70_000, 90_000, 5*MONA)
		s.shop.Open("own", holding("MONA", own))
		return s
	}
	params := func(rounds int) technique.Params {
		return technique.Params{Market: "MONABTC", Rounds: rounds, Quantity: 100 * MONA}
	}

	It("has the victim buy from the own account just inside the book, and sell back to it, round after round", func() {
		s := open(BTC, 1_000*MONA)
		s.use(counter, params(2))
		Expect(s.ops()).To(Equal([]string{
			"balances", "balances", "depth",
			"place", "place", "place", "place",
			"place", "place", "place", "place",
			"open_orders",
		}))
		Expect(s.shop.Refused()).To(BeEmpty())
		own, victim := placed(s, "own"), placed(s, "k")
		for i := range own {
			Expect(own[i].Rest).To(BeTrue())
			Expect(victim[i].Rest).To(BeFalse())
			Expect(victim[i].Limit).To(BeTrue())
			Expect(victim[i].Buy).To(Equal(i%2 == 0))
			Expect(own[i].Buy).To(Equal(!victim[i].Buy))
			Expect(victim[i].Price).To(Equal(own[i].Price))
			Expect(victim[i].Quantity).To(Equal(own[i].Quantity))
			Expect(own[i].Price).To(Equal([]int64{89_999, 70_001}[i%2]))
		}
		Expect(own[0].Quantity).NotTo(Equal(own[2].Quantity), "sizes differ")
		Expect(s.shop.Accounts["own"].Orders).To(BeEmpty())
	})

	It("moves nearly everything from the victim in thousands of rounds, with few requests besides them", func() {
		const rounds = 2_600
		s := open(5*BTC, 1_000*MONA)
		p := params(rounds)
		p.Quantity = 10 * MONA
		s.use(counter, p)
		trades := s.shop.Accepted("place") / 2
		Expect(trades).To(Equal(2 * rounds))
		Expect(len(s.shop.Requests)).To(BeNumerically("<=", 4*rounds+(rounds/25+1)*5+5))
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(s.account().Free("BTC")).To(BeNumerically("<", BTC))
		Expect(s.shop.Accounts["own"].Free("BTC")).To(BeNumerically(">", 3*BTC))
	})

	It("stops when the victim has nothing worthwhile left", func() {
		s := open(20_000_000, 1_000*MONA)
		s.use(counter, params(5_000))
		victim := s.account()
		Expect(victim.Free("BTC")).To(BeNumerically("<", 90_000*2))
		Expect(victim.Free("MONA")).To(BeNumerically("<", 2*MONA))
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(len(s.shop.Requests)).To(BeNumerically("<", 400))
	})

	It("leaves two without anything alone after one look", func() {
		s := open(0, 1_000*MONA)
		s.use(counter, params(5))
		Expect(s.ops()).To(Equal([]string{"balances", "balances", "depth"}))
		s = open(BTC, 0)
		s.use(counter, params(5))
		Expect(s.ops()).To(Equal([]string{"balances", "balances", "depth"}))
	})

	It("goes through the book up to a price, past what others offer there", func() {
		s := open(BTC, 1_000*MONA)
		p := params(1)
		p.Price = 200_000
		s.use(counter, p)
		own, victim := placed(s, "own"), placed(s, "k")
		Expect(own[0].Price).To(Equal(int64(200_000)))
		Expect(victim[0].Quantity).To(Equal(own[0].Quantity+5*MONA), "the five at 90,000 are in between")
		Expect(s.shop.Accounts["own"].Free("MONA")).To(BeNumerically("~", 1_000*MONA, 20*MONA), "sold, and bought back")
	})

	It("makes room of its own where the book is tight", func() {
		s := open(BTC, 1_000*MONA)
		s.shop.Books["MONABTC"] = attackertest.Thin(79_990, 80_010, MONA)
		p := params(1)
		p.Through = 100_000
		s.use(counter, p)
		Expect(placed(s, "own")[0].Price).To(Equal(int64(88_000)))
		Expect(placed(s, "own")[1].Price).To(Equal(int64(72_000)))
	})

	It("has nothing to go by in an empty book unless a price is given", func() {
		s := open(BTC, 1_000*MONA)
		s.shop.Books["MONABTC"] = attacker.Depth{}
		s.use(counter, params(3))
		Expect(s.shop.Accepted("place")).To(BeZero())
		p := params(3)
		p.Price = 100_000
		s.use(counter, p)
		Expect(s.shop.Accepted("place")).To(Equal(12))
	})

	It("pauses between rounds, not within them", func() {
		s := open(BTC, 1_000*MONA)
		p := params(4)
		p.Pause = time.Hour
		s.use(counter, p)
		Expect(s.pauses).To(HaveLen(3))
	})

	It("cancels what nobody took, looks again, and gives up after a few misses", func() {
		s := open(BTC, 1_000*MONA)
		s.shop.Refuse(attacker.FilterRefused, func(r attackertest.Request) bool { return r.Op == "place" && r.Key == "k" })
		s.use(counter, params(50))
		Expect(placed(s, "k")).To(HaveLen(3))
		Expect(s.shop.Accepted("cancel")).To(Equal(3))
		Expect(s.shop.Accounts["own"].Orders).To(BeEmpty())
		Expect(s.shop.Accounts["own"].Free("MONA")).To(Equal(int64(1_000 * MONA)))
	})

	It("clears up and stops with a dead key of the victim's or a closed market, and stops with a dead one of his own", func() {
		for _, r := range []attacker.Refusal{attacker.KeyRefused, attacker.MarketRefused} {
			s := open(BTC, 1_000*MONA)
			s.shop.Refuse(r, func(q attackertest.Request) bool { return q.Op == "place" && q.Key == "k" })
			s.use(counter, params(50))
			Expect(placed(s, "k")).To(HaveLen(1))
			Expect(s.shop.Accepted("cancel")).To(Equal(1))
		}
		s := open(BTC, 1_000*MONA)
		s.shop.Accounts["own"].Rights.Trade = false
		s.use(counter, params(50))
		Expect(s.ops()).To(Equal([]string{"balances", "balances", "depth", "place"}))
		Expect(s.own.Rights.Trade).To(BeFalse())
		Expect(s.key.Rights.Trade).To(BeFalse(), "never asked")
		Expect(s.key.Refusals).To(BeZero())
	})

	It("does nothing without a partner or a market that is listed", func() {
		s := open(BTC, 1_000*MONA)
		p := params(5)
		p.Market = "DMGBTC"
		s.use(counter, p)
		s.own = nil
		s.use(counter, params(5))
		Expect(s.ops()).To(BeEmpty())
	})

	It("never makes the victim richer, is refused nothing and leaves nothing behind", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			s := open(rapid.Int64Range(0, 10*BTC).Draw(t, "victim"), rapid.Int64Range(0, 5_000*MONA).Draw(t, "own"))
			s.chance = technique.NewChance(rapid.Uint64().Draw(t, "seed"), 0)
			worth := func(a *attackertest.Account) int64 { return a.Free("BTC") + a.Free("MONA")/MONA*70_000 }
			before := worth(s.account())
			p := params(rapid.IntRange(1, 120).Draw(t, "rounds"))
			p.Quantity = rapid.Int64Range(0, 500*MONA).Draw(t, "quantity")
			p.Spend = rapid.Int64Range(0, 1_000_000).Draw(t, "spend")
			s.use(counter, p)
			if refused := s.shop.Refused(); len(refused) > 0 {
				t.Fatalf("refused: %+v", refused)
			}
			if after := worth(s.account()); after > before {
				t.Fatalf("the victim had %d and has %d", before, after)
			}
			if left := s.shop.Accounts["own"].Orders; len(left) > 0 {
				t.Fatalf("left in the book: %+v", left)
			}
		})
	})
})
