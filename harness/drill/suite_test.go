package drill_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
)

// suiteText is a suite whose lines specs replace.
const suiteText = `apiVersion: exdrill/v1
defence: guardrails
scenarios: [zaif-api-keys-2018-01]
seeds: 1-2
scale: 2 %
thresholds:
  score: ">= 10"
`

// written puts a suite into a folder of its own and returns its path.
func written(text string) string {
	GinkgoHelper()
	path := filepath.Join(GinkgoT().TempDir(), "exdrill.yaml")
	Expect(os.WriteFile(path, []byte(text), 0o644)).To(Succeed())
	return path
}

func loaded(text string) *drill.Suite {
	GinkgoHelper()
	s, err := drill.LoadSuite(written(text))
	Expect(err).NotTo(HaveOccurred())
	return s
}

var _ = Describe("An exdrill.yaml", func() {
	DescribeTable("says where it is wrong, and what was expected",
		func(old, now, where, says string) {
			Expect(suiteText).To(ContainSubstring(old))
			path := written(strings.Replace(suiteText, old, now, 1))
			_, err := drill.LoadSuite(path)
			Expect(err).To(HaveOccurred())
			Expect(err.Error()).To(HavePrefix(filepath.ToSlash(path) + ":" + where + ": "))
			Expect(err.Error()).To(ContainSubstring(says))
		},
		Entry("another version", "exdrill/v1", "exdrill/v2", "1:13", "apiVersion is exdrill/v2, expected exdrill/v1"),
		Entry("an unknown key", "scale: 2 %", "scael: 2 %", "5:1", `did you mean "scale"?`),
		Entry("an unknown threshold", "score:", "scroe:", "7:3", `did you mean "score"?`),
		Entry("a missing key", "defence: guardrails\n", "", "1:1", "defence is missing"),
		Entry("a list for a word", "guardrails", "[none, guardrails]", "2:10", "defence is"),
		Entry("a word for a list", "[zaif-api-keys-2018-01]", "zaif-api-keys-2018-01", "3:12", "expected a list"),
		Entry("no scenario", "[zaif-api-keys-2018-01]", "[]", "1:13", "scenarios is empty, expected at least one"),
		Entry("a misspelt scenario", "zaif-api-keys-2018-01", "zaif-api-keys-2018-10", "3:13", `did you mean "zaif-api-keys-2018-01"?`),
		Entry("a misspelt defence", "guardrails", "gardrails", "2:10", `did you mean "guardrails"?`),
		Entry("seeds that run backwards", "1-2", "2-1", "4:8", `seeds has "2-1", expected seeds such as`),
		Entry("no seeds", "1-2", "one", "4:8", `seeds has "one"`),
		Entry("a seed twice", "1-2", "1-2, 2", "4:8", "seeds has 2 twice"),
		Entry("more seeds than anybody waits for", "1-2", "1-18446744073709551615", "4:8", "seeds are more than 10000"),
		Entry("no scale", "2 %", "0 %", "5:8", `scale is "0 %", expected a share`),
		Entry("another variation", "thresholds:", "variation: recorded\nthresholds:", "6:12", "variation is recorded, expected record or perturbed"),
		Entry("a threshold without a comparison", `">= 10"`, "10", "7:10", `score is "10", expected a comparison such as ">= 80"`),
		Entry("a threshold without a number", `">= 10"`, `">= NaN"`, "7:10", `score is ">= NaN"`),
		Entry("a harm without per cent", `score: ">= 10"`, `harm: "<= 5"`, "7:9", `expected a comparison such as "<= 5 %"`),
		Entry("a time without a unit", `score: ">= 10"`, `detect: "<= 5"`, "7:11", `expected a comparison such as "<= 10m"`),
	)

	It("tells of everything that is wrong at once", func() {
		text := strings.NewReplacer("exdrill/v1", "v1", "1-2", "x", "2 %", "much").Replace(suiteText)
		_, err := drill.LoadSuite(written(text))
		Expect(strings.Split(err.Error(), "\n")).To(HaveLen(3))
	})

	It("that is not there is no riddle", func() {
		_, err := drill.LoadSuite("ci/exdrill.yaml")
		Expect(err).To(MatchError("ci/exdrill.yaml:1:1: no such file, expected a suite with apiVersion, defence, scenarios and seeds"))
	})

	It("names its defence by a path of its own folder", func() {
		path := written(strings.Replace(suiteText, "guardrails", "./mine", 1))
		mine := filepath.Join(filepath.Dir(path), "mine")
		Expect(os.Mkdir(mine, 0o755)).To(Succeed())
		put := func(name, text string) {
			GinkgoHelper()
			Expect(os.WriteFile(filepath.Join(mine, name), []byte(text), 0o644)).To(Succeed())
		}
		put("defence.yaml", "name: mine\nversion: \"1\"\ndescription: ours\n")
		put("posture.yaml", "controls:\n  first_seen_hold: {for: -1h}\n")
		_, err := drill.LoadSuite(path)
		Expect(err).To(MatchError(HavePrefix(filepath.ToSlash(mine) + "/posture.yaml:2:26: ")))
		put("posture.yaml", "controls:\n  withdrawal_opt_in: {}\n")
		s, err := drill.LoadSuite(path)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.DefencePath()).To(Equal(mine))
	})

	It("reads seeds one by one and as ranges", func() {
		s := loaded(strings.Replace(suiteText, "1-2", "3, 5-7,18446744073709551615", 1))
		Expect(s.SeedList()).To(Equal([]uint64{3, 5, 6, 7, 18446744073709551615}))
	})
})

