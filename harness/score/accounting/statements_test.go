package accounting_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/accounting"
	. "github.com/exdrill/exdrill/harness/score/scoretest"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("What the venue says", func() {
	const at = Start + 16*Hour
	var s *Stage
	say := func(at int64, claim string) { s.Operate(at, mx.Command{Kind: mx.Announce, Label: claim}) }
	verdicts := func() []score.Statement { return s.Tally().Statements }
	BeforeEach(func() { s = NewStage(Setup()) })

	It("is false if it calls assets safe after some were taken", func() {
		say(at, "assets_safe all of them")
		s.Withdraw(at+1, sim.Attacker, 1, 1_000, sim.Attempt{})
		say(at+2, "assets_safe")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", false), HaveField("False", true)))
	})

	It("is false if it says that services stopped while coins can leave", func() {
		say(at, "services_stopped")
		s.Operate(at+1, mx.Command{Kind: mx.HaltWithdrawals, Flag: true})
		say(at+2, "services_stopped")
		s.Operate(at+3, mx.Command{Kind: mx.HaltWithdrawals})
		say(at+4, "services_stopped")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", true), HaveField("False", true), HaveField("False", false)))
	})

	It("is false if it knows the cause before anything was found", func() {
		s.Refuse(at, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
		say(at, "cause_known")
		s.Alert(&defence.Alert{At: at + 1, Keys: []uint32{OldKey}})
		say(at+2, "cause_known")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", true), HaveField("False", false)))
	})

	It("is right about the cause where nobody attacks, and about nothing being wrong", func() {
		calm := Setup()
		calm.Attack = false
		s = NewStage(calm)
		say(at, "cause_known it was the market")
		say(at+1, "nothing_wrong")
		Expect(verdicts()).To(HaveExactElements(
			And(HaveField("Judged", true), HaveField("False", false)), And(HaveField("Judged", true), HaveField("False", false))))
	})

	It("is false if it sees nothing wrong once the thief has begun", func() {
		say(at, "nothing_wrong")
		s.Refuse(at+1, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
		say(at+2, "nothing_wrong")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", false), HaveField("False", true)))
	})

	Context("or somebody else", func() {
		vendor := func(at int64, claim string) score.Statement {
			return score.Statement{At: at, By: "vendor", Claim: claim}
		}
		hears := func(list ...score.Statement) {
			set := Setup()
			set.Public, set.CompromisedWallets = list, nil
			s = NewStage(set)
		}

		It("is false if it calls assets safe while keys are out that work, or after some were taken", func() {
			hears(vendor(at, "assets_safe"), vendor(at+2*Hour, "assets_safe"), vendor(at+4*Hour, "assets_safe"))
			for key := uint32(1); key <= OldKey; key++ {
				s.Revoke(at+Hour, key)
			}
			s.Withdraw(at+3*Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
			Expect(verdicts()).To(HaveExactElements(HaveField("False", true), HaveField("False", false), HaveField("False", true)))
		})

		It("admits what is true once the thief has begun, and denies it falsely then", func() {
			hears(vendor(at, "cause_known"), vendor(at, "nothing_wrong"), vendor(at+2, "cause_known"), vendor(at+2, "nothing_wrong"), vendor(at+2, "sorry"))
			s.Refuse(at+1, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
			Expect(verdicts()).To(HaveExactElements(
				HaveField("False", true), HaveField("False", false), HaveField("False", false), HaveField("False", true), HaveField("Judged", false)))
		})

		It("is heard in the order of time, and in no run before it speaks", func() {
			hears(vendor(at+1, "cause_known"), vendor(End+1, "cause_known"))
			say(at, "services_stopped")
			say(at+2, "services_stopped")
			Expect(verdicts()).To(HaveExactElements(HaveField("By", ""), HaveField("By", "vendor"), HaveField("By", "")))
		})

		It("is taken out of a scenario by who it is", func() {
			by := scenarios.Name{Text: "vendor"}
			claim := func(at int64, by *scenarios.Name) scenarios.Statement {
				return scenarios.Statement{At: scenarios.Time{Unix: at}, By: by, Claim: scenarios.Name{Text: "assets_safe"}}
			}
			sc := &scenarios.Scenario{Statements: []scenarios.Statement{claim(3, &by), claim(1, nil), claim(2, &by)}}
			Expect(accounting.PublicOf(sc)).To(Equal([]score.Statement{vendor(2, "assets_safe"), vendor(3, "assets_safe")}))
		})
	})

	It("is false if it promises a reopening that does not come when it is due", func() {
		s.Operate(at, mx.Command{Kind: mx.HaltWithdrawals, Asset: BTC})
		say(at+1, "reopening 2018-01-06T18:00:00+09:00")
		s.Operate(at+3*Hour, mx.Command{Kind: mx.ResumeWithdrawals})
		say(at+3*Hour, "reopening 2018-01-06T19:00:00+09:00")
		say(at+3*Hour, "reopening soon")
		say(at+3*Hour, "reopening 2018-03-01T00:00:00+09:00")
		Expect(verdicts()).To(HaveExactElements(
			And(HaveField("False", true), HaveField("Due", at+2*Hour), HaveField("Settled", at+3*Hour)),
			And(HaveField("False", false), HaveField("Judged", true), HaveField("Due", at+3*Hour)),
			HaveField("Judged", false), HaveField("Judged", false)))
	})

	It("is false if it promises a compensation that is not paid, or less than half", func() {
		pay := func(at, amount int64) {
			s.Operate(at, mx.Command{Kind: mx.Compensate, Account: 1, Asset: JPY, Amount: amount},
				mx.Event{Type: mx.Compensated, Account: 1, Asset: JPY, Amount: amount, Value: amount})
		}
		s.Withdraw(at, sim.Attacker, 1, 100_000, sim.Attempt{})
		say(at+1, "compensation 2018-01-06T18:00:00+09:00")
		say(at+1, "compensation 2018-01-06T20:00:00+09:00")
		pay(at+Hour, 49_999)
		pay(at+3*Hour, 1)
		Expect(verdicts()).To(HaveExactElements(
			And(HaveField("False", true), HaveField("Settled", at+3*Hour)), And(HaveField("False", false), HaveField("Judged", true))))
		Expect(s.Tally().Given).To(BeZero())
	})

	It("comes true late where services stop after they were said to have", func() {
		say(at, "services_stopped")
		s.Operate(at+Hour, mx.Command{Kind: mx.HaltWithdrawals})
		Expect(verdicts()).To(HaveExactElements(And(HaveField("False", true), HaveField("Settled", at+Hour))))
	})
})
