package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

func compose(t, none *score.Tally) score.Result {
	GinkgoHelper()
	r, err := score.Compose(score.Runs{Defended: t, Undefended: none, ClosedDay: ClosedDay(1_000_000)},
		score.Meta{Scenario: score.ScenarioRef{ID: "drill"}, Defence: score.DefenceRef{Name: "mine"}, Scale: money.Whole, Floor: 900_000, AlertBudget: 2})
	Expect(err).NotTo(HaveOccurred())
	return r
}

var _ = Describe("Detection", func() {
	const onset = Start + 16*Hour
	var s *Stage
	thief := func(at int64) { s.Refuse(at, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{}) }
	alert := func(at int64, a defence.Alert) {
		a.At = at
		s.Alert(&a)
	}
	BeforeEach(func() { s = NewStage(Setup()) })

	It("is the first alert that names something compromised after the thief showed himself", func() {
		alert(onset-Hour, defence.Alert{Keys: []uint32{1}}) // a guess
		thief(onset)
		s.Withdraw(onset+Hour, sim.Attacker, 1, 250_000, sim.Attempt{})
		alert(onset+90*Minute, defence.Alert{Keys: []uint32{4, 5}}) // the wrong ones
		alert(onset+2*Hour, defence.Alert{Accounts: []uint32{5, 2}})
		s.Withdraw(onset+3*Hour, sim.Attacker, 1, 250_000, sim.Attempt{})
		d := compose(s.Tally(), Undefended()).Detection
		Expect(d.FirstActionAt).To(BeEquivalentTo(onset))
		Expect(d.DetectedAt).To(BeEquivalentTo(onset + 2*Hour))
		Expect(*d.Seconds).To(BeEquivalentTo(2 * Hour))
		Expect(*d.LossShareGone).To(BeEquivalentTo(250_000))
		Expect(d.Alerts).To(Equal(score.Alerts{True: 1, False: 2, Budget: 2, Worst: 2}))
	})

	It("is undefined once the false alerts of a day exceed the budget", func() {
		thief(onset)
		alert(onset+1, defence.Alert{Keys: []uint32{1}})
		for n := int64(0); n < 3; n++ {
			alert(Start+Day+n, defence.Alert{Keys: []uint32{4}})
		}
		d := compose(s.Tally(), Undefended()).Detection
		Expect(d.DetectedAt).To(BeZero())
		Expect(d.Seconds).To(BeNil())
		Expect(d.Alerts.Worst).To(BeEquivalentTo(3))
	})

	It("recognises the thief's addresses only once he has used them", func() {
		takings := chain.ExternalAddress(1, "somewhere", 1)
		thief(onset)
		alert(onset+1, defence.Alert{Addresses: []chain.Address{takings}})
		alert(onset+2, defence.Alert{Sources: []access.Source{0x0A000001}})
		s.Withdraw(onset+Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		alert(onset+2*Hour, defence.Alert{Addresses: []chain.Address{takings}})
		alert(onset+3*Hour, defence.Alert{Wallets: []string{"BTC"}})
		Expect(s.Tally().Alerts).To(HaveExactElements(
			HaveField("True", false), HaveField("True", true), HaveField("True", true), HaveField("True", true)))
	})

	It("measures coverage of what the thief used and precision of what was named", func() {
		thief(onset)
		s.Withdraw(onset, sim.Attacker, 1, 1_000, sim.Attempt{})
		alert(onset+1, defence.Alert{Keys: []uint32{1, 2, 4, 5}, Accounts: []uint32{1}})
		d := compose(s.Tally(), Undefended()).Detection
		Expect(*d.Coverage["keys"]).To(BeEquivalentTo(500_000), "1 of the two keys that he presented")
		Expect(*d.Precision["keys"]).To(BeEquivalentTo(500_000), "1 and 2 of the four that were named")
		Expect(*d.Coverage["accounts"]).To(BeEquivalentTo(money.Whole))
		Expect(*d.Coverage["sources"]).To(BeZero())
		Expect(d.Precision["sources"]).To(BeNil(), "nothing was named")
		Expect(d.Coverage["wallets"]).To(BeNil(), "nothing was used")
	})

	Describe("by the Numenta Anomaly Benchmark", func() {
		// The window of the undefended run is the ten hours from the onset.
		nab := func(profile string) score.Points {
			GinkgoHelper()
			p := compose(s.Tally(), Undefended()).Detection.NAB[profile]
			Expect(p).NotTo(BeNil())
			return *p
		}
		hit := func(after int64) { alert(onset+after, defence.Alert{Keys: []uint32{1}}) }
		cry := func() { alert(Start+Hour, defence.Alert{Keys: []uint32{4}}) }
		BeforeEach(func() { thief(onset) })

		It("is 0 for silence and 100 for an alert at once, in every profile", func() {
			for _, p := range []string{"balanced", "quiet-desk", "never-miss"} {
				Expect(nab(p)).To(BeZero(), p)
			}
			hit(0)
			for _, p := range []string{"balanced", "quiet-desk", "never-miss"} {
				Expect(nab(p)).To(BeEquivalentTo(10_000), p)
			}
		})

		// A hit worth v is 100 * (v + 1) / 2 after normalisation, with a null of -1.
		DescribeTable("values a detection by the benchmark's curve",
			func(after int64, value float64) {
				hit(after)
				Expect(float64(nab("balanced"))).To(BeNumerically("~", 5_000*(value+1), 6))
			},
			Entry("a quarter into the window", 5*Hour/2, 0.967),
			Entry("half way", 5*Hour, 0.860),
			Entry("three quarters", 15*Hour/2, 0.562),
			Entry("a tenth before its end", 9*Hour, 0.248),
			Entry("a twentieth before its end", 19*Hour/2, 0.126),
		)

		DescribeTable("charges an alert that comes too late by the same curve",
			func(after int64, cost float64) {
				hit(after)
				Expect(float64(nab("balanced"))).To(BeNumerically("~", 5_000*cost, 3))
			},
			Entry("a tenth after the end", 11*Hour, -0.027),
			Entry("a quarter", 25*Hour/2, -0.061),
			Entry("half a window", 15*Hour, -0.093),
			Entry("three windows and more", 41*Hour, -0.110),
		)

		It("charges false alerts by the profile, and counts only the best of the true ones", func() {
			hit(0)
			hit(Hour)
			cry()
			Expect(nab("balanced")).To(BeEquivalentTo(10_000 - 550))
			Expect(nab("quiet-desk")).To(BeEquivalentTo(10_000 - 1_100))
			Expect(nab("never-miss")).To(BeEquivalentTo(10_000 - 367))
		})

		It("cancels one perfect detection by nine false alerts far away", func() {
			hit(0)
			for range 9 {
				cry()
			}
			Expect(nab("balanced")).To(BeNumerically("~", 5_000, 100), "as much above a miss as one below a hit")
		})

		It("is undefined without an attack", func() {
			quiet := &score.Tally{}
			Expect(compose(quiet, quiet).Detection.NAB).To(HaveKeyWithValue("balanced", BeNil()))
		})
	})
})

var _ = Describe("Containment", func() {
	const onset = Start + 16*Hour
	var s *Stage
	BeforeEach(func() {
		s = NewStage(Setup())
		s.Refuse(onset, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
	})
	contained := func() score.Containment { return compose(s.Tally(), Undefended()).Containment }

	It("is the first thing the defence did after value last moved", func() {
		s.Withdraw(onset+Hour, sim.Attacker, 1, 100_000, sim.Attempt{})
		s.Operate(onset+90*Minute, mx.Command{Kind: mx.FreezeAccount, Account: 7})
		s.Withdraw(onset+2*Hour, sim.Attacker, 1, 100_000, sim.Attempt{})
		s.Operate(onset+150*Minute, mx.Command{Kind: mx.Announce, Label: "we are looking into it"})
		s.Operate(onset+160*Minute, mx.Command{Kind: mx.HaltWithdrawals})
		s.Refuse(onset+3*Hour, sim.Attacker, 1, mx.RequestWithdrawal, reject.HaltWithdrawals, sim.Attempt{})
		c := contained()
		Expect(c.ContainedAt).To(BeEquivalentTo(onset + 160*Minute))
		Expect(c.AttemptsRefused).To(BeEquivalentTo(1))
	})

	It("is there from the first action where he never gets anything", func() {
		set := Setup()
		set.Imposed = []reject.Control{reject.KeyAllowList}
		s = NewStage(set)
		s.Refuse(onset, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
		s.Refuse(onset+Minute, sim.Attacker, 1, mx.ReadAccount, reject.KeyAllowList, sim.Attempt{})
		Expect(contained().ContainedAt).To(BeEquivalentTo(onset))
		Expect(contained().AttemptsRefused).To(BeEquivalentTo(1))
	})

	It("counts from the detection", func() {
		s.Alert(&defence.Alert{At: onset + Minute, Keys: []uint32{OldKey}})
		s.Revoke(onset+3*Minute, 1)
		Expect(*contained().SecondsAfterDetection).To(BeEquivalentTo(-Minute), "nothing was ever taken")
		s.Withdraw(onset+4*Minute, sim.Attacker, 2, 100_000, sim.Attempt{})
		s.Revoke(onset+5*Minute, 2)
		Expect(*contained().SecondsAfterDetection).To(BeEquivalentTo(4 * Minute))
	})

	It("never happens when the thief gets as much as from an undefended venue", func() {
		c := compose(Undefended(), Undefended()).Containment
		Expect(c.ContainedAt).To(BeZero())
		Expect(c.SecondsAfterDetection).To(BeNil())
	})
})
