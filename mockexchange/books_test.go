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
		g := smallGenesis(customersOfSmall)
		g.Assets[btc-1].Chain.Relay = chain.ReplaceByFee
		g.Settings.Custody.FirstSeenHold = 3 * minute
		v := openVenue(g)
		r := rand.New(rand.NewPCG(1, 2))
		var kinds [64]int
		var stolen, undone [4]int // by asset
		var done [64]int          // what operators did, by type of event
		for i := range 100_000 {
			c, robbed := anything(v, r)
			kinds[c.Kind]++
			stolen[robbed]++
			for _, ev := range v.TakeEvents(nil) {
				if ev.Type == mockexchange.WithdrawalHeld && ev.Op == mockexchange.ObserveBlock {
					undone[ev.Asset]++
				}
				done[ev.Type]++
			}
			for asset := uint16(btc); asset <= xem; asset++ {
				if err := v.audit(asset); err != nil {
					Fail(fmt.Sprintf("after command %d (%s): %s", i, c.Kind, err))
				}
			}
			if i%500 == 0 {
				Expect(v.CheckBooks()).To(Succeed())
			}
		}
		Expect(v.CheckBooks()).To(Succeed())
		for _, k := range []mockexchange.Kind{
			mockexchange.PlaceOrder, mockexchange.CancelOrder, mockexchange.RequestWithdrawal,
			mockexchange.PayOut, mockexchange.ObserveBlock, mockexchange.SweepToCold, mockexchange.RejectWithdrawal,
			mockexchange.HoldWithdrawal, mockexchange.FreezeAccount, mockexchange.UnfreezeAccount, mockexchange.RotateHotKey,
			mockexchange.RollbackTrades, mockexchange.Compensate, mockexchange.FundProtection, mockexchange.MigrateWallet,
			mockexchange.WaiveFees,
		} {
			Expect(kinds[k]).To(BeNumerically(">", 5), k.String())
		}
		for _, t := range []mockexchange.EventType{mockexchange.TradeReversed, mockexchange.Compensated} {
			Expect(done[t]).To(BeNumerically(">", 5), t.String())
		}
		for asset := uint16(btc); asset <= xem; asset++ {
			Expect(v.ProtectionFund(asset)).To(BeNumerically(">", 0))
			Expect(v.Addresses(asset)).To(ContainElement(v.fundAddress(asset)), "the fund has a wallet")
		}
		for asset := btc; asset <= xem; asset++ {
			Expect(stolen[asset]).To(BeNumerically(">", 50), "too few thefts")
			Expect(undone[asset]).To(BeNumerically(">", 5), "the venue hardly ever lost to the thief")
			Expect(v.stole[asset]).To(BeNumerically(">", 0))
		}
	})
})

// anything does one random thing to the venue and returns the command that it
// was mostly about, or the asset that was stolen.
func anything(v *venue, r *rand.Rand) (c mockexchange.Command, robbed uint16) {
	v.now += r.Int64N(20e9)
	who, asset := uint32(1+r.IntN(customersOfSmall)), uint16(btc+r.IntN(2))
	switch p := r.IntN(1000); {
	case p < 600:
		c = anyOrder(r)
		v.by(who, c)
		return c, 0
	case p < 750:
		c = mockexchange.Command{Kind: mockexchange.CancelOrder, Order: uint64(r.IntN(60_000))}
		if open, markets := v.OpenOrders(who, 0); len(open) > 0 {
			i := r.IntN(len(open))
			c.Order, c.Market = open[i].ID, markets[i]
		}
		v.by(who, c)
		return c, 0
	case p < 850:
		return withdraw(v, r, who, asset), 0
	case p < 880:
		if err := v.deposit(who, asset, 1+r.Int64N(coin)); err != nil {
			panic(err)
		}
		return c, 0
	case p < 900:
		if anyTheft(v, r, asset) {
			robbed = asset
		}
		return c, robbed
	}
	c = anyOperation(r, asset)
	if c.Kind == mockexchange.RollbackTrades {
		if r.IntN(2) == 0 {
			c.Account = who
		}
		c.Since = v.now - r.Int64N(30*minute)
		v.do(c)
		return c, 0
	}
	switch c.Kind {
	case mockexchange.ObserveBlock:
		v.block(asset)
	default:
		c.Account = who
		v.do(c)
	}
	return c, 0
}

