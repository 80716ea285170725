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
		score.Meta{Scenario: score.ScenarioRef{ID: "drill"}, Defence: score.DefenceRef{Name: "mine"}, Scale: money.Whole, Floor: 900_000, AlertBudget: 4})
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

	It("is the first alert of which half is guilty after the thief showed himself", func() {
		alert(onset-Hour, defence.Alert{Keys: []uint32{1}}) // a guess
		thief(onset)
		s.Withdraw(onset+Hour, sim.Attacker, 1, 250_000, sim.Attempt{})
		alert(onset+90*Minute, defence.Alert{Keys: []uint32{1, 4, 1, 5}}) // mostly the wrong ones
		alert(onset+2*Hour, defence.Alert{Accounts: []uint32{5, 2}})
		s.Withdraw(onset+3*Hour, sim.Attacker, 1, 250_000, sim.Attempt{})
		d := compose(s.Tally(), Undefended()).Detection
		Expect(d.FirstActionAt).To(BeEquivalentTo(onset))
		Expect(d.DetectedAt).To(BeEquivalentTo(onset + 2*Hour))
		Expect(*d.Seconds).To(BeEquivalentTo(2 * Hour))
		Expect(*d.LossShareGone).To(BeEquivalentTo(250_000))
		Expect(d.Alerts).To(Equal(score.Alerts{True: 1, False: 2, Cases: 4, Budget: 4, Worst: 4}))
		Expect(d.Threshold).To(BeEquivalentTo(500_000))
	})

	It("is undefined once the false cases of a day exceed the budget, however they are told", func() {
		for _, divided := range [][]defence.Alert{
			{{Keys: []uint32{4, 5, 6}, Accounts: []uint32{4, 5}}},
			{{Keys: []uint32{4, 5}}, {Keys: []uint32{6}}, {Accounts: []uint32{5, 4}}},
			{{Keys: []uint32{4, 5, 6, 4}}, {Keys: []uint32{5}, Accounts: []uint32{5, 4}}, {Accounts: []uint32{4}}},
			{{Keys: []uint32{4, 5, 6, 1, 2, OldKey}, Accounts: []uint32{4, 5, 1, 2, 3}}}, // a true one costs what it names, too
		} {
			s = NewStage(Setup())
			thief(onset)
			alert(onset+1, defence.Alert{Keys: []uint32{1}})
			for n, one := range divided {
				alert(Start+Day+int64(n), one)
			}
			d := compose(s.Tally(), Undefended()).Detection
			Expect(d.DetectedAt).To(BeZero())
			Expect(d.Seconds).To(BeNil())
			Expect(d.Alerts.Worst).To(BeEquivalentTo(5))
		}
	})

	It("charges an innocent who is named again only when the case of an hour is closed", func() {
		for n := int64(0); n < 10; n++ {
			alert(Start+n*20*Minute, defence.Alert{Accounts: []uint32{5}})
			alert(Start+n*20*Minute, defence.Alert{Rule: "nobody"})
		}
		Expect(compose(s.Tally(), Undefended()).Detection.Alerts).To(Equal(
			score.Alerts{False: 20, Cases: 8, Budget: 4, Worst: 8}), "four cases each in three hours")
	})

	It("finds nothing by naming everybody", func() {
		thief(onset)
		everybody := []uint32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
		for n := int64(0); n < 24; n++ {
			alert(Start+n*Hour, defence.Alert{Accounts: everybody})
		}
		d := compose(s.Tally(), Undefended()).Detection
		Expect(d.DetectedAt).To(BeZero())
		Expect(d.Alerts.True).To(BeZero())
		Expect(d.Alerts.Cases).To(BeEquivalentTo(16*9+8*6), "all but the thief, then all but him and his victims")
	})

	Describe("of precursors", func() {
		graded := func() score.Detection { return compose(s.Tally(), Undefended()).Detection }

		It("is told at once by what was noticed seconds before he was seen", func() {
			alert(onset-59*1e9, defence.Alert{Keys: []uint32{1}})
			thief(onset)
			d := graded()
			Expect(d.DetectedAt).To(BeEquivalentTo(onset - 59*1e9))
			Expect(*d.Seconds).To(BeZero())
			Expect(d.Alerts).To(Equal(score.Alerts{True: 1, Budget: 4}))
			Expect(*d.NAB["quiet-desk"]).To(BeEquivalentTo(10_000))
		})

		It("begins with his first visible step, before he takes anything: the account behind a dead key, an address he is refused", func() {
			set := Setup()
			set.CompromisedAccounts = []uint32{1, 2} // the third key is dead
			s = NewStage(set)
			thief(onset)
			c := CommandOf(sim.Attacker, 2, mx.RequestWithdrawal)
			c.Address = chain.ExternalAddress(1, "somewhere", 9)
			s.Tell(onset+Minute, sim.Attacker, c, sim.Attempt{}, mx.Result{Code: reject.AccountFrozen}, mx.Event{Type: mx.WithdrawalRefused, Account: 2})
			alert(onset+2*Minute, defence.Alert{Accounts: []uint32{3}, Addresses: []chain.Address{c.Address}, Sources: []access.Source{0x0A000001}})
			Expect(graded().Alerts).To(Equal(score.Alerts{True: 1, Budget: 4}))
		})

		It("begins on a chain when the network has seen his transaction", func() {
			set := Setup()
			wallet := chain.ExternalAddress(7, "hot", 0)
			set.VenueAddresses = []chain.Address{wallet}
			s = NewStage(set)
			theft := &chain.Transaction{From: wallet, Outputs: []chain.Output{{To: chain.ExternalAddress(7, "loot", 0), Amount: Coin}}}
			s.Sent(onset, BTC, theft)
			alert(onset+5*1e9, defence.Alert{Wallets: []string{"BTC"}})
			s.Mined(onset+10*Minute, BTC, &chain.Block{At: onset + 10*Minute, Transactions: []*chain.Transaction{theft}}, func(chain.Hash) bool { return true })
			Expect(graded().FirstActionAt).To(BeEquivalentTo(onset))
			Expect(*graded().Seconds).To(BeEquivalentTo(5 * 1e9))
		})

		It("is neither true nor false earlier about what is the thief's own, and false about what will be in his hands", func() {
			alert(onset-5*Hour, defence.Alert{Accounts: []uint32{ThiefAccount}, Keys: []uint32{10}})
			alert(onset-5*Hour, defence.Alert{Accounts: []uint32{1}, Wallets: []string{"BTC"}})
			thief(onset)
			Expect(graded().Alerts).To(Equal(score.Alerts{False: 1, Cases: 2, Budget: 4, Worst: 2}))
			Expect(graded().DetectedAt).To(BeZero())
		})

		It("is true of a thief who set out and was stopped before anybody saw him", func() {
			set := Setup()
			set.SetsOutAt = onset
			s = NewStage(set)
			alert(onset-Hour, defence.Alert{Wallets: []string{"BTC"}})
			alert(onset+1, defence.Alert{Wallets: []string{"BTC"}})
			Expect(graded().Alerts).To(Equal(score.Alerts{True: 1, False: 1, Cases: 1, Budget: 4, Worst: 1}))
			Expect(graded().DetectedAt).To(BeZero(), "there was nothing to detect")
		})

		It("knows nobody where no thief comes", func() {
			set := Setup()
			set.Attack = false
			s = NewStage(set)
			alert(onset, defence.Alert{Accounts: []uint32{ThiefAccount, 1}, Keys: []uint32{1}, Wallets: []string{"BTC"}})
			quiet := &score.Tally{}
			Expect(compose(s.Tally(), quiet).Detection.Alerts).To(Equal(score.Alerts{False: 1, Cases: 4, Budget: 4, Worst: 4}))
		})
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

	It("takes whoever follows the coins for one who finds the thief, and asks nobody to", func() {
		set, all := Setup(), func(chain.Hash) bool { return true }
		wallet, first, next, payee := chain.ExternalAddress(7, "hot", 0), chain.ExternalAddress(7, "takings", 0), chain.ExternalAddress(7, "takings", 1), chain.ExternalAddress(7, "payee", 0)
		set.VenueAddresses = []chain.Address{wallet}
		s = NewStage(set)
		for i, t := range []*chain.Transaction{
			{From: wallet, Outputs: []chain.Output{{To: first, Amount: Coin}}},
			{From: first, Outputs: []chain.Output{{To: next, Amount: Coin / 2}}},
		} {
			at := onset + int64(i)*Hour
			s.Mined(at, BTC, &chain.Block{At: at, Transactions: []*chain.Transaction{t}}, all)
		}
		s.Mined(onset+Hour, BTC, &chain.Block{At: onset + Hour, Transactions: []*chain.Transaction{
			{From: first, Outputs: []chain.Output{{To: payee, Amount: Coin / 2}}}, // somebody else's
		}}, func(chain.Hash) bool { return false })
		alert(onset+2*Hour, defence.Alert{Addresses: []chain.Address{next}})
		alert(onset+3*Hour, defence.Alert{Addresses: []chain.Address{payee}})
		d := compose(s.Tally(), Undefended()).Detection
		Expect(d.Alerts).To(Equal(score.Alerts{True: 1, False: 1, Cases: 1, Budget: 4, Worst: 1}))
		Expect(*d.Precision["addresses"]).To(BeEquivalentTo(500_000))
		Expect(*d.Coverage["addresses"]).To(BeZero(), "the address that the venue's coins went to is what there was to name")
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
		cries := int64(0)
		cry := func() {
			cries++
			alert(Start+Day+cries*Hour, defence.Alert{Keys: []uint32{4}})
		}
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

		It("charges nothing for the thief's name after the end, however often", func() {
			for n := int64(0); n < 75; n++ {
				hit(11*Hour + n*Hour)
			}
			Expect(nab("balanced")).To(BeZero(), "as good as silence")
			hit(0)
			Expect(nab("balanced")).To(BeEquivalentTo(10_000))
		})

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

		It("charges an alert by the innocents that it names, whether it is true or not", func() {
			alert(onset, defence.Alert{Keys: []uint32{1, 2, 4}, Accounts: []uint32{5}})
			Expect(nab("balanced")).To(BeEquivalentTo(10_000 - 2*550))
			alert(onset+1, defence.Alert{Keys: []uint32{1, 5, 6, 7}})
			Expect(nab("balanced")).To(BeEquivalentTo(10_000 - 5*550))
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
