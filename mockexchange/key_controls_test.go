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
	var h *house
	under := func(p access.Policy, change ...func(*mx.Genesis)) {
		g := smallGenesis(4)
		g.Settings.Access = p
		for _, c := range change {
			c(g)
		}
		h = openHouse(g)
	}
	hours := func(n int64) int64 { return n * int64(time.Hour) }

	Describe("scope_separation", func() {
		It("leaves a stolen key of a trading program no withdrawal, but its orders", func() {
			under(access.Policy{ScopeSeparation: true})
			refusedWith(h, h.key(1, wish(coin, 66)), reject.MissingScope, reject.ScopeSeparation, 1)
			Expect(h.Rights(1, h.now)).To(Equal(access.Read | access.Trade))
			h.key(1, ask(900_000, 1))
			Expect(h.result.Code).To(Equal(reject.OK), "the way out through a market")
		})
		It("asks an owner who does both for a second key", func() {
			under(access.Policy{ScopeSeparation: true}, func(g *mx.Genesis) {
				g.Keys = append(g.Keys, access.Key{Account: 1, Scopes: access.Read | access.Withdraw})
			})
			h.key(5, wish(coin, 3))
			Expect(h.result.Code).To(Equal(reject.OK))
		})
	})

	Describe("key_rate_limit", func() {
		policy := access.Policy{RateLimit: access.RateLimit{Requests: 5, Orders: 2, Window: minute}}
		It("lets a stolen key make no more orders than that, until the next window", func() {
			under(policy)
			h.now += minute - h.now%minute
			h.key(1, bid(900_000, 1))
			h.key(1, bid(900_000, 1))
			refusedWith(h, h.key(1, bid(900_000, 1)), reject.RateLimited, reject.KeyRateLimit, 1)
			h.key(2, bid(900_000, 1))
			Expect(h.result.Code).To(Equal(reject.OK), "with the next key he goes on")
			h.now += minute
			h.key(1, bid(900_000, 1))
			Expect(h.result.Code).To(Equal(reject.OK))
		})
		It("refuses a busy program's reads, and what it wants to take back", func() {
			under(policy)
			h.key(1, bid(900_000, 1))
			order := h.result.Order
			for range 4 {
				h.key(1, mx.Command{Kind: mx.ReadAccount})
				Expect(h.result.Code).To(Equal(reject.OK))
			}
			refusedWith(h, h.key(1, mx.Command{Kind: mx.CancelOrder, Order: order}), reject.RateLimited, reject.KeyRateLimit, 1)
		})
		It("counts no strangers' guesses, and nothing of a login", func() {
			under(policy)
			for range 9 {
				h.apply(mx.Command{Kind: mx.ReadAccount, Auth: mx.AuthKey, Key: 1})
				Expect(h.result.Code).To(Equal(reject.BadCredential))
			}
			h.login(1, mx.Command{Kind: mx.Login})
			for range 9 {
				h.login(1, mx.Command{Kind: mx.ReadAccount})
				Expect(h.result.Code).To(Equal(reject.OK))
			}
			h.key(1, mx.Command{Kind: mx.ReadAccount})
			Expect(h.result.Code).To(Equal(reject.OK))
		})
		It("counts the requests of keys that are made later, too", func() {
			under(policy)
			h.login(1, mx.Command{Kind: mx.Login})
			h.login(1, mx.Command{Kind: mx.CreateKey, Scopes: access.Read})
			for range 5 {
				h.key(5, mx.Command{Kind: mx.ReadAccount})
				Expect(h.result.Code).To(Equal(reject.OK))
			}
			refusedWith(h, h.key(5, mx.Command{Kind: mx.ReadAccount}), reject.RateLimited, reject.KeyRateLimit, 1)
		})
	})

	Describe("key_notional_limit", func() {
		policy := access.Policy{DayTurnover: 1_000_000_00} // one bitcoin at the reference price
		It("bounds what a stolen key gives away, whatever the price is", func() {
			under(policy)
			h.key(2, ask(5_000_000, 100)) // five times the price: what the key pays counts
			h.key(1, bid(5_000_000, 15))
			Expect(h.result.Filled).NotTo(BeZero())
			Expect(h.key(1, bid(5_000_000, 6))[0].Control).To(Equal(reject.KeyNotionalLimit))
			Expect(h.result).To(Equal(mx.Result{Code: reject.TurnoverExceeded, Control: reject.KeyNotionalLimit}))
			h.key(1, bid(5_000_000, 5))
			Expect(h.result.Code).To(Equal(reject.OK))
		})
		It("counts at the reference price what is given away for nothing", func() {
			under(policy)
			h.key(2, bid(5, 200))
			h.key(1, ask(5, 100))
			Expect(h.result.Filled).To(Equal(int64(coin)))
			h.key(1, ask(5, 50))
			Expect(h.result.Code).To(Equal(reject.TurnoverExceeded))
		})
		It("stops an honest program that turns its money over, until a day is gone", func() {
			under(policy)
			h.key(1, ask(1_000_000, 100)) // a maker's order counts when it trades
			h.key(1, ask(1_000_000, 100))
			h.key(2, bid(1_000_000, 100))
			h.key(1, ask(1_000_000, 1))
			Expect(h.result.Code).To(Equal(reject.TurnoverExceeded))
			h.now += hours(23)
			h.key(1, ask(1_000_000, 1))
			Expect(h.result.Code).To(Equal(reject.TurnoverExceeded))
			h.now += hours(2)
			h.key(1, ask(1_000_000, 1))
			Expect(h.result.Code).To(Equal(reject.OK))
		})
		It("is nothing to a login, and not the reason where there is no money", func() {
			under(policy)
			h.login(1, mx.Command{Kind: mx.Login})
			h.login(1, ask(1_000_000, 300))
			Expect(h.result.Code).To(Equal(reject.OK))
			h.key(1, ask(1_000_000, 100_000))
			Expect(h.result).To(Equal(mx.Result{Code: reject.InsufficientBalance}))
		})
	})

	Describe("withdrawal_second_factor", func() {
		It("leaves neither a stolen key nor a stolen password a withdrawal", func() {
			under(access.Policy{WithdrawalFactor: true}, func(g *mx.Genesis) { g.Accounts[0].Factor = true })
			refusedWith(h, h.key(1, wish(coin, 66)), reject.MissingScope, reject.WithdrawalSecondFactor, 1)
			h.login(1, mx.Command{Kind: mx.Login, Factor: access.FactorCode(seed, 1, h.now)})
			h.login(1, wish(coin, 66))
			Expect(h.result).To(Equal(mx.Result{Code: reject.FactorRequired}), "that is how the account was before")
			c := wish(coin, 3)
			c.Factor = access.FactorCode(seed, 1, h.now)
			h.login(1, c)
			Expect(h.result.Code).To(Equal(reject.OK))
		})
		It("refuses owners who withdraw by program, or never set up a factor", func() {
			under(access.Policy{WithdrawalFactor: true})
			Expect(h.Rights(2, h.now)).To(Equal(access.Read | access.Trade))
			h.login(2, mx.Command{Kind: mx.Login})
			refusedWith(h, h.login(2, wish(coin, 3)), reject.FactorRequired, reject.WithdrawalSecondFactor, 2)
		})
	})

	Describe("credential_change_hold", func() {
		policy := access.Policy{CredentialHold: hours(48)}
		made := func() {
			under(policy)
			h.login(1, mx.Command{Kind: mx.Login})
			h.login(1, mx.Command{Kind: mx.CreateKey, Scopes: access.AllScopes})
		}
		It("lets a thief do nothing with the key that he just made on somebody's account", func() {
			made()
			refusedWith(h, h.key(5, bid(900_000, 1)), reject.MissingScope, reject.CredentialChangeHold, 1)
			refusedWith(h, h.key(5, wish(coin, 66)), reject.MissingScope, reject.CredentialChangeHold, 1)
			h.key(5, mx.Command{Kind: mx.ReadAccount})
			Expect(h.result.Code).To(Equal(reject.OK))
			h.key(1, bid(900_000, 1))
			Expect(h.result.Code).To(Equal(reject.OK), "an old key")
		})
		It("makes an owner wait two days for his program, as it does a thief who has the patience", func() {
			made()
			h.now += hours(48) - 1
			h.key(5, bid(900_000, 1))
			Expect(h.result.Code).To(Equal(reject.MissingScope))
			h.now++
			h.key(5, mx.Command{Kind: mx.PlaceOrder, Market: btcYen, Side: market.Buy, Type: market.Limit, Price: 900_000, Quantity: coin / 100})
			Expect(h.result.Code).To(Equal(reject.OK))
		})
	})
})
