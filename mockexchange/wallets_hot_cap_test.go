package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A hot cap that is kept", Label("embedded"), func() {
	var v *venue
	open := func(change func(*custody.Policy)) {
		g := smallGenesis(4)
		change(&g.Settings.Custody)
		v = openAudited(g)
	}
	arrive := func(amount int64) {
		Expect(v.deposit(2, xem, amount)).To(Succeed())
		v.mined(xem)
	}

	It("sends what gathers above it to cold storage", func() {
		open(func(p *custody.Policy) { p.HotCap = 100_000 })
		arrive(50_000_000_000)
		events := v.pay(xem)
		Expect(types(events)).To(Equal([]string{"wallet_moved"}))
		w, _ := v.Wallet(xem)
		Expect(events[0].Address).To(Equal(w.Cold))
		v.mined(xem)
		Expect(v.truth(xem)[0]).To(BeNumerically("~", v.truth(xem)[2]/10, 100_000))
		Expect(v.pay(xem)).To(BeEmpty())
	})

	It("lets a tenth more gather", func() {
		open(func(p *custody.Policy) { p.HotCap = 100_000 })
		arrive(1_000_000_000)
		Expect(v.pay(xem)).To(BeEmpty())
	})

	It("does not take away what is due to customers", func() {
		open(func(p *custody.Policy) { p.HotCap = 100_000 })
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 45_000_000_000, Address: outside(1)})
		v.pay(xem)
		arrive(44_000_000_000)
		Expect(types(v.pay(xem))).To(ContainElement("withdrawal_broadcast"))
		v.mined(xem)
		Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
	})

	It("bounds what is hot by the value of everything", func() {
		open(func(p *custody.Policy) { p.HotCapTotal = 50_000 })
		// 30 bitcoin at a million yen, a fifth hot; 201,000 XEM at a hundred, all hot.
		hot := v.truth(btc)[0]/coin*1_000_000 + v.truth(xem)[0]/1_000_000*100
		all := int64(30*1_000_000 + 201_000*100)
		Expect(hot).To(BeNumerically("<=", all/20))
		Expect(v.truth(btc)[0]).To(BeNumerically(">", 0))
		before := v.truth(xem)[0]
		arrive(50_000_000_000)
		Expect(types(v.pay(xem))).To(Equal([]string{"wallet_moved"}))
		v.mined(xem)
		Expect(v.truth(xem)[0]).To(BeNumerically("<", 2*before))
	})
})

var _ = Describe("A hot cap that is no share", Label("embedded"), func() {
	It("is refused", func() {
		g := smallGenesis(1)
		g.Settings.Custody.HotCapTotal = -1
		Expect(g.Validate()).To(MatchError("genesis: hot cap of all coins -1 ppm, expected 0 for none to 1,000,000"))
	})
})

var _ = Describe("A hot cap", Label("embedded"), func() {
	open := func(most int64) *venue {
		g := smallGenesis(4)
		g.Settings.Custody.HotCap, g.Settings.Custody.ChainWatch.On = most, true
		return openVenue(g)
	}
	ask := func(v *venue, amount int64) {
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: amount, Address: outside(1)})
	}
	It("keeps more than its share of a coin cold, and leaves smaller hot wallets alone", func() {
		v := open(100_000)
		hot := v.truth(xem)
		Expect(hot[0] * 9).To(Equal(hot[1]))
		coins := v.truth(btc) // a fifth is hot by the genesis
		Expect(coins[0] * 9).To(BeNumerically("~", coins[1], 32*9))
		Expect(open(500_000).truth(btc)).To(Equal(open(0).truth(btc)))
	})

	It("answers for withdrawals that wait for coins out of cold storage", func() {
		v := open(100_000)
		ask(v, 45_000_000_000)
		Expect(v.pay(xem)[0].Control).To(Equal(reject.HotCap))
		v.now += 4 * hour
		v.pay(xem)
		v.mined(xem)
		v.pay(xem)
		v.mined(xem)
		Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
	})

	It("brings nothing out of cold storage for a thief, until the key is rotated", func() {
		v := open(100_000)
		Expect(v.steal(theft{asset: xem, amount: v.truth(xem)[0] - 50_000})).To(Succeed())
		v.mined(xem)
		ask(v, 5_000_000)
		for range 3 {
			v.pay(xem)
			v.now += 4 * hour
		}
		v.mined(xem)
		Expect(v.truth(xem)[0]).To(BeZero())
		v.staff(mx.Command{Kind: mx.RotateHotKey, Asset: xem})
		v.pay(xem)
		v.now += 4 * hour
		v.pay(xem)
		v.mined(xem)
		v.pay(xem)
		v.mined(xem)
		Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
		Expect(v.believed(xem)).To(Equal(v.truth(xem)))
		Expect(v.audit(xem)).To(Succeed())
	})
})
