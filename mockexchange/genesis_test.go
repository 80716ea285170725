package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A genesis", Label("embedded"), func() {
	It("gives its chains exactly what the books owe", func() {
		for _, share := range []int64{0, 1, 333_333, 999_999, 1_000_000} {
			g := smallGenesis(7)
			g.Assets[btc-1].HotShare, g.Assets[xem-1].HotShare = share, share
			v := openVenue(g)
			for asset := uint16(btc); asset <= xem; asset++ {
				Expect(v.audit(asset)).To(Succeed())
				Expect(v.holdings(asset)).To(Equal(v.Owed(asset)))
				Expect(v.believed(asset)).To(Equal(v.truth(asset)))
				Expect(v.truth(asset)[0]).To(BeNumerically("~", float64(v.Owed(asset))*float64(share)/1e6, 1))
			}
			list, err := g.ChainGenesis(yen)
			Expect(err).NotTo(HaveOccurred())
			Expect(list).To(BeEmpty())
		}
	})

	It("leaves as much outside as the most that its books can owe", func() {
		g := smallGenesis(0)
		g.Assets[btc-1].HouseFunds = mx.MostOwed
		list, err := g.ChainGenesis(btc)
		Expect(err).NotTo(HaveOccurred())
		Expect(list[len(list)-1].Amount).To(BeEquivalentTo(mx.MostOwed))
		v := openVenue(g)
		Expect(v.audit(btc)).To(Succeed())
		Expect(v.holdings(btc)).To(BeEquivalentTo(mx.MostOwed))
	})

	It("cuts a hot wallet's coins even when there are few units", func() {
		g := smallGenesis(0)
		g.Assets[btc-1].HouseFunds, g.Assets[btc-1].HotShare = 5, 1_000_000
		v := openVenue(g)
		Expect(v.truth(btc)).To(Equal([]int64{5, 0, 5}))
	})

	DescribeTable("that is impossible says what is wrong", func(what string, change func(*mx.Genesis)) {
		g := smallGenesis(2)
		change(g)
		_, err := mx.New(g, nil)
		Expect(err).To(MatchError(ContainSubstring(what)))
	},
		EntryDescription("%[1]s"),
		Entry(nil, "start -1", func(g *mx.Genesis) { g.Start = -1 }),
		Entry(nil, "asset 2, BTC: 10 decimals", func(g *mx.Genesis) { g.Assets[1].Decimals = 10 }),
		Entry(nil, "reference -1", func(g *mx.Genesis) { g.Assets[1].Reference = -1 }),
		Entry(nil, "withdrawal fee -1", func(g *mx.Genesis) { g.Assets[1].WithdrawalFee = -1 }),
		Entry(nil, "least withdrawal -1", func(g *mx.Genesis) { g.Assets[1].MinWithdrawal = -1 }),
		Entry(nil, "confirmations -1", func(g *mx.Genesis) { g.Assets[1].Confirmations = -1 }),
		Entry(nil, "house funds -1", func(g *mx.Genesis) { g.Assets[1].HouseFunds = -1 }),
		Entry(nil, "minimum fee", func(g *mx.Genesis) { g.Assets[1].Chain.MinFee = -1 }),
		Entry(nil, "market 1: BTCJPY: assets 9", func(g *mx.Genesis) { g.Markets[0].Base = 9 }),
		Entry(nil, "market 2", func(g *mx.Genesis) { g.Markets[1].BaseDecimals = 8 }),
		Entry(nil, "no symbol", func(g *mx.Genesis) { g.Markets[1].Symbol = "" }),
		Entry(nil, "unlisted expiry", func(g *mx.Genesis) { g.Settings.Access.UnlistedExpiry = -1 }),
		Entry(nil, "first-seen", func(g *mx.Genesis) { g.Settings.Custody.FirstSeenHold = 1 << 62 }),
		Entry(nil, "withdrawal limit -1", func(g *mx.Genesis) { g.Settings.Custody.DayLimit = -1 }),
		Entry(nil, "key 1: account 3", func(g *mx.Genesis) { g.Keys[0].Account = 3 }),
		Entry(nil, "key 2: account 2, scopes 8", func(g *mx.Genesis) { g.Keys[1].Scopes = 8 }),
		Entry(nil, "balance -1", func(g *mx.Genesis) { g.Balances[0].Amount = -1 }),
		Entry(nil, "unknown_account", func(g *mx.Genesis) { g.Balances[0].Account = 3 }),
		Entry(nil, "unknown_asset", func(g *mx.Genesis) { g.Balances[0].Asset = 4 }),
		Entry(nil, "overflow", func(g *mx.Genesis) { g.Balances[0].Amount = 1 << 62 }),
		Entry(nil, "coins", func(g *mx.Genesis) {
			g.Assets[1].Coins = []chain.Coin{{Output: chain.Output{To: openVenue(smallGenesis(2)).Addresses(btc)[0], Amount: -1}}}
		}),
	)

	DescribeTable("that no chain can start from says why", func(what string, change func(*mx.Genesis)) {
		g := smallGenesis(2)
		change(g)
		_, err := g.StartChains(nil)
		Expect(err).To(MatchError(ContainSubstring(what)))
	},
		EntryDescription("%[1]s"),
		Entry(nil, "hot share -1", func(g *mx.Genesis) { g.Assets[1].HotShare = -1 }),
		Entry(nil, "hot share 1000001", func(g *mx.Genesis) { g.Assets[1].HotShare = 1_000_001 }),
		Entry(nil, "the house owns", func(g *mx.Genesis) { g.Assets[1].HouseFunds = mx.MostOwed + 1 }),
		Entry(nil, "customers own", func(g *mx.Genesis) { g.Balances[1].Amount = mx.MostOwed }),
	)

	It("finds markets, assets and keys by name", func() {
		v := openVenue(smallGenesis(2))
		g := v.Genesis()
		m, ok := v.MarketID("XEMJPY")
		Expect([]any{m, ok}).To(Equal([]any{uint16(xemYen), true}))
		a, ok := v.AssetID("XEM")
		Expect([]any{a, ok}).To(Equal([]any{uint16(xem), true}))
		_, ok = v.MarketID("DOGE")
		Expect(ok).To(BeFalse())
		_, ok = v.AssetID("DOGE")
		Expect(ok).To(BeFalse())
		public, secret := access.KeyPair(seed, 2)
		Expect(g.KeysByPublic()).To(And(HaveLen(2), HaveKeyWithValue(public, uint32(2))))
		Expect(access.KeyCredential(seed, 2).Secret()).To(Equal(secret))
		Expect(v.Balances(3)).To(BeEmpty())
	})
})

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
