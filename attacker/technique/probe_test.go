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

var _ = Describe("a probing thief", func() {
	const bound = BTC / 10
	// capped turns withdrawals over the bound down.
	capped := func(s *stage) {
		s.shop.Refuse(attacker.WithdrawalRefused, func(r attackertest.Request) bool { return r.Op == "withdraw" && r.Transfer.Amount > bound })
	}
	all := technique.Params{Count: 1, Asset: "BTC"}

	It("halves what is refused until it is taken, and takes the rest in pieces of that size", func() {
		s := opened(holding("BTC", BTC))
		capped(s)
		account := s.account()
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		Expect(account.Free("BTC")).To(Equal(int64(50_000)))
		wanted := int64(BTC - 50_000)
		for i, r := range s.shop.Refused() {
			Expect(r.Transfer.Amount).To(Equal(wanted >> i))
		}
		Expect(s.shop.Refused()).To(HaveLen(4))
		Expect(s.key.Drained).To(BeTrue())
	})

	It("stays below what it learned, with every key and at once", func() {
		s := opened(holding("BTC", BTC))
		capped(s)
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		refused := len(s.shop.Refused())
		s.shop.Open("k", holding("BTC", 3*BTC))
		s.key = technique.KeyKnowledge{}
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		Expect(s.shop.Refused()).To(HaveLen(refused))
		Expect(s.account().Free("BTC")).To(BeNumerically("<", 200_000))
	})

	It("waits out a window whose total is used up", func() {
		s := opened(holding("BTC", BTC))
		day, used := int64(24*time.Hour), map[int64]int64{}
		s.shop.Script = func(r attackertest.Request) attacker.Refusal {
			if r.Op != "withdraw" {
				return attacker.Accepted
			}
			if used[s.now/day]+r.Transfer.Amount > BTC/2 {
				return attacker.WithdrawalRefused
			}
			used[s.now/day] += r.Transfer.Amount
			return attacker.Accepted
		}
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		Expect(s.account().Free("BTC")).To(BeNumerically("<", BTC/10))
		Expect(len(used)).To(BeNumerically("<=", 4), "days")
		Expect(len(s.shop.Requests)).To(BeNumerically("<", 200))
	})

	It("learns from refusals alone: without one it asks as it would without probing", func() {
		requests := func(level int) []attackertest.Request {
			s := opened(holding("JPY", 5_000_000), holding("BTC", BTC))
			s.play(adapted(technique.ConvertByTrade{}, level, technique.Params{Count: 5, Target: "BTC"}))
			s.play(adapted(technique.WithdrawDirect{}, level, technique.Params{Count: 4}))
			return s.shop.Requests
		}
		for level := technique.Retries; level <= technique.Probes; level++ {
			Expect(requests(level)).To(Equal(requests(technique.Replays)))
		}
	})

	It("comes nearer to the market until a price is taken, and knows the bound then", func() {
		s := opened(holding("MONA", 100*MONA))
		s.shop.Refuse(attacker.FilterRefused, func(r attackertest.Request) bool { return r.Op == "place" && r.Order.Limit && r.Order.Price > 120_000 })
		bait := technique.Params{Market: "MONABTC", Price: 9_600_000, Quantity: 50 * MONA}
		s.play(adapted(technique.PlaceBaitOrders{}, technique.Probes, bait))
		orders := s.account().Orders
		Expect(orders).To(HaveLen(1))
		Expect(orders[0].Price).To(BeNumerically("~", 110_000, 10_000))
		Expect(orders[0].Remaining).To(Equal(int64(50 * MONA)))

		refused := len(s.shop.Refused())
		s.key.Stale = true
		s.play(adapted(technique.PlaceBaitOrders{}, technique.Probes, bait))
		Expect(s.shop.Refused()).To(HaveLen(refused))
		Expect(s.account().Orders[1].Price).To(Equal(orders[0].Price))
	})

	It("gives a halt up after a bounded search, and waits longer and longer in between", func() {
		s := opened(holding("BTC", BTC))
		s.refuse("withdraw", attacker.WithdrawalRefused)
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		Expect(len(s.shop.Requests)).To(BeNumerically("<=", 1+10*14))
		Expect(s.pauses[len(s.pauses)-1] - s.pauses[0]).To(BeNumerically("~", 42*3600*second, 12*3600*second))
		Expect(s.key.Drained).To(BeFalse())
	})

	It("takes at least as much as one who replays, whatever the bound", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			most := rapid.Int64Range(150_000, 2*BTC).Draw(t, "bound")
			free := rapid.Int64Range(0, BTC).Draw(t, "free")
			count := rapid.IntRange(1, 6).Draw(t, "count")
			left := func(level int) int64 {
				s := opened(holding("BTC", free))
				s.shop.Refuse(attacker.WithdrawalRefused, func(r attackertest.Request) bool { return r.Op == "withdraw" && r.Transfer.Amount > most })
				s.play(adapted(technique.WithdrawDirect{}, level, technique.Params{Count: count}))
				return s.account().Free("BTC")
			}
			if probed, replayed := left(technique.Probes), left(technique.Replays); probed > replayed {
				t.Fatalf("%d left by probing, %d by replaying", probed, replayed)
			}
		})
	})
})

var _ = Describe("a pivoting thief", func() {
	It("takes the next address when one is refused, at once", func() {
		s := opened(holding("BTC", BTC))
		s.shop.Refuse(attacker.AddressRefused, func(r attackertest.Request) bool { return r.Op == "withdraw" && r.Transfer.Address == "BTC-0" })
		s.play(adapted(technique.WithdrawDirect{}, technique.Pivots, technique.Params{Count: 1}))
		Expect(s.account().Sent[0].Address).To(Equal("BTC-1"))
		Expect(s.pauses).To(BeEmpty())
	})

	It("does not wait at a dead key", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k", holding("BTC", BTC)).Dead = true
		s.play(adapted(technique.WithdrawDirect{}, technique.Pivots, technique.Params{Count: 1}))
		Expect(s.ops()).To(Equal([]string{"balances"}))
	})
})
