package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("A hot wallet of so many coins", func() {
	It("holds the same in that many outputs, the smallest first and none like another", func() {
		few, many := smallGenesis(customersOfSmall), smallGenesis(customersOfSmall)
		many.Assets[btc-1].HotCoins = 150
		before, err := few.ChainGenesis(btc)
		Expect(err).NotTo(HaveOccurred())
		list, err := many.ChainGenesis(btc)
		Expect(err).NotTo(HaveOccurred())
		hot := many.Wallet(btc).Hot()
		var sum, was, last int64
		coins := 0
		for _, a := range before {
			if a.To == hot {
				was += a.Amount
			}
		}
		for _, a := range list {
			if a.To != hot {
				continue
			}
			Expect(a.Amount).To(BeNumerically(">", last))
			coins, sum, last = coins+1, sum+a.Amount, a.Amount
		}
		Expect(coins).To(Equal(150))
		Expect(sum).To(Equal(was))
	})

	It("means nothing on a chain without coins", func() {
		g := smallGenesis(customersOfSmall)
		g.Assets[xem-1].HotCoins = 150
		list, err := g.ChainGenesis(xem)
		Expect(err).NotTo(HaveOccurred())
		Expect(list).To(HaveLen(2))
	})
})
