package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/money"
)

const (
	BTC  = attackertest.BTC
	MONA = attackertest.MONA
	XEM  = attackertest.XEM
)

var _ = Describe("withdraw_direct", func() {
	run := func(p technique.Params, balances ...attacker.Balance) *stage {
		s := opened(balances...)
		s.use(technique.WithdrawDirect{}, p)
		return s
	}
	sum := func(sent []attacker.Transfer) (n int64) {
		for _, t := range sent {
			n += t.Amount
		}
		return n
	}

	It("looks once, then takes nearly all in exactly the planned number of parts", func() {
		s := run(technique.Params{Count: 4}, holding("BTC", BTC))
		Expect(s.ops()).To(Equal([]string{"balances", "withdraw", "withdraw", "withdraw", "withdraw"}))
		Expect(s.shop.Refused()).To(BeEmpty())
		Expect(s.account().Free("BTC")).To(Equal(int64(4*50_000)), "one fee for each stays, in case it comes on top")
		Expect(s.key.Withdrawn).To(Equal(4))
		Expect(s.key.Drained).To(BeTrue())
	})

	It("makes parts of different sizes, the last one taking the rest", func() {
		s := run(technique.Params{Count: 5}, holding("BTC", BTC))
		sizes := map[int64]bool{}
		for _, t := range s.account().Sent {
			sizes[t.Amount] = true
		}
		Expect(sizes).To(HaveLen(5))
		Expect(sum(s.account().Sent)).To(Equal(int64(BTC - 5*50_000)))
	})

	It("counts anew when its owner was faster, and makes all that were planned", func() {
		s := opened(holding("BTC", BTC))
		spent := false
		s.shop.Script = func(r attackertest.Request) attacker.Refusal {
			if r.Op == "withdraw" && !spent {
				spent = true
				s.account().Money[0].Free = BTC / 5
				return attacker.FundsRefused
			}
			return attacker.Accepted
		}
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 4})
		Expect(s.key.Withdrawn).To(Equal(4))
		Expect(sum(s.account().Sent)).To(Equal(int64(BTC/5 - 4*50_000)))
	})

	It("writes amounts as he is used to, and leaves what that costs", func() {
		s := opened(holding("BTC", 0.87654321*BTC))
		s.amounts = money.Precision{0, 1_000_000}
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 4})
		Expect(s.key.Withdrawn).To(Equal(4))
		for _, t := range s.account().Sent {
			Expect(t.Amount%(BTC/1_000)).To(BeZero(), "two digits of some twenty hundredths")
		}
		Expect(s.account().Free("BTC")).To(BeNumerically("<", BTC/10))
	})

	It("sends every part to an address of its own", func() {
		s := run(technique.Params{Count: 3}, holding("BTC", BTC))
		Expect(s.account().Sent[0].Address).To(Equal("BTC-0"))
		Expect(s.account().Sent[1].Address).To(Equal("BTC-1"))
		Expect(s.account().Sent[2].Address).To(Equal("BTC-2"))
	})

	It("or uses one address of each coin for the account", func() {
		s := run(technique.Params{Count: 4, Fresh: technique.FreshAccount}, holding("BTC", BTC), holding("XEM", 900*XEM))
		for _, t := range s.account().Sent {
			Expect(t.Address).To(Equal(t.Asset + "-0"))
		}
		Expect(s.account().Sent).To(HaveLen(4))
	})

	It("does not look again when nothing moved since it last looked", func() {
		s := opened(holding("BTC", BTC))
		s.use(technique.ReadAccount{}, technique.Params{})
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 1})
		Expect(s.ops()).To(Equal([]string{"balances", "withdraw"}))
	})

	It("takes what can be withdrawn and nothing else", func() {
		s := run(technique.Params{Count: 3}, holding("JPY", 1_000_000), holding("BTC", BTC), holding("MONA", 500*MONA))
		Expect(s.account().Free("JPY")).To(Equal(int64(1_000_000)))
		assets := map[string]int{}
		for _, t := range s.account().Sent {
			assets[t.Asset]++
		}
		Expect(assets).To(HaveLen(2))
		Expect(s.account().Sent).To(HaveLen(3))
	})

	It("takes only the coin that it is told to take", func() {
		s := run(technique.Params{Count: 3, Asset: "MONA"}, holding("BTC", BTC), holding("MONA", 500*MONA))
		Expect(s.account().Free("BTC")).To(Equal(int64(BTC)))
		Expect(s.account().Sent).To(HaveLen(3))
	})

	It("takes the least of the record and of what is there", func() {
		s := run(technique.Params{Count: 2, Asset: "BTC", Total: BTC / 4}, holding("BTC", BTC))
		Expect(sum(s.account().Sent)).To(Equal(int64(BTC / 4)))
		Expect(s.key.Drained).To(BeFalse(), "there is more")
		s = run(technique.Params{Count: 2, Asset: "BTC", Total: 9 * BTC}, holding("BTC", BTC))
		Expect(sum(s.account().Sent)).To(Equal(int64(BTC - 2*50_000)))
	})

	It("makes fewer parts when there is too little for so many", func() {
		// One part is at least minimum and fee, 150,000, and leaves a fee behind.
		s := run(technique.Params{Count: 9}, holding("BTC", 450_000))
		Expect(s.account().Sent).To(HaveLen(2))
		Expect(s.shop.Refused()).To(BeEmpty())
	})

	It("leaves an account alone that holds too little, or nothing that he has an address for", func() {
		s := run(technique.Params{Count: 2}, holding("BTC", 150_000))
		Expect(s.ops()).To(Equal([]string{"balances"}))
		Expect(s.key.Drained).To(BeFalse())

		s = opened(holding("BTC", BTC))
		s.addresses = technique.NewAddressPool(nil)
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 2})
		Expect(s.ops()).To(Equal([]string{"balances"}))
	})

	It("tries every planned part when withdrawals are refused, and does not think the account drained", func() {
		for _, r := range []attacker.Refusal{attacker.WithdrawalRefused, attacker.AddressRefused, attacker.RateRefused, attacker.OtherRefused} {
			s := opened(holding("BTC", BTC))
			s.refuse("withdraw", r)
			s.use(technique.WithdrawDirect{}, technique.Params{Count: 3})
			Expect(s.ops()).To(Equal([]string{"balances", "withdraw", "withdraw", "withdraw"}), string(r))
			Expect(s.key.Drained).To(BeFalse())
			Expect(s.key.Withdrawn).To(BeZero())
		}
	})

	It("gives up when the key may not", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k", holding("BTC", BTC)).Rights.Withdraw = false
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 3})
		Expect(s.ops()).To(Equal([]string{"balances", "withdraw"}))
		Expect(s.key.Drained).To(BeFalse())
	})

	It("gives up when it cannot look", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k", holding("BTC", BTC)).Rights.Read = false
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 3})
		Expect(s.ops()).To(Equal([]string{"balances"}))
	})

	It("is exact for any balances: never refused, and as many parts as planned if they suffice", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			count := rapid.IntRange(1, 12).Draw(t, "count")
			btc := rapid.Int64Range(0, 10*BTC).Draw(t, "btc")
			xem := rapid.Int64Range(0, 10_000*XEM).Draw(t, "xem")
			s := opened(holding("XEM", xem), holding("BTC", btc))
			s.chance = technique.NewChance(rapid.Uint64().Draw(t, "seed"), 0)
			account := s.account()
			s.use(technique.WithdrawDirect{}, technique.Params{Count: count})
			if refused := s.shop.Refused(); len(refused) > 0 {
				t.Fatalf("refused: %+v", refused)
			}
			room := btc/200_000 + xem/5_000_000
			if want := min(int64(count), room); int64(len(account.Sent)) != want {
				t.Fatalf("%d withdrawals, expected %d", len(account.Sent), want)
			}
		})
	})
})
