package mockexchange_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Each control on withdrawals is shown twice: how it bites, and what it costs
// an honest customer.
var _ = Describe("The withdrawal queue", Label("embedded"), func() {
	var v *venue
	open := func(change func(g *mx.Genesis)) {
		g := smallGenesis(6)
		change(g)
		v = openAudited(g)
	}
	policy := func(change func(p *custody.Policy)) {
		open(func(g *mx.Genesis) { change(&g.Settings.Custody) })
	}
	// byKey and byLogin ask for bitcoin to a numbered address.
	byKey := func(id uint32, amount int64, to uint32) []any {
		v.key(id, wish(amount, to))
		return []any{v.result.Code, v.result.Control}
	}
	byLogin := func(id uint32, amount int64, to uint32) []any {
		v.login(id, mx.Command{Kind: mx.Login})
		v.login(id, wish(amount, to))
		return []any{v.result.Code, v.result.Control}
	}
	taken, held := []any{reject.OK, reject.None}, func(by reject.Control) []any { return []any{reject.OK, by} }
	refused := func(code reject.Code, by reject.Control) []any { return []any{code, by} }
	// paid pays bitcoin out and reports how many withdrawals went.
	paid := func() int {
		n := 0
		for _, e := range v.pay(btc) {
			if e.Type == mx.WithdrawalBroadcast {
				n++
			}
		}
		v.mined(btc)
		return n
	}

	Describe("with an address book", func() {
		BeforeEach(func() {
			open(func(g *mx.Genesis) {
				g.Settings.Custody.AddressBook = custody.AddressBook{Hold: 48 * hour}
				g.Accounts[0].Book, g.Accounts[1].Book = true, true
				g.Known = []mx.KnownAddress{{Account: 1, Address: outside(1)}}
			})
		})
		It("lets a stolen key pay its owner and nobody else", func() {
			Expect(byKey(1, coin/100, 66)).To(Equal(refused(reject.AddressNotListed, reject.AddressBook)))
			Expect(byKey(1, coin/100, 1)).To(Equal(taken))
			Expect(byKey(3, coin/100, 66)).To(Equal(taken), "he keeps no book")
		})
		It("makes a new address wait, whoever entered it, and then no more", func() {
			Expect(byLogin(2, coin/100, 7)).To(Equal(held(reject.AddressBook)))
			v.now += 47 * hour
			Expect(byKey(2, coin/100, 7)).To(Equal(held(reject.AddressBook)), "entered, not good yet")
			Expect(paid()).To(BeZero())
			v.now += hour
			Expect(byKey(2, coin/100, 7)).To(Equal(taken))
			Expect(paid()).To(Equal(3), "the hold was that of the address")
		})
		It("refuses everyone's programs, where it is for everyone", func() {
			policy(func(p *custody.Policy) { p.AddressBook = custody.AddressBook{Hold: hour, All: true} })
			Expect(byKey(3, coin/100, 3)).To(Equal(refused(reject.AddressNotListed, reject.AddressBook)))
			Expect(byLogin(3, coin/100, 3)).To(Equal(held(reject.AddressBook)))
		})
	})

	Describe("with velocity limits", func() {
		limits := func(l custody.VelocityLimits) func() {
			l.Window = 24 * hour
			return func() { policy(func(p *custody.Policy) { p.VelocityLimits = l }) }
		}
		native := func(amount string) []custody.CoinAmount {
			return []custody.CoinAmount{{Asset: "NONE", Amount: "1"}, {Asset: "BTC", Amount: amount}}
		}
		too := refused(reject.LimitExceeded, reject.VelocityLimits)

		It("refuses a request above its coin's limit, and no smaller one", func() {
			limits(custody.VelocityLimits{PerRequest: native("0.5")})()
			Expect(byKey(1, coin/2+1, 66)).To(Equal(too))
			Expect(byKey(1, coin/2, 66)).To(Equal(taken))
			Expect(byKey(1, coin/2, 66)).To(Equal(taken), "and another")
		})
		It("refuses what a customer asks for beyond his window", func() {
			limits(custody.VelocityLimits{PerCustomer: native("1")})()
			Expect(byKey(1, coin*6/10, 66)).To(Equal(taken))
			Expect(byKey(1, coin*6/10, 67)).To(Equal(too), "an honest one, too, who needs it today")
			Expect(byKey(2, coin*6/10, 66)).To(Equal(taken), "each has his own")
			v.now += 24 * hour
			Expect(byKey(1, coin*6/10, 67)).To(Equal(taken))
		})
		It("does not ask what a coin is worth", func() {
			limits(custody.VelocityLimits{PerCustomer: native("1")})()
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 40_000_000_000, Address: outside(1)})
			Expect(v.result.Code).To(Equal(reject.OK))
		})
		It("lets so much of a coin go within a window, whoever asks; the others queue", func() {
			limits(custody.VelocityLimits{Asset: 50_000})() // of 40 bitcoin: two
			for id := uint32(1); id <= 4; id++ {
				Expect(byKey(id, coin*8/10, id)).To(Equal(taken))
			}
			Expect(paid()).To(Equal(2))
			Expect(v.state(3)).To(Equal([]any{custody.Approved, reject.VelocityLimits}))
			v.pay(btc)
			Expect(v.result.Code).To(Equal(reject.LimitExceeded))
			v.now += 24 * hour
			Expect(paid()).To(Equal(2))
		})
		It("sends nobody for cold coins that may not leave", func() {
			limits(custody.VelocityLimits{Asset: 50_000})()
			for id := uint32(1); id <= 4; id++ {
				byKey(id, coin*8/10, id)
			}
			paid()
			for range 5 {
				v.now += 4 * hour
				Expect(types(v.pay(btc))).To(BeEmpty())
			}
		})
		It("lets one go alone that is larger than the limit, or it would wait for ever", func() {
			limits(custody.VelocityLimits{Asset: 10_000})()
			byKey(1, coin, 1)
			byKey(2, coin, 2)
			Expect(paid()).To(Equal(1))
			v.now += 24 * hour
			Expect(paid()).To(Equal(1))
		})
		It("bounds all coins together by value", func() {
			limits(custody.VelocityLimits{Venue: 20_000})() // of 40 million and 30.1 million yen: 1.4 million
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 10_000_000_000, Address: outside(1)})
			v.pay(xem)
			v.mined(xem)
			Expect(byKey(2, coin, 2)).To(Equal(taken))
			Expect(paid()).To(BeZero())
			Expect(v.state(2)).To(Equal([]any{custody.Approved, reject.VelocityLimits}))
			v.now += 24 * hour
			Expect(paid()).To(Equal(1))
		})
		It("cannot have an amount that is none", func() {
			g := smallGenesis(1)
			g.Settings.Custody.VelocityLimits.PerRequest = []custody.CoinAmount{{Asset: "BTC", Amount: "0.123456789"}}
			Expect(g.Validate()).To(MatchError(HavePrefix("genesis: velocity limit of BTC: ")))
			g.Settings.Custody.VelocityLimits.PerRequest[0].Amount = "0"
			Expect(g.Validate()).To(MatchError("genesis: velocity limit of BTC: 0, expected an amount above 0"))
		})
	})

	Describe("with manual approval", func() {
		// The venue opens at 15:00 UTC.
		approval := func(m custody.ManualApproval) {
			m.Above = 1_000_000_00
			policy(func(p *custody.Policy) { p.ManualApproval = m })
		}
		until := func() string {
			w, ok := v.Withdrawal(1)
			Expect(ok).To(BeTrue())
			return time.Unix(0, w.HoldUntil).UTC().Format("02 15:04")
		}
		It("holds what is large until a quorum has looked at it, one after the other", func() {
			approval(custody.ManualApproval{Quorum: 3, Takes: 20 * minute})
			Expect(byKey(1, coin+1, 66)).To(Equal(held(reject.ManualApproval)))
			Expect(until()).To(Equal("05 16:00"))
			v.staff(mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: 1})
			Expect(v.balance(1, btc)[0]).To(Equal(int64(startBTC)))
		})
		It("leaves what is not large alone", func() {
			approval(custody.ManualApproval{Quorum: 3, Takes: 20 * minute})
			Expect(byKey(1, coin, 66)).To(Equal(taken))
		})
		It("costs an honest customer of the evening a night", func() {
			approval(custody.ManualApproval{Quorum: 2, Takes: 30 * minute, Opens: 0, Closes: 15*hour + 30*minute})
			byKey(1, coin+1, 1)
			Expect(until()).To(Equal("06 00:30"), "half an hour today, half an hour tomorrow")
			v.now += 9*hour + 29*minute
			Expect(paid()).To(BeZero())
			v.now += minute
			Expect(paid()).To(Equal(1))
		})
		It("knows hours that reach over midnight", func() {
			approval(custody.ManualApproval{Quorum: 1, Takes: 60 * minute, Opens: 23 * hour, Closes: 8 * hour})
			byKey(1, coin+1, 1)
			Expect(until()).To(Equal("06 00:00"))
		})
		It("needs somebody who is in", func() {
			g := smallGenesis(1)
			g.Settings.Custody.ManualApproval = custody.ManualApproval{Quorum: 1, Takes: 1, Opens: 5, Closes: 6}
			Expect(g.Validate()).To(MatchError("genesis: approvals within 1ns a day, expected at least a minute"))
			g.Settings.Custody.ManualApproval.Quorum = 17
			Expect(g.Validate()).To(MatchError("genesis: quorum 17, expected 0 to 16"))
		})
	})

	Describe("with a batch check", func() {
		BeforeEach(func() {
			open(func(g *mx.Genesis) {
				g.Settings.Custody.BatchCheck = custody.BatchCheck{Share: 250_000, Window: hour, Hold: 6 * hour} // of 8 bitcoin: two
				g.Known = []mx.KnownAddress{{Account: 6, Address: outside(6)}}
			})
		})
		It("holds payments to new addresses that come to too much together", func() {
			for id := uint32(1); id <= 3; id++ {
				Expect(byKey(id, coin*8/10, 66)).To(Equal(taken), "each by itself is fine")
			}
			Expect(byKey(6, coin*8/10, 6)).To(Equal(taken))
			Expect(paid()).To(Equal(1), "to a known address")
			Expect(v.state(1)).To(Equal([]any{custody.Held, reject.BatchCheck}))
			v.now += 6 * hour
			Expect(paid()).To(Equal(3), "once is enough")
		})
		It("is not fooled by slices", func() {
			for id := uint32(1); id <= 3; id++ {
				byKey(id, coin*8/10, 66)
				v.now += minute
				paid()
			}
			Expect(v.state(3)).To(Equal([]any{custody.Held, reject.BatchCheck}))
			Expect(v.state(2)).To(Equal([]any{custody.Confirmed, reject.None}))
		})
		It("holds up honest customers on a busy day, and forgets by and by", func() {
			for id := uint32(1); id <= 2; id++ {
				byKey(id, coin*8/10, id)
			}
			Expect(paid()).To(Equal(2))
			byKey(3, coin*8/10, 3)
			Expect(paid()).To(BeZero())
			v.now += hour
			byKey(4, coin*8/10, 4)
			Expect(paid()).To(Equal(1))
		})
		It("lets the staff say that it is fine", func() {
			for id := uint32(1); id <= 3; id++ {
				byKey(id, coin*8/10, id)
			}
			paid()
			for id := uint32(1); id <= 3; id++ {
				v.staff(mx.Command{Kind: mx.ApproveWithdrawal, Withdrawal: id})
			}
			Expect(paid()).To(Equal(3))
		})
	})

	Describe("with a hold on fresh deposits", func() {
		BeforeEach(func() {
			open(func(g *mx.Genesis) {
				g.Settings.Custody.FreshDepositHold = custody.FreshDepositHold{First: 72 * hour, Later: 24 * hour}
				g.Balances = g.Balances[:len(g.Balances)-3] // the sixth is new
				g.Accounts[2].Created = g.Start - 24*hour   // and the third nearly so
			})
		})
		arrive := func(id uint32, amount int64) {
			Expect(v.deposit(id, btc, amount)).To(Succeed())
			for range 2 {
				v.mined(btc)
			}
		}
		It("keeps a new account's first coins three days", func() {
			arrive(6, coin)
			Expect(byKey(6, coin/10, 66)).To(Equal(held(reject.FreshDepositHold)))
			v.now += 72*hour - 1
			Expect(paid()).To(BeZero())
			v.now++
			Expect(paid()).To(Equal(1))
			Expect(byKey(6, coin/10, 66)).To(Equal(taken))
		})
		It("keeps what an account has owned since the day before, when it was opened", func() {
			Expect(byKey(3, coin/10, 66)).To(Equal(held(reject.FreshDepositHold)))
			v.now += 48 * hour
			Expect(byKey(3, coin/10, 66)).To(Equal(taken))
		})
		It("keeps later coins a day, and older ones not at all", func() {
			arrive(1, coin)
			Expect(byKey(1, startBTC, 1)).To(Equal(taken))
			Expect(byKey(1, coin/10, 1)).To(Equal(held(reject.FreshDepositHold)), "the honest owner, too")
			v.now += 24 * hour
			Expect(byKey(1, coin/10, 1)).To(Equal(taken))
		})
		It("does not keep another coin", func() {
			arrive(1, coin)
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: startXEM, Address: outside(1)})
			Expect(v.result.Control).To(Equal(reject.None))
		})
	})

	Describe("with a probe detector", func() {
		BeforeEach(func() {
			policy(func(p *custody.Policy) {
				p.ProbeDetector = custody.ProbeDetector{Dust: 2_000_00, Times: 100, Window: 24 * hour, Hold: 6 * hour}
			})
		})
		It("holds what follows dust to a new address, whoever sent the dust", func() {
			Expect(byKey(1, coin/500, 66)).To(Equal(taken))
			Expect(paid()).To(Equal(1))
			Expect(byKey(2, coin, 66)).To(Equal(held(reject.ProbeDetector)))
			v.now += 6 * hour
			Expect(paid()).To(Equal(1))
		})
		It("holds up a careful customer all the same", func() {
			byKey(1, coin/500, 1)
			Expect(byKey(1, coin, 1)).To(Equal(held(reject.ProbeDetector)))
		})
		It("asks for very much more, and soon, and for dust first", func() {
			byKey(1, coin/500, 1)
			Expect(byKey(1, coin/10, 1)).To(Equal(taken), "fifty times as much")
			v.now += 24*hour + 1
			Expect(byKey(1, coin, 1)).To(Equal(taken), "a day later")
			Expect(byKey(2, coin/100, 2)).To(Equal(taken))
			Expect(byKey(2, 4*coin, 2)).To(Equal(taken), "no dust")
		})
	})

	It("holds what an account withdraws after its credentials changed", func() {
		open(func(g *mx.Genesis) { g.Settings.Access.CredentialHold = 48 * hour })
		v.login(1, mx.Command{Kind: mx.Login})
		v.login(1, mx.Command{Kind: mx.CreateKey, Scopes: access.Trade})
		Expect(byKey(1, coin, 66)).To(Equal(held(reject.CredentialChangeHold)), "with the old key, and by its owner, too")
		Expect(byKey(2, coin, 66)).To(Equal(taken))
		v.now += 48 * hour
		Expect(paid()).To(Equal(2))
		Expect(byKey(1, coin, 66)).To(Equal(taken))
	})

	It("holds what an account withdraws after its second factor was replaced, and takes a code of the old one for that", func() {
		open(func(g *mx.Genesis) {
			g.Settings.Access.CredentialHold = 48 * hour
			g.Accounts[0].Factor = true
		})
		code := func() uint32 { return access.FactorCode(seed, 1, v.now) }
		replace := func(account, factor uint32) reject.Code {
			v.login(account, mx.Command{Kind: mx.SetUpFactor, Factor: factor})
			return v.result.Code
		}
		v.login(1, mx.Command{Kind: mx.Login, Factor: code()})
		Expect(replace(1, 0)).To(Equal(reject.NothingToDo))
		Expect(replace(1, code()+1)).To(Equal(reject.BadFactor))
		Expect(byKey(1, coin, 66)).To(Equal(taken), "nothing was replaced yet")
		v.login(2, mx.Command{Kind: mx.Login})
		Expect(replace(2, 0)).To(Equal(reject.OK))
		Expect(byKey(2, coin, 66)).To(Equal(taken), "a first factor guards what was open before")
		Expect(replace(1, code())).To(Equal(reject.OK))
		Expect(byKey(1, coin, 66)).To(Equal(held(reject.CredentialChangeHold)))
		v.now += 48 * hour
		Expect(byKey(1, coin, 66)).To(Equal(taken))
	})

	Describe("with a time lock on limits", func() {
		set := func(amount int64) { v.staff(mx.Command{Kind: mx.SetLimit, Amount: amount}) }
		tooMuch := func() reject.Code {
			c := wish(2*coin, 66)
			v.key(1, c)
			if v.result.Code == reject.OK {
				v.staff(mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: v.result.Withdrawal})
				return reject.OK
			}
			return v.result.Code
		}
		BeforeEach(func() {
			policy(func(p *custody.Policy) { p.LimitTimeLock, p.DayLimit = 24*hour, 1_000_000_00 })
		})
		It("makes whoever raises or lifts the limit wait", func() {
			for _, looser := range []int64{5_000_000_00, 0} {
				Expect(tooMuch()).To(Equal(reject.LimitExceeded))
				set(looser)
				Expect(v.result).To(Equal(mx.Result{Count: 1, Control: reject.LimitTimeLock}))
				set(looser)
				Expect(v.result.Code).To(Equal(reject.NothingToDo))
				v.now += 24*hour - 1
				Expect(tooMuch()).To(Equal(reject.LimitExceeded))
				v.now++
				Expect(tooMuch()).To(Equal(reject.OK))
				set(1_000_000_00)
			}
		})
		It("lets the staff tighten it at once, which calls off what was to come", func() {
			set(5_000_000_00)
			set(500_000_00)
			Expect(v.result).To(Equal(mx.Result{Count: 1}))
			v.now += 24 * hour
			Expect(byKey(1, coin, 1)).To(Equal(refused(reject.LimitExceeded, reject.SetLimit)))
		})
	})

	It("names the control that holds longest, where several do", func() {
		policy(func(p *custody.Policy) {
			p.FirstSeenHold, p.AddressBook = 24*hour, custody.AddressBook{Hold: 48 * hour, All: true}
			p.ManualApproval = custody.ManualApproval{Quorum: 1, Takes: minute}
		})
		Expect(byLogin(1, coin, 1)).To(Equal(held(reject.AddressBook)))
	})
})
