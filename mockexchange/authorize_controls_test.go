package mockexchange_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Each control on keys once as it bites a thief, and once as it stands in an
// honest customer's way.
var _ = Describe("Standing controls on keys", Label("embedded"), func() {
	var v *venue
	under := func(p access.Policy, change ...func(*mx.Genesis)) {
		g := smallGenesis(4)
		g.Settings.Access = p
		for _, c := range change {
			c(g)
		}
		v = openVenue(g)
	}
	hours := func(n int64) int64 { return n * int64(time.Hour) }

	Describe("scope_separation", func() {
		It("leaves a stolen key of a trading program no withdrawal, but its orders", func() {
			under(access.Policy{ScopeSeparation: true})
			refusedWith(v, v.key(1, wish(coin, 66)), reject.MissingScope, reject.ScopeSeparation, 1)
			Expect(v.Rights(1, v.now)).To(Equal(access.Read | access.Trade))
			v.key(1, ask(900_000, 1))
			Expect(v.result.Code).To(Equal(reject.OK), "the way out through a market")
		})
		It("asks an owner who does both for a second key", func() {
			under(access.Policy{ScopeSeparation: true}, func(g *mx.Genesis) {
				g.Keys = append(g.Keys, access.Key{Account: 1, Scopes: access.Read | access.Withdraw})
			})
			v.key(5, wish(coin, 3))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
	})

	Describe("key_rate_limit", func() {
		policy := access.Policy{RateLimit: access.RateLimit{Requests: 5, Orders: 2, Window: minute}}
		It("lets a stolen key make no more orders than that, until the next window", func() {
			under(policy)
			v.now += minute - v.now%minute
			v.key(1, bid(900_000, 1))
			v.key(1, bid(900_000, 1))
			refusedWith(v, v.key(1, bid(900_000, 1)), reject.RateLimited, reject.KeyRateLimit, 1)
			v.key(2, bid(900_000, 1))
			Expect(v.result.Code).To(Equal(reject.OK), "with the next key he goes on")
			v.now += minute
			v.key(1, bid(900_000, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("refuses a busy program's reads, and what it wants to take back", func() {
			under(policy)
			v.key(1, bid(900_000, 1))
			order := v.result.Order
			for range 4 {
				v.key(1, mx.Command{Kind: mx.ReadAccount})
				Expect(v.result.Code).To(Equal(reject.OK))
			}
			refusedWith(v, v.key(1, mx.Command{Kind: mx.CancelOrder, Order: order}), reject.RateLimited, reject.KeyRateLimit, 1)
		})
		It("counts no strangers' guesses, and nothing of a login", func() {
			under(policy)
			for range 9 {
				v.apply(mx.Command{Kind: mx.ReadAccount, Auth: mx.AuthKey, Key: 1})
				Expect(v.result.Code).To(Equal(reject.BadCredential))
			}
			v.login(1, mx.Command{Kind: mx.Login})
			for range 9 {
				v.login(1, mx.Command{Kind: mx.ReadAccount})
				Expect(v.result.Code).To(Equal(reject.OK))
			}
			v.key(1, mx.Command{Kind: mx.ReadAccount})
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("counts the requests of keys that are made later, too", func() {
			under(policy)
			v.login(1, mx.Command{Kind: mx.Login})
			v.login(1, mx.Command{Kind: mx.CreateKey, Scopes: access.Read})
			for range 5 {
				v.key(5, mx.Command{Kind: mx.ReadAccount})
				Expect(v.result.Code).To(Equal(reject.OK))
			}
			refusedWith(v, v.key(5, mx.Command{Kind: mx.ReadAccount}), reject.RateLimited, reject.KeyRateLimit, 1)
		})
	})

	Describe("key_notional_limit", func() {
		policy := access.Policy{DayTurnover: 1_000_000_00} // one bitcoin at the reference price
		It("bounds what a stolen key gives away, whatever the price is", func() {
			under(policy)
			v.key(2, ask(5_000_000, 100)) // five times the price: what the key pays counts
			v.key(1, bid(5_000_000, 15))
			Expect(v.result.Filled).NotTo(BeZero())
			Expect(v.key(1, bid(5_000_000, 6))[0].Control).To(Equal(reject.KeyNotionalLimit))
			Expect(v.result).To(Equal(mx.Result{Code: reject.TurnoverExceeded, Control: reject.KeyNotionalLimit}))
			v.key(1, bid(5_000_000, 5))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("counts at the reference price what is given away for nothing", func() {
			under(policy)
			v.key(2, bid(5, 200))
			v.key(1, ask(5, 100))
			Expect(v.result.Filled).To(Equal(int64(coin)))
			v.key(1, ask(5, 50))
			Expect(v.result.Code).To(Equal(reject.TurnoverExceeded))
		})
		It("stops an honest program that turns its money over, until a day is gone", func() {
			under(policy)
			v.key(1, ask(1_000_000, 100)) // a maker's order counts when it trades
			v.key(1, ask(1_000_000, 100))
			v.key(2, bid(1_000_000, 100))
			v.key(1, ask(1_000_000, 1))
			Expect(v.result.Code).To(Equal(reject.TurnoverExceeded))
			v.now += hours(23)
			v.key(1, ask(1_000_000, 1))
			Expect(v.result.Code).To(Equal(reject.TurnoverExceeded))
			v.now += hours(2)
			v.key(1, ask(1_000_000, 1))
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("is nothing to a login, and not the reason where there is no money", func() {
			under(policy)
			v.login(1, mx.Command{Kind: mx.Login})
			v.login(1, ask(1_000_000, 300))
			Expect(v.result.Code).To(Equal(reject.OK))
			v.key(1, ask(1_000_000, 100_000))
			Expect(v.result).To(Equal(mx.Result{Code: reject.InsufficientBalance}))
		})
	})

	Describe("withdrawal_second_factor", func() {
		It("leaves neither a stolen key nor a stolen password a withdrawal", func() {
			under(access.Policy{WithdrawalFactor: true}, func(g *mx.Genesis) { g.Accounts[0].Factor = true })
			refusedWith(v, v.key(1, wish(coin, 66)), reject.MissingScope, reject.WithdrawalSecondFactor, 1)
			v.login(1, mx.Command{Kind: mx.Login, Factor: access.FactorCode(seed, 1, v.now)})
			v.login(1, wish(coin, 66))
			Expect(v.result).To(Equal(mx.Result{Code: reject.FactorRequired}), "that is how the account was before")
			c := wish(coin, 3)
			c.Factor = access.FactorCode(seed, 1, v.now)
			v.login(1, c)
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("refuses owners who withdraw by program, or never set up a factor", func() {
			under(access.Policy{WithdrawalFactor: true})
			Expect(v.Rights(2, v.now)).To(Equal(access.Read | access.Trade))
			v.login(2, mx.Command{Kind: mx.Login})
			refusedWith(v, v.login(2, wish(coin, 3)), reject.FactorRequired, reject.WithdrawalSecondFactor, 2)
		})
	})

	Describe("credential_change_hold", func() {
		policy := access.Policy{CredentialHold: hours(48)}
		made := func() {
			under(policy)
			v.login(1, mx.Command{Kind: mx.Login})
			v.login(1, mx.Command{Kind: mx.CreateKey, Scopes: access.AllScopes})
		}
		It("lets a thief do nothing with the key that he just made on somebody's account", func() {
			made()
			refusedWith(v, v.key(5, bid(900_000, 1)), reject.MissingScope, reject.CredentialChangeHold, 1)
			refusedWith(v, v.key(5, wish(coin, 66)), reject.MissingScope, reject.CredentialChangeHold, 1)
			v.key(5, mx.Command{Kind: mx.ReadAccount})
			Expect(v.result.Code).To(Equal(reject.OK))
			v.key(1, bid(900_000, 1))
			Expect(v.result.Code).To(Equal(reject.OK), "an old key")
		})
		It("makes an owner wait two days for his program, as it does a thief who has the patience", func() {
			made()
			v.now += hours(48) - 1
			v.key(5, bid(900_000, 1))
			Expect(v.result.Code).To(Equal(reject.MissingScope))
			v.now++
			v.key(5, mx.Command{Kind: mx.PlaceOrder, Market: btcYen, Side: market.Buy, Type: market.Limit, Price: 900_000, Quantity: coin / 100})
			Expect(v.result.Code).To(Equal(reject.OK))
		})
	})
})
