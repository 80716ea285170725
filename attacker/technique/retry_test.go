package technique_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("retry", func() {
	// refusals turns the first n withdrawals down.
	refusals := func(s *stage, n int, r attacker.Refusal) {
		s.shop.Script = func(q attackertest.Request) attacker.Refusal {
			if q.Op == "withdraw" && n > 0 {
				n--
				return r
			}
			return attacker.Accepted
		}
	}
	rich := func() *stage {
		s := opened(holding("BTC", BTC))
		return s
	}

	It("makes the last refused call again, word by word, until it is accepted", func() {
		s := rich()
		refusals(s, 3, attacker.WithdrawalRefused)
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 1})
		s.use(technique.Retry{}, technique.Params{Times: 5, Backoff: time.Minute})
		Expect(s.ops()).To(Equal([]string{"balances", "withdraw", "withdraw", "withdraw", "withdraw"}))
		for _, r := range s.shop.Requests[2:] {
			Expect(r.Transfer).To(Equal(s.shop.Requests[1].Transfer))
		}
		Expect(s.account().Sent).To(HaveLen(1))
		Expect(s.key.Refused.Op).To(Equal(technique.OpNone))
	})

	It("does nothing when nothing was refused", func() {
		s := rich()
		s.use(technique.Retry{}, technique.Params{})
		Expect(s.ops()).To(BeEmpty())
	})

	It("pauses about twice as long each time, and gives up in the end", func() {
		s := rich()
		s.refuse("withdraw", attacker.WithdrawalRefused)
		s.use(technique.WithdrawDirect{}, technique.Params{Count: 1})
		begin := s.now
		s.use(technique.Retry{}, technique.Params{Times: 3, Backoff: time.Minute})
		Expect(s.shop.Requests).To(HaveLen(2 + 4))
		Expect(s.pauses).To(HaveLen(3))
		Expect(s.pauses[0] - begin).To(BeNumerically("~", 60*second, 12*second))
		Expect(s.pauses[1] - s.pauses[0]).To(BeNumerically("~", 120*second, 24*second))
		Expect(s.pauses[2] - s.pauses[1]).To(BeNumerically("~", 240*second, 48*second))
	})

	It("makes a run stubborn, and the run only hears of the last answer", func() {
		s := rich()
		refusals(s, 2, attacker.WithdrawalRefused)
		s.play(adapted(technique.WithdrawDirect{}, technique.Retries, technique.Params{Count: 3}, technique.Params{}))
		Expect(s.shop.Accepted("withdraw")).To(Equal(3))
		Expect(s.shop.Requests).To(HaveLen(1 + 2 + 3))
		Expect(s.key.Drained).To(BeTrue())
	})

	It("leaves alone what would be refused forever", func() {
		for _, r := range []attacker.Refusal{attacker.FilterRefused, attacker.OrderUnknown} {
			s := rich()
			s.refuse("withdraw", r)
			s.play(adapted(technique.WithdrawDirect{}, technique.Retries, technique.Params{Count: 1}, technique.Params{}))
			Expect(s.ops()).To(Equal([]string{"balances", "withdraw"}), string(r))
		}
	})

	It("asks again after every other refusal", func() {
		for _, r := range []attacker.Refusal{
			attacker.KeyRefused, attacker.FundsRefused, attacker.MarketRefused, attacker.AddressRefused,
			attacker.WithdrawalRefused, attacker.RateRefused, attacker.OtherRefused,
		} {
			s := rich()
			refusals(s, 1, r)
			s.play(adapted(technique.WithdrawDirect{}, technique.Retries, technique.Params{Count: 1}, technique.Params{Times: 1}))
			Expect(s.shop.Accepted("withdraw")).To(Equal(1), string(r))
		}
	})
})