// finished is a result of a run: detected after 5 minutes,
// contained after 20, a quarter lost, harm of 4 per cent, 62 points.
func finished() score.Result {
	var r score.Result
	seconds := score.Elapsed(5 * time.Minute)
	r.Detection.FirstActionAt, r.Detection.Seconds = 1000, &seconds
	r.Containment.ContainedAt = score.Instant(1000 + 20*time.Minute)
	r.Loss.Taken, r.Loss.Net, r.Loss.Undefended = 300, 250, 1000
	r.Harm.Total, r.Harm.ClosedDay = 4, 100
	r.Score = 6200
	return r
}

// results are three finished runs that differ by seed.
func results() []score.Result {
	list := []score.Result{finished(), finished(), finished()}
	for i := range list {
		r := &list[i]
		r.Scenario.ID = "x"
		r.Seed = uint64(i + 1)
		r.Reproduce = fmt.Sprintf("again %d", i+1)
		r.Harm.Availability, r.Harm.Floor, r.Harm.OK = 950_000, 900_000, true
	}
	return list
}

var _ = Describe("A verdict", func() {
	judged := func(threshold string, list []score.Result) drill.Verdict {
		GinkgoHelper()
		s := loaded(strings.Replace(suiteText, `score: ">= 10"`, threshold, 1))
		all := drill.Judge(s, list)
		Expect(all).To(HaveLen(2))
		return all[1]
	}

	It("takes the mean of the scores and names the worst seed", func() {
		list := results()
		list[1].Score = 3000
		v := judged(`score: ">= 50"`, list)
		Expect(v).To(Equal(drill.Verdict{
			Scenario: "x", Threshold: "score", Wanted: ">= 50", Measured: "51.33", WorstSeed: 2, Passed: true, Reproduce: "again 2",
		}))
		Expect(judged(`score: ">= 52"`, list).Passed).To(BeFalse())
	})

	It("takes the slowest seed, and one that never got there before all others", func() {
		list := results()
		slow := score.Elapsed(9e11)
		list[1].Detection.Seconds = &slow
		v := judged(`detect: "<= 10m"`, list)
		Expect([]any{v.Measured, v.WorstSeed, v.Passed}).To(Equal([]any{"15m0s", uint64(2), false}))
		list[2].Detection.Seconds = nil
		v = judged(`detect: "<= 10h"`, list)
		Expect([]any{v.Measured, v.WorstSeed, v.Passed, v.Reproduce}).To(Equal([]any{"never", uint64(3), false, "again 3"}))
	})

	DescribeTable("holds the worst seed against every other threshold",
		func(holds, fails, measured string) {
			list := results()
			list[2].Harm.Total, list[2].Loss.Net, list[2].Detection.Alerts.Worst, list[2].Harm.Availability = 8, 500, 12, 940_000
			list[2].Containment.ContainedAt += 6e11
			v := judged(holds, list)
			Expect([]any{v.Measured, v.WorstSeed, v.Passed}).To(Equal([]any{measured, uint64(3), true}))
			Expect(judged(fails, list).Passed).To(BeFalse())
		},
		Entry("harm", `harm: "<= 8 %"`, `harm: "<= 7 %"`, "8.00 %"),
		Entry("loss", `loss: "<= 50 %"`, `loss: "<= 49 %"`, "50.00 %"),
		Entry("containment", `contain: "<= 30m"`, `contain: "<= 29m"`, "30m0s"),
		Entry("availability", `availability: ">= 94 %"`, `availability: ">= 95 %"`, "94.00 %"),
		Entry("false alerts", `false_alerts: "<= 12"`, `false_alerts: "<= 11"`, "12"),
	)

	It("always holds the floor, by the seed that was least available", func() {
		list := results()
		list[0].Harm.Availability, list[0].Harm.OK = 880_000, false
		list[2].Harm.Availability = 910_000
		v := drill.Judge(loaded(suiteText), list)[0]
		Expect(v).To(Equal(drill.Verdict{
			Scenario: "x", Threshold: "floor", Wanted: ">= 90.00 %", Measured: "88.00 %", WorstSeed: 1, Reproduce: "again 1",
		}))
	})
})

