package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("what a technique can do", func() {
	It("is to be shared out, with some, and to be stood in for", func() {
		var divisible, fallback []string
		for _, t := range technique.All() {
			if _, ok := t.(technique.Divisible); ok {
				divisible = append(divisible, t.Info().Name)
			}
			if _, ok := t.(technique.Fallback); ok {
				fallback = append(fallback, t.Info().Name)
			}
		}
		Expect(divisible).To(Equal([]string{"convert_by_trade", "withdraw_direct", "buy_from_self", "counter_trade"}))
		Expect(fallback).To(Equal([]string{"convert_by_trade", "withdraw_direct"}))
	})

	It("leaves less and less of its work, and then none", func() {
		for _, c := range []struct {
			work  technique.Divisible
			whole technique.Params
			calls int
		}{
			{technique.WithdrawDirect{}, technique.Params{Count: 3}, 3},
			{technique.ConvertByTrade{}, technique.Params{Count: 3}, 3},
			{technique.BuyFromSelf{}, technique.Params{}, 1},
			{technique.CounterTrade{}, technique.Params{Rounds: 2}, 8},
		} {
			for done := range c.calls {
				_, ok := c.work.Remainder(c.whole, done)
				Expect(ok).To(BeTrue(), "%s, %d done", c.work.Info().Name, done)
			}
			_, ok := c.work.Remainder(c.whole, c.calls)
			Expect(ok).To(BeFalse(), c.work.Info().Name)
		}
	})

	It("has stand-ins that start, whatever was refused to whom", func() {
		refusals := []attacker.Refusal{
			attacker.KeyRefused, attacker.FundsRefused, attacker.MarketRefused, attacker.FilterRefused,
			attacker.AddressRefused, attacker.WithdrawalRefused, attacker.RateRefused, attacker.OtherRefused,
		}
		ways := map[string]int{}
		for _, t := range technique.All() {
			f, ok := t.(technique.Fallback)
			if !ok {
				continue
			}
			for _, r := range refusals {
				for i := range 8 {
					s := newStage(attackertest.NewZaif())
					s.key.Rights = attacker.Rights{Trade: i&1 > 0, Withdraw: i&2 > 0}
					failure := technique.Failure{Params: technique.Params{Count: 2, Asset: "BTC", Target: "BTC"}, Refusal: r, Done: i}
					if i&4 > 0 {
						failure.Market = "MONABTC"
					}
					for _, use := range f.Fallbacks(failure, s.view()) {
						_, err := use.Technique.Start(use.Params)
						Expect(err).NotTo(HaveOccurred(), "%s after %s", use.Technique.Info().Name, r)
						ways[t.Info().Name+" > "+use.Technique.Info().Name]++
					}
				}
			}
		}
		Expect(ways).To(HaveLen(4))
	})
})
