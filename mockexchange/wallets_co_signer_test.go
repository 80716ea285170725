package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A co-signer whose limit is the venue's to set", Label("embedded"), func() {
	const server, limit, day = "wallet-server", int64(1_000_000), 24 * 60 * minute
	var v *venue
	open := func(change func(*custody.Policy)) {
		g := smallGenesis(4)
		g.Assets[btc-1].Signers = custody.Signers{M: 2, Hosts: []string{server, "co-signer", "backup"}}
		g.Assets[btc-1].CoSigner = &custody.CoSigner{Limit: limit, Window: day}
		change(&g.Settings.Custody)
		v = openVenue(g)
		DeferCleanup(func() { Expect(v.CheckBooks()).To(Succeed()) })
	}
	host := func(kind mx.Kind, name string, amount int64) []mx.Event {
		return v.apply(mx.Command{
			Kind: kind, Auth: mx.AuthHost, Credential: access.HostCredential(seed, name), Label: name,
			Asset: btc, Amount: amount, Address: outside(9),
		})
	}
	spend := func(amount int64) reject.Code {
		host(mx.SpendFromServer, server, amount)
		return v.result.Code
	}
	lock := custody.SigningPolicyLock{On: true, After: day, Second: true, Looks: 60 * minute}

	It("signs what the wallet server proposes, up to it, and to another once that is asked for", func() {
		open(func(*custody.Policy) {})
		Expect(spend(limit)).To(Equal(reject.OK))
		Expect(spend(1)).To(Equal(reject.LimitExceeded))
		Expect(types(host(mx.SetSigningLimit, server, 3*limit))).To(Equal([]string{"signing_limit_asked", "signing_limit_changed"}))
		Expect(spend(2 * limit)).To(Equal(reject.OK))
		v.now += day
		Expect(spend(3*limit)).To(Equal(reject.OK), "another day")
	})

	It("takes neither from whoever holds another host", func() {
		open(func(*custody.Policy) {})
		for _, kind := range []mx.Kind{mx.SpendFromServer, mx.SetSigningLimit} {
			host(kind, "co-signer", 1)
			Expect(v.result.Code).To(Equal(reject.NothingToDo))
			v.apply(mx.Command{Kind: kind, Auth: mx.AuthHost, Credential: access.HostCredential(seed, "backup"), Label: server, Asset: btc, Amount: 1, Address: outside(9)})
			Expect(v.result.Code).To(Equal(reject.BadCredential))
		}
	})

	It("has customers wait beyond it", func() {
		open(func(*custody.Policy) {})
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: btc, Amount: limit - 1, Address: outside(1)})
		v.key(2, mx.Command{Kind: mx.RequestWithdrawal, Asset: btc, Amount: limit - 1, Address: outside(2)})
		v.pay(btc)
		Expect(v.state(1)[0]).To(Equal(custody.Broadcast))
		Expect(v.state(2)).To(Equal([]any{custody.Approved, reject.SignerVelocity}))
		v.staff(mx.Command{Kind: mx.SetSigningLimit, Asset: btc, Amount: 3 * limit, Label: "LIM-1"})
		v.pay(btc)
		Expect(v.state(2)[0]).To(Equal(custody.Broadcast))
	})

	It("keeps to the old one while a higher waits, and for good where a second person finds that nobody asked", func() {
		open(func(p *custody.Policy) { p.SigningPolicyLock = lock })
		Expect(types(host(mx.SetSigningLimit, server, 9*limit))).To(Equal([]string{"signing_limit_asked"}))
		v.now += 60 * minute
		Expect(types(v.pay(btc))).To(ContainElement("signing_limit_refused"))
		v.now += day
		Expect(spend(2 * limit)).To(Equal(reject.LimitExceeded))
		Expect(v.result.Control).To(Equal(reject.SigningPolicyLock))
		v.staff(mx.Command{Kind: mx.SetSigningLimit, Asset: btc, Amount: 9 * limit, Label: "LIM-1"})
		Expect(spend(2 * limit)).To(Equal(reject.LimitExceeded))
		v.now += day
		Expect(types(v.pay(btc))).To(ContainElement("signing_limit_changed"))
		Expect(spend(2 * limit)).To(Equal(reject.OK))
	})

	It("lets whoever waits have it where nobody else looks", func() {
		alone := lock
		alone.Second = false
		open(func(p *custody.Policy) { p.SigningPolicyLock = alone })
		host(mx.SetSigningLimit, server, 9*limit)
		Expect(spend(2 * limit)).To(Equal(reject.LimitExceeded))
		v.now += day
		Expect(spend(2 * limit)).To(Equal(reject.OK))
	})

	It("signs nothing while withdrawals are halted, and a person nothing that nobody asked him for", func() {
		open(func(*custody.Policy) {})
		v.staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: btc})
		Expect(spend(1)).To(Equal(reject.WithdrawalsHalted))
		open(func(p *custody.Policy) { p.Multisig = custody.Multisig{M: 2, N: 3, Separate: true, People: 2} })
		Expect(spend(1)).To(Equal(reject.NoQuorum))
		open(func(p *custody.Policy) { p.Multisig = custody.Multisig{M: 2, N: 3, Separate: true, People: 1} })
		Expect(spend(50*limit)).To(Equal(reject.OK), "machines")
	})

	It("leaves the venue's books the chain's, but for what was taken", func() {
		open(func(*custody.Policy) {})
		before := v.truth(btc)[0]
		Expect(spend(limit)).To(Equal(reject.OK))
		v.mined(btc)
		v.stole[btc] = limit
		Expect(before - v.truth(btc)[0]).To(BeNumerically(">=", limit))
		Expect(v.audit(btc)).To(Succeed())
	})
})
