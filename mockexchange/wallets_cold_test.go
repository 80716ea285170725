package mockexchange_test

import (
	"fmt"
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// signedCold has three of five people sign for the cold storage of bitcoin and of
// XEM, of which half lies cold.
func signedCold(display string) *mx.Genesis {
	g := smallGenesis(4)
	g.Assets[xem-1].HotShare = 500_000
	for _, asset := range []int{btc, xem} {
		g.Assets[asset-1].ColdSigning = &custody.ColdSigning{M: 3, N: 5, Builder: "builder", Display: display, Plain: 600_000}
	}
	g.Settings.Custody.WalletLog.Spends.On = true
	return g
}

var _ = Describe("Cold storage that people sign for", Label("embedded"), func() {
	var v *venue
	thief := chain.DeriveKey(99, "thief", 0)
	var pays bool // what is signed on a chain of accounts pays him
	BeforeEach(func() { pays = false })
	plant := func(host string, asset uint16, least int64) {
		v.apply(mx.Command{
			Kind: mx.PlantImplant, Auth: mx.AuthHost, Credential: access.HostCredential(seed, host), Label: host,
			Asset: asset, Amount: least, Address: thief.Address(), Flag: pays,
		})
	}
	transfer := func(asset uint16, amount int64) []mx.Event {
		return v.staff(mx.Command{Kind: mx.TransferCold, Asset: asset, Amount: amount})
	}
	sign := func(asset uint16) []mx.Event { return v.staff(mx.Command{Kind: mx.SignTransfer, Asset: asset}) }
	open := func(display string) {
		v = openVenue(signedCold(display))
		DeferCleanup(func() { Expect(v.CheckBooks()).To(Succeed()) })
	}

	DescribeTable("brings coins to the hot wallet by way of those who sign", func(asset uint16) {
		open("display")
		before := v.truth(asset)
		asked := transfer(asset, 1_000_000)
		Expect(types(asked)).To(Equal([]string{"transfer_requested", "transfer_built", "transfer_shown"}))
		Expect(asked[1].Tx).To(Equal(asked[2].Tx))
		w, _ := v.Wallet(asset)
		Expect(asked[2].Address).To(Equal(w.Hot))
		signed := sign(asset)
		Expect(types(signed)).To(Equal([]string{"transfer_signed", "transfer_signed", "transfer_signed", "wallet_moved"}))
		Expect(signed[0].Tx).To(Equal(asked[1].Tx))
		v.mined(asset)
		Expect(v.truth(asset)[0]).To(Equal(before[0] + 1_000_000))
		Expect(v.believed(asset)).To(Equal(v.truth(asset)))
		Expect(v.audit(asset)).To(Succeed())
	}, Entry("coins", uint16(btc)), Entry("a balance", uint16(xem)))

	It("is asked for what is missing hot, and no ceremony is held", func() {
		open("display")
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 40_000_000_000, Address: outside(1)})
		v.key(2, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 49_000_000_000, Address: outside(2)})
		v.key(3, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 49_000_000_000, Address: outside(3)})
		v.pay(xem)
		Expect(types(v.pay(xem))).To(ContainElement("transfer_requested"))
		sign(xem)
		v.mined(xem)
		v.pay(xem)
		v.mined(xem)
		Expect(v.state(3)).To(Equal([]any{custody.Confirmed, reject.None}))
		Expect(v.audit(xem)).To(Succeed())
	})

	It("takes its time, and stops while withdrawals are halted", func() {
		g := signedCold("display")
		for i := range 5 {
			g.Staff.ColdSigners = append(g.Staff.ColdSigners, custody.ColdSigner{Signer: custody.Signer{Takes: []int64{int64(i+1) * minute}}})
		}
		v = openAudited(g)
		transfer(xem, 1_000_000)
		Expect(g.Signatures(xem, mx.TransferCold, v.now, 0)).To(HaveLen(3))
		Expect(sign(xem)).To(BeEmpty())
		v.now += 2 * minute
		Expect(types(sign(xem))).To(Equal([]string{"transfer_signed", "transfer_signed"}))
		v.staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: xem})
		v.now += 5 * minute
		refused := sign(xem)
		Expect([]any{types(refused), refused[0].Control}).To(Equal([]any{[]string{"transfer_refused"}, reject.HaltWithdrawals}))
		transfer(xem, 1_000_000)
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
		v.staff(mx.Command{Kind: mx.ResumeWithdrawals, Asset: xem})
		until := v.now + 10*minute
		v.staff(mx.Command{Kind: mx.TransferCold, Asset: xem, Amount: 1_000_000, Until: until})
		Expect(g.Signatures(xem, mx.TransferCold, v.now, until)[2].At).To(Equal(until))
		v.now = until
		Expect(types(sign(xem))).To(ContainElement("wallet_moved"))
	})

	It("gets new owners of the venue's own, and serves it as before", func() {
		open("display")
		cold := v.Addresses(xem)[1]
		v.staff(mx.Command{Kind: mx.UpgradeWallet, Asset: xem, Label: "CHG-1"})
		sign(xem)
		Expect(types(v.mined(xem))).To(ContainElement("owner_changed"))
		Expect(v.nodes[xem-1].Owner(cold)).NotTo(Equal(cold))
		Expect(v.Addresses(xem)[1]).To(Equal(cold))
		before := v.truth(xem)[0]
		transfer(xem, 5_000_000)
		sign(xem)
		v.mined(xem)
		Expect(v.truth(xem)[0]).To(Equal(before + 5_000_000))
		Expect(v.audit(xem)).To(Succeed())
		v.staff(mx.Command{Kind: mx.UpgradeWallet, Asset: btc, Label: "CHG-2"})
		Expect(v.result.Code).To(Equal(reject.NothingToDo), "coins have no contract")
	})

	It("gets them once it is free, and when those who did not sign are asked again", func() {
		open("display")
		cold := v.Addresses(xem)[1]
		transfer(xem, 1_000_000)
		v.staff(mx.Command{Kind: mx.UpgradeWallet, Asset: xem, Label: "CHG-1"})
		Expect([]any{v.result.Code, v.result.Count}).To(Equal([]any{reject.OK, uint32(0)}))
		Expect(types(v.pay(xem))).NotTo(ContainElement("transfer_requested"), "the first is on its way")
		sign(xem)
		v.mined(xem)
		Expect(types(v.pay(xem))).To(ContainElement("transfer_requested"))
		v.staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: xem})
		Expect(types(sign(xem))).To(Equal([]string{"transfer_refused"}))
		v.pay(xem)
		v.staff(mx.Command{Kind: mx.ResumeWithdrawals, Asset: xem})
		Expect(types(v.pay(xem))).To(ContainElement("transfer_requested"))
		sign(xem)
		v.mined(xem)
		Expect(v.nodes[xem-1].Owner(cold)).NotTo(Equal(cold))
		Expect(types(v.pay(xem))).NotTo(ContainElement("transfer_requested"))
	})

	Describe("on hosts of which one is somebody else's", func() {
		It("shows the transfer that was asked for and has another signed, and its records agree", func() {
			open("display")
			plant("display", xem, 1_000_000)
			Expect(v.result.Code).To(Equal(reject.OK))
			asked := transfer(xem, 2_000_000)
			w, _ := v.Wallet(xem)
			Expect([]any{asked[2].Op, asked[2].Amount, asked[2].Address}).To(Equal([]any{mx.TransferCold, int64(2_000_000), w.Hot}))
			Expect(asked[1].Tx).NotTo(Equal(asked[2].Tx), "the builder's host still tells what it built")
			signed := sign(xem)
			Expect(signed[0].Tx).To(Equal(asked[2].Tx))
			cold, held := v.Addresses(xem)[1], v.truth(xem)[1]
			seen := v.mined(xem)
			Expect(types(seen)).To(ContainElement("owner_changed"))
			Expect(v.nodes[xem-1].Owner(cold)).To(Equal(thief.Address()))
			Expect(v.nodes[xem-1].Balance(cold)).To(Equal(held - v.nodes[xem-1].Spec().MinFee))
			Expect(v.Addresses(xem)[1]).NotTo(Equal(cold), "the venue begins anew")
			Expect(v.audit(xem)).To(Succeed(), "nothing has left yet")
			transfer(xem, 1)
			Expect(v.result.Code).To(Equal(reject.NothingToDo), "there is nothing that it could bring")
		})

		It("agrees in everything where one host builds and shows", func() {
			open("builder")
			plant("builder", xem, 0)
			asked := transfer(xem, 2_000_000)
			Expect(asked[1].Tx).To(Equal(asked[2].Tx))
			Expect(asked[2].Op).To(Equal(mx.TransferCold))
		})

		It("pays somebody else on a chain of coins", func() {
			open("display")
			plant("display", btc, 0)
			transfer(btc, 2_000_000)
			v.thefts[sign(btc)[0].Tx] = 2_000_000
			v.mined(btc)
			Expect(v.nodes[btc-1].Balance(thief.Address())).To(Equal(int64(2_000_000)))
			Expect(v.audit(btc)).To(Succeed())
			hot := v.truth(btc)[0]
			transfer(btc, 2_000_000)
			sign(btc)
			v.mined(btc)
			Expect(v.nodes[btc-1].Balance(thief.Address())).To(Equal(int64(2_000_000)), "it was missed, and the host was cleaned")
			Expect(v.truth(btc)[0]).To(Equal(hot + 2_000_000))
		})

		It("leaves small transfers alone, and other wallets", func() {
			open("display")
			plant("display", xem, 1_000_000)
			transfer(xem, 999_999)
			sign(xem)
			v.mined(xem)
			transfer(btc, 2_000_000)
			sign(btc)
			v.mined(btc)
			Expect(v.nodes[btc-1].Balance(thief.Address())).To(BeZero())
			Expect(v.audit(xem)).To(Succeed())
			Expect(v.audit(btc)).To(Succeed())
		})

		It("is found out by whoever looks: more easily where he is shown what he signs", func() {
			look := func(host string, attention int64, blind int64) []mx.Event {
				g := signedCold("display")
				g.Assets[xem-1].ColdSigning.Blind = blind
				for range 5 {
					g.Staff.ColdSigners = append(g.Staff.ColdSigners, custody.ColdSigner{Attention: []int64{attention}})
				}
				v = openAudited(g)
				plant(host, xem, 0)
				transfer(xem, 2_000_000)
				return sign(xem)
			}
			refused := look("display", 9_999, 10_000)
			Expect([]any{types(refused), refused[0].Code, refused[0].Count > 0}).To(Equal([]any{[]string{"transfer_refused"}, reject.UnexpectedTransfer, true}))
			Expect(types(look("display", 10_000, 10_000))).To(ContainElement("transfer_signed"))
			Expect(types(look("builder", 599_999, 0))).To(Equal([]string{"transfer_refused"}), "it is shown")
			Expect(types(look("builder", 600_000, 0))).To(ContainElement("wallet_moved"))
			look("builder", 0, 0)
			Expect(types(transfer(xem, 2_000_000))).NotTo(ContainElement("transfer_refused"))
			Expect(types(sign(xem))).To(ContainElement("wallet_moved"), "the host was cleaned")
		})

		Describe("where everybody decodes what he signs", func() {
			const decoder = custody.DecodingHost
			decoding := func(display string, separate bool) *mx.Genesis {
				g := signedCold(display)
				g.Settings.Custody.IndependentDecoding = custody.IndependentDecoding{On: true, Separate: separate}
				return g
			}
			// signed plants an implant on each of the hosts and has a transfer signed.
			signed := func(asset uint16, display string, separate bool, hosts ...string) []mx.Event {
				v = openVenue(decoding(display, separate))
				for _, h := range hosts {
					plant(h, asset, 0)
				}
				transfer(asset, 2_000_000)
				return sign(asset)
			}

			DescribeTable("is refused by the first who does, wherever it was changed", func(asset uint16, host, display string) {
				refused := signed(asset, display, true, host)
				Expect([]any{types(refused), refused[0].Code, refused[0].Control, refused[0].Count > 0}).To(Equal(
					[]any{[]string{"transfer_refused"}, reject.UnexpectedTransfer, reject.IndependentDecoding, true}))
				transfer(asset, 2_000_000)
				Expect(types(sign(asset))).To(ContainElement("wallet_moved"), "the host was cleaned")
			},
				Entry("on the page", uint16(xem), "display", "display"), Entry("by whoever builds it", uint16(xem), "builder", "display"),
				Entry("on a page that does both", uint16(xem), "builder", "builder"), Entry("on a chain of coins", uint16(btc), "display", "display"),
			)

			It("is signed all the same where he holds the host on which they decode", func() {
				Expect(types(signed(xem, "display", true, "display", decoder))).To(ContainElement("wallet_moved"))
				Expect(types(signed(xem, "display", false, "display"))).To(ContainElement("wallet_moved"), "it is the page's own")
			})

			It("is signed where nobody changed anything, new owners that were asked for as well", func() {
				Expect(types(signed(xem, "display", true, decoder))).To(ContainElement("wallet_moved"))
				v = openAudited(decoding("display", true))
				v.staff(mx.Command{Kind: mx.UpgradeWallet, Asset: xem, Label: "CHG-1"})
				Expect(types(sign(xem))).To(ContainElement("wallet_moved"))
			})

			It("has no such host where nobody decodes there", func() {
				open("display")
				plant(decoder, xem, 0)
				Expect(v.result.Code).To(Equal(reject.NothingToDo))
			})

			It("takes each of them his time, and whoever waits for the coins waits for those who decode", func() {
				g := decoding("display", true)
				for i := range 5 {
					g.Staff.ColdSigners = append(g.Staff.ColdSigners, custody.ColdSigner{Decodes: []int64{int64(5-i) * minute}})
				}
				plain := *g
				plain.Settings.Custody.IndependentDecoding = custody.IndependentDecoding{}
				for _, until := range []int64{0, start + 9*minute} {
					all, usual := g.Signatures(xem, mx.TransferCold, start, until), map[int]int64{}
					for _, s := range plain.Signatures(xem, mx.TransferCold, start, until) {
						usual[s.Signer] = s.At
					}
					for i, s := range all {
						Expect(s.At - usual[s.Signer]).To(BeEquivalentTo(int64(6-s.Signer) * minute))
						Expect(i == 0 || s.At >= all[i-1].At).To(BeTrue(), "whoever is done first signs first")
					}
				}
				v = openAudited(g)
				v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 40_000_000_000, Address: outside(1)})
				v.key(2, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 49_000_000_000, Address: outside(2)})
				v.key(3, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 49_000_000_000, Address: outside(3)})
				v.pay(xem)
				Expect(types(v.pay(xem))).To(ContainElement("transfer_requested"))
				v.now += minute
				v.pay(xem)
				Expect(v.state(3)).To(Equal([]any{custody.Approved, reject.IndependentDecoding}))
				v.now += 4 * minute
				sign(xem)
				v.mined(xem)
				v.pay(xem)
				v.mined(xem)
				Expect(v.state(3)).To(Equal([]any{custody.Confirmed, reject.None}))
			})
		})

		Describe("where devices refuse new owners", func() {
			var g *mx.Genesis
			BeforeEach(func() {
				g = signedCold("display")
				g.Settings.Custody.RefuseUpgrades = custody.RefuseUpgrades{On: true}
				g.Staff.Ceremonies = custody.Ceremonies{
					Holders: make([]custody.Signer, 3), Quorum: 2, Hours: 9,
					Drawn: []custody.Ceremony{{Takes: 20 * minute}, {Takes: 20 * minute}},
				}
				v = openVenue(g)
			})

			It("is refused where it would hand the wallet over", func() {
				plant("display", xem, 0)
				transfer(xem, 2_000_000)
				refused := sign(xem)
				Expect([]any{types(refused), refused[0].Code, refused[0].Control}).To(Equal(
					[]any{[]string{"transfer_refused"}, reject.UnexpectedTransfer, reject.RefuseUpgrades}))
				transfer(xem, 2_000_000)
				Expect(types(sign(xem))).To(ContainElement("wallet_moved"), "the host was cleaned, and payments are signed")
			})

			It("is signed where it pays somebody else all that lies there", func() {
				v.apply(mx.Command{
					Kind: mx.PlantImplant, Auth: mx.AuthHost, Credential: access.HostCredential(seed, "display"), Label: "display",
					Asset: xem, Address: thief.Address(), Flag: true,
				})
				held := v.truth(xem)[1]
				transfer(xem, 2_000_000)
				v.thefts[sign(xem)[0].Tx] = held - v.nodes[xem-1].Spec().MinFee
				v.mined(xem)
				Expect(v.nodes[xem-1].Balance(thief.Address())).To(Equal(held - v.nodes[xem-1].Spec().MinFee))
				Expect(v.audit(xem)).To(Succeed())
			})

			It("is signed where it pays somebody else, on a chain of coins", func() {
				plant("display", btc, 0)
				transfer(btc, 2_000_000)
				sign(btc)
				v.mined(btc)
				Expect(v.nodes[btc-1].Balance(thief.Address())).To(Equal(int64(2_000_000)))
			})

			It("is signed where staff asked for new owners, later, and whosever they are then", func() {
				plant("display", xem, 0)
				cold, asked := v.Addresses(xem)[1], v.now
				called := v.staff(mx.Command{Kind: mx.UpgradeWallet, Asset: xem, Label: "CHG-1"})
				ev := called[len(called)-1]
				Expect([]any{ev.Type, ev.Control, ev.Count}).To(Equal([]any{mx.CeremonyCalled, reject.RefuseUpgrades, uint32(9)}))
				Expect(g.Signatures(xem, mx.UpgradeWallet, asked, 0)[0].At).To(Equal(asked + 20*minute))
				Expect(sign(xem)).To(BeEmpty())
				v.now += 20 * minute
				Expect(types(sign(xem))).To(ContainElement("wallet_moved"))
				v.mined(xem)
				Expect(v.nodes[xem-1].Owner(cold)).To(Equal(thief.Address()))
			})

			It("is lifted by another ceremony where one fails, and each is paid", func() {
				g.Staff.Ceremonies.Drawn = []custody.Ceremony{{Takes: minute, Fails: true}, {Takes: 20 * minute}}
				held := map[uint32]int64{}
				for at := int64(start); len(held) < 2 && at < start+100; at++ {
					when, n := g.Staff.Ceremonies.Lifted(at, uint64(at)<<33)
					held[n] = when - at
				}
				Expect(held).To(Equal(map[uint32]int64{1: 20 * minute, 2: 21 * minute}))
				g.Staff.Ceremonies.Drawn = []custody.Ceremony{{Fails: true}}
				_, n := g.Staff.Ceremonies.Lifted(start, 0)
				Expect(n).To(BeEquivalentTo(2), "not for ever")
			})

			It("keeps whoever waits for coins waiting, and is blamed for it", func() {
				v = openAudited(g)
				v.staff(mx.Command{Kind: mx.UpgradeWallet, Asset: xem, Label: "CHG-1"})
				v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 40_000_000_000, Address: outside(1)})
				v.key(2, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 49_000_000_000, Address: outside(2)})
				v.key(3, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 49_000_000_000, Address: outside(3)})
				v.pay(xem)
				v.now += minute
				Expect(types(v.pay(xem))).NotTo(ContainElement("transfer_requested"))
				Expect(v.state(3)).To(Equal([]any{custody.Approved, reject.RefuseUpgrades}))
				v.now += 19 * minute
				sign(xem)
				v.mined(xem)
				Expect(types(v.pay(xem))).To(ContainElement("transfer_requested"), "refills are asked for again")
				sign(xem)
				v.mined(xem)
				v.pay(xem)
				v.mined(xem)
				Expect(v.state(3)).To(Equal([]any{custody.Confirmed, reject.None}))
			})
		})

		It("lets nobody in who does not hold the host", func() {
			open("display")
			v.apply(mx.Command{Kind: mx.PlantImplant, Auth: mx.AuthHost, Credential: access.HostCredential(seed, "builder"), Label: "display", Asset: xem, Address: thief.Address()})
			Expect(v.result.Code).To(Equal(reject.BadCredential))
			v.staff(mx.Command{Kind: mx.PlantImplant, Label: "display", Asset: xem, Address: thief.Address()})
			Expect(v.result.Code).To(Equal(reject.BadCredential))
			plant("wallet", xem, 0)
			Expect(v.result.Code).To(Equal(reject.NothingToDo), "nobody builds or looks there")
		})
	})

	// With people who notice now and then, implants, halts, upgrades and what customers
	// do, the books still are the chains'.
	DescribeTable("keeps the books that the chains have, whatever happens", func(paid bool, least string) {
		g := signedCold("display")
		g.Accounts = append(g.Accounts, make([]mx.Account, customersOfSmall-4)...)
		for id := uint32(5); id <= customersOfSmall; id++ {
			g.Accounts[id-1].Created = start - 1e18
			g.Keys = append(g.Keys, access.Key{Account: id, Created: start - 1e17, Scopes: access.Read | access.Trade | access.Withdraw})
		}
		r := rand.New(rand.NewPCG(5, 6))
		for range 5 {
			who := custody.ColdSigner{Signer: custody.Signer{Takes: []int64{minute, 3 * minute}}}
			for range 7 {
				who.Attention = append(who.Attention, r.Int64N(1_000_000))
			}
			g.Staff.ColdSigners = append(g.Staff.ColdSigners, who)
		}
		for a := btc; a <= xem; a++ {
			g.Assets[a-1].ColdSigning.Blind = 500_000
		}
		v, pays = openVenue(g), paid
		done, diverted := map[string]int{}, map[uint16]int64{}
		// rob takes a part of what lies at an address that is the thief's.
		rob := func(from chain.Address) {
			n := v.nodes[xem-1]
			t := &chain.Transaction{
				From: from, Nonce: n.NextNonce(from), Fee: n.Spec().MinFee, Policies: []chain.Policy{chain.Single(&thief)},
				Outputs: []chain.Output{{To: outside(7), Amount: 1 + r.Int64N(1_000_000)}},
			}
			t.Sign(&thief)
			if n.Owner(from) == thief.Address() && n.Submit(t) == nil {
				v.thefts[t.ID()] = t.Fee + t.Outputs[0].Amount
				done["robbed"]++
			}
		}
		for i := range 30_000 {
			asset := uint16(btc + r.IntN(2))
			switch r.IntN(12) {
			case 0:
				transfer(asset, 1+r.Int64N(coin/10))
			case 1, 2:
				for _, ev := range sign(asset) {
					done[ev.Type.String()]++
				}
			case 3:
				if r.IntN(10) == 0 {
					plant([]string{"builder", "display"}[r.IntN(2)], asset, r.Int64N(coin/10))
				}
			case 4:
				if r.IntN(10) == 0 {
					v.do(mx.Command{Kind: mx.UpgradeWallet, Asset: xem, Label: "CHG-1"})
				}
			case 5:
				for _, ev := range v.mined(asset) {
					done[ev.Type.String()]++
				}
			case 6:
				all := v.Addresses(xem)
				rob(all[r.IntN(len(all))])
			default:
				anything(v, r)
				v.TakeEvents(nil)
			}
			for a := uint16(btc); a <= xem; a++ {
				if his := v.nodes[a-1].Balance(thief.Address()); his > diverted[a] {
					v.stole[a] += his - diverted[a]
					diverted[a] = his
					done["diverted "+v.Genesis().Assets[a-1].Code]++
				}
				if err := v.audit(a); err != nil {
					Fail(fmt.Sprintf("after step %d: %s", i, err))
				}
			}
		}
		w, _ := v.Wallet(xem)
		AddReportEntry("done", fmt.Sprint(done, w))
		Expect(v.CheckBooks()).To(Succeed())
		for _, name := range []string{"transfer_signed", "transfer_refused", "owner_changed"} {
			Expect(done[name]).To(BeNumerically(">", 3), name)
		}
		Expect(done).To(And(HaveKey("diverted BTC"), HaveKey(least)))
	},
		Entry("he gets wallets signed away", false, "robbed"), Entry("he gets himself paid", true, "diverted XEM"),
	)
})
