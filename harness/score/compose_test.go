package score_test

import (
	"encoding/json"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

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
	const at = Start + 16*Hour
	// run is a run in which the thief got so much of 1,000,000 and honest people
	// suffered so much of a closed day of 1,000,000.
	points := func(loss, harm int64) score.Points {
		t := &score.Tally{Attack: true, Taken: loss, Harm: impact.Items{{Price: harm}}}
		none := &score.Tally{Attack: true, Taken: 1_000_000}
		return compose(t, none).Score
	}

	DescribeTable("is 100 * (1 - loss/undefended) - 100 * harm/unit, between -100 and 100",
		func(loss, harm, want int64) { Expect(points(loss, harm)).To(BeEquivalentTo(want)) },
		Entry("nothing lost, nobody hurt", int64(0), int64(0), int64(10_000)),
		Entry("as good as doing nothing", int64(1_000_000), int64(0), int64(0)),
		Entry("as bad as closing for a day", int64(0), int64(1_000_000), int64(0)),
		Entry("a third lost", int64(333_333), int64(0), int64(6_667)),
		Entry("worse than the thief", int64(1_500_000), int64(200_000), int64(-7_000)),
		Entry("as bad as it gets", int64(1_000_000), int64(1<<62), int64(-10_000)),
	)

	DescribeTable("counts harm in closed days, or in hundredths of a great theft",
		func(undefended, harm, want, unit int64, is string) {
			r := compose(&score.Tally{Attack: true, Harm: impact.Items{{Price: harm}}}, &score.Tally{Attack: true, Taken: undefended})
			Expect(r.Score).To(BeEquivalentTo(want))
			Expect(r.Harm.ClosedDay).To(BeEquivalentTo(1_000_000))
			Expect(r.Harm.Unit).To(BeEquivalentTo(unit))
			Expect(r.Harm.UnitIs).To(Equal(is))
		},
		Entry("a small theft", int64(50_000_000), int64(500_000), int64(5_000), int64(1_000_000), score.UnitClosedDay),
		Entry("where both are one", int64(100_000_000), int64(500_000), int64(5_000), int64(1_000_000), score.UnitClosedDay),
		Entry("a great theft", int64(4_000_000_000), int64(1_000_000), int64(9_750), int64(40_000_000), score.UnitLoss),
	)

	It("shrinks the hundredth of a theft with the customers", func() {
		Expect(score.HarmUnit(1_000, 10_000_000, 100_000)).To(BeEquivalentTo(10_000))
		Expect(score.HarmUnit(1_000, 10_000_000, 0)).To(BeEquivalentTo(100_000))
	})

	It("counts what is given away as harm where no attack comes, and as loss where one does", func() {
		Expect(compose(&score.Tally{Given: 250_000}, &score.Tally{}).Score).To(BeEquivalentTo(7_500))
		r := compose(&score.Tally{Attack: true, Given: 250_000}, &score.Tally{Attack: true, Taken: 1_000_000})
		Expect(r.Score).To(BeEquivalentTo(7_500))
		Expect([]score.Amount{r.Loss.Given, r.Loss.Net}).To(Equal([]score.Amount{250_000, 250_000}))
	})

	It("starts from 100 where no attack comes", func() {
		quiet := &score.Tally{Harm: impact.Items{{Price: 250_000}}}
		Expect(compose(quiet, &score.Tally{}).Score).To(BeEquivalentTo(7_500))
	})

	It("cannot be given without its runs, without a loss to prevent, or without a unit of harm", func() {
		attacked, quiet := &score.Tally{Attack: true}, &score.Tally{}
		_, err := score.Compose(score.Runs{Defended: quiet, ClosedDay: quiet}, score.Meta{})
		Expect(err).To(MatchError(score.ErrIncomplete))
		_, err = score.Compose(score.Runs{Defended: quiet, Undefended: attacked, ClosedDay: ClosedDay(1)}, score.Meta{})
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
		r, err := score.Compose(score.Runs{Defended: half, Undefended: none, ClosedDay: ClosedDay(1), Standing: half}, score.Meta{})
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
			Scale: 20_000, Variation: "perturbed", SaltCommitment: "sha256:5a", Lab: "containers", Adaptation: 1,
		}, `exdrill run zaif --defence './my defence'\''s' --seed 1 --variation perturbed --salt sha256:5a --scale 0.02 --lab containers --adaptation 1`),
	)

	Describe("as JSON", func() {
		full := func() score.Result {
			set := Setup()
			set.Public = []score.Statement{{At: at + 3*Hour, By: "a vendor", Claim: score.ClaimCauseKnown}}
			s := NewStage(set)
			s.Refuse(at, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
			s.Withdraw(at+Hour, sim.Attacker, 1, 100_000, sim.Attempt{})
			s.Alert(&defence.Alert{At: at + Hour + 1_500_000, Rule: "burst", Keys: []uint32{1}})
			s.Operate(at+2*Hour, mx.Command{Kind: mx.Announce, Label: score.ClaimAssetsSafe})
			s.Operate(at+2*Hour, mx.Command{Kind: mx.Announce, Label: "sorry"})
			s.Revoke(at+2*Hour, 1)
			s.Acted(at+2*Hour, &defence.Action{Name: "revoke_keys"})
			t, half := s.Tally(), &score.Tally{Attack: true, Taken: 500_000}
			r, err := score.Compose(score.Runs{Defended: t, Undefended: Undefended(), ClosedDay: ClosedDay(1_000_000), Standing: half, Response: half, Peace: &score.Tally{}},
				score.Meta{
					Scenario: score.ScenarioRef{ID: "drill", Title: "A drill", Version: 1, Digest: "ab", Holds: "logins"}, Defence: score.DefenceRef{Name: "mine", Version: "1", Digest: "cd", Kind: "both"},
					Seed: 1, SaltCommitment: "sha256:5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a", Scale: money.Whole, Variation: "record", Lab: "embedded", Adoption: 500_000, Engine: "dev", Unconfined: "nobody knows why", Zone: "Asia/Tokyo",
					Facts: []score.Fact{{Name: "refunds", Says: "what was paid", Kind: scenarios.FactRecorded, Text: "all", AsOf: End, Sources: []string{"S1"}, Also: []string{"some (S2)"}}},
					Floor: 900_000, AlertBudget: 20, TariffDigest: "cd", Log: score.LogRef{Head: "ef", Path: "out"}, Timing: score.Timing{WallMS: 9, Commands: 10, PerSecond: 1_111_111},
				})
			Expect(err).NotTo(HaveOccurred())
			return r
		}

		It("obeys the published schema, and the schema allows nothing that it does not have", func() {
			calm := Setup()
			calm.Attack = false
			nothing := NewStage(calm).Tally()
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
			Expect(text).To(ContainSubstring(`{"at":"2018-01-06T09:00:00Z","claim":"assets_safe","false":true,"due":null,"corrected_at":null,"uncorrected_seconds":`))
		})

		DescribeTable("refuses what is none of its quantities", func(dst any, text, message string) {
			Expect(json.Unmarshal([]byte(text), dst)).To(MatchError(ContainSubstring(message)))
		},
			EntryDescription("%[2]s"),
			Entry(nil, new(score.Amount), `"1.5"`, "expected a string of digits"),
			Entry(nil, new(score.Amount), `15`, "expected a string of digits"),
			Entry(nil, new(score.Share), `"half"`, "expected a decimal number"),
			Entry(nil, new(score.Points), `1.234`, "expected a decimal number"),
			Entry(nil, new(score.Instant), `"yesterday"`, "expected RFC 3339"),
		)
	})

	It("keeps a tally as plain data, and its copy apart", func() {
		t := Undefended()
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

	It("says for how long something false stood, and who took it back", func() {
		set := Setup()
		set.Public = []score.Statement{{At: at + 3*Hour, By: "a vendor", Claim: score.ClaimNothingWrong}}
		s := NewStage(set)
		say := func(at int64, claim string) { s.Operate(at, mx.Command{Kind: mx.Announce, Label: claim}) }
		s.Withdraw(at, sim.Attacker, 1, 1_000, sim.Attempt{})
		say(at+1*Hour, "assets_safe")
		say(at+1*Hour, "services_stopped")
		say(at+2*Hour, "cause_known")
		s.Operate(at+3*Hour, mx.Command{Kind: mx.HaltWithdrawals})
		say(at+4*Hour, "reopening 2018-01-06T22:00:00+09:00") // six hours later
		say(at+5*Hour, "reopening 2018-01-06T23:00:00+09:00")
		s.Alert(&defence.Alert{At: at + 8*Hour, Keys: []uint32{1}})
		say(at+9*Hour, "cause_known")
		s.Operate(at+10*Hour, mx.Command{Kind: mx.ResumeWithdrawals})
		list := compose(s.Tally(), Undefended()).Statements
		stood := func(i int) []any {
			Expect(list[i].Uncorrected).NotTo(BeNil(), list[i].Claim)
			return []any{list[i].Claim, int64(*list[i].Uncorrected) / Hour, int64(list[i].CorrectedAt)}
		}
		Expect(list).To(HaveLen(7))
		Expect(stood(0)).To(Equal([]any{"assets_safe", int64(8), at + 9*Hour}))
		Expect(stood(1)).To(Equal([]any{"services_stopped", int64(2), at + 3*Hour}))
		Expect(stood(2)).To(Equal([]any{"cause_known", int64(7), at + 9*Hour}))
		Expect(stood(3)).To(Equal([]any{"nothing_wrong", (End - at - 3*Hour) / Hour, int64(0)}), "never by the vendor")
		Expect(stood(4)).To(Equal([]any{"reopening 2018-01-06T22:00:00+09:00", int64(0), at + 5*Hour}), "taken back before it was due")
		Expect(stood(5)).To(Equal([]any{"reopening 2018-01-06T23:00:00+09:00", int64(3), at + 10*Hour}))
		Expect(list[5].Due).To(BeEquivalentTo(at + 7*Hour))
		Expect(list[6].Uncorrected).To(BeNil(), "true")
	})

	It("discloses with the first true admission after the first theft", func() {
		s := NewStage(Setup())
		say := func(at int64, claim string) { s.Operate(at, mx.Command{Kind: mx.Announce, Label: claim}) }
		s.Alert(&defence.Alert{At: at - 1, Keys: []uint32{OldKey}})
		say(at, "cause_known")
		s.Withdraw(at+Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		say(at+2*Hour, "cause_known")
		s.Alert(&defence.Alert{At: at + 3*Hour, Keys: []uint32{OldKey}})
		say(at+4*Hour, "services_stopped")
		say(at+5*Hour, "cause_known")
		d := compose(s.Tally(), ClosedDay(1)).Disclosure
		Expect(d.FirstTheftAt).To(BeEquivalentTo(at + Hour))
		Expect(d.DisclosedAt).To(BeEquivalentTo(at + 5*Hour))
		Expect(*d.Seconds).To(BeEquivalentTo(4 * Hour))
		Expect(compose(NewStage(Setup()).Tally(), ClosedDay(1)).Disclosure).To(BeZero())
	})
})
