package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Hot wallets", Label("embedded"), func() {
	var v *venue
	open := func(change func(g *mx.Genesis)) {
		g := smallGenesis(4)
		change(g)
		v = openAudited(g)
	}
	ask := func(id uint32, amount int64) {
		v.key(id, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: amount, Address: outside(id)})
		Expect(v.result.Code).To(Equal(reject.OK))
	}
	// settle pays out twice and mines, so that what can go has gone.
	settle := func() {
		for range 2 {
			v.pay(xem)
			v.mined(xem)
		}
	}

	Describe("with a co-signer", func() {
		BeforeEach(func() {
			open(func(g *mx.Genesis) {
				g.Assets[btc-1].Signers = custody.Signers{M: 2, Hosts: []string{"one", "two", "three"}}
				g.Assets[xem-1].Signers = custody.Signers{M: 1, Hosts: []string{"one"}}
				g.Settings.Custody.SignerVelocity = custody.SignerVelocity{Share: 200_000, Window: 24 * hour} // of 201,000 XEM
			})
		})
		spend := func(asset uint16, hosts ...string) error {
			g, w := v.Genesis(), v.Addresses(asset)[0]
			s, n := g.Signers(asset), v.nodes[asset-1]
			keys := s.Keys(seed, g.Assets[asset-1].Code, 0)
			t := &chain.Transaction{
				Outputs: []chain.Output{{To: thiefs(asset), Amount: 1_000}}, Fee: n.Spec().MinFee,
				Policies: []chain.Policy{{M: s.M}},
			}
			for i := range keys {
				t.Policies[0].Keys = append(t.Policies[0].Keys, keys[i].Public())
			}
			if n.Spec().Model == chain.UTXO {
				c := n.Spendable(w)[0]
				t.Inputs = []chain.OutPoint{c.OutPoint}
				t.Outputs[0].Amount = c.Output.Amount - t.Fee
			} else {
				t.From, t.Nonce = w, n.NextNonce(w)
			}
			held := s.On(hosts, seed, g.Assets[asset-1].Code)
			for i := range held {
				t.Sign(&held[i])
			}
			err := n.Submit(t)
			if err == nil {
				v.thefts[t.ID()] = t.Fee + t.Outputs[0].Amount
			}
			return err
		}
		It("are closed to whoever has the venue's keys alone, all of them", func() {
			Expect(spend(xem, "one")).NotTo(Succeed())
			Expect(spend(btc, "one", "two", "three")).NotTo(Succeed())
		})
		It("are closed to the co-signer alone", func() {
			Expect(spend(xem, "one/co-signer")).NotTo(Succeed())
			Expect(spend(btc, "one/co-signer", "two")).NotTo(Succeed())
		})
		It("are open to whoever has both", func() {
			Expect(spend(xem, "one", "one/co-signer")).To(Succeed())
			Expect(spend(btc, "two", "three", "one/co-signer")).To(Succeed())
		})
		It("pay no more than the co-signer signs, whatever the venue approves", func() {
			ask(1, 30_000_000_000)
			ask(2, 20_000_000_000)
			settle()
			Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
			Expect(v.state(2)).To(Equal([]any{custody.Approved, reject.SignerVelocity}))
			v.staff(mx.Command{Kind: mx.SetLimit})
			v.staff(mx.Command{Kind: mx.ApproveWithdrawal, Withdrawal: 2})
			settle()
			Expect(v.state(2)).To(Equal([]any{custody.Approved, reject.SignerVelocity}), "nobody at the venue can lift it")
			v.now += 24 * hour
			settle()
			Expect(v.state(2)).To(Equal([]any{custody.Confirmed, reject.None}))
		})
		It("never pay what is more than the share, and pay who stands behind it", func() {
			ask(1, 45_000_000_000)
			ask(2, 1_000_000_000)
			settle()
			v.now += 72 * hour
			settle()
			Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.SignerVelocity}), "an honest one waits for ever")
			Expect(v.state(2)).To(Equal([]any{custody.Confirmed, reject.None}))
		})
		It("are swept, rotated and moved without a limit", func() {
			hot := v.truth(xem)[0]
			v.staff(mx.Command{Kind: mx.MigrateWallet, Asset: xem, Label: "CHG-1"})
			v.mined(xem)
			v.staff(mx.Command{Kind: mx.SweepToCold, Asset: xem})
			v.mined(xem)
			Expect(v.truth(xem)[:2]).To(Equal([]int64{0, hot - 100_000}))
		})
	})

	Describe("with an automatic sweep", func() {
		sweeping := func(all bool) {
			open(func(g *mx.Genesis) { g.Settings.Custody.AutomaticSweep = custody.AutomaticSweep{On: true, All: all} })
		}
		It("save what a thief left after his first block", func() {
			sweeping(false)
			hot := v.truth(xem)[0]
			Expect(v.steal(theft{asset: xem, amount: 10_000_000})).To(Succeed())
			events := v.mined(xem)
			Expect(types(events)).To(Equal([]string{"wallet_moved"}))
			Expect(v.steal(theft{asset: xem, amount: hot / 2})).NotTo(Succeed(), "the sweep was there first")
			v.mined(xem)
			Expect(v.truth(xem)[1]).To(Equal(hot - 10_000_000 - 100_000))
			Expect(v.truth(btc)[0]).To(BeNumerically(">", 0), "another coin's")
		})
		It("save every other coin's, too, if they are told to", func() {
			sweeping(true)
			Expect(v.steal(theft{asset: xem, amount: 10_000_000})).To(Succeed())
			v.mined(xem)
			v.mined(btc)
			Expect(v.truth(btc)[0]).To(BeZero())
		})
		It("save nothing of what went at once", func() {
			sweeping(true)
			Expect(v.steal(theft{asset: xem, amount: v.truth(xem)[0] - 50_000})).To(Succeed())
			v.mined(xem)
			v.mined(xem)
			Expect(v.truth(xem)[:2]).To(Equal([]int64{0, 0}))
		})
		It("sweep what customers go on sending", func() {
			sweeping(false)
			Expect(v.steal(theft{asset: xem, amount: 10_000_000})).To(Succeed())
			v.mined(xem)
			v.mined(xem)
			Expect(v.deposit(2, xem, 500_000_000)).To(Succeed())
			v.mined(xem)
			v.pay(xem)
			v.mined(xem)
			Expect(v.truth(xem)[0]).To(BeZero())
		})
		It("keep honest customers waiting until the key is rotated", func() {
			sweeping(false)
			Expect(v.steal(theft{asset: xem, amount: 10_000_000})).To(Succeed())
			v.mined(xem)
			v.mined(xem)
			ask(1, 5_000_000)
			for range 3 {
				v.now += 5 * hour
				settle()
			}
			Expect(v.state(1)).To(Equal([]any{custody.Approved, reject.AutomaticSweep}))
			v.staff(mx.Command{Kind: mx.RotateHotKey, Asset: xem})
			settle()
			v.now += 5 * hour
			settle()
			Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
		})
		It("get a new key from the staff after a while, if it is told to, and pay again", func() {
			open(func(g *mx.Genesis) {
				g.Settings.Custody.AutomaticSweep = custody.AutomaticSweep{On: true, All: true, Rotate: 4 * hour}
			})
			Expect(v.steal(theft{asset: xem, amount: v.truth(xem)[0] / 2})).To(Succeed())
			v.mined(xem)
			v.mined(xem)
			ask(1, 5_000_000)
			for range 3 {
				v.now += 4 * hour
				settle()
			}
			Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
			Expect(v.steal(theft{asset: xem, amount: 1_000})).NotTo(Succeed())
		})
		It("go on crediting customers of a coin that nobody stole, at its old address, too", func() {
			open(func(g *mx.Genesis) {
				g.Settings.Custody.AutomaticSweep = custody.AutomaticSweep{On: true, All: true, Rotate: 4 * hour}
			})
			Expect(v.deposit(2, btc, coin)).To(Succeed()) // to the address that he knows
			Expect(v.steal(theft{asset: xem, amount: 10_000_000})).To(Succeed())
			v.mined(xem)
			v.now += 4 * hour
			v.pay(btc)
			for range 2 {
				v.mined(btc)
			}
			Expect(v.balance(2, btc)[0]).To(Equal(int64(startBTC + coin)))
			v.pay(btc)
			v.mined(btc)
			Expect(v.truth(btc)[0]).To(BeNumerically(">=", coin-1_000))
			Expect(v.believed(btc)).To(Equal(v.truth(btc)))
		})
		It("do not move when the venue itself pays", func() {
			sweeping(true)
			ask(1, 5_000_000)
			settle()
			Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
			Expect(v.truth(xem)[1]).To(BeZero())
		})
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
