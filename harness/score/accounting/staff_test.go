package accounting_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("What a posture costs the venue itself", func() {
	under := func(p custody.Policy, imposed ...reject.Control) *Stage {
		set := Setup()
		set.Custody, set.Imposed = p, imposed
		return NewStage(set)
	}
	signers := func(m, n, people int) custody.Policy {
		return custody.Policy{Multisig: custody.Multisig{M: m, N: n, People: people, Separate: true}}
	}

	It("grows by the same with every person who holds a key, for as long as customers live", func() {
		for people := range 16 {
			s := under(signers(2, 16, people), reject.Multisig)
			Expect(Row(s.Tally(), impact.OnCall)).To(Equal(impact.Item{Count: int64(people), Price: int64(people) * 72 * 400}))
		}
	})

	It("is that part of a closed day at every scale, and is charged as it comes", func() {
		set := Setup()
		set.Custody, set.Imposed, set.HouseWeight = signers(2, 4, 3), []reject.Control{reject.Multisig}, money.Whole/50
		s := NewStage(set)
		_, begun := s.Interim(Start)
		_, half := s.Interim(Start + 36*Hour)
		_, whole := s.Interim(End)
		Expect([]int64{begun, half, whole}).To(Equal([]int64{0, 3 * 36 * 400 / 50, 3 * 72 * 400 / 50}))
		Expect(s.Tally().HarmTotal()).To(Equal(whole))
	})

	It("is charged for a week, where a run lasts longer than that", func() {
		price := func(days int64) int64 {
			set := Setup()
			set.ClockEnd, set.End = Start+days*Day, Start+(days+3)*Day
			set.Custody, set.Imposed = signers(2, 4, 3), []reject.Control{reject.Multisig}
			t := NewStage(set).Close(set.End)
			return t.HarmTotal()
		}
		Expect([]int64{price(6), price(7), price(74)}).To(Equal([]int64{3 * 6 * 24 * 400, 3 * 7 * 24 * 400, 3 * 7 * 24 * 400}))
	})

	It("is not the defence's where the venue had it anyway, or where all keys lie on one host", func() {
		Expect(under(signers(2, 4, 3)).Tally().HarmTotal()).To(BeZero())
		together := signers(2, 4, 3)
		together.Multisig.Separate = false
		Expect(under(together, reject.Multisig).Tally().HarmTotal()).To(BeZero())
	})

	DescribeTable("takes a minute for a withdrawal, of each person without whom machines are too few",
		func(p custody.Policy, price int) {
			s := under(p, reject.Multisig)
			id := s.Withdraw(Start+Hour, Customer(5), 5, 1_000_000, Wish(1, sim.IntentWithdrawal, Start+Hour, 1_000_000))
			s.Scheduled(Start+2*Hour, mx.WithdrawalBroadcast, id, reject.None)
			stolen := s.Withdraw(Start+Hour, sim.Attacker, 1, 1_000_000, sim.Attempt{})
			s.Scheduled(Start+2*Hour, mx.WithdrawalBroadcast, stolen, reject.None)
			Expect(Row(s.Tally(), impact.Signing).Price).To(BeEquivalentTo(price))
		},
		Entry("two of three, and the wallet server and a machine sign", signers(2, 3, 1), 0),
		Entry("two of three, and there is the wallet server alone", signers(2, 3, 2), 80),
		Entry("two of sixteen, of whom fifteen are people", signers(2, 16, 15), 80),
		Entry("three of five, four of them people", signers(3, 5, 4), 160),
	)

	It("is a subscription by the hour where it has the chain watched", func() {
		p := custody.Policy{ChainWatch: custody.ChainWatch{On: true}}
		Expect(Row(under(p, reject.ChainWatch).Tally(), impact.Feed)).To(Equal(impact.Item{Count: 1, Price: 72 * 750}))
		Expect(under(p).Tally().HarmTotal()).To(BeZero())
		p.ChainWatch.Hops = 4
		Expect(Row(under(p, reject.ChainWatch).Tally(), impact.Feed)).To(Equal(impact.Item{Count: 2, Price: 2 * 72 * 750}), "another one follows the money")
		p.ChainWatch.Hops = 0

		p.AutomaticSweep.On = true
		Expect(under(p, reject.ChainWatch, reject.AutomaticSweep).Tally().HarmTotal()).To(BeEquivalentTo(72*750), "one watch for both")
		p.ChainWatch.On = false
		Expect(under(p, reject.AutomaticSweep).Tally().HarmTotal()).To(BeEquivalentTo(72*750), "it has to notice")
	})

	It("is that, too, where it reconciles its wallets, and less of it the less often", func() {
		price := func(every time.Duration, imposed ...reject.Control) int64 {
			set := Setup()
			set.ReconcileEvery, set.Imposed = every, imposed
			return NewStage(set).Tally().HarmTotal()
		}
		Expect(price(time.Minute)).To(BeZero(), "the venue did before")
		last := price(time.Minute, reject.Reconciliation)
		Expect(last).To(BeEquivalentTo(72 * 750))
		for every := 5 * time.Minute; every <= 48*time.Hour; every = every * 5 / 4 {
			now := price(every, reject.Reconciliation)
			Expect(now).To(And(BeNumerically("<=", last), BeNumerically(">=", last*3/4)), every.String())
			last = now
		}
		Expect(price(24*time.Hour, reject.Reconciliation)).To(BeNumerically("~", 72*750/24, 3))
	})

	// looked is what people cost who look at withdrawals: a small one, a large one and
	// the thief's, of which the second is held back with others.
	looked := func(p custody.Policy, imposed ...reject.Control) (signing, onCall int64) {
		s := under(p, imposed...)
		for i, value := range []int64{1_000_000, 1_000_001} {
			id := s.Withdraw(Start+Hour, Customer(5), 5, value, Wish(uint32(i+1), sim.IntentWithdrawal, Start+Hour, value))
			if i == 1 {
				s.Scheduled(Start+Hour, mx.WithdrawalHeld, id, reject.BatchCheck)
			}
		}
		stolen := s.Withdraw(Start+Hour, sim.Attacker, 1, 2_000_000, sim.Attempt{})
		s.Scheduled(Start+Hour, mx.WithdrawalHeld, stolen, reject.BatchCheck)
		t := s.Tally()
		return Row(t, impact.Signing).Price, Row(t, impact.OnCall).Price
	}
	approval := func(takes time.Duration, opens, closes int64) custody.Policy {
		return custody.Policy{ManualApproval: custody.ManualApproval{
			Above: 1_000_000, Quorum: 2, Takes: int64(takes), Opens: opens * Hour, Closes: closes * Hour,
		}}
	}

	DescribeTable("is the time of those who approve withdrawals by hand, and their being there",
		func(p custody.Policy, signing, onCall int) {
			looking, standing := looked(p, reject.ManualApproval)
			Expect([]int64{looking, standing}).To(Equal([]int64{int64(signing), int64(onCall)}))
			looking, standing = looked(p)
			Expect(looking+standing).To(BeZero(), "the venue did before")
		},
		Entry("a quarter of an hour each, from nine to six", approval(15*time.Minute, 9, 18), 2*1250, 2*27*400),
		Entry("at a glance, which is a minute", approval(time.Second, 9, 18), 2*80, 2*27*400),
		Entry("around the clock", approval(15*time.Minute, 0, 0), 2*1250, 2*72*400),
	)

	It("is a minute for each withdrawal that a check of the batch holds back, and one who is there to look", func() {
		p := custody.Policy{BatchCheck: custody.BatchCheck{Share: 200_000, Window: Hour, Hold: 6 * Hour}}
		looking, standing := looked(p, reject.BatchCheck)
		Expect([]int64{looking, standing}).To(Equal([]int64{80, 72 * 400}))
		looking, standing = looked(p)
		Expect(looking+standing).To(BeZero(), "the venue did before")

		p.ManualApproval = approval(15*time.Minute, 9, 18).ManualApproval
		looking, standing = looked(p, reject.BatchCheck, reject.ManualApproval)
		Expect([]int64{looking, standing}).To(Equal([]int64{80 + 2*1250, (2*27 + 45) * 400}), "in opening hours it is one of those")
	})

	DescribeTable("is the time of those who decode what they sign for cold storage, and a minute at least",
		func(takes time.Duration, each int) {
			decoded := func(imposed ...reject.Control) int64 {
				set := Setup()
				set.Custody.IndependentDecoding.On, set.Decoding, set.Imposed = true, int64(takes), imposed
				s := NewStage(set)
				for _, e := range []mx.Event{
					{Type: mx.TransferSigned},
					{Type: mx.TransferSigned},
					{Type: mx.TransferRefused, Control: reject.HaltWithdrawals},
					{Type: mx.TransferRefused, Code: reject.UnexpectedTransfer},
					{Type: mx.TransferRefused, Control: reject.IndependentDecoding},
				} {
					e.At = Start + Hour
					s.Tell(Start+Hour, sim.Schedule, mx.Command{Kind: mx.SignTransfer}, sim.Attempt{}, mx.Result{}, e)
				}
				return s.Tally().HarmTotal()
			}
			Expect(decoded(reject.IndependentDecoding)).To(BeEquivalentTo(3 * each))
			Expect(decoded()).To(BeZero(), "the venue did before")
		},
		Entry("half an hour", 30*time.Minute, 2500), Entry("five minutes", 5*time.Minute, 417), Entry("at a glance", time.Second, 80),
	)

	It("is the time of those who come to lift a rule of signers' devices", func() {
		lifted := func(imposed ...reject.Control) int64 {
			s := under(custody.Policy{RefuseUpgrades: custody.RefuseUpgrades{On: true}}, imposed...)
			e := mx.Event{Type: mx.CeremonyCalled, At: Start + Hour, Op: mx.UpgradeWallet, Count: 9, Control: reject.RefuseUpgrades}
			s.Tell(Start+Hour, sim.Schedule, mx.Command{Kind: mx.UpgradeWallet}, sim.Attempt{}, mx.Result{}, e)
			return s.Tally().HarmTotal()
		}
		Expect(lifted(reject.RefuseUpgrades)).To(BeEquivalentTo(9 * 5000))
		Expect(lifted()).To(BeZero(), "the venue did before")
	})

	It("grows with everything that makes people look, and never jumps", func() {
		price := func(p custody.Policy) int64 {
			looking, standing := looked(p, reject.ManualApproval)
			return looking + standing
		}
		last := price(approval(time.Second, 9, 10))
		for closes := int64(11); closes <= 24; closes++ {
			now := price(approval(time.Second, 9, closes%24))
			Expect(now - last).To(BeEquivalentTo(2 * 3 * 400))
			last = now
		}
		for takes := time.Minute; takes <= time.Hour; takes += time.Minute {
			Expect(price(approval(takes, 9, 0)) - last).To(BeNumerically("<=", 2*90))
			last = price(approval(takes, 9, 0))
		}
	})
})
