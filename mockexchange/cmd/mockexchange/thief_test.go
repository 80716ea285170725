package main

import (
	"net/http/httptest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/wire"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/operator"
)

// The thief's client of a container against the venue's side of the wire, on
// a virtual clock. What one writes the other has to read.
var _ = Describe("A thief on the wire", func() {
	var (
		venue *operator.Venue
		thief *wire.Venue
		key   attacker.Access
	)
	stolen := func(id uint32) attacker.Access {
		public, secret := access.KeyPair(demoSeed, id)
		return attacker.Access{Key: attacker.KeyPair{Public: public, Secret: secret}, From: "203.0.113.5"}
	}
	operate := func(c mockexchange.Command) {
		GinkgoHelper()
		c.Auth, c.Credential = mockexchange.AuthOperator, access.OperatorCredential(demoSeed)
		Expect(venue.Turn(func(t *operator.Turn) {
			r, _ := t.Apply(0, &c)
			Expect(r.Code.String()).To(Equal("ok"))
		})).To(Succeed())
	}

	BeforeEach(func() {
		g := demoGenesis()
		must(newChains(g))
		venue = must(operator.Open(g, operator.Options{}))
		DeferCleanup(venue.Close)
		Expect(quoteDemo(venue)).To(Succeed())
		s := settings{}
		server := httptest.NewServer(s.customerAPI(venue))
		DeferCleanup(server.Close)
		markets, assets := knowledge(g)
		thief = wire.NewVenue(map[string]string{"203.0.113.5": server.URL}, present(venue), markets, assets)
		key = stolen(demoTrader)
	})

	It("learns what a key may do and what lies there", func() {
		rights := accepted(thief.Rights(key))
		Expect(rights).To(Equal(attacker.Rights{Read: true, Trade: true, Withdraw: true, Created: venue.Genesis().Start}))
		balances := accepted(thief.Balances(key))
		Expect(balances[1]).To(Equal(attacker.Balance{Asset: "BTC", Free: 200_000_000}))
	})

	It("trades, cancels and withdraws to the last unit", func() {
		depth, _, err := thief.Depth("203.0.113.5", "XEMJPY", 3)
		Expect(err).NotTo(HaveOccurred())
		Expect(depth.Bids[0]).To(Equal(attacker.Level{Price: 1_199_000, Quantity: 10_000_000_000}))
		sold := accepted(thief.Place(key, attacker.Order{Market: "XEMJPY", Limit: true, Price: 1_190_000, Quantity: 123_400_000}))
		Expect(sold).To(Equal(attacker.Placed{ID: 41, Filled: 123_400_000, Quote: 14_795}))
		bought := accepted(thief.Place(key, attacker.Order{Market: "BTCJPY", Buy: true, Quote: 190_050}))
		Expect(bought).To(Equal(attacker.Placed{ID: 42, Filled: 10_000_000, Quote: 190_050}))

		maker := stolen(demoMaker)
		open := accepted(thief.OpenOrders(maker))
		Expect(open).To(HaveLen(40))
		Expect(open[1]).To(Equal(attacker.OpenOrder{Market: "BTCJPY", ID: 2, Price: 1_900_500, Remaining: 40_000_000}))
		Expect(thief.Cancel(maker, "BTCJPY", 2)).To(Equal(attacker.Accepted))
		Expect(thief.Cancel(maker, "BTCJPY", 2)).To(Equal(attacker.OrderUnknown))

		to := chain.ExternalAddress(9, "thief", 1).Text("nem")
		id := accepted(thief.Withdraw(key, attacker.Transfer{Asset: "XEM", Amount: 19_876_600_000, Address: to, Memo: 7}))
		Expect(id).To(Equal("1"))
		Expect(venue.Turn(func(t *operator.Turn) {
			w := t.Withdrawals(1, 0)[0]
			Expect([]any{w.Amount, w.To.Text("nem"), w.Memo}).To(Equal([]any{int64(19_876_600_000), to, uint64(7)}))
		})).To(Succeed())
	})

	It("is refused in words that he understands", func() {
		place := func(o attacker.Order) attacker.Refusal {
			GinkgoHelper()
			_, no, err := thief.Place(key, o)
			Expect(err).NotTo(HaveOccurred())
			return no
		}
		withdraw := func(amount int64, to string) attacker.Refusal {
			GinkgoHelper()
			_, no, err := thief.Withdraw(key, attacker.Transfer{Asset: "BTC", Amount: amount, Address: to})
			Expect(err).NotTo(HaveOccurred())
			return no
		}
		mine := chain.ExternalAddress(9, "thief", 1)
		Expect(place(attacker.Order{Market: "BTCJPY", Quantity: 900_000_000})).To(Equal(attacker.FundsRefused))
		Expect(place(attacker.Order{Market: "BTCJPY", Quantity: 10_001})).To(Equal(attacker.FilterRefused))
		Expect(withdraw(900_000_000, mine.Text("btc"))).To(Equal(attacker.FundsRefused))
		Expect(withdraw(1_000_000, "btc1nobody")).To(Equal(attacker.AddressRefused))
		Expect(withdraw(10, mine.Text("btc"))).To(Equal(attacker.WithdrawalRefused))

		operate(mockexchange.Command{Kind: mockexchange.BlockAddress, Address: mine})
		Expect(withdraw(1_000_000, mine.Text("btc"))).To(Equal(attacker.AddressRefused))
		operate(mockexchange.Command{Kind: mockexchange.HaltMarket, Market: 1})
		Expect(place(attacker.Order{Market: "BTCJPY", Quantity: 10_000})).To(Equal(attacker.MarketRefused))
		operate(mockexchange.Command{Kind: mockexchange.CancelOnly, Market: 1})
		Expect(place(attacker.Order{Market: "BTCJPY", Quantity: 10_000})).To(Equal(attacker.MarketRefused))
		operate(mockexchange.Command{Kind: mockexchange.HaltWithdrawals, Flag: true})
		Expect(withdraw(1_000_000, chain.ExternalAddress(9, "thief", 2).Text("btc"))).To(Equal(attacker.WithdrawalRefused))
		operate(mockexchange.Command{Kind: mockexchange.RestrictKeys, Target: demoTrader, Scopes: access.Withdraw})
		Expect(withdraw(1_000_000, mine.Text("btc"))).To(Equal(attacker.KeyRefused))
		operate(mockexchange.Command{Kind: mockexchange.RevokeKeys, Target: demoTrader})
		_, no, err := thief.Rights(key)
		Expect(err).NotTo(HaveOccurred())
		Expect(no).To(Equal(attacker.KeyRefused))
	})

	It("leaves one command for each call, and nothing else", func() {
		_, _, _ = thief.Rights(key)
		_, _, _ = thief.Balances(key)
		_, _, _ = thief.Depth("203.0.113.5", "BTCJPY", 5)
		Expect(venue.Journal().Len()).To(Equal(uint64(43)))
		e := must(venue.Journal().Entry(43))
		Expect(e.Command).To(Equal(mockexchange.Command{Kind: mockexchange.ReadDepth, Source: e.Command.Source, Market: 1, Limit: 5}))
	})
})

// accepted is what came back of a request that the venue did.
func accepted[T any](answer T, refusal attacker.Refusal, err error) T {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	Expect(refusal).To(Equal(attacker.Accepted))
	return answer
}

// knowledge is what everybody knows of a venue's markets and assets.
func knowledge(g *mockexchange.Genesis) (markets []attacker.MarketInfo, assets []attacker.AssetInfo) {
	for _, m := range g.Markets {
		markets = append(markets, attacker.MarketInfo{
			Name: m.Symbol, Base: g.Assets[m.Base-1].Code, Quote: g.Assets[m.Quote-1].Code,
			BaseDecimals: m.BaseDecimals, QuoteDecimals: m.QuoteDecimals, PriceScale: m.PriceScale, Tick: m.Tick, Step: m.Step,
		})
	}
	for _, a := range g.Assets {
		assets = append(assets, attacker.AssetInfo{Code: a.Code, Decimals: a.Decimals, Withdrawable: a.Chain != nil})
	}
	return markets, assets
}

// present is a clock that goes with a venue's.
func present(v *operator.Venue) func() int64 {
	return func() int64 {
		now := must(v.Present())
		return now
	}
}
