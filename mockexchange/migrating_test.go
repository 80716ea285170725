package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A migration of a hot wallet", Label("embedded"), func() {
	var h *house
	BeforeEach(func() { h = openAudited(smallGenesis(4)) })
	move := func(asset uint16) []mx.Event {
		return h.staff(mx.Command{Kind: mx.MigrateWallet, Asset: asset, Label: "CHG-7"})
	}

	for asset, name := range []string{btc: "coins", xem: "a balance"} {
		if name == "" {
			continue
		}
		asset := uint16(asset)
		It("brings all "+name+" to a new address of the venue's", func() {
			before, old := h.truth(asset), h.Addresses(asset)[0]
			events := move(asset)
			Expect(types(events)).To(Equal([]string{"wallet_moved", "operated"}))
			Expect(events[0].Op).To(Equal(mx.MigrateWallet))
			Expect(events[0].Address).To(Equal(h.Addresses(asset)[0]))
			Expect(events[1].Label).To(Equal("CHG-7"))
			fee := h.Genesis().Assets[asset-1].Chain.MinFee
			Expect(events[0].Amount).To(Equal(before[0] - fee))
			Expect(types(h.mined(asset))).To(BeEmpty(), "no outflow")
			Expect(h.Addresses(asset)[0]).NotTo(Equal(old))
			Expect(h.truth(asset)[0]).To(Equal(before[0] - fee))
			Expect(h.believed(asset)).To(Equal(h.truth(asset)))
		})

		It("credits what customers send to the old address as ever, and brings it on, "+name, func() {
			amount := int64(50_000_000)
			Expect(h.deposit(2, asset, amount)).To(Succeed())
			before := h.balance(2, asset)[0]
			move(asset)
			for range 3 {
				h.now += 10 * minute
				h.mined(asset)
				h.pay(asset)
			}
			Expect(h.balance(2, asset)[0] - before).To(Equal(amount))
			for _, a := range h.Addresses(asset)[2:] {
				h.mined(asset)
				Expect(h.nodes[asset-1].Balance(a)).To(BeZero())
			}
			Expect(h.believed(asset)).To(Equal(h.truth(asset)))
		})

		It("makes withdrawals wait for a block, and sends nobody for cold coins, "+name, func() {
			move(asset)
			h.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: 10_000_000, Address: outside(1)})
			h.pay(asset)
			Expect(h.result.Code).To(Equal(reject.HotWalletEmpty))
			Expect(h.state(1)).To(Equal([]any{custody.Approved, reject.None}))
			h.mined(asset)
			h.pay(asset)
			h.mined(asset)
			Expect(h.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
			h.now += 5 * hour
			Expect(h.pay(asset)).To(BeEmpty())
		})

		It("leaves a thief with the old key nothing, if he is slower than a block, "+name, func() {
			move(asset)
			h.mined(asset)
			Expect(h.steal(theft{asset: asset, amount: 1_000})).NotTo(Succeed())
		})

		It("brings on what a thief left who was faster, "+name, func() {
			g := smallGenesis(4)
			g.Assets[asset-1].Chain.Relay = chain.ReplaceByFee
			h = openAudited(g)
			move(asset)
			Expect(h.steal(theft{asset: asset, amount: 10_000_000, fee: 200_000, rival: 1, keep: true})).To(Succeed())
			for range 3 {
				h.mined(asset)
				h.pay(asset)
			}
			Expect(h.stole[asset]).To(BeNumerically(">=", 10_000_000))
			Expect(h.believed(asset)).To(Equal(h.truth(asset)))
			Expect(h.truth(asset)[0]).To(BeNumerically(">", 0))
		})
	}

	It("is announced with its ticket", func() {
		c := mx.Command{Kind: mx.ApproveMigration, Asset: btc, Until: h.now + hour, Label: "CHG-7"}
		events := plain(h.staff(c))
		Expect(events).To(Equal([]mx.Event{{
			Type: mx.Operated, Op: mx.ApproveMigration, Auth: mx.AuthOperator, Asset: btc, Count: 1, Label: "CHG-7",
		}}))
	})

	DescribeTable("is refused",
		func(c mx.Command, code reject.Code) {
			h.staff(c)
			Expect(h.result.Code).To(Equal(code))
		},
		Entry("of money", mx.Command{Kind: mx.MigrateWallet, Asset: yen}, reject.UnknownAsset),
		Entry("of everything", mx.Command{Kind: mx.MigrateWallet}, reject.UnknownAsset),
		Entry("approved for money", mx.Command{Kind: mx.ApproveMigration, Asset: yen, Until: start + 1, Label: "x"}, reject.UnknownAsset),
		Entry("approved without a ticket", mx.Command{Kind: mx.ApproveMigration, Asset: btc, Until: start + 1}, reject.BadRequest),
		Entry("approved for the past", mx.Command{Kind: mx.ApproveMigration, Asset: btc, Until: start - 1, Label: "x"}, reject.BadRequest),
	)
})
