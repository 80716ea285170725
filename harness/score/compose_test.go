package score_test

import (
	"encoding/json"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("A score", func() {
	const at = start + 16*hour
	// run is a run in which the thief got so much of 1,000,000 and honest people
	// suffered so much of a closed day of 1,000,000.
	points := func(loss, harm int64) score.Points {
		t := &score.Tally{Attack: true, Taken: loss, Harm: []impact.Item{{Price: harm}}}
		none := &score.Tally{Attack: true, Taken: 1_000_000}
		return compose(t, none).Score
	}

	DescribeTable("is 100 * (1 - loss/undefended) - 100 * harm/closed_day, between -100 and 100",
		func(loss, harm, want int64) { Expect(points(loss, harm)).To(BeEquivalentTo(want)) },
		Entry("nothing lost, nobody hurt", int64(0), int64(0), int64(10_000)),
		Entry("as good as doing nothing", int64(1_000_000), int64(0), int64(0)),
		Entry("as bad as closing for a day", int64(0), int64(1_000_000), int64(0)),
		Entry("a third lost", int64(333_333), int64(0), int64(6_667)),
		Entry("worse than the thief", int64(1_500_000), int64(200_000), int64(-7_000)),
		Entry("as bad as it gets", int64(1_000_000), int64(1<<62), int64(-10_000)),
	)

	It("starts from 100 where no attack comes", func() {
		quiet := &score.Tally{Harm: []impact.Item{{Price: 250_000}}}
		Expect(compose(quiet, &score.Tally{}).Score).To(BeEquivalentTo(7_500))
	})

	It("cannot be given without its runs, without a loss to prevent, or without a unit of harm", func() {
		attacked, quiet := &score.Tally{Attack: true}, &score.Tally{}
		_, err := score.Compose(score.Runs{Defended: quiet, ClosedDay: quiet}, score.Meta{})
		Expect(err).To(MatchError(score.ErrIncomplete))
		_, err = score.Compose(score.Runs{Defended: quiet, Undefended: attacked, ClosedDay: closedDay(1)}, score.Meta{})
		Expect(err).To(MatchError(score.ErrNoLoss))
		_, err = score.Compose(score.Runs{Defended: quiet, Undefended: quiet, ClosedDay: quiet}, score.Meta{})
		Expect(err).To(MatchError(score.ErrNoHarm))
	})

	It("passes only if availability keeps to its floor", func() {
		t := &score.Tally{}
		t.Intents.All[sim.IntentOrder], t.Intents.Refused[sim.IntentOrder] = 1_000, 100
		Expect(compose(t, &score.Tally{}).Passed).To(BeTrue())
		t.Intents.Refused[sim.IntentOrder] = 101
		r := compose(t, &score.Tally{})
		Expect(r.Passed).To(BeFalse())
		Expect(r.Harm.OK).To(BeFalse())
		Expect(r.Harm.Availability).To(BeEquivalentTo(899_000))
	})

	It("is told for posture and monitor apart where they were run", func() {
		half := &score.Tally{Attack: true, Taken: 500_000}
		none := &score.Tally{Attack: true, Taken: 1_000_000}
		r, err := score.Compose(score.Runs{Defended: half, Undefended: none, ClosedDay: closedDay(1), Standing: half}, score.Meta{})
		Expect(err).NotTo(HaveOccurred())
		Expect(*r.Standing.Score).To(BeEquivalentTo(5_000))
		Expect(r.Response.Score).To(BeNil())
	})

	DescribeTable("says how to see it again", func(m score.Meta, command string) {
		Expect(m.Reproduce()).To(Equal(command))
	},
		Entry("by default", score.Meta{
			Scenario: score.ScenarioRef{ID: "zaif"}, Defence: score.DefenceRef{Name: "history"}, Seed: 7,
			Scale: money.Whole, Variation: "record", Lab: "embedded",
		}, "exdrill run zaif --defence history --seed 7"),
		Entry("with everything set", score.Meta{
			Scenario: score.ScenarioRef{ID: "zaif"}, Defence: score.DefenceRef{Name: "./my defence's"}, Seed: 1,
			Scale: 20_000, Variation: "perturbed", Salt: "of the week", Lab: "containers", Adaptation: 1,
		}, `exdrill run zaif --defence './my defence'\''s' --seed 1 --variation perturbed --salt 'of the week' --scale 0.02 --lab containers --adaptation 1`),
	)

	Describe("as JSON", func() {
		full := func() score.Result {
			set := setup()
			set.Public = []score.Public{{At: at + 3*hour, By: "a vendor", Claim: score.ClaimCauseKnown}}
			s := newStage(set)
			s.refused(at, sim.Attacker, oldKey, mx.ReadAccount, reject.None, sim.Attempt{})
			s.withdraw(at+hour, sim.Attacker, 1, 100_000, sim.Attempt{})
			s.Alert(&defence.Alert{At: at + hour + 1_500_000, Rule: "burst", Keys: []uint32{1}})
			s.operate(at+2*hour, mx.Command{Kind: mx.Announce, Label: score.ClaimAssetsSafe})
			s.operate(at+2*hour, mx.Command{Kind: mx.Announce, Label: "sorry"})
			s.revoke(at+2*hour, 1)
			s.Acted(at+2*hour, &defence.Action{Name: "revoke_keys"})
			t, half := s.close(), &score.Tally{Attack: true, Taken: 500_000}
			r, err := score.Compose(score.Runs{Defended: t, Undefended: undefended(), ClosedDay: closedDay(1_000_000), Standing: half, Response: half},
				score.Meta{
					Scenario: score.ScenarioRef{ID: "drill", Title: "A drill", Version: 1, Digest: "ab"}, Defence: score.DefenceRef{Name: "mine", Version: "1", Digest: "cd"},
					Seed: 1, Salt: "s", Scale: money.Whole, Variation: "record", Lab: "embedded", Adoption: 500_000, Engine: "dev", Zone: "Asia/Tokyo",
					Facts: []score.Fact{{Name: "refunds", Says: "what was paid", Recorded: true, Text: "all", AsOf: end, Sources: []string{"S1"}, Also: []string{"some (S2)"}}},
					Floor: 900_000, AlertBudget: 20, Log: score.LogRef{Head: "ef", Path: "out"}, Timing: score.Timing{WallMS: 9, Commands: 10, PerSecond: 1_111_111},
				})
			Expect(err).NotTo(HaveOccurred())
			return r
		}

		It("obeys the published schema, and the schema allows nothing that it does not have", func() {
			calm := setup()
			calm.Attack = false
			nothing := newStage(calm).close()
			for _, r := range []score.Result{full(), compose(nothing, nothing)} {
				r.Variation, r.Lab = "record", "embedded"
				text, err := json.Marshal(r)
				Expect(err).NotTo(HaveOccurred())
				Expect(violations(score.ResultSchema(), text)).To(BeEmpty())
			}
			text, err := json.Marshal(full())
			Expect(err).NotTo(HaveOccurred())
			Expect(unused(score.ResultSchema(), text)).To(BeEmpty())
		})

		It("comes back as it was", func() {
			want := full()
			text, err := json.Marshal(want)
			Expect(err).NotTo(HaveOccurred())
			var got score.Result
			Expect(json.Unmarshal(text, &got)).To(Succeed())
			Expect(got).To(Equal(want))
		})

		It("keeps amounts as strings, times in UTC and scores as numbers of points", func() {
			text, err := json.Marshal(full())
			Expect(err).NotTo(HaveOccurred())
			Expect(text).To(ContainSubstring(`"undefended":"1000000"`))
			Expect(text).To(ContainSubstring(`"detected_at":"2018-01-06T08:00:00.0015Z","seconds":3600.0015`))
			Expect(text).To(ContainSubstring(`"score":89.8,`))
			Expect(text).To(ContainSubstring(`{"at":"2018-01-06T09:00:00Z","claim":"assets_safe","false":true},{"at":"2018-01-06T09:00:00Z","claim":"sorry","false":null}`))
		})

		DescribeTable("refuses what is none of its quantities", func(dst any, text, message string) {
			Expect(json.Unmarshal([]byte(text), dst)).To(MatchError(ContainSubstring(message)))
		},
			Entry(nil, new(score.Amount), `"1.5"`, "expected a string of digits"),
			Entry(nil, new(score.Amount), `15`, "expected a string of digits"),
			Entry(nil, new(score.Share), `"half"`, "expected a decimal number"),
			Entry(nil, new(score.Points), `1.234`, "expected a decimal number"),
			Entry(nil, new(score.Instant), `"yesterday"`, "expected RFC 3339"),
		)
	})

	It("keeps a tally as plain data, and its copy apart", func() {
		t := undefended()
		c := t.Clone()
		c.Changes[0].Delta, c.Harm[0].Count = 1, 1
		Expect(t.Changes[0].Delta).To(BeEquivalentTo(100_000))
		Expect(t.Harm[0].Count).To(BeZero())
		text, err := json.Marshal(t)
		Expect(err).NotTo(HaveOccurred())
		var back score.Tally
		Expect(json.Unmarshal(text, &back)).To(Succeed())
		Expect(&back).To(Equal(t))
	})
})

var _ = Describe("What the venue says", func() {
	const at = start + 16*hour
	var s *stage
	say := func(at int64, claim string) { s.operate(at, mx.Command{Kind: mx.Announce, Label: claim}) }
	verdicts := func() []score.Statement { return s.close().Statements }
	BeforeEach(func() { s = newStage(setup()) })

	It("is false if it calls assets safe after some were taken", func() {
		say(at, "assets_safe all of them")
		s.withdraw(at+1, sim.Attacker, 1, 1_000, sim.Attempt{})
		say(at+2, "assets_safe")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", false), HaveField("False", true)))
	})

	It("is false if it says that services stopped while coins can leave", func() {
		say(at, "services_stopped")
		s.operate(at+1, mx.Command{Kind: mx.HaltWithdrawals, Flag: true})
		say(at+2, "services_stopped")
		s.operate(at+3, mx.Command{Kind: mx.HaltWithdrawals})
		say(at+4, "services_stopped")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", true), HaveField("False", true), HaveField("False", false)))
	})

	It("is false if it knows the cause before anything was found", func() {
		s.refused(at, sim.Attacker, oldKey, mx.ReadAccount, reject.None, sim.Attempt{})
		say(at, "cause_known")
		s.Alert(&defence.Alert{At: at + 1, Keys: []uint32{oldKey}})
		say(at+2, "cause_known")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", true), HaveField("False", false)))
	})

	It("is right about the cause where nobody attacks, and about nothing being wrong", func() {
		calm := setup()
		calm.Attack = false
		s = newStage(calm)
		say(at, "cause_known it was the market")
		say(at+1, "nothing_wrong")
		Expect(verdicts()).To(HaveExactElements(
			And(HaveField("Judged", true), HaveField("False", false)), And(HaveField("Judged", true), HaveField("False", false))))
	})

	It("is false if it sees nothing wrong once the thief has begun", func() {
		say(at, "nothing_wrong")
		s.refused(at+1, sim.Attacker, oldKey, mx.ReadAccount, reject.None, sim.Attempt{})
		say(at+2, "nothing_wrong")
		Expect(verdicts()).To(HaveExactElements(HaveField("False", false), HaveField("False", true)))
	})

	Context("or somebody else", func() {
		vendor := func(at int64, claim string) score.Public { return score.Public{At: at, By: "vendor", Claim: claim} }
		hears := func(list ...score.Public) {
			set := setup()
			set.Public, set.CompromisedWallets = list, nil
			s = newStage(set)
		}

		It("is false if it calls assets safe while keys are out that work, or after some were taken", func() {
			hears(vendor(at, "assets_safe"), vendor(at+2*hour, "assets_safe"), vendor(at+4*hour, "assets_safe"))
			for key := uint32(1); key <= oldKey; key++ {
				s.revoke(at+hour, key)
			}
			s.withdraw(at+3*hour, sim.Attacker, 1, 1_000, sim.Attempt{})
			Expect(verdicts()).To(HaveExactElements(HaveField("False", true), HaveField("False", false), HaveField("False", true)))
		})

		It("admits what is true once the thief has begun, and denies it falsely then", func() {
			hears(vendor(at, "cause_known"), vendor(at, "nothing_wrong"), vendor(at+2, "cause_known"), vendor(at+2, "nothing_wrong"), vendor(at+2, "sorry"))
			s.refused(at+1, sim.Attacker, oldKey, mx.ReadAccount, reject.None, sim.Attempt{})
			Expect(verdicts()).To(HaveExactElements(
				HaveField("False", true), HaveField("False", false), HaveField("False", false), HaveField("False", true), HaveField("Judged", false)))
		})

		It("is heard in the order of time, and in no run before it speaks", func() {
			hears(vendor(at+1, "cause_known"), vendor(end+1, "cause_known"))
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
			Expect(score.PublicOf(sc)).To(Equal([]score.Public{vendor(2, "assets_safe"), vendor(3, "assets_safe")}))
		})
	})

	It("discloses with the first true admission after the first theft", func() {
		s.Alert(&defence.Alert{At: at - 1, Keys: []uint32{oldKey}})
		say(at, "cause_known")
		s.withdraw(at+hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		say(at+2*hour, "cause_known")
		s.Alert(&defence.Alert{At: at + 3*hour, Keys: []uint32{oldKey}})
		say(at+4*hour, "services_stopped")
		say(at+5*hour, "cause_known")
		d := compose(s.close(), closedDay(1)).Disclosure
		Expect(d.FirstTheftAt).To(BeEquivalentTo(at + hour))
		Expect(d.DisclosedAt).To(BeEquivalentTo(at + 5*hour))
		Expect(*d.Seconds).To(BeEquivalentTo(4 * hour))
		Expect(compose(newStage(setup()).close(), closedDay(1)).Disclosure).To(BeZero())
	})

	It("is false if it promises a reopening that does not come", func() {
		s.operate(at, mx.Command{Kind: mx.HaltWithdrawals})
		say(at+1, "reopening 2018-01-06T18:00:00+09:00")
		s.operate(at+3*hour, mx.Command{Kind: mx.ResumeWithdrawals})
		say(at+3*hour, "reopening 2018-01-06T19:00:00+09:00")
		say(at+3*hour, "reopening soon")
		Expect(verdicts()).To(HaveExactElements(
			HaveField("False", true), HaveField("False", false), HaveField("Judged", false)))
	})
})