// anyTheft takes some of what a hot key opens, this one's or one of the last:
// in a new transaction, or in place of one of the venue's that waits.
func anyTheft(v *venue, r *rand.Rand, asset uint16) bool {
	x := theft{
		asset: asset, key: uint32(v.hotKeys(asset) - 1 - r.IntN(min(3, v.hotKeys(asset)))), keep: r.IntN(2) == 0,
		amount: 1 + r.Int64N(3e7), fee: r.Int64N(200_000), rival: r.Uint64N(3),
	}
	if r.IntN(8) == 0 {
		x.memo = uint64(1 + r.IntN(customersOfSmall))
	}
	return v.steal(x) == nil
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

// withdraw asks for a withdrawal, now and then to a deposit address of the
// venue itself, and sometimes has the staff decide on it.
func withdraw(v *venue, r *rand.Rand, who uint32, asset uint16) mockexchange.Command {
	c := mockexchange.Command{
		Kind: mockexchange.RequestWithdrawal, Asset: asset, Amount: 1 + r.Int64N(coin/10),
		Address: chain.ExternalAddress(seed, "customer", uint32(r.IntN(30))),
	}
	if r.IntN(10) == 0 {
		c.Address, c.Memo = v.DepositAddress(uint32(1+r.IntN(customersOfSmall)), asset)
	}
	got := v.by(who, c)
	if got.Withdrawal == 0 || r.IntN(4) != 0 {
		return c
	}
	kinds := []mockexchange.Kind{
		mockexchange.HoldWithdrawal, mockexchange.RejectWithdrawal, mockexchange.ApproveWithdrawal,
	}
	c = mockexchange.Command{Kind: kinds[r.IntN(len(kinds))], Withdrawal: got.Withdrawal}
	if c.Kind == mockexchange.HoldWithdrawal && r.IntN(2) == 0 {
		c.Until = v.now + r.Int64N(20*minute)
	}
	v.do(c)
	return c
}

// anyRedress is what a venue does for those who lost, and for its wallets.
func anyRedress(r *rand.Rand, asset uint16) mockexchange.Command {
	switch r.IntN(7) {
	case 4:
		return mockexchange.Command{Kind: mockexchange.WaiveFees, Until: 1 << 61}
	case 5:
		return mockexchange.Command{Kind: mockexchange.RebateFees, Asset: asset, Amount: 700_000, Until: start + 1 + r.Int64N(24*hour)}
	case 0, 1:
		return mockexchange.Command{Kind: mockexchange.RollbackTrades, Market: uint16(1 + r.IntN(2))}
	case 2:
		return mockexchange.Command{
			Kind: mockexchange.Compensate, Asset: asset, Amount: 1 + r.Int64N(10_000), Flag: r.IntN(3) == 0, Label: "sorry",
		}
	case 3:
		return mockexchange.Command{Kind: mockexchange.FundProtection, Amount: 100_000 * r.Int64N(11)}
	}
	return mockexchange.Command{Kind: mockexchange.MigrateWallet, Asset: asset, Label: "CHG-1"}
}

func anyOperation(r *rand.Rand, asset uint16) mockexchange.Command {
	kinds := []mockexchange.Kind{
		mockexchange.PayOut, mockexchange.ObserveBlock, mockexchange.PayOut, mockexchange.ObserveBlock,
	}
	switch r.IntN(30) {
	case 0:
		kinds = []mockexchange.Kind{
			mockexchange.HaltMarket, mockexchange.ResumeMarket, mockexchange.ResumeMarket,
			mockexchange.HaltWithdrawals, mockexchange.ResumeWithdrawals, mockexchange.ResumeWithdrawals,
			mockexchange.HaltDeposits, mockexchange.ResumeDeposits, mockexchange.Reconcile,
			mockexchange.FreezeAccount, mockexchange.UnfreezeAccount, mockexchange.UnfreezeAccount,
		}
	case 1, 2:
		if r.IntN(4) > 0 {
			return mockexchange.Command{Kind: mockexchange.PayOut, Asset: asset}
		}
		kinds = []mockexchange.Kind{mockexchange.SweepToCold, mockexchange.SweepToCold, mockexchange.RotateHotKey}
	case 3:
		return anyRedress(r, asset)
	}
	return mockexchange.Command{Kind: kinds[r.IntN(len(kinds))], Asset: asset}
}
