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

var _ = Describe("Confirmations by amount", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() {
		g := smallGenesis(4)
		g.Settings.Custody.ConfirmationsByAmount = custody.ConfirmationsByAmount{Above: 1_000_000_00, Confirmations: 5}
		v = openAudited(g)
	})
	credited := func(amount int64) (blocks int, seen mx.Event) {
		before := v.balance(2, btc)[0]
		Expect(v.deposit(2, btc, amount)).To(Succeed())
		for v.balance(2, btc)[0] == before {
			events := v.mined(btc)
			if blocks++; blocks == 1 {
				seen = events[0]
			}
		}
		return blocks, seen
	}

	It("makes a large deposit wait for more blocks, and says why", func() {
		blocks, seen := credited(coin + 1)
		Expect([]any{blocks, seen.Control}).To(Equal([]any{5, reject.ConfirmationsByAmount}))
	})

	It("leaves others alone", func() {
		blocks, seen := credited(coin)
		Expect([]any{blocks, seen.Control}).To(Equal([]any{2, reject.None}))
	})

	It("is no excuse where the staff asks for as many of everybody", func() {
		v.staff(mx.Command{Kind: mx.RaiseConfirmations, Asset: btc, Limit: 5})
		blocks, seen := credited(coin + 1)
		Expect([]any{blocks, seen.Control}).To(Equal([]any{5, reject.None}))
	})

	It("is refused when it asks for the impossible", func() {
		g := smallGenesis(1)
		g.Settings.Custody.ConfirmationsByAmount.Above = -1
		Expect(g.Validate()).To(MatchError("genesis: 0 confirmations above a value of -1, expected at most 1,000,000 above one of 0 or more"))
	})
})
