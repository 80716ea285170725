package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Fees that the house does without", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() { v = openAudited(smallGenesis(4)) })
	// trade has customer 1 buy a whole coin of customer 2 and gives what both paid.
	trade := func() (coins, yens int64) {
		before := [2]int64{v.Booked(ledger.Fees, btc), v.Booked(ledger.Fees, yen)}
		v.key(2, ask(1_000_000, 100))
		v.key(1, bid(1_000_000, 100))
		Expect(v.result.Filled).To(Equal(int64(coin)))
		return v.Booked(ledger.Fees, btc) - before[0], v.Booked(ledger.Fees, yen) - before[1]
	}
	waive := mx.Command{Kind: mx.WaiveFees, Account: 1, Until: start + hour}

	It("are waived for an account alone, and up to the end of the promise", func() {
		buyers, sellers := trade()
		Expect([]int64{buyers, sellers}).To(HaveEach(BeNumerically(">", 0)))
		Expect(types(v.staff(waive))).To(Equal([]string{"operated"}))
		free, paid := trade()
		Expect([]int64{free, paid}).To(Equal([]int64{0, sellers}))
		v.now = start + hour
		free, _ = trade()
		Expect(free).To(Equal(buyers))
		v.staff(waive)
		Expect(v.result.Code).To(Equal(reject.BadRequest), "that is over")
	})

	It("are paid back in part at the end, in another coin, at its last price", func() {
		v.staff(mx.Command{Kind: mx.RebateFees, Asset: btc, Amount: 700_000, Until: start + hour})
		buyers, sellers := trade()
		v.now = start + hour - 1
		Expect(v.key(3, mx.Command{Kind: mx.ReadAccount})).To(HaveLen(1), "not yet")
		v.now = start + 2*hour
		events := v.key(3, mx.Command{Kind: mx.ReadAccount})
		Expect(types(events)).To(Equal([]string{"compensated", "compensated", "api_call"}))
		worth := []int64{buyers * 1_000_000_00 / coin, sellers} // a coin is a million yen
		for i, e := range events[:2] {
			Expect([]int64{e.At, int64(e.Account), e.Amount, e.Value}).To(Equal([]int64{
				start + hour, int64(i + 1), worth[i] * 7 / 10 * coin / 1_000_000_00, worth[i] * 7 / 10,
			}))
			Expect([]any{e.Op, e.Asset}).To(Equal([]any{mx.RebateFees, uint16(btc)}))
		}
		Expect(v.key(3, mx.Command{Kind: mx.ReadAccount})).To(HaveLen(1), "once")
	})

	It("are not paid back to whom they were waived", func() {
		v.staff(waive)
		v.staff(mx.Command{Kind: mx.RebateFees, Asset: btc, Amount: 700_000, Until: start + hour})
		trade()
		v.now = start + hour
		Expect(v.key(3, mx.Command{Kind: mx.ReadAccount})[0].Account).To(Equal(uint32(2)))
	})

	DescribeTable("cannot be promised", func(c mx.Command, code reject.Code) {
		v.staff(waive)
		v.staff(mx.Command{Kind: mx.RebateFees, Asset: btc, Amount: 1, Until: start + hour})
		v.staff(c)
		Expect(v.result.Code).To(Equal(code))
	},
		Entry("to nobody", mx.Command{Kind: mx.WaiveFees, Until: start + hour}, reject.UnknownAccount),
		Entry("twice", waive, reject.NothingToDo),
		Entry("without an end", mx.Command{Kind: mx.WaiveFees, Account: 2}, reject.BadRequest),
		Entry("in nothing", mx.Command{Kind: mx.RebateFees, Amount: 1, Until: start + hour}, reject.UnknownAsset),
		Entry("more than all", mx.Command{Kind: mx.RebateFees, Asset: btc, Amount: 1_000_001, Until: start + hour}, reject.BadRequest),
		Entry("none", mx.Command{Kind: mx.RebateFees, Asset: btc, Until: start + hour}, reject.BadRequest),
		Entry("before the last promise is kept", mx.Command{Kind: mx.RebateFees, Asset: yen, Amount: 1, Until: start + hour}, reject.NothingToDo),
	)
})
