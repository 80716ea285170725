package mockexchange_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/onetime"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Logins", Label("embedded"), func() {
	const (
		laptop = access.Device(11)
		phone  = access.Device(12)
		his    = access.Device(666)
		abroad = access.Source(0xc612_0101)
	)
	var v *venue
	var events []mx.Event
	under := func(p access.Policy, kind access.FactorKind) {
		g := smallGenesis(4)
		g.Settings.Access = p
		g.Accounts[0].Factor, g.Accounts[0].Kind = true, kind
		g.Accounts[0].Logins = &access.LoginHistory{Devices: []access.Device{laptop, phone}, Networks: []access.Network{home.Network()}}
		v, events = openVenue(g), nil
	}
	// from makes a request of account 1 from a browser and an address.
	from := func(d access.Device, s access.Source, proof access.Credential, c mx.Command) mx.Result {
		c.Auth, c.Account, c.Device, c.Source, c.Credential = mx.AuthLogin, 1, d, s, proof
		events = append(events, v.apply(c)...)
		return v.result
	}
	password := access.LoginCredential(seed, 1)
	code := func(kind access.FactorKind) uint32 { return access.CodeOf(kind, seed, 1, v.now) }
	logged := func(t mx.EventType) (list []mx.Event) {
		for _, e := range events {
			if e.Type == t {
				list = append(list, e)
			}
		}
		return list
	}

	It("say which device they are made with, and what was never seen before, once", func() {
		under(access.Policy{}, access.App)
		for _, at := range []struct {
			device access.Device
			source access.Source
		}{{laptop, home}, {his, abroad}, {his, abroad}, {phone, abroad}} {
			Expect(from(at.device, at.source, password, mx.Command{Kind: mx.Login, Factor: code(access.App)}).Code).To(Equal(reject.OK))
		}
		seen := logged(mx.LoggedIn)
		Expect(seen).To(HaveLen(4))
		for i, is := range []access.Sighting{0, access.NewDevice | access.NewNetwork, 0, 0} {
			Expect(seen[i].New).To(Equal(is), "login %d", i+1)
		}
		Expect(seen[1].Device).To(Equal(his))
	})

	It("tell nothing of devices where clients do not", func() {
		under(access.Policy{}, access.App)
		Expect(from(0, abroad, password, mx.Command{Kind: mx.Login, Factor: code(access.App)}).Code).To(Equal(reject.OK))
		seen := logged(mx.LoggedIn)
		Expect(seen).To(HaveLen(1))
		Expect(seen[0].Device).To(BeZero())
		Expect(seen[0].New).To(BeZero())
	})

	It("are worth a relayed code for half a minute, and no longer", func() {
		under(access.Policy{}, access.App)
		typed := code(access.App)
		v.now += onetime.Step
		Expect(from(his, abroad, password, mx.Command{Kind: mx.Login, Factor: typed}).Code).To(Equal(reject.BadFactor))
		Expect(from(his, abroad, password, mx.Command{Kind: mx.Login, Factor: code(access.App)}).Code).To(Equal(reject.OK))
	})

	It("open to whoever has the phone number only where codes come by message", func() {
		secret := access.PhoneSecret(seed, 1)
		for kind, is := range map[access.FactorKind]reject.Code{access.SMS: reject.OK, access.App: reject.BadFactor, access.HardwareKey: reject.BadFactor} {
			under(access.Policy{}, kind)
			Expect(from(his, abroad, password, mx.Command{Kind: mx.Login, Factor: onetime.Code(&secret, v.now)}).Code).To(Equal(is), kind.String())
		}
	})

	Describe("a session", func() {
		cookie := access.SessionCredential(seed, 1, laptop)
		signIn := func() {
			Expect(from(laptop, home, password, mx.Command{Kind: mx.Login, Factor: code(access.App)}).Code).To(Equal(reject.OK))
		}
		It("can be used by whoever copied it, without password or code, as long as it lasts", func() {
			under(access.Policy{}, access.App)
			Expect(from(laptop, abroad, cookie, mx.Command{Kind: mx.ReadAccount}).Code).To(Equal(reject.BadCredential), "nobody is logged in yet")
			signIn()
			Expect(from(laptop, abroad, cookie, mx.Command{Kind: mx.ReadAccount}).Code).To(Equal(reject.OK))
			Expect(from(his, abroad, cookie, mx.Command{Kind: mx.ReadAccount}).Code).To(Equal(reject.BadCredential), "it is that browser's")
			Expect(from(laptop, abroad, cookie, wish(coin, 66)).Code).To(Equal(reject.FactorRequired), "money takes a code of its own")
			v.now += 13 * int64(time.Hour)
			Expect(from(laptop, abroad, cookie, mx.Command{Kind: mx.ReadAccount}).Code).NotTo(Equal(reject.OK))
		})
		It("is the browser's alone under session_binding, and costs a customer whose phone changes networks", func() {
			under(access.Policy{SessionBinding: true}, access.App)
			signIn()
			r := from(laptop, abroad, cookie, mx.Command{Kind: mx.ReadAccount})
			Expect(r.Code).To(Equal(reject.NoSession))
			Expect(r.Control).To(Equal(reject.SessionBinding))
			Expect(from(laptop, home+1, password, mx.Command{Kind: mx.ReadAccount}).Code).To(Equal(reject.OK), "the same part of the network")
			Expect(from(laptop, abroad, password, mx.Command{Kind: mx.ReadAccount}).Control).To(Equal(reject.SessionBinding), "an owner on his way")
			Expect(from(laptop, abroad, password, mx.Command{Kind: mx.Login, Factor: code(access.App)}).Code).To(Equal(reject.OK))
			Expect(from(laptop, abroad, password, mx.Command{Kind: mx.ReadAccount}).Code).To(Equal(reject.OK))
		})
		It("ends when staff freezes the account, cookie and all", func() {
			under(access.Policy{}, access.App)
			signIn()
			v.staff(mx.Command{Kind: mx.FreezeAccount, Account: 1})
			Expect(from(laptop, home, cookie, mx.Command{Kind: mx.ReadAccount}).Code).NotTo(Equal(reject.OK))
		})
	})

	It("from a new device make withdrawals wait, by key as well, and only those", func() {
		hold := 24 * int64(time.Hour)
		under(access.Policy{NewDeviceHold: hold}, access.App)
		ask := func(d access.Device, s access.Source) mx.Result {
			from(d, s, password, mx.Command{Kind: mx.Login, Factor: code(access.App)})
			w := wish(coin/10, 66)
			w.Factor = code(access.App)
			return from(d, s, password, w)
		}
		Expect(ask(laptop, abroad).Control).To(Equal(reject.None), "an owner who travels does not wait")
		r := ask(his, abroad)
		Expect(r.Code).To(Equal(reject.OK))
		Expect(r.Control).To(Equal(reject.CredentialChangeHold))
		v.key(1, wish(coin/10, 67))
		Expect(v.result.Control).To(Equal(reject.CredentialChangeHold))
		v.now += hold + minute
		Expect(ask(his, abroad).Control).To(Equal(reject.None), "an owner with a new phone has waited it out")
	})

	It("withdraw with a factor that is strong enough, where that is asked, and can set one up", func() {
		under(access.Policy{WithdrawalFactor: true, LeastStrength: access.HardwareKey.Strength()}, access.SMS)
		from(laptop, home, password, mx.Command{Kind: mx.Login, Factor: code(access.SMS)})
		w := wish(coin/10, 66)
		w.Factor = code(access.SMS)
		r := from(laptop, home, password, w)
		Expect(r.Code).To(Equal(reject.FactorRequired))
		Expect(r.Control).To(Equal(reject.WithdrawalSecondFactor))
		Expect(from(laptop, home, password, mx.Command{Kind: mx.SetUpFactor}).Code).To(Equal(reject.OK))
		w.Factor = code(access.HardwareKey)
		Expect(from(laptop, home, password, w).Code).To(Equal(reject.OK))
	})
})

