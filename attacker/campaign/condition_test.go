package campaign_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("conditions", func() {
	// after plays what comes first, then a step under the condition, and tells
	// whether it was taken.
	after := func(when campaign.Condition, prepare func(*attackertest.Account), first ...campaign.Step) bool {
		shop := attackertest.NewZaif()
		prepare(shop.Open("key-0", btc(attackertest.BTC)))
		c := plan(1)
		c.Steps = append(first, step("then", "read_account", 30, technique.Params{}, when))
		b := played(c, shop)
		last := b.Log()[len(b.Log())-1]
		Expect(last.Step).To(Equal("then"))
		if last.Skipped {
			Expect(last.Result).To(Equal("not " + string(when)))
			Expect(last.Op).To(BeEmpty())
			Expect(last.Source).To(BeEmpty())
		}
		return !last.Skipped
	}
	present := step("present", "present_key", 0, technique.Params{})
	read := step("read", "read_account", 1, technique.Params{})
	withdraw := step("withdraw", "withdraw_direct", 2, technique.Params{Count: 2})
	whole := func(*attackertest.Account) {}
	dead := func(a *attackertest.Account) { a.Dead = true }
	mute := func(a *attackertest.Account) { a.Rights = attacker.Rights{Read: true} }
	empty := func(a *attackertest.Account) { a.Money = nil }

	DescribeTable("hold as far as the thief knows",
		func(when campaign.Condition, prepare func(*attackertest.Account), want bool, first ...campaign.Step) {
			Expect(after(when, prepare, first...)).To(Equal(want))
		},
		Entry("always, knowing nothing", campaign.Always, dead, true),
		Entry("alive, never asked", campaign.Alive, whole, false),
		Entry("alive, a living key", campaign.Alive, whole, true, present),
		Entry("alive, a dead key", campaign.Alive, dead, false, present),
		Entry("can_trade, never asked", campaign.CanTrade, whole, false),
		Entry("can_trade, with the right", campaign.CanTrade, whole, true, present),
		Entry("can_trade, without", campaign.CanTrade, mute, false, present),
		Entry("can_trade, a dead key", campaign.CanTrade, dead, false, present),
		Entry("can_withdraw, with the right", campaign.CanWithdraw, whole, true, present),
		Entry("can_withdraw, without", campaign.CanWithdraw, mute, false, present),
		Entry("has_funds, never looked", campaign.HasFunds, whole, false),
		Entry("has_funds, with funds", campaign.HasFunds, whole, true, read),
		Entry("has_funds, with none", campaign.HasFunds, empty, false, read),
		Entry("unit_not_drained, before", campaign.UnitNotDrained, whole, true, read),
		Entry("unit_not_drained, after", campaign.UnitNotDrained, whole, false, withdraw),
		Entry("unit_not_drained, after a refused withdrawal", campaign.UnitNotDrained, mute, true, withdraw),
	)

	It("must all hold, and the first that does not is named", func() {
		shop := attackertest.NewZaif()
		shop.Open("key-0").Rights.Withdraw = false
		c := plan(1,
			present,
			step("then", "withdraw_direct", 1, technique.Params{Count: 1}, campaign.Alive, campaign.CanWithdraw, campaign.HasFunds),
		)
		b := played(c, shop)
		Expect(b.Log()[1].Result).To(Equal("not can_withdraw"))
	})

	It("costs no wake-up to leave steps out: the next step that applies makes its request at once", func() {
		shop := opened()
		c := plan(1,
			step("a", "read_account", 5, technique.Params{}, campaign.Alive),
			step("b", "read_account", 5, technique.Params{}, campaign.CanTrade),
			step("c", "present_key", 5, technique.Params{}),
		)
		b := agentOf(c)
		Expect(b.Wake(at(5), worldOf(shop))).To(Succeed())
		Expect(b.Log()).To(HaveLen(3))
		Expect(ops(requests(b))).To(Equal([]string{"rights"}))
	})
})
