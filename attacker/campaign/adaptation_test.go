package campaign_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("adaptation", func() {
	// halted refuses withdrawals until a minute.
	halted := func(b *campaign.Agent, shop *attackertest.Exchange, until int64) {
		shop.Script = func(r attackertest.Request) attacker.Refusal {
			if now, _ := b.Next(); r.Op == "withdraw" && now < at(until) {
				return attacker.WithdrawalRefused
			}
			return attacker.Accepted
		}
	}
	run := func(level int, extra ...campaign.Step) (*campaign.Agent, *attackertest.Account) {
		shop := attackertest.NewZaif()
		account := shop.Open("key-0", btc(attackertest.BTC))
		c := plan(1)
		c.Level = level
		c.Persistence = campaign.Persistence{Times: 4, Backoff: 4 * time.Minute}
		c.Steps = append([]campaign.Step{step("withdraw", "withdraw_direct", 0, technique.Params{Count: 2})}, extra...)
		b := agentOf(c)
		halted(b, shop, 20)
		play(b, shop, forever)
		return b, account
	}

	It("replays the plan at level 0: what is refused is not asked for again", func() {
		b, account := run(0)
		Expect(ops(b.Log())).To(Equal([]string{"balances", "withdraw", "withdraw"}))
		Expect(account.Sent).To(BeEmpty())
	})

	It("asks again at level 1, later and later, and goes on with the plan once it is let", func() {
		b, account := run(1)
		Expect(account.Sent).To(HaveLen(2))
		Expect(b.Knowledge().Keys[0].Drained).To(BeTrue())
		log := b.Log()
		Expect(ops(log)).To(Equal([]string{"balances", "withdraw", "withdraw", "withdraw", "withdraw", "withdraw"}))
		for i := 2; i < 4; i++ { // the third retry, after the halt, is accepted
			Expect(log[i].Refusal).To(Equal(attacker.WithdrawalRefused))
			Expect(log[i].Asked).To(Equal(log[1].Asked))
		}
		Expect(log[4].Refusal).To(Equal(attacker.Accepted))
		Expect(log[4].At - log[3].At).To(BeNumerically(">", log[3].At-log[2].At))
		Expect(log[3].At - log[2].At).To(BeNumerically(">", log[2].At-log[1].At))
	})

	It("asks again at level 0 only by a step that says so", func() {
		b, account := run(0, step("again", "retry", 30, technique.Params{}))
		Expect(account.Sent).To(HaveLen(1))
		last := b.Log()[len(b.Log())-1]
		Expect(last.Technique).To(Equal("retry"))
		Expect(last.At).To(Equal(at(30)))
	})

	It("is not stubborn twice: a retry step at level 1 asks as often as its own parameters say", func() {
		shop := opened(btc(attackertest.BTC))
		shop.Refuse(attacker.WithdrawalRefused, func(r attackertest.Request) bool { return r.Op == "withdraw" })
		c := plan(1)
		c.Level = 1
		c.Persistence = campaign.Persistence{Times: 1, Backoff: time.Minute}
		c.Steps = []campaign.Step{
			step("withdraw", "withdraw_direct", 0, technique.Params{Count: 1}),
			step("again", "retry", 100, technique.Params{Times: 2}),
		}
		b := played(c, shop)
		Expect(ops(b.Log())).To(Equal([]string{"balances", "withdraw", "withdraw", "withdraw", "withdraw", "withdraw"}))
	})
})
