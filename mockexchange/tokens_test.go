package mockexchange_test

import (
	"fmt"
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Two tokens that live on the chain of XEM.
const (
	gold, silver = 4, 5
	gas          = 40_000
)

func tokenGenesis(customers int) *mockexchange.Genesis {
	g := smallGenesis(customers)
	g.Assets[xem-1].HotShare = 500_000
	for _, code := range []string{"GOLD", "SILV"} {
		a := g.Assets[xem-1]
		a.Code, a.On = code, xem
		spec := *a.Chain
		spec.MinFee, spec.Gas = 0, gas
		a.Chain = &spec
		g.Assets = append(g.Assets, a)
		issuer := g.IssuerKey(uint16(len(g.Assets)))
		spec.Issuer = issuer.Address()
		for id := range uint32(customers) {
			g.Balances = append(g.Balances, mockexchange.Balance{Account: id + 1, Asset: uint16(len(g.Assets)), Amount: startXEM})
		}
	}
	return g
}

var _ = Describe("Tokens on another coin's chain", Label("embedded"), func() {
	var v *venue
	open := func() { v = openVenue(tokenGenesis(customersOfSmall)) }
	audited := func() {
		GinkgoHelper()
		for asset := uint16(btc); asset <= silver; asset++ {
			Expect(v.audit(asset)).To(Succeed())
		}
		Expect(v.CheckBooks()).To(Succeed())
	}
	hot := func(asset uint16) int64 { w, _ := v.Wallet(asset); return w.HotBalance }

	It("lie at its addresses, and cost the house its fee", func() {
		open()
		g := v.Genesis()
		Expect(g.Wallet(gold).Hot()).To(Equal(g.Wallet(xem).Hot()))
		Expect(g.Wallet(gold).Cold()).To(Equal(g.Wallet(xem).Cold()))
		house := v.Owed(xem)
		v.by(1, mockexchange.Command{Kind: mockexchange.RequestWithdrawal, Asset: gold, Amount: 2_000_000, Address: thiefs(gold)})
		v.do(mockexchange.Command{Kind: mockexchange.PayOut, Asset: gold})
		v.block(gold)
		Expect(v.nodes[gold-1].Balance(thiefs(gold))).To(BeEquivalentTo(1_500_000), "the amount less the customer's fee")
		Expect(house - v.Owed(xem)).To(BeEquivalentTo(gas))
		audited()
	})

	It("are moved by a rotation all together, and swept whatever comes first", func() {
		open()
		v.do(mockexchange.Command{Kind: mockexchange.RotateHotKey, Asset: gold})
		g := v.Genesis()
		now, _ := v.Wallet(xem)
		Expect(now.Hot).NotTo(Equal(g.Wallet(xem).Hot()))
		for _, asset := range []uint16{gold, silver} {
			w, _ := v.Wallet(asset)
			Expect(w.Hot).To(Equal(now.Hot))
		}
		v.do(mockexchange.Command{Kind: mockexchange.SweepToCold, Asset: xem})
		v.do(mockexchange.Command{Kind: mockexchange.SweepToCold})
		for asset := uint16(btc); asset <= silver; asset++ {
			v.block(asset)
		}
		old := g.Wallet(xem).Hot()
		for _, asset := range []uint16{xem, gold, silver} {
			Expect(v.nodes[asset-1].Balance(old)).To(BeZero(), "the gas of the tokens was left, and used")
		}
		audited()
	})

	It("wait where there is no gas, and for it to be brought", func() {
		open()
		all := hot(xem)
		Expect(v.steal(theft{asset: xem, amount: all - 50_000 - gas + 1})).To(Succeed())
		v.block(xem)
		v.by(1, mockexchange.Command{Kind: mockexchange.RequestWithdrawal, Asset: gold, Amount: 2_000_000, Address: thiefs(gold)})
		Expect(v.do(mockexchange.Command{Kind: mockexchange.PayOut, Asset: gold}).Code.String()).To(Equal("hot_wallet_empty"))
		v.now += 5 * hour
		v.do(mockexchange.Command{Kind: mockexchange.PayOut, Asset: xem})
		v.block(xem)
		v.do(mockexchange.Command{Kind: mockexchange.PayOut, Asset: gold})
		v.block(gold)
		Expect(v.nodes[gold-1].Balance(thiefs(gold))).To(BeEquivalentTo(1_500_000))
		audited()
	})

	It("are their issuer's to take, from a thief", func() {
		open()
		Expect(v.steal(theft{asset: gold, amount: 1_000_000})).To(Succeed())
		v.block(gold)
		issuer, vault := v.Genesis().IssuerKey(gold), chain.ExternalAddress(seed, "vault", 0)
		t := &chain.Transaction{
			From: thiefs(gold), Policies: []chain.Policy{chain.Single(&issuer)},
			Outputs: []chain.Output{{To: vault, Amount: 1_000_000}},
		}
		t.Sign(&issuer)
		Expect(v.nodes[gold-1].Submit(t)).To(Succeed())
		v.block(gold)
		Expect(v.nodes[gold-1].Balance(vault)).To(BeEquivalentTo(1_000_000))
		audited()
	})

	It("balance with the coin against all chains under random commands, thefts and issuers", func() {
		open()
		r := rand.New(rand.NewPCG(3, 4))
		stolen, undone := map[uint16]int{}, 0
		for i := range 12_000 {
			asset := uint16(xem + r.IntN(3))
			v.now += r.Int64N(20e9)
			anyTokenCommand(v, r, asset, stolen)
			for _, ev := range v.TakeEvents(nil) {
				if ev.Type == mockexchange.WithdrawalHeld && ev.Op == mockexchange.ObserveBlock {
					undone++
				}
			}
			for a := uint16(btc); a <= silver; a++ {
				if err := v.audit(a); err != nil {
					Fail(fmt.Sprintf("after command %d: %s", i, err))
				}
				if i%100 == 0 {
					Expect(v.nodes[a-1].Check()).To(Succeed())
				}
			}
		}
		Expect(v.CheckBooks()).To(Succeed())
		for _, asset := range []uint16{xem, gold, silver} {
			Expect(stolen[asset]).To(BeNumerically(">", 20))
			Expect(v.stole[asset]).To(BeNumerically(">", 0))
		}
		Expect(undone).To(BeNumerically(">", 0), "the venue never lost to the thief")
	})
})

// anyTokenCommand does one random thing to a coin or a token on its chain.
func anyTokenCommand(v *venue, r *rand.Rand, asset uint16, stolen map[uint16]int) {
	who := uint32(1 + r.IntN(customersOfSmall))
	switch p := r.IntN(100); {
	case p < 30:
		withdraw(v, r, who, asset)
	case p < 40:
		_ = v.deposit(who, asset, 1+r.Int64N(coin))
	case p < 47:
		if anyTheft(v, r, asset) {
			stolen[asset]++
		}
	case p < 49:
		seize(v, asset)
	default:
		if c := anyOperation(r, asset); c.Kind == mockexchange.ObserveBlock {
			v.block(asset)
		} else if c.Kind != mockexchange.RollbackTrades {
			c.Account = who
			v.do(c)
		}
	}
}

// seize has a token's issuer take what a thief has of it.
func seize(v *venue, asset uint16) {
	if v.Genesis().Coin(asset) == asset {
		return
	}
	k := v.Genesis().IssuerKey(asset)
	if held := v.nodes[asset-1].Balance(thiefs(asset)); held > 0 {
		t := &chain.Transaction{
			From: thiefs(asset), Policies: []chain.Policy{chain.Single(&k)},
			Outputs: []chain.Output{{To: chain.ExternalAddress(seed, "vault", 0), Amount: held}},
		}
		t.Sign(&k)
		_ = v.nodes[asset-1].Submit(t) // or he has asked for it already
	}
}
