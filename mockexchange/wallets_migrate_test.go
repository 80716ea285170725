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
	var v *venue
	BeforeEach(func() { v = openAudited(smallGenesis(4)) })
	move := func(asset uint16) []mx.Event {
		return v.staff(mx.Command{Kind: mx.MigrateWallet, Asset: asset, Label: "CHG-7"})
	}

	for asset, name := range []string{btc: "coins", xem: "a balance"} {
		if name == "" {
			continue
		}
		asset := uint16(asset)
		It("brings all "+name+" to a new address of the venue's", func() {
			before, old := v.truth(asset), v.Addresses(asset)[0]
			events := move(asset)
			Expect(types(events)).To(Equal([]string{"wallet_moved", "wallet_moved", "operated"}))
			for _, e := range events[:2] {
				Expect([]any{e.Op, e.Address}).To(Equal([]any{mx.MigrateWallet, v.Addresses(asset)[0]}))
			}
			Expect(events[2].Label).To(Equal("CHG-7"))
			fee := v.Genesis().Assets[asset-1].Chain.MinFee
			Expect([]int64{events[0].Amount, events[1].Amount}).To(Equal([]int64{0, before[0] - fee}))
			Expect(types(v.mined(asset))).To(BeEmpty(), "no outflow")
			Expect(v.Addresses(asset)[0]).NotTo(Equal(old))
			Expect(v.truth(asset)[0]).To(Equal(before[0] - fee))
			Expect(v.believed(asset)).To(Equal(v.truth(asset)))
		})

		It("credits what customers send to the old address as ever, and brings it on, "+name, func() {
			amount := int64(50_000_000)
			Expect(v.deposit(2, asset, amount)).To(Succeed())
			before := v.balance(2, asset)[0]
			move(asset)
			for range 3 {
				v.now += 10 * minute
				v.mined(asset)
				v.pay(asset)
			}
			Expect(v.balance(2, asset)[0] - before).To(Equal(amount))
			for _, a := range v.Addresses(asset)[2:] {
				v.mined(asset)
				Expect(v.nodes[asset-1].Balance(a)).To(BeZero())
			}
			Expect(v.believed(asset)).To(Equal(v.truth(asset)))
		})

		It("makes withdrawals wait for a block, and sends nobody for cold coins, "+name, func() {
			move(asset)
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: 10_000_000, Address: outside(1)})
			v.pay(asset)
			Expect(v.result.Code).To(Equal(reject.HotWalletEmpty))
			Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.None}))
			v.mined(asset)
			v.pay(asset)
			v.mined(asset)
			Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
			v.now += 5 * hour
			Expect(v.pay(asset)).To(BeEmpty())
		})

		It("leaves a thief with the old key nothing, if he is slower than a block, "+name, func() {
			move(asset)
			v.mined(asset)
			Expect(v.steal(theft{asset: asset, amount: 1_000})).NotTo(Succeed())
		})

		It("brings on what a thief left who was faster, "+name, func() {
			g := smallGenesis(4)
			g.Assets[asset-1].Chain.Relay = chain.ReplaceByFee
			v = openAudited(g)
			move(asset)
			Expect(v.steal(theft{asset: asset, amount: 10_000_000, fee: 200_000, rival: 1, keep: true})).To(Succeed())
			for range 3 {
				v.mined(asset)
				v.pay(asset)
			}
			Expect(v.stole[asset]).To(BeNumerically(">=", 10_000_000))
			Expect(v.believed(asset)).To(Equal(v.truth(asset)))
			Expect(v.truth(asset)[0]).To(BeNumerically(">", 0))
		})
	}

	It("is announced with its ticket", func() {
		c := mx.Command{Kind: mx.ApproveMigration, Asset: btc, Until: v.now + hour, Label: "CHG-7"}
		events := plain(v.staff(c))
		Expect(events).To(Equal([]mx.Event{{
			Type: mx.Operated, Op: mx.ApproveMigration, Auth: mx.AuthOperator, Asset: btc, Count: 1, Label: "CHG-7",
		}}))
	})

	DescribeTable("is refused",
		func(c mx.Command, code reject.Code) {
			v.staff(c)
			Expect(v.result.Code).To(Equal(code))
		},
		Entry("of money", mx.Command{Kind: mx.MigrateWallet, Asset: yen}, reject.UnknownAsset),
		Entry("of everything", mx.Command{Kind: mx.MigrateWallet}, reject.UnknownAsset),
		Entry("approved for money", mx.Command{Kind: mx.ApproveMigration, Asset: yen, Until: start + 1, Label: "x"}, reject.UnknownAsset),
		Entry("approved without a ticket", mx.Command{Kind: mx.ApproveMigration, Asset: btc, Until: start + 1}, reject.BadRequest),
		Entry("approved for the past", mx.Command{Kind: mx.ApproveMigration, Asset: btc, Until: start - 1, Label: "x"}, reject.BadRequest),
	)
})
