package drilltest_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/drill/drilltest"
	"github.com/exdrill/exdrill/harness/score"
)

// finished is a result as the matchers see it: detected after 5 minutes,
// contained after 20, a quarter lost, harm of 4 per cent, 62 points.
func finished() score.Result {
	var r score.Result
	seconds := score.Elapsed(5 * time.Minute)
	holds, value := true, "102"
	r.Detection.FirstActionAt, r.Detection.Seconds = 1000, &seconds
	r.Containment.ContainedAt = score.Instant(1000 + 20*time.Minute)
	r.Loss.Taken, r.Loss.Net, r.Loss.Undefended = 300, 250, 1000
	r.Harm.Total, r.Harm.ClosedDay = 4, 100
	r.Score = 6200
	r.Facts = []score.FactResult{{Name: "keys_presented", Expected: "102", Measured: &value, Holds: &holds}, {Name: "not_checked"}}
	r.Reproduce = "exdrill run x --defence y --seed 9"
	return r
}

var _ = Describe("A matcher", func() {
	DescribeTable("holds where the result keeps what is wanted",
		func(holds, fails types.GomegaMatcher) {
			Expect(finished()).To(holds)
			Expect(finished()).NotTo(fails)
		},
		Entry("to detect", drilltest.DetectWithin(5*time.Minute), drilltest.DetectWithin(5*time.Minute-time.Second)),
		Entry("to contain", drilltest.ContainWithin(20*time.Minute), drilltest.ContainWithin(19*time.Minute)),
		Entry("to lose", drilltest.LoseAtMost(25), drilltest.LoseAtMost(24.9)),
		Entry("to harm", drilltest.HarmAtMost(4), drilltest.HarmAtMost(3.9)),
		Entry("to score", drilltest.ScoreAtLeast(62), drilltest.ScoreAtLeast(62.01)),
		Entry("to reproduce", drilltest.ReproduceTheRecord(), drilltest.ScoreAtLeast(100)),
	)

	DescribeTable("says what was wanted, what was measured and how to see it again",
		func(m types.GomegaMatcher, change func(*score.Result), wanted, measured string) {
			r := finished()
			if change != nil {
				change(&r)
			}
			ok, err := m.Match(r)
			Expect(err).NotTo(HaveOccurred())
			Expect(ok).To(BeFalse())
			Expect(m.FailureMessage(r)).To(Equal("wanted the defence to " + wanted + "\nmeasured: " + measured + "\nto see it again: exdrill run x --defence y --seed 9"))
			Expect(m.NegatedFailureMessage(r)).To(HavePrefix("wanted the defence not to " + wanted))
		},
		Entry("late", drilltest.DetectWithin(time.Minute), nil, "detect within 1m0s", "detected after 5m0s"),
		Entry("never", drilltest.DetectWithin(time.Minute), func(r *score.Result) { r.Detection.Seconds = nil }, "detect within 1m0s", "never detected"),
		Entry("contained late", drilltest.ContainWithin(time.Minute), nil, "contain within 1m0s", "contained after 20m0s"),
		Entry("never contained", drilltest.ContainWithin(time.Minute), func(r *score.Result) { r.Containment.ContainedAt = 0 }, "contain within 1m0s", "never contained"),
		Entry("lost", drilltest.LoseAtMost(10), nil, "lose at most 10 % of the undefended loss", "lost 25.00 %"),
		Entry("harm", drilltest.HarmAtMost(1), nil, "do harm of at most 1 % of a closed day", "did harm of 4.00 % of a closed day"),
		Entry("score", drilltest.ScoreAtLeast(80), nil, "score at least 80", "scored 62.00"),
		Entry("record", drilltest.ReproduceTheRecord(), func(r *score.Result) { *r.Facts[0].Holds = false; *r.Facts[0].Measured = "101" },
			"reproduce the record", "keys_presented is 101, the record says 102"),
		Entry("record not seen", drilltest.ReproduceTheRecord(), func(r *score.Result) { *r.Facts[0].Holds = false; r.Facts[0].Measured = nil },
			"reproduce the record", "keys_presented is not seen, the record says 102"),
		Entry("no record that applies", drilltest.ReproduceTheRecord(), func(r *score.Result) { r.Facts = nil }, "reproduce the record", "0 figures hold"),
	)

	It("asks no detection where nobody attacked", func() {
		var quiet score.Result
		Expect(quiet).To(drilltest.DetectWithin(0))
		Expect(quiet).To(drilltest.ContainWithin(0))
		Expect(quiet).To(drilltest.LoseAtMost(0))
	})

	It("takes results in every shape and nothing else", func() {
		r := finished()
		Expect(&r).To(drilltest.LoseAtMost(25))
		Expect(drill.Result{Result: r}).To(drilltest.LoseAtMost(25))
		Expect(&drill.Result{Result: r}).To(drilltest.LoseAtMost(25))
		for _, other := range []any{42, nil, (*drill.Result)(nil)} {
			_, err := drilltest.LoseAtMost(25).Match(other)
			Expect(err).To(HaveOccurred())
		}
	})
})