var _ = Describe("The books", Label("embedded"), func() {
	// Whoever logs in, with whatever he holds, and whatever the venue makes of it.
	It("balance against the chains after each of 6,000 random commands, logins among them", func() {
		g := smallGenesis(customersOfSmall)
		g.Assets[btc-1].Chain.Relay = chain.ReplaceByFee
		g.Settings.Access = access.Policy{SessionBinding: true, NewDeviceHold: 20 * minute, LeastStrength: access.App.Strength()}
		for i := range g.Accounts {
			a := &g.Accounts[i]
			a.Factor, a.Kind = i%3 > 0, access.FactorKind(i%3)
			a.Logins = &access.LoginHistory{Devices: []access.Device{access.Device(i + 1)}, Networks: []access.Network{home.Network()}}
		}
		v := openVenue(g)
		r := rand.New(rand.NewPCG(5, 6))
		seen := map[mx.EventType]int{}
		held, bound, strange := 0, 0, 0
		for i := range 6_000 {
			if v.now += r.Int64N(10e9); r.IntN(3) > 0 {
				anything(v, r)
			} else if anyLogin(v, r); v.result.Control == reject.SessionBinding {
				bound++
			}
			for _, e := range v.TakeEvents(nil) {
				seen[e.Type]++
				if e.New&access.NewDevice != 0 {
					strange++
				}
				if e.Auth == mx.AuthLogin && e.Type == mx.WithdrawalHeld && e.Control == reject.CredentialChangeHold {
					held++
				}
			}
			for asset := uint16(btc); asset <= xem; asset++ {
				if err := v.audit(asset); err != nil {
					Fail(fmt.Sprintf("after command %d: %s", i, err))
				}
			}
		}
		Expect(v.CheckBooks()).To(Succeed())
		for _, t := range []mx.EventType{mx.LoggedIn, mx.AuthRefuse, mx.KeyCreated, mx.KeyDeleted, mx.FactorReplaced, mx.WithdrawalRequested, mx.WithdrawalConfirmed} {
			Expect(seen[t]).To(BeNumerically(">", 10), t.String())
		}
		Expect([]int{held, bound, strange}).To(HaveEach(BeNumerically(">", 10)), "holds, sessions and strange devices")
		Expect(v.stole[btc]).To(BeNumerically(">", 0))
	})
})

