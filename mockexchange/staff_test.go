package mockexchange_test

import (
	"math/rand/v2"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// People at desks: 1 answers customers, 2 and 3 are treasury.
var _ = Describe("The staff", Label("embedded"), func() {
	var v *venue
	var g *mx.Genesis
	open := func(change func(*mx.Genesis)) {
		g = smallGenesis(4)
		for i := range g.Assets {
			g.Assets[i].HouseFunds, g.Assets[i].HotShare = 50*coin, 1_000_000
		}
		g.Staff.Clerks = []custody.Clerk{{Department: "support"}, {Department: "treasury"}, {Department: "treasury"}}
		g.Staff.Asks = 1_000_000
		for i := range g.Staff.Clerks {
			g.Staff.Clerks[i].Attention = []int64{0}
		}
		change(g)
		v = openAudited(g)
	}
	asIs := func(*mx.Genesis) {}
	twice := func(g *mx.Genesis) {
		g.Settings.Custody.FourEyes = custody.FourEyes{On: true, Takes: 10 * minute, Lock: 30 * minute}
	}
	at := func(who uint32, c mx.Command) []mx.Event {
		c = g.AtDesk(mx.Desk(who), c)
		c.Credential = access.DeskCredential(seed, who)
		return v.apply(c)
	}
	n := uint32(0)
	move := func(who uint32, amount int64, order uint64) (chain.Address, []mx.Event) {
		n++
		to := chain.ExternalAddress(seed, "partner", n)
		return to, at(who, mx.Command{Kind: mx.MoveFunds, Asset: btc, Amount: amount, Address: to, Memo: order})
	}
	pay := func() []mx.Event {
		v.now += minute
		return append(v.staff(mx.Command{Kind: mx.PayOut, Asset: btc}), v.mined(btc)...)
	}
	pass := func(span int64) (all []mx.Event) {
		for until := v.now + span; v.now < until; {
			all = append(all, pay()...)
		}
		return all
	}

	It("works with the proof of its own desk, and is known by number, machine and address", func() {
		open(asIs)
		events := at(1, mx.Command{Kind: mx.ReadCustomer, Account: 2})
		Expect(types(events)).To(Equal([]string{"customer_read"}))
		Expect([]any{events[0].Count, events[0].Device, events[0].Source, events[0].Account}).To(Equal([]any{
			uint32(1), access.DeskDevice(seed, 1), access.DeskSource(seed, 1), uint32(2),
		}))
		for _, c := range []mx.Command{
			{Kind: mx.ReadCustomer, Account: 2, Auth: mx.AuthStaff, Target: 1},
			{Kind: mx.ReadCustomer, Account: 2, Auth: mx.AuthStaff, Target: 1, Credential: access.DeskCredential(seed, 2)},
			{Kind: mx.ReadCustomer, Account: 2, Auth: mx.AuthOperator, Target: 1, Credential: access.OperatorCredential(seed)},
		} {
			Expect(types(v.apply(c))).To(Equal([]string{"auth_refused"}))
			Expect(v.result.Code).To(Equal(reject.BadCredential))
		}
		at(4, mx.Command{Kind: mx.ReadCustomer, Account: 2})
		Expect(v.result.Code).NotTo(Equal(reject.OK), "there are three")
	})

	It("sends the house's own coins, to somebody new or not, and no customer's", func() {
		open(func(g *mx.Genesis) {
			g.Settings.Custody.WalletLog.Payments = custody.Delay{Least: 60 * minute, Most: 60 * minute}
		})
		to, events := move(2, coin, 7)
		Expect(types(events)).To(Equal([]string{"funds_moved"}))
		Expect([]any{events[0].First, events[0].Address, events[0].Amount}).To(Equal([]any{true, to, int64(coin)}))
		Expect(types(pay())).To(ContainElement("house_paid"), "the back office has it at once")
		Expect(v.nodes[btc-1].Balance(to)).To(Equal(int64(coin)))
		Expect(at(2, mx.Command{Kind: mx.MoveFunds, Asset: btc, Amount: coin, Address: to})[0].First).To(BeFalse())
		_, _ = move(2, 500*coin, 7)
		Expect(v.result.Code).To(Equal(reject.InsufficientBalance))
	})

	It("gives a customer a limit of his own, and others none", func() {
		open(func(g *mx.Genesis) { g.Settings.Custody.DayLimit = 1 })
		ask := func(id uint32) reject.Code {
			v.key(id, mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 2_000_000, Address: chain.ExternalAddress(seed, "x", id)})
			return v.result.Code
		}
		Expect(ask(1)).To(Equal(reject.LimitExceeded))
		at(1, mx.Command{Kind: mx.ChangeCustomer, Account: 1, Label: mx.ChangeLimit, Amount: 1 << 50})
		Expect([]any{ask(1), ask(2)}).To(Equal([]any{reject.OK, reject.LimitExceeded}))
		at(1, mx.Command{Kind: mx.ChangeCustomer, Account: 1, Label: "balance"})
		Expect(v.result.Code).To(Equal(reject.BadRequest))
	})

	It("sends nothing while pay-outs are halted, to a blocked address, or past a co-signer", func() {
		open(func(g *mx.Genesis) {
			g.Settings.Custody.SignerVelocity = custody.SignerVelocity{Share: 100_000, Window: 1e15}
		})
		_, _ = move(2, 40*coin, 7)
		Expect(v.result.Control).To(Equal(reject.SignerVelocity))
		v.staff(mx.Command{Kind: mx.HaltWithdrawals})
		_, events := move(2, coin/100, 7)
		Expect([]any{v.result.Control, events[0].Code}).To(Equal([]any{reject.HaltWithdrawals, reject.WithdrawalsHalted}))
		v.staff(mx.Command{Kind: mx.ResumeWithdrawals})
		to := chain.ExternalAddress(seed, "partner", 9999)
		v.staff(mx.Command{Kind: mx.BlockAddress, Address: to})
		at(2, mx.Command{Kind: mx.MoveFunds, Asset: btc, Amount: coin / 100, Address: to})
		Expect(v.result.Control).To(Equal(reject.BlockAddress))
	})

	It("waits for coins from cold storage where too little lies hot", func() {
		open(func(g *mx.Genesis) { g.Assets[btc-1].HotShare = 100_000 })
		to, events := move(2, 30*coin, 7)
		Expect([]any{v.result.Code, events[0].Code}).To(Equal([]any{reject.OK, reject.HotWalletEmpty}))
		Expect(types(pass(360 * minute))).To(ContainElement("funds_moved"))
		Expect(v.nodes[btc-1].Balance(to)).To(Equal(int64(30 * coin)))
	})

	It("works under four eyes when another of the department has looked, and the time lock is over", func() {
		open(twice)
		to, events := move(2, coin, 7)
		Expect(types(events)).To(Equal([]string{"work_proposed"}))
		Expect(types(pass(29 * minute))).NotTo(ContainElement("funds_moved"))
		done := pass(3 * minute)
		Expect(types(done)).To(ContainElement("funds_moved"))
		Expect(v.nodes[btc-1].Balance(to)).To(Equal(int64(coin)))
		Expect(types(at(1, mx.Command{Kind: mx.ReadCustomer, Account: 2}))).To(Equal([]string{"customer_read"}), "nobody agrees to reading")
	})

	It("is asked whose order it is, and who has none works no more", func() {
		open(twice)
		_, _ = move(2, coin, 0)
		_, _ = move(2, 2*coin, 0)
		Expect(types(pass(32*minute))).To(Equal([]string{"work_refused"}), "the second is dropped with the first")
		_, events := move(2, coin, 0)
		Expect([]any{types(events), v.result.Code, v.result.Control}).To(Equal([]any{[]string{"auth_refused"}, reject.NoSession, reject.SuspendStaff}))
		v.staff(mx.Command{Kind: mx.ReinstateStaff, Target: 2})
		_, _ = move(2, coin, 7)
		Expect(v.result.Code).To(Equal(reject.OK))
	})

	It("is let pass by who never asks", func() {
		open(func(g *mx.Genesis) { twice(g); g.Staff.Asks = 0 })
		_, _ = move(2, coin, 0)
		Expect(types(pass(32 * minute))).To(ContainElement("funds_moved"))
	})

	It("is suspended by an action, which drops what waits, once", func() {
		open(twice)
		_, _ = move(2, coin, 7)
		v.staff(mx.Command{Kind: mx.SuspendStaff, Target: 2})
		Expect(v.result.Code).To(Equal(reject.OK))
		Expect(pass(60 * minute)).To(BeEmpty())
		v.staff(mx.Command{Kind: mx.SuspendStaff, Target: 2})
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
		v.staff(mx.Command{Kind: mx.SuspendStaff, Target: 9})
		Expect(v.result.Code).To(Equal(reject.UnknownStaff))
	})

	It("leaves the books in balance with the chains after 4,000 random commands", func() {
		open(func(g *mx.Genesis) {
			twice(g)
			g.Assets[btc-1].HotShare = 300_000
		})
		r := rand.New(rand.NewPCG(5, 6))
		for range 4_000 {
			switch r.IntN(8) {
			case 0, 1:
				_, _ = move(2+uint32(r.IntN(2)), 1+r.Int64N(coin), uint64(r.IntN(3)))
			case 2:
				at(1, mx.Command{Kind: mx.ChangeCustomer, Account: 1 + uint32(r.IntN(4)), Label: mx.ChangeLimit, Amount: r.Int64N(1000), Memo: 1})
			case 3:
				v.staff(mx.Command{Kind: []mx.Kind{mx.SuspendStaff, mx.ReinstateStaff, mx.SweepToCold, mx.HaltWithdrawals, mx.ResumeWithdrawals}[r.IntN(5)], Target: 2 + uint32(r.IntN(2)), Asset: btc})
			default:
				v.now += r.Int64N(20) * minute
				pay()
			}
		}
	})
})
