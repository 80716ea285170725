package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Compensation", Label("embedded"), func() {
	var h *house
	BeforeEach(func() { h = openAudited(smallGenesis(4)) })
	give := func(asset uint16, amount int64, fund bool) []mx.Event {
		return h.staff(mx.Command{Kind: mx.Compensate, Account: 2, Asset: asset, Amount: amount, Flag: fund, Label: "January"})
	}

	It("pays out of the house's own coins, in kind", func() {
		events := plain(give(btc, 3*coin, false))
		Expect(events[0]).To(Equal(mx.Event{
			Type: mx.Compensated, Op: mx.Compensate, Auth: mx.AuthOperator, Account: 2, Asset: btc,
			Amount: 3 * coin, Value: 3_000_000_00, Label: "January",
		}))
		Expect(types(events)).To(Equal([]string{"compensated", "operated"}))
		Expect(h.balance(2, btc)[0]).To(Equal(int64(startBTC + 3*coin)))
		Expect(h.Booked(ledger.House, btc)).To(Equal(int64(7 * coin)))
	})

	It("pays in money", func() {
		give(yen, 1_000_000_00, false)
		Expect(h.result).To(Equal(mx.Result{Count: 1}))
		Expect(h.Booked(ledger.House, yen)).To(BeZero())
	})

	It("uses what the house earned when its own coins are spent", func() {
		h.key(1, ask(1_000_000, 100))
		h.key(2, bid(1_000_000, 100))
		earned := h.Booked(ledger.Fees, btc)
		give(btc, 10*coin+earned, false)
		Expect(h.result.Code).To(Equal(reject.OK))
		Expect(h.Booked(ledger.House, btc) + h.Booked(ledger.Fees, btc)).To(BeZero())
	})

	It("pays nothing where the house has not got it all", func() {
		Expect(types(give(btc, 10*coin+1, false))).To(Equal([]string{"operated"}))
		Expect(h.result).To(Equal(mx.Result{Code: reject.InsufficientBalance}))
		give(btc, 1, true)
		Expect(h.result).To(Equal(mx.Result{Code: reject.InsufficientBalance}), "no fund")
		Expect(h.balance(2, btc)[0]).To(Equal(int64(startBTC)))
	})

	DescribeTable("is refused",
		func(c mx.Command, code reject.Code) {
			c.Kind = mx.Compensate
			h.staff(c)
			Expect(h.result.Code).To(Equal(code))
		},
		Entry("to nobody", mx.Command{Asset: btc, Amount: 1}, reject.UnknownAccount),
		Entry("in nothing", mx.Command{Account: 1, Amount: 1}, reject.UnknownAsset),
		Entry("in what is not", mx.Command{Account: 1, Asset: 9, Amount: 1}, reject.UnknownAsset),
		Entry("of nothing", mx.Command{Account: 1, Asset: btc}, reject.BadRequest),
		Entry("of less", mx.Command{Account: 1, Asset: btc, Amount: -1}, reject.BadRequest),
	)
})

var _ = Describe("A protection fund", Label("embedded"), func() {
	var h *house
	BeforeEach(func() { h = openAudited(smallGenesis(4)) })
	share := func(ppm int64) []mx.Event { return h.staff(mx.Command{Kind: mx.FundProtection, Amount: ppm}) }
	trade := func() {
		h.key(1, ask(1_000_000, 500))
		h.key(2, bid(1_000_000, 500)) // the buyer pays 300 ppm of 5 bitcoin
	}

	It("gets its share of fees from then on, rounded down", func() {
		trade()
		Expect(h.ProtectionFund(btc)).To(BeZero())
		Expect(types(share(100_000))).To(Equal([]string{"operated"}))
		earned := h.Booked(ledger.Fees, btc)
		h.key(3, ask(1_000_000, 500))
		h.key(4, bid(1_000_000, 500))
		Expect(h.ProtectionFund(btc)).To(Equal(int64(15_000)))
		Expect(h.Booked(ledger.Fees, btc) - earned).To(Equal(int64(135_000)))
		share(0)
		h.key(4, ask(1_000_000, 500))
		h.key(3, bid(1_000_000, 500))
		Expect(h.ProtectionFund(btc)).To(Equal(int64(15_000)), "no more")
	})

	It("has a cold wallet of its own, filled once a day and apart from the venue's", func() {
		share(1_000_000)
		trade()
		h.key(3, ask(1_000_000, 500))
		h.key(4, bid(1_000_000, 500))
		Expect(h.Addresses(btc)).To(HaveLen(2))
		cold := h.truth(btc)[1]
		events := h.pay(btc)
		Expect(types(events)).To(Equal([]string{"wallet_moved"}))
		Expect([]any{events[0].Op, events[0].Address, events[0].Amount}).
			To(Equal([]any{mx.FundProtection, h.fundAddress(btc), h.ProtectionFund(btc)}))
		h.mined(btc)
		Expect(h.nodes[btc-1].Balance(h.fundAddress(btc))).To(Equal(int64(300_000)))
		Expect(h.truth(btc)[1]).To(Equal(cold))
		Expect(h.Addresses(btc)).To(ContainElement(h.fundAddress(btc)))
		h.key(2, ask(1_000_000, 500))
		h.key(1, bid(1_000_000, 500))
		Expect(h.pay(btc)).To(BeEmpty(), "tomorrow")
		h.now += 24 * hour
		Expect(types(h.pay(btc))).To(Equal([]string{"wallet_moved"}))
	})

	It("pays customers, and brings back the coins that it paid", func() {
		share(1_000_000)
		trade()
		h.pay(btc)
		h.mined(btc)
		h.staff(mx.Command{Kind: mx.Compensate, Account: 3, Asset: btc, Amount: 150_000, Flag: true})
		Expect(h.result.Code).To(Equal(reject.OK))
		Expect(h.ProtectionFund(btc)).To(BeZero())
		h.now += 24 * hour
		Expect(types(h.pay(btc))).To(Equal([]string{"wallet_moved"}))
		h.mined(btc)
		Expect(h.nodes[btc-1].Balance(h.fundAddress(btc))).To(BeZero())
	})

	It("is out of reach of a sweep and of a thief with the hot key", func() {
		share(1_000_000)
		trade()
		h.pay(btc)
		h.mined(btc)
		h.staff(mx.Command{Kind: mx.SweepToCold, Asset: btc})
		h.mined(btc)
		Expect(h.nodes[btc-1].Balance(h.fundAddress(btc))).To(Equal(int64(150_000)))
	})

	It("takes no share that is none", func() {
		for _, c := range []struct {
			ppm  int64
			code reject.Code
		}{{-1, reject.BadRequest}, {1_000_001, reject.BadRequest}, {0, reject.NothingToDo}} {
			share(c.ppm)
			Expect(h.result.Code).To(Equal(c.code))
		}
	})
})
