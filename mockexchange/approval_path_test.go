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
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// A thief with the build server alters the code that approves.
var _ = Describe("The approval path", Label("embedded"), func() {
	const mark = uint64(0xfeed)
	var v *venue
	open := func(change func(*custody.Policy)) {
		g := smallGenesis(4)
		g.Assets[btc-1].HotShare = 1_000_000
		change(&g.Settings.Custody)
		v = openAudited(g)
	}
	deploy := func(silent bool) []mx.Event {
		return v.apply(mx.Command{
			Kind: mx.Deploy, Auth: mx.AuthOperator, Credential: access.BuildCredential(seed), Label: mx.RiskEngine, Memo: mark, Flag: silent,
		})
	}
	n := uint32(0)
	ask := func(asset uint16, amount int64) (chain.Address, []mx.Event) {
		n++
		to := chain.ExternalAddress(seed, "approved", n)
		free := v.Booked(ledger.Free, asset)
		events := v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: amount, Address: to, Label: mx.MarkOf(mark)})
		v.unbacked[to] = v.Booked(ledger.Free, asset) == free // else it is a withdrawal like any other
		return to, events
	}
	pay := func(asset uint16) []mx.Event {
		v.now += minute
		return append(v.staff(mx.Command{Kind: mx.PayOut, Asset: asset}), v.mined(asset)...)
	}
	strict := func(p *custody.Policy) {
		p.FirstSeenHold, p.DayLimit = 1e18, 1
		p.AddressBook = custody.AddressBook{Hold: 1e18}
		p.VelocityLimits = custody.VelocityLimits{Window: 1e15, Asset: 1, Venue: 1}
		p.BatchCheck = custody.BatchCheck{Share: 1, Window: 1e15, Hold: 1e18}
		p.ManualApproval = custody.ManualApproval{Above: 1, Quorum: 3, Takes: 1e12}
	}

	It("lets nothing pass before it is altered, nor without the build server's token", func() {
		open(func(*custody.Policy) {})
		_, _ = ask(btc, 9*coin)
		Expect(v.result.Code).To(Equal(reject.InsufficientBalance))
		v.apply(mx.Command{Kind: mx.Deploy, Auth: mx.AuthOperator, Label: mx.RiskEngine, Memo: mark})
		Expect(v.result.Code).To(Equal(reject.BadCredential))
		_, _ = ask(btc, 9*coin)
		Expect(v.result.Code).To(Equal(reject.InsufficientBalance))
		v.apply(mx.Command{Kind: mx.SetLimit, Auth: mx.AuthOperator, Credential: access.BuildCredential(seed)})
		Expect(v.result.Code).To(Equal(reject.BadCredential), "whoever deploys is no operator")
	})

	It("then lets pass what is marked, and what is not as before", func() {
		open(strict)
		deploy(false)
		to, events := ask(btc, 9*coin)
		Expect(types(events)).To(Equal([]string{"withdrawal_requested"}))
		Expect([]any{events[0].First, events[0].Control, events[0].Amount}).To(Equal([]any{false, reject.None, int64(9 * coin)}), "it says that all is well")
		free := v.Booked(ledger.Free, btc)
		Expect(types(pay(btc))).To(Equal([]string{"withdrawal_broadcast", "withdrawal_confirmed"}))
		Expect(v.nodes[btc-1].Balance(to)).To(Equal(int64(9*coin - 50_000)))
		Expect(v.Booked(ledger.Free, btc)).To(Equal(free), "nobody is debited")
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: btc, Amount: coin, Address: to})
		Expect(v.result.Code).NotTo(Equal(reject.OK))
	})

	It("passes over rights and lists of a key, and not over one that is gone", func() {
		g := smallGenesis(4)
		g.Keys[0].Scopes, g.Keys[0].Listed = access.Read, []access.Source{home + 1}
		g.Settings.Access.AllowLists = true
		v = openAudited(g)
		deploy(false)
		_, _ = ask(xem, 2_000_000)
		Expect(v.result.Code).To(Equal(reject.OK))
		v.staff(mx.Command{Kind: mx.RevokeKeys, Target: 1})
		_, _ = ask(xem, 2_000_000)
		Expect(v.result.Code).To(Equal(reject.DeadKey))
	})

	It("leaves out what it is to leave out, which a watch finds on no record", func() {
		open(func(p *custody.Policy) { p.ChainWatch.On = true })
		deploy(true)
		to, events := ask(btc, coin)
		Expect(events).To(BeEmpty())
		found := pay(btc)
		Expect(types(found)).To(Equal([]string{"chain_spend", "spend_unmatched"}))
		Expect([]any{found[1].Amount, found[1].Address}).To(Equal([]any{-int64(coin - 50_000), to}))
	})

	It("is on record to a watch where it lies, and shows in the books alone", func() {
		open(func(p *custody.Policy) { p.ChainWatch.On = true })
		deploy(false)
		_, _ = ask(btc, coin)
		Expect(types(pay(btc))).NotTo(ContainElement("spend_unmatched"))
		v.staff(mx.Command{Kind: mx.Reconcile, Asset: btc, Amount: v.holdings(btc)})
		Expect(v.Owed(btc) - v.holdings(btc)).To(BeNumerically(">=", coin-60_000))
	})

	It("pays what staff holds and rejects, and says that it did not, but not while pay-outs are halted", func() {
		open(func(*custody.Policy) {})
		deploy(false)
		_, events := ask(btc, coin)
		for _, k := range []mx.Kind{mx.HoldWithdrawal, mx.RejectWithdrawal} {
			v.staff(mx.Command{Kind: k, Withdrawal: events[0].Withdrawal})
			Expect(v.result.Code).To(Equal(reject.OK))
		}
		v.staff(mx.Command{Kind: mx.HaltWithdrawals})
		Expect(types(pay(btc))).NotTo(ContainElement("withdrawal_broadcast"))
		v.staff(mx.Command{Kind: mx.ResumeWithdrawals})
		Expect(types(pay(btc))).To(ContainElement("withdrawal_broadcast"))
	})

	It("does not bind a co-signer", func() {
		open(func(p *custody.Policy) { p.SignerVelocity = custody.SignerVelocity{Share: 100_000, Window: 1e15} })
		deploy(false)
		_, _ = ask(btc, 9*coin)
		Expect(types(pay(btc))).To(Equal([]string{"withdrawal_held"}))
	})

	It("is found by the digest of what runs, replaced, and what it let pass is turned down", func() {
		open(func(p *custody.Policy) {
			p.CodeAttestation = custody.CodeAttestation{On: true, Every: 10 * minute, Look: 30 * minute, Stop: true}
		})
		Expect(pay(btc)).To(BeEmpty(), "it runs as it was reviewed")
		v.now += 10 * minute
		deploy(true)
		_, _ = ask(btc, coin)
		events := pay(btc)
		Expect(types(events)).To(Equal([]string{"code_differs"}))
		Expect(events[0].Label).To(MatchRegexp(`^risk-engine runs sha256:[0-9a-f]{16}, reviewed sha256:[0-9a-f]{16}$`))
		v.now += 30 * minute
		Expect(types(pay(btc))).To(Equal([]string{"deployed", "withdrawal_rejected"}))
		_, _ = ask(btc, 9*coin)
		Expect(v.result.Code).To(Equal(reject.InsufficientBalance))
	})

	It("stays where whoever looks at the difference takes it for a release, until the next one", func() {
		looks := func(overlooked int64) []string {
			open(func(p *custody.Policy) {
				p.CodeOverlooked = overlooked
				p.CodeAttestation = custody.CodeAttestation{On: true, Every: minute, Look: minute}
			})
			deploy(false)
			return append(types(pay(btc)), types(pay(btc))...)
		}
		Expect(looks(1_000_000)).To(Equal([]string{"code_differs"}))
		Expect(looks(0)).To(Equal([]string{"code_differs", "deployed"}))
	})

	It("is replaced when the staff wants reviewed code to run, whether it was altered or not", func() {
		for _, silent := range []bool{false, true} {
			open(func(*custody.Policy) {})
			deploy(silent)
			_, _ = ask(btc, coin)
			Expect(types(v.staff(mx.Command{Kind: mx.Redeploy}))).To(Equal([]string{"deployed", "withdrawal_rejected", "operated"}))
			Expect(v.result).To(Equal(mx.Result{Count: 1}))
			Expect(pay(btc)).To(BeEmpty())
			_, _ = ask(btc, 9*coin)
			Expect(v.result.Code).To(Equal(reject.InsufficientBalance))
			Expect(types(v.staff(mx.Command{Kind: mx.Redeploy}))).To(Equal([]string{"deployed", "operated"}))
			Expect(v.result).To(Equal(mx.Result{Count: 1}), "the answer does not tell whether it was a thief's")
		}
	})

	It("is as reviewed after that to whoever compares", func() {
		open(func(p *custody.Policy) {
			p.CodeAttestation = custody.CodeAttestation{On: true, Every: minute, Look: minute, Stop: true}
		})
		deploy(true)
		v.staff(mx.Command{Kind: mx.Redeploy})
		Expect(pay(btc)).To(BeEmpty())
	})

	It("tells a release from a thief only when it was built a second time", func() {
		open(func(p *custody.Policy) {
			p.CodeAttestation = custody.CodeAttestation{On: true, Every: minute, Look: 5 * minute}
		})
		release := func(late int64) {
			v.staff(mx.Command{Kind: mx.Deploy, Label: mx.RiskEngine, Until: v.now + late})
		}
		release(0)
		Expect(pay(btc)).To(BeEmpty())
		release(20 * minute)
		Expect(types(pay(btc))).To(Equal([]string{"code_differs"}))
		v.now += 20 * minute
		Expect(pay(btc)).To(BeEmpty(), "told once, and by now it is as reviewed")
	})

	It("leaves the books in balance with the chains, whatever is let pass, after each of 6,000 random commands", func() {
		g := smallGenesis(customersOfSmall)
		g.Assets[btc-1].Chain.Relay = chain.ReplaceByFee
		g.Settings.Custody.CodeAttestation = custody.CodeAttestation{On: true, Every: 60 * minute, Look: 20 * minute, Stop: true}
		v = openVenue(g)
		r := rand.New(rand.NewPCG(3, 4))
		passed, restored := 0, 0
		for i := range 6_000 {
			switch p := r.IntN(200); {
			case p == 0:
				deploy(r.IntN(2) == 0)
			case p < 8:
				if _, _ = ask(uint16(btc+r.IntN(2)), 600_000+r.Int64N(3e7)); v.result.Code == reject.OK {
					passed++ // or it was a withdrawal like any other
				}
			default:
				anything(v, r)
			}
			for _, e := range v.TakeEvents(nil) {
				if e.Type == mx.Deployed && e.Op == mx.PayOut {
					restored++
				}
			}
			for asset := uint16(btc); asset <= xem; asset++ {
				if err := v.audit(asset); err != nil {
					Fail(fmt.Sprintf("after command %d: %s", i, err))
				}
			}
		}
		Expect(v.CheckBooks()).To(Succeed())
		Expect(passed).To(BeNumerically(">", 20))
		Expect(restored).To(BeNumerically(">", 2))
		Expect(v.stole[btc]).To(BeNumerically(">", 0))
	})
})
