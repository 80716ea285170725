package impact_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = DescribeTable("What stands in a customer's way",
	func(actor sim.Actor, e mockexchange.Event, by reject.Control) {
		e.At, e.Seq = 7, 9
		blame := impact.BlameFor([]reject.Control{reject.FirstSeenHold})
		c, ok := blame.CauseOf(actor, &e)
		Expect(ok).To(Equal(by != reject.None))
		Expect(c).To(Equal(impact.Cause{By: by, Type: e.Type, Code: e.Code, At: 7, Seq: 9}))
	},
	Entry("a control that the defence imposed", sim.Schedule, mockexchange.Event{Type: mockexchange.WithdrawalHeld, Control: reject.FirstSeenHold}, reject.FirstSeenHold),
	Entry("never one that the venue had anyway", sim.Schedule, mockexchange.Event{Type: mockexchange.WithdrawalHeld, Control: reject.WithdrawalLimit}, reject.None),
	Entry("an action that was taken before", sim.FirstCustomer, mockexchange.Event{Type: mockexchange.OrderRefused, Code: reject.MarketHalted, Control: reject.HaltMarket}, reject.HaltMarket),
	Entry("never bad luck", sim.FirstCustomer, mockexchange.Event{Type: mockexchange.OrderRefused, Code: reject.InsufficientBalance}, reject.None),
	Entry("an action that takes a key", sim.Operator, mockexchange.Event{Type: mockexchange.KeyDeleted, Op: mockexchange.RevokeKeys}, reject.RevokeKeys),
	Entry("never its owner who deletes it", sim.FirstCustomer, mockexchange.Event{Type: mockexchange.KeyDeleted, Op: mockexchange.DeleteKey}, reject.None),
	Entry("a freeze", sim.Operator, mockexchange.Event{Type: mockexchange.Operated, Op: mockexchange.FreezeAccount}, reject.FreezeAccounts),
	Entry("never one that found nothing to do", sim.Operator, mockexchange.Event{Type: mockexchange.Operated, Op: mockexchange.FreezeAccount, Code: reject.NothingToDo}, reject.None),
	Entry("a trade that is undone", sim.Operator, mockexchange.Event{Type: mockexchange.TradeReversed, Op: mockexchange.RollbackTrades, Control: reject.RollbackTrades}, reject.RollbackTrades),
	Entry("never what an event only mentions", sim.Operator, mockexchange.Event{Type: mockexchange.MarketState, Control: reject.HaltMarket}, reject.None),
)
