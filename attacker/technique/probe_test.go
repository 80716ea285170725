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
	// adapted starts a technique at a level.
	adapted := func(t technique.Technique, level int, p technique.Params) technique.Run {
		run, err := t.Start(p)
		Expect(err).NotTo(HaveOccurred())
		run, err = technique.Adapt(run, level, technique.Params{})
		Expect(err).NotTo(HaveOccurred())
		return run
	}
	// capped turns withdrawals over the bound down.
	capped := func(s *stage) {
		s.limits = &technique.Limits{}
		s.shop.Script = func(r attackertest.Request) attacker.Refusal {
			if r.Op == "withdraw" && r.Transfer.Amount > bound {
				return attacker.WithdrawalRefused
			}
			return attacker.Accepted
		}
	}
	all := technique.Params{Count: 1, Asset: "BTC"}

	It("halves what is refused until it is taken, and takes the rest in pieces of that size", func() {
		s := newStage(attackertest.NewZaif())
		capped(s)
		account := s.shop.Open("k", holding("BTC", BTC))
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
		s := newStage(attackertest.NewZaif())
		capped(s)
		s.shop.Open("k", holding("BTC", BTC))
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		refused := len(s.shop.Refused())
		s.shop.Open("k", holding("BTC", 3*BTC))
		s.key = technique.KeyKnowledge{}
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		Expect(s.shop.Refused()).To(HaveLen(refused))
		Expect(s.shop.Accounts["k"].Free("BTC")).To(BeNumerically("<", 200_000))
	})

	It("waits out a window whose total is used up", func() {
		s := newStage(attackertest.NewZaif())
		s.limits = &technique.Limits{}
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
		s.shop.Open("k", holding("BTC", BTC))
		s.play(adapted(technique.WithdrawDirect{}, technique.Probes, all))
		Expect(s.shop.Accounts["k"].Free("BTC")).To(BeNumerically("<", BTC/10))
		Expect(len(used)).To(BeNumerically("<=", 4), "days")
		Expect(len(s.shop.Requests)).To(BeNumerically("<", 200))
	})

	It("learns from refusals alone: without one it asks as it would without probing", func() {
		requests := func(level int) []attackertest.Request {
			s := newStage(attackertest.NewZaif())
			s.limits = &technique.Limits{}
			s.shop.Open("k", holding("JPY", 5_000_000), holding("BTC", BTC))
			s.play(adapted(technique.ConvertByTrade{}, level, technique.Params{Count: 5, Target: "BTC"}))
			s.play(adapted(technique.WithdrawDirect{}, level, technique.Params{Count: 4}))
			return s.shop.Requests
		}
		for level := technique.Retries; level <= technique.Probes; level++ {
			Expect(requests(level)).To(Equal(requests(technique.Replays)))
		}
	})

	It("comes nearer to the market until a price is taken, and knows the bound then", func() {
		s := newStage(attackertest.NewZaif())
		s.limits = &technique.Limits{}
		s.shop.Script = func(r attackertest.Request) attacker.Refusal {
			if r.Op == "place" && r.Order.Limit && r.Order.Price > 120_000 {
				return attacker.FilterRefused
			}
			return attacker.Accepted
		}
		s.shop.Open("k", holding("MONA", 100*MONA))
		bait := technique.Params{Market: "MONABTC", Price: 9_600_000, Quantity: 50 * MONA}
		s.play(adapted(technique.PlaceBaitOrders{}, technique.Probes, bait))
		orders := s.shop.Accounts["k"].Orders
		Expect(orders).To(HaveLen(1))
		Expect(orders[0].Price).To(BeNumerically("~", 110_000, 10_000))
		Expect(orders[0].Remaining).To(Equal(int64(50 * MONA)))

		refused := len(s.shop.Refused())
		s.key.Stale = true
		s.play(adapted(technique.PlaceBaitOrders{}, technique.Probes, bait))
		Expect(s.shop.Refused()).To(HaveLen(refused))
		Expect(s.shop.Accounts["k"].Orders[1].Price).To(Equal(orders[0].Price))
	})

	It("gives a halt up after a bounded search, and waits longer and longer in between", func() {
		s := newStage(attackertest.NewZaif())
		s.limits = &technique.Limits{}
		s.shop.Open("k", holding("BTC", BTC))
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
				s := newStage(attackertest.NewZaif())
				s.limits = &technique.Limits{}
				s.shop.Script = func(r attackertest.Request) attacker.Refusal {
					if r.Op == "withdraw" && r.Transfer.Amount > most {
						return attacker.WithdrawalRefused
					}
					return attacker.Accepted
				}
				s.shop.Open("k", holding("BTC", free))
				s.play(adapted(technique.WithdrawDirect{}, level, technique.Params{Count: count}))
				return s.shop.Accounts["k"].Free("BTC")
			}
			if probed, replayed := left(technique.Probes), left(technique.Replays); probed > replayed {
				t.Fatalf("%d left by probing, %d by replaying", probed, replayed)
			}
		})
	})
})

var _ = Describe("a pivoting thief", func() {
	It("takes the next address when one is refused, at once", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Script = func(r attackertest.Request) attacker.Refusal {
			if r.Op == "withdraw" && r.Transfer.Address == "BTC-0" {
				return attacker.AddressRefused
			}
			return attacker.Accepted
		}
		s.shop.Open("k", holding("BTC", BTC))
		run, err := technique.WithdrawDirect{}.Start(technique.Params{Count: 1})
		Expect(err).NotTo(HaveOccurred())
		run, err = technique.Adapt(run, technique.Pivots, technique.Params{})
		Expect(err).NotTo(HaveOccurred())
		s.play(run)
		Expect(s.shop.Accounts["k"].Sent[0].Address).To(Equal("BTC-1"))
		Expect(s.pauses).To(BeEmpty())
	})

	It("does not wait at a dead key", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k", holding("BTC", BTC)).Dead = true
		run, err := technique.WithdrawDirect{}.Start(technique.Params{Count: 1})
		Expect(err).NotTo(HaveOccurred())
		run, err = technique.Adapt(run, technique.Pivots, technique.Params{})
		Expect(err).NotTo(HaveOccurred())
		s.play(run)
		Expect(s.ops()).To(Equal([]string{"balances"}))
	})
})
