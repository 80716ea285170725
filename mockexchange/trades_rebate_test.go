package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
)

// Zaif paid whoever traded Bitcoin 0.01 % of what he got.
var _ = Describe("A market that pays for trade", Label("embedded"), func() {
	const rebate = 100 // parts per million
	open := func(houseFunds int64) *venue {
		g := smallGenesis(4)
		g.Assets[btc-1].HouseFunds = houseFunds
		g.Markets[btcYen-1].MakerFee, g.Markets[btcYen-1].TakerFee = -rebate, -rebate
		return openAudited(g)
	}
	trade := func(v *venue) {
		v.key(1, ask(1_000_000, 100))
		v.key(2, bid(1_000_000, 100))
	}

	It("gives both sides a part of what they receive, out of the house's own", func() {
		v := open(10 * coin)
		trade(v)
		Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC + coin + coin/1_000_000*rebate)))
		Expect(v.balance(1, yen)[0]).To(Equal(int64(startYen + 1_000_000_00 + 100_00)))
		Expect(v.CheckBooks()).To(Succeed())
	})

	It("takes it back when the trade is undone", func() {
		v := open(10 * coin)
		was := [][2]int64{v.balance(1, yen), v.balance(1, btc), v.balance(2, yen), v.balance(2, btc)}
		trade(v)
		v.staff(mx.Command{Kind: mx.RollbackTrades, Market: btcYen})
		Expect([][2]int64{v.balance(1, yen), v.balance(1, btc), v.balance(2, yen), v.balance(2, btc)}).To(Equal(was))
		Expect(v.CheckBooks()).To(Succeed())
	})

	It("gives no more than the house has, and its books show what was given", func() {
		v := open(5)
		trade(v)
		Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC + coin + 5)))
		v.staff(mx.Command{Kind: mx.RollbackTrades, Market: btcYen})
		Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC)))
		Expect(v.CheckBooks()).To(Succeed())
	})
})
