package mockexchange_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// plain strips events of their number and time, so that they can be compared
// with what is written down here.
func plain(events []mx.Event) []mx.Event {
	for i := range events {
		events[i].Seq, events[i].At, events[i].Tx, events[i].Fee = 0, 0, chain.Hash{}, 0
	}
	return events
}

// refusedWith is the one event and the answer of a caller who was turned down.
func refusedWith(v *venue, events []mx.Event, code reject.Code, by reject.Control, account uint32) {
	GinkgoHelper()
	Expect(v.result).To(Equal(mx.Result{Code: code, Control: by}))
	Expect(events).To(HaveLen(1))
	Expect(events[0].Type).To(Equal(mx.AuthRefuse))
	Expect([]any{events[0].Code, events[0].Control, events[0].Account}).To(Equal([]any{code, by, account}))
}

var _ = Describe("Authorization", Label("embedded"), func() {
	var v *venue
	open := func(change func(*mx.Genesis)) {
		g := smallGenesis(4)
		if change != nil {
			change(g)
		}
		v = openVenue(g)
	}
	BeforeEach(func() { open(nil) })

	It("refuses every kind of command to whoever proves nothing, but for the public ones", func() {
		for k := mx.ReadStatus; k <= mx.Announce; k++ {
			events := v.apply(mx.Command{Kind: k, Market: btcYen})
			switch k {
			case mx.ReadStatus, mx.ReadDepth, mx.Complain:
				Expect(v.result.Code).To(Equal(reject.OK), k.String())
			default:
				Expect(v.result.Code).To(Equal(reject.BadCredential), k.String())
				Expect(plain(events)).To(Equal([]mx.Event{{
					Type: mx.AuthRefuse, Op: k, Code: reject.BadCredential, Market: btcYen,
				}}), k.String())
			}
		}
	})

	It("lets nobody do what is for others to do", func() {
		for k := mx.ReadStatus; k <= mx.Announce; k++ {
			v.staff(mx.Command{Kind: k, Account: 1, Market: btcYen})
			operator := v.result.Code != reject.BadCredential
			v.key(1, mx.Command{Kind: k, Market: btcYen})
			key := v.result.Code != reject.BadCredential
			switch {
			case k >= mx.ObserveBlock:
				Expect([]bool{operator, key}).To(Equal([]bool{true, false}), k.String())
			case k == mx.CancelWithdrawal || k == mx.Login || k == mx.CreateKey || k == mx.DeleteKey:
				Expect([]bool{operator, key}).To(Equal([]bool{false, false}), k.String())
			case k > mx.ReadDepth && k != mx.Complain:
				Expect([]bool{operator, key}).To(Equal([]bool{false, true}), k.String())
			}
			open(nil) // an action may have changed something
		}
	})

	It("refuses kinds and times that do not exist, without a trace", func() {
		for _, k := range []mx.Kind{0, mx.RebateFees + 1, 255} {
			Expect(v.staff(mx.Command{Kind: k})).To(BeEmpty())
			Expect(v.result.Code).To(Equal(reject.BadRequest))
		}
		for _, now := range []int64{-1, 1<<62 + 1} {
			v.now = now
			Expect(v.staff(mx.Command{Kind: mx.Announce, Label: "x"})).To(BeEmpty())
			Expect(v.result.Code).To(Equal(reject.BadRequest))
		}
	})

	It("records what an adapter turned down, after the proof and before the deed", func() {
		events := v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: btc, Refused: reject.StaleTimestamp})
		Expect(plain(events)).To(Equal([]mx.Event{{
			Type: mx.AuthRefuse, Op: mx.RequestWithdrawal, Auth: mx.AuthKey, Code: reject.StaleTimestamp,
			Source: home, Account: 1, Key: 1, Asset: btc,
		}}))
		v.apply(mx.Command{Kind: mx.RequestWithdrawal, Auth: mx.AuthKey, Key: 1, Refused: reject.StaleTimestamp})
		Expect(v.result.Code).To(Equal(reject.BadCredential))
	})

	Describe("by key", func() {
		ask := func(id uint32, k mx.Kind) []mx.Event { return v.key(id, mx.Command{Kind: k}) }

		It("takes the right secret for a read and says whose key it was", func() {
			Expect(plain(ask(2, mx.ReadAccount))).To(Equal([]mx.Event{{
				Type: mx.APICall, Op: mx.ReadAccount, Auth: mx.AuthKey, Source: home, Account: 2, Key: 2,
			}}))
		})
		It("refuses an id that nobody ever had", func() {
			refusedWith(v, ask(99, mx.ReadAccount), reject.UnknownKey, reject.None, 0)
			refusedWith(v, ask(0, mx.ReadAccount), reject.UnknownKey, reject.None, 0)
		})
		It("refuses the wrong secret, and names the account that it was tried on", func() {
			events := v.apply(mx.Command{
				Kind: mx.ReadAccount, Auth: mx.AuthKey, Key: 2, Credential: access.KeyCredential(seed, 1),
			})
			refusedWith(v, events, reject.BadCredential, reject.None, 2)
		})
		It("tells a key that its owner deleted from one that the venue revoked", func() {
			open(func(g *mx.Genesis) { g.Keys[1].Deleted = start - 1 })
			refusedWith(v, ask(2, mx.ReadAccount), reject.DeadKey, reject.None, 2)
			v.staff(mx.Command{Kind: mx.RevokeKeys, Target: 3})
			refusedWith(v, ask(3, mx.ReadAccount), reject.DeadKey, reject.RevokeKeys, 3)
		})
		It("refuses the keys of a frozen account", func() {
			v.staff(mx.Command{Kind: mx.FreezeAccount, Account: 2})
			refusedWith(v, ask(2, mx.ReadAccount), reject.AccountFrozen, reject.FreezeAccounts, 2)
			v.staff(mx.Command{Kind: mx.UnfreezeAccount, Account: 2})
			ask(2, mx.ReadAccount)
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("refuses a right that the key never had, and one that it lost", func() {
			open(func(g *mx.Genesis) { g.Keys[0].Scopes = access.Read })
			refusedWith(v, ask(1, mx.PlaceOrder), reject.MissingScope, reject.None, 1)
			refusedWith(v, ask(1, mx.RequestWithdrawal), reject.MissingScope, reject.None, 1)
			v.staff(mx.Command{Kind: mx.RestrictKeys, Target: 1, Scopes: access.Read})
			refusedWith(v, ask(1, mx.ReadAccount), reject.MissingScope, reject.RestrictKeys, 1)
			ask(1, mx.ReadRights)
			Expect(v.result.Code).To(Equal(reject.OK), "a key may always ask what it may do")
		})
	})

	Describe("by standing control", func() {
		It("enforces an owner's allow-list only while the control is on", func() {
			listed := func(on bool) {
				open(func(g *mx.Genesis) {
					g.Settings.Access.AllowLists = on
					g.Keys[0].Listed = []access.Source{home + 1, home}
					g.Keys[1].Listed = []access.Source{home + 1}
				})
			}
			listed(true)
			v.key(1, mx.Command{Kind: mx.ReadAccount})
			Expect(v.result.Code).To(Equal(reject.OK), "listed")
			refusedWith(v, v.key(2, mx.Command{Kind: mx.ReadAccount}), reject.SourceNotAllowed, reject.KeyAllowList, 2)
			v.key(3, mx.Command{Kind: mx.ReadAccount})
			Expect(v.result.Code).To(Equal(reject.OK), "no list")
			listed(false)
			v.key(2, mx.Command{Kind: mx.ReadAccount})
			Expect(v.result.Code).To(Equal(reject.OK), "control off")
		})

		It("lets the trading right of an unlisted key run out, unless it was confirmed or is listed", func() {
			month := int64(30 * 24 * time.Hour)
			open(func(g *mx.Genesis) {
				g.Settings.Access = access.Policy{AllowLists: true, UnlistedExpiry: month}
				g.Keys[1].Renewed = start - month
				g.Keys[2].Listed = []access.Source{home}
			})
			refusedWith(v, v.key(1, mx.Command{Kind: mx.PlaceOrder}), reject.ExpiredScope, reject.TradingExpiry, 1)
			Expect(v.Rights(1, v.now)).To(Equal(access.Read | access.Withdraw))
			for _, id := range []uint32{2, 3} {
				v.key(id, mx.Command{Kind: mx.PlaceOrder})
				Expect(v.result.Code).To(Equal(reject.UnknownMarket), "authorized")
			}
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal})
			Expect(v.result.Code).To(Equal(reject.UnknownAsset), "only trading expires")
			v.now++
			refusedWith(v, v.key(2, mx.Command{Kind: mx.PlaceOrder}), reject.ExpiredScope, reject.TradingExpiry, 2)
		})

		It("gives no key the right to withdraw unless its owner asked for it", func() {
			open(func(g *mx.Genesis) {
				g.Settings.Access.WithdrawalOptIn = true
				g.Keys[1].WithdrawOK = true
			})
			refusedWith(v, v.key(1, mx.Command{Kind: mx.RequestWithdrawal}), reject.MissingScope, reject.WithdrawalOptIn, 1)
			Expect(v.Rights(1, v.now)).To(Equal(access.Read | access.Trade))
			v.key(2, mx.Command{Kind: mx.RequestWithdrawal})
			Expect(v.result.Code).To(Equal(reject.UnknownAsset), "authorized")
			v.login(1, mx.Command{Kind: mx.Login})
			v.login(1, mx.Command{Kind: mx.RequestWithdrawal})
			Expect(v.result.Code).To(Equal(reject.UnknownAsset), "a login needs no key's right")
		})
	})

	Describe("by login", func() {
		It("opens a session of 12 hours", func() {
			refusedWith(v, v.login(1, mx.Command{Kind: mx.ReadAccount}), reject.NoSession, reject.None, 1)
			Expect(plain(v.login(1, mx.Command{Kind: mx.Login}))).To(Equal([]mx.Event{{
				Type: mx.LoggedIn, Op: mx.Login, Auth: mx.AuthLogin, Source: home, Account: 1,
			}}))
			v.now += int64(12*time.Hour) - 1
			v.login(1, mx.Command{Kind: mx.ReadAccount})
			Expect(v.result.Code).To(Equal(reject.OK))
			v.now++
			refusedWith(v, v.login(1, mx.Command{Kind: mx.ReadAccount}), reject.NoSession, reject.None, 1)
		})
		It("opens none for a request that an adapter turned down", func() {
			v.login(1, mx.Command{Kind: mx.Login, Refused: reject.RateLimited})
			Expect(v.result.Code).To(Equal(reject.RateLimited))
			refusedWith(v, v.login(1, mx.Command{Kind: mx.ReadAccount}), reject.NoSession, reject.None, 1)
		})
		It("names the account on which a password was guessed", func() {
			events := v.apply(mx.Command{Kind: mx.Login, Auth: mx.AuthLogin, Account: 3})
			refusedWith(v, events, reject.BadCredential, reject.None, 3)
			refusedWith(v, v.login(99, mx.Command{Kind: mx.Login}), reject.UnknownAccount, reject.None, 0)
		})
		It("asks for the second factor of those who have one", func() {
			open(func(g *mx.Genesis) { g.Accounts[0].Factor = true })
			code := access.FactorCode(seed, 1, v.now)
			refusedWith(v, v.login(1, mx.Command{Kind: mx.Login}), reject.FactorRequired, reject.None, 1)
			refusedWith(v, v.login(1, mx.Command{Kind: mx.Login, Factor: code + 1}), reject.BadFactor, reject.None, 1)
			v.login(1, mx.Command{Kind: mx.Login, Factor: code})
			Expect(v.result.Code).To(Equal(reject.OK))
			v.now += 30_000_000_000
			refusedWith(v, v.login(1, mx.Command{Kind: mx.Login, Factor: code}), reject.BadFactor, reject.None, 1)
		})
		It("ends the session of an account that is frozen, and does not give it back", func() {
			v.login(1, mx.Command{Kind: mx.Login})
			v.staff(mx.Command{Kind: mx.FreezeAccount, Account: 1})
			refusedWith(v, v.login(1, mx.Command{Kind: mx.ReadAccount}), reject.AccountFrozen, reject.FreezeAccounts, 1)
			refusedWith(v, v.login(1, mx.Command{Kind: mx.Login}), reject.AccountFrozen, reject.FreezeAccounts, 1)
			v.staff(mx.Command{Kind: mx.UnfreezeAccount, Account: 1})
			refusedWith(v, v.login(1, mx.Command{Kind: mx.ReadAccount}), reject.NoSession, reject.None, 1)
		})
		It("makes and deletes keys", func() {
			v.login(1, mx.Command{Kind: mx.Login})
			Expect(plain(v.login(1, mx.Command{Kind: mx.CreateKey, Scopes: access.Read}))).To(Equal([]mx.Event{{
				Type: mx.KeyCreated, Op: mx.CreateKey, Auth: mx.AuthLogin, Source: home, Account: 1, Key: 5,
			}}))
			Expect(v.result.Key).To(Equal(uint32(5)))
			v.key(5, mx.Command{Kind: mx.ReadAccount})
			Expect(v.result.Code).To(Equal(reject.OK))
			for _, scopes := range []access.Scopes{0, 8, 255} {
				events := v.login(1, mx.Command{Kind: mx.CreateKey, Scopes: scopes})
				Expect(v.result).To(Equal(mx.Result{Code: reject.BadRequest}))
				Expect(events[0].Code).To(Equal(reject.BadRequest))
			}
			v.login(1, mx.Command{Kind: mx.DeleteKey, Target: 2})
			Expect(v.result.Code).To(Equal(reject.UnknownKey), "somebody else's")
			Expect(plain(v.login(1, mx.Command{Kind: mx.DeleteKey, Target: 5}))).To(Equal([]mx.Event{{
				Type: mx.KeyDeleted, Op: mx.DeleteKey, Auth: mx.AuthLogin, Source: home, Account: 1, Key: 5,
			}}))
			v.login(1, mx.Command{Kind: mx.DeleteKey, Target: 5})
			Expect(v.result.Code).To(Equal(reject.UnknownKey), "deleted already")
			refusedWith(v, v.key(5, mx.Command{Kind: mx.ReadAccount}), reject.DeadKey, reject.None, 1)
		})
	})

	It("lets an owner set up a second factor once, in a session, and asks for it from then on", func() {
		refusedWith(v, v.login(1, mx.Command{Kind: mx.SetUpFactor}), reject.NoSession, reject.None, 1)
		v.login(1, mx.Command{Kind: mx.Login})
		Expect(plain(v.login(1, mx.Command{Kind: mx.SetUpFactor}))).To(Equal([]mx.Event{{
			Type: mx.FactorSetUp, Op: mx.SetUpFactor, Auth: mx.AuthLogin, Source: home, Account: 1,
		}}))
		v.login(1, mx.Command{Kind: mx.SetUpFactor})
		Expect(v.result.Code).To(Equal(reject.NothingToDo), "a session does not replace what guards it")
		refusedWith(v, v.login(1, mx.Command{Kind: mx.Login}), reject.FactorRequired, reject.None, 1)
		refusedWith(v, v.key(1, mx.Command{Kind: mx.SetUpFactor}), reject.BadCredential, reject.None, 0)
	})

	It("lets an owner put addresses on the allow-list of his own key", func() {
		open(func(g *mx.Genesis) {
			g.Settings.Access.AllowLists = true
			g.Keys[0].Listed = []access.Source{77}
		})
		refusedWith(v, v.key(1, mx.Command{Kind: mx.ReadAccount}), reject.SourceNotAllowed, reject.KeyAllowList, 1)
		v.login(1, mx.Command{Kind: mx.Login})
		v.login(1, mx.Command{Kind: mx.ListSource, Target: 2, Listed: home})
		Expect(v.result.Code).To(Equal(reject.UnknownKey), "somebody else's")
		Expect(plain(v.login(1, mx.Command{Kind: mx.ListSource, Target: 1, Listed: home}))).To(Equal([]mx.Event{{
			Type: mx.SourceListed, Op: mx.ListSource, Auth: mx.AuthLogin, Source: home, Account: 1, Key: 1, Label: home.String(),
		}}))
		v.key(1, mx.Command{Kind: mx.ReadAccount})
		Expect(v.result.Code).To(Equal(reject.OK))
	})

	It("hears complaints of anybody, about accounts that exist or none", func() {
		Expect(plain(v.apply(mx.Command{Kind: mx.Complain, Account: 2, Label: "stolen"}))).To(Equal([]mx.Event{{
			Type: mx.Complained, Op: mx.Complain, Account: 2, Label: "stolen",
		}}))
		v.apply(mx.Command{Kind: mx.Complain, Label: "closed?"})
		Expect(v.result.Code).To(Equal(reject.OK))
		refusedWith(v, v.apply(mx.Command{Kind: mx.Complain, Account: 5}), reject.UnknownAccount, reject.None, 0)
		v.staff(mx.Command{Kind: mx.FreezeAccount, Account: 2})
		v.apply(mx.Command{Kind: mx.Complain, Account: 2, Label: "locked out"})
		Expect(v.result.Code).To(Equal(reject.OK))
	})

	It("answers public reads without saying anything of an account", func() {
		Expect(plain(v.apply(mx.Command{Kind: mx.ReadStatus, Source: home, Account: 3}))).To(Equal([]mx.Event{{
			Type: mx.APICall, Op: mx.ReadStatus, Source: home,
		}}))
		for _, m := range []uint16{0, 3} {
			events := v.apply(mx.Command{Kind: mx.ReadDepth, Market: m})
			Expect(v.result.Code).To(Equal(reject.UnknownMarket))
			Expect([]any{events[0].Code, events[0].Market}).To(Equal([]any{reject.UnknownMarket, uint16(0)}))
		}
	})
})
