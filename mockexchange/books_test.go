package mockexchange_test

import (
	"fmt"
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
)

var _ = Describe("The books", Label("embedded"), func() {
	// Customers, house, fees and what is in flight equal what the venue's
	// addresses hold plus what a thief with the hot key took unseen.
	It("balance against the chains after each of 100,000 random commands", func() {
		h := openHouse(smallGenesis(customersOfSmall))
		r := rand.New(rand.NewPCG(1, 2))
		var kinds [64]int
		for i := range 100_000 {
			c := anything(h, r)
			kinds[c.Kind]++
			for asset := uint16(btc); asset <= xem; asset++ {
				if owed, held := h.Owed(asset), h.holdings(asset)+h.stole[asset]; owed != held {
					Fail(fmt.Sprintf("asset %d after command %d (%s): owed %d, held %d", asset, i, c.Kind, owed, held))
				}
			}
			if i%500 == 0 {
				Expect(h.CheckBooks()).To(Succeed())
			}
		}
		Expect(h.CheckBooks()).To(Succeed())
		for _, k := range []mockexchange.Kind{
			mockexchange.PlaceOrder, mockexchange.CancelOrder, mockexchange.RequestWithdrawal,
			mockexchange.PayOut, mockexchange.ObserveBlock, mockexchange.SweepToCold, mockexchange.RejectWithdrawal,
		} {
			Expect(kinds[k]).To(BeNumerically(">", 20), k.String())
		}
		Expect(h.stole[xem]).To(BeNumerically(">", 0), "no theft was tried")
	})
})

// anything does one random thing to the house and returns the command that it
// was mostly about.
func anything(h *house, r *rand.Rand) mockexchange.Command {
	h.now += r.Int64N(20e9)
	who, asset := uint32(1+r.IntN(customersOfSmall)), uint16(btc+r.IntN(2))
	switch p := r.IntN(1000); {
	case p < 600:
		c := anyOrder(r)
		h.by(who, c)
		return c
	case p < 750:
		c := mockexchange.Command{Kind: mockexchange.CancelOrder, Order: uint64(r.IntN(60_000))}
		if open, markets := h.OpenOrders(who, 0); len(open) > 0 {
			i := r.IntN(len(open))
			c.Order, c.Market = open[i].ID, markets[i]
		}
		h.by(who, c)
		return c
	case p < 850:
		return withdraw(h, r, who, asset)
	case p < 880:
		if err := h.deposit(who, asset, 1+r.Int64N(coin)); err != nil {
			panic(err)
		}
		return mockexchange.Command{}
	case p < 890 && h.stole[xem] == 0 && hotBalance(h, xem) > 2e8:
		steal(h, 1e8)
		return mockexchange.Command{}
	}
	c := anyOperation(r, asset)
	if c.Kind == mockexchange.ObserveBlock {
		h.block(asset)
	} else {
		h.do(c)
	}
	return c
}

func anyOrder(r *rand.Rand) mockexchange.Command {
	c := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Market: uint16(1 + r.IntN(2)), Side: market.Side(1 + r.IntN(2)),
		Type: market.Limit, TimeInForce: market.TimeInForce(r.IntN(3)),
	}
	c.Price = (95_000_000 + r.Int64N(10_000_000)) / 5 * 5 / 100
	c.Quantity = (1 + r.Int64N(2_000)) * 10_000
	if c.Market == xemYen {
		c.Price, c.Quantity = 900_000+r.Int64N(200_000), (1+r.Int64N(2_000))*100_000
	}
	c.Price -= c.Price % 5
	if r.IntN(5) == 0 {
		c.Type, c.Price = market.Market, 0
		if r.IntN(2) == 0 {
			c.Quote, c.Quantity = 1+r.Int64N(50_000_00), 0
		}
	}
	return c
}

func withdraw(h *house, r *rand.Rand, who uint32, asset uint16) mockexchange.Command {
	c := mockexchange.Command{
		Kind: mockexchange.RequestWithdrawal, Asset: asset, Amount: 1 + r.Int64N(coin/10),
		Address: chain.ExternalAddress(seed, "customer", uint32(r.IntN(30))),
	}
	got := h.by(who, c)
	if got.Withdrawal > 0 && r.IntN(4) == 0 {
		c = mockexchange.Command{Kind: mockexchange.HoldWithdrawal, Withdrawal: got.Withdrawal}
		if r.IntN(2) == 0 {
			c.Kind = mockexchange.RejectWithdrawal
		}
		h.do(c)
	}
	return c
}

func anyOperation(r *rand.Rand, asset uint16) mockexchange.Command {
	kinds := []mockexchange.Kind{
		mockexchange.PayOut, mockexchange.ObserveBlock, mockexchange.PayOut, mockexchange.ObserveBlock,
		mockexchange.PayOut, mockexchange.ObserveBlock, mockexchange.SweepToCold,
	}
	if r.IntN(30) == 0 {
		kinds = []mockexchange.Kind{
			mockexchange.HaltMarket, mockexchange.ResumeMarket, mockexchange.ResumeMarket,
			mockexchange.HaltWithdrawals, mockexchange.ResumeWithdrawals, mockexchange.ResumeWithdrawals,
			mockexchange.HaltDeposits, mockexchange.ResumeDeposits, mockexchange.Reconcile,
		}
	}
	return mockexchange.Command{Kind: kinds[r.IntN(len(kinds))], Asset: asset}
}

func hotBalance(h *house, asset uint16) int64 {
	w, _ := h.Wallet(asset)
	return h.nodes[asset-1].Balance(w.Hot)
}

// steal signs away XEM with a copy of the venue's hot key: the books do not
// know, and the customers are owed as before.
func steal(h *house, amount int64) {
	k, n := chain.DeriveKey(seed, "hot/XEM", 0), h.nodes[xem-1]
	t := &chain.Transaction{
		From: k.Address(), Nonce: n.NextNonce(k.Address()), Fee: n.Spec().MinFee,
		Outputs:  []chain.Output{{To: chain.ExternalAddress(seed, "thief", 0), Amount: amount}},
		Policies: []chain.Policy{chain.Single(&k)},
	}
	t.Sign(&k)
	if err := n.Submit(t); err != nil {
		panic(err)
	}
	h.block(xem)
	h.stole[xem] += amount + t.Fee
}