var _ = Describe("A baseline", func() {
	It("is recorded, kept, and of no use under other conditions", func(ctx SpecContext) {
		path := written(suiteText + "baseline: baseline.json\n")
		s, err := drill.LoadSuite(path)
		Expect(err).NotTo(HaveOccurred())
		file := filepath.Join(filepath.Dir(path), "baseline.json")

		_, err = s.Run(ctx, "v1", nil)
		Expect(err).To(MatchError(filepath.ToSlash(file) + ":1:1: no such file, expected a baseline recorded with: exdrill test " + path + " --update-baseline"))

		var told []uint64
		first, err := s.WithoutBaseline().Run(ctx, "v1", func(_ string, seed uint64) { told = append(told, seed) })
		Expect(err).NotTo(HaveOccurred())
		Expect(first.Passed).To(BeTrue())
		Expect(told).To(Equal([]uint64{1, 2}))
		Expect(s.UpdateBaseline(first, "v1")).To(Succeed())

		again, err := s.Run(ctx, "v1", nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(again.Verdicts).To(HaveLen(3))
		Expect(again.Verdicts[2].Threshold).To(Equal("baseline"))
		Expect(again.Passed).To(BeTrue())

		_, err = s.Run(ctx, "v2", nil)
		Expect(err).To(MatchError(ContainSubstring(`recorded with engine "v1", this is "v2"`)))
		change := func(f func(*drill.Baseline)) {
			GinkgoHelper()
			text, err := os.ReadFile(file)
			Expect(err).NotTo(HaveOccurred())
			var b drill.Baseline
			Expect(json.Unmarshal(text, &b)).To(Succeed())
			f(&b)
			text, err = json.Marshal(b)
			Expect(err).NotTo(HaveOccurred())
			Expect(os.WriteFile(file, text, 0o644)).To(Succeed())
		}
		change(func(b *drill.Baseline) { b.Scores[zaif] += 5 })
		worse, err := s.Run(ctx, "v1", nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(worse.Passed).To(BeFalse())
		change(func(b *drill.Baseline) { b.Scores = nil })
		_, err = s.Run(ctx, "v1", nil)
		Expect(err).To(MatchError(ContainSubstring("no score of " + zaif)))
		change(func(b *drill.Baseline) { b.Scale = 1 })
		_, err = s.Run(ctx, "v1", nil)
		Expect(err).To(MatchError(ContainSubstring(`recorded with scale "1", this is "0.02"`)))
		Expect(os.WriteFile(file, []byte("{"), 0o644)).To(Succeed())
		_, err = s.Run(ctx, "v1", nil)
		Expect(err).To(MatchError(ContainSubstring("it is no JSON of a baseline")))
	})

	It("has to be named before it is recorded", func() {
		Expect(loaded(suiteText).CheckBaseline()).To(MatchError(ContainSubstring("exdrill.yaml:1:13: baseline is missing")))
	})
})