// anyLogin has a customer, or somebody with his password, his number or a copy of
// his session, do something at the website.
func anyLogin(v *venue, r *rand.Rand) {
	who := uint32(1 + r.IntN(customersOfSmall))
	device := access.Device(who)
	c := mx.Command{Kind: mx.Login, Auth: mx.AuthLogin, Account: who, Source: home + access.Source(r.IntN(2))}
	c.Credential, c.Factor = access.LoginCredential(seed, who), access.CodeOf(v.Genesis().Accounts[who-1].Kind, seed, who, v.now)
	switch r.IntN(8) {
	case 0:
		device, c.Source = access.Device(1000+r.Uint32N(4)), 0xc612_0101
	case 1:
		c.Source, c.Credential = 0xc612_0101, access.SessionCredential(seed, who, device)
	case 2:
		c.Factor++
	}
	c.Device = device
	v.result, _ = v.Apply(v.now, &c)
	kinds := []mx.Kind{mx.RequestWithdrawal, mx.RequestWithdrawal, mx.CreateKey, mx.DeleteKey, mx.SetUpFactor, mx.ReadAccount, mx.PlaceOrder}
	switch c.Kind = kinds[r.IntN(len(kinds))]; c.Kind {
	case mx.RequestWithdrawal:
		c.Asset, c.Amount, c.Flag = uint16(btc+r.IntN(2)), 1+r.Int64N(coin/10), r.IntN(20) == 0
		c.Address = chain.ExternalAddress(seed, "customer", uint32(r.IntN(30)))
	case mx.CreateKey:
		c.Scopes = access.Read | access.Withdraw
	case mx.DeleteKey:
		c.Target = who
	case mx.PlaceOrder:
		order := anyOrder(r)
		order.Auth, order.Account, order.Source, order.Credential, order.Device = c.Auth, c.Account, c.Source, c.Credential, c.Device
		c = order
	}
	v.result, _ = v.Apply(v.now, &c)
}
