package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Compensation", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() { v = openAudited(smallGenesis(4)) })
	give := func(asset uint16, amount int64, fund bool) []mx.Event {
		return v.staff(mx.Command{Kind: mx.Compensate, Account: 2, Asset: asset, Amount: amount, Flag: fund, Label: "January"})
	}

	It("pays out of the house's own coins, in kind", func() {
		events := plain(give(btc, 3*coin, false))
		Expect(events[0]).To(Equal(mx.Event{
			Type: mx.Compensated, Op: mx.Compensate, Auth: mx.AuthOperator, Account: 2, Asset: btc,
			Amount: 3 * coin, Value: 3_000_000_00, Label: "January",
		}))
		Expect(types(events)).To(Equal([]string{"compensated", "operated"}))
		Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC + 3*coin)))
		Expect(v.Booked(ledger.House, btc)).To(Equal(int64(7 * coin)))
	})

	It("pays in money", func() {
		give(yen, 1_000_000_00, false)
		Expect(v.result).To(Equal(mx.Result{Count: 1}))
		Expect(v.Booked(ledger.House, yen)).To(BeZero())
	})

	It("uses what the house earned when its own coins are spent", func() {
		v.key(1, ask(1_000_000, 100))
		v.key(2, bid(1_000_000, 100))
		earned := v.Booked(ledger.Fees, btc)
		give(btc, 10*coin+earned, false)
		Expect(v.result.Code).To(Equal(reject.OK))
		Expect(v.Booked(ledger.House, btc) + v.Booked(ledger.Fees, btc)).To(BeZero())
	})

	It("pays nothing where the house has not got it all", func() {
		Expect(types(give(btc, 10*coin+1, false))).To(Equal([]string{"operated"}))
		Expect(v.result).To(Equal(mx.Result{Code: reject.InsufficientBalance}))
		give(btc, 1, true)
		Expect(v.result).To(Equal(mx.Result{Code: reject.InsufficientBalance}), "no fund")
		Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC)))
	})

	DescribeTable("is refused",
		func(c mx.Command, code reject.Code) {
			c.Kind = mx.Compensate
			v.staff(c)
			Expect(v.result.Code).To(Equal(code))
		},
		Entry("to nobody", mx.Command{Asset: btc, Amount: 1}, reject.UnknownAccount),
		Entry("in nothing", mx.Command{Account: 1, Amount: 1}, reject.UnknownAsset),
		Entry("in what is not", mx.Command{Account: 1, Asset: 9, Amount: 1}, reject.UnknownAsset),
		Entry("of nothing", mx.Command{Account: 1, Asset: btc}, reject.BadRequest),
		Entry("of less", mx.Command{Account: 1, Asset: btc, Amount: -1}, reject.BadRequest),
	)
})

var _ = Describe("A protection fund", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() { v = openAudited(smallGenesis(4)) })
	share := func(ppm int64) []mx.Event { return v.staff(mx.Command{Kind: mx.FundProtection, Amount: ppm}) }
	trade := func() {
		v.key(1, ask(1_000_000, 500))
		v.key(2, bid(1_000_000, 500)) // the buyer pays 300 ppm of 5 bitcoin
	}

	It("gets its share of fees from then on, rounded down", func() {
		trade()
		Expect(v.ProtectionFund(btc)).To(BeZero())
		Expect(types(share(100_000))).To(Equal([]string{"operated"}))
		earned := v.Booked(ledger.Fees, btc)
		v.key(3, ask(1_000_000, 500))
		v.key(4, bid(1_000_000, 500))
		Expect(v.ProtectionFund(btc)).To(Equal(int64(15_000)))
		Expect(v.Booked(ledger.Fees, btc) - earned).To(Equal(int64(135_000)))
		share(0)
		v.key(4, ask(1_000_000, 500))
		v.key(3, bid(1_000_000, 500))
		Expect(v.ProtectionFund(btc)).To(Equal(int64(15_000)), "no more")
	})

	It("has a cold wallet of its own, filled once a day and apart from the venue's", func() {
		share(1_000_000)
		trade()
		v.key(3, ask(1_000_000, 500))
		v.key(4, bid(1_000_000, 500))
		Expect(v.Addresses(btc)).To(HaveLen(2))
		cold := v.truth(btc)[1]
		events := v.pay(btc)
		Expect(types(events)).To(Equal([]string{"wallet_moved"}))
		Expect([]any{events[0].Op, events[0].Address, events[0].Amount}).
			To(Equal([]any{mx.FundProtection, v.fundAddress(btc), v.ProtectionFund(btc)}))
		v.mined(btc)
		Expect(v.nodes[btc-1].Balance(v.fundAddress(btc))).To(Equal(int64(300_000)))
		Expect(v.truth(btc)[1]).To(Equal(cold))
		Expect(v.Addresses(btc)).To(ContainElement(v.fundAddress(btc)))
		v.key(2, ask(1_000_000, 500))
		v.key(1, bid(1_000_000, 500))
		Expect(v.pay(btc)).To(BeEmpty(), "tomorrow")
		v.now += 24 * hour
		Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
	})

	It("pays customers, and brings back the coins that it paid", func() {
		share(1_000_000)
		trade()
		v.pay(btc)
		v.mined(btc)
		v.staff(mx.Command{Kind: mx.Compensate, Account: 3, Asset: btc, Amount: 150_000, Flag: true})
		Expect(v.result.Code).To(Equal(reject.OK))
		Expect(v.ProtectionFund(btc)).To(BeZero())
		v.now += 24 * hour
		Expect(types(v.pay(btc))).To(Equal([]string{"wallet_moved"}))
		v.mined(btc)
		Expect(v.nodes[btc-1].Balance(v.fundAddress(btc))).To(BeZero())
	})

	It("is out of reach of a sweep and of a thief with the hot key", func() {
		share(1_000_000)
		trade()
		v.pay(btc)
		v.mined(btc)
		v.staff(mx.Command{Kind: mx.SweepToCold, Asset: btc})
		v.mined(btc)
		Expect(v.nodes[btc-1].Balance(v.fundAddress(btc))).To(Equal(int64(150_000)))
	})

	It("takes no share that is none", func() {
		for _, c := range []struct {
			ppm  int64
			code reject.Code
		}{{-1, reject.BadRequest}, {1_000_001, reject.BadRequest}, {0, reject.NothingToDo}} {
			share(c.ppm)
			Expect(v.result.Code).To(Equal(c.code))
		}
	})
})
