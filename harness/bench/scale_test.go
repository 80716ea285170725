package bench_test

import (
	"context"
	"fmt"
	"math"
	"os"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/sim"
)

// negligible is a difference of means, in points, that nobody would act upon,
// for scores that hardly depend on the seed and so have hardly an interval.
const negligible = 1.0

// A shrunken population stands for a whole one: its scores are the same but for
// chance. It takes some minutes.
var _ = Describe("scores at scale 0.1 and at scale 1", Label("soak"), func() {
	scenarios := []string{"zaif-api-keys-2018-01", "coincheck-nem-2018-01", "quiet-week"}
	defences := []string{"static-limits", "guardrails", "none[posture.first_seen_hold={}]"}

	matrix := func(scale int64) *bench.Matrix {
		GinkgoHelper()
		p := &bench.Plan{
			Scenarios: scenarios, Defences: defences, Seeds: []uint64{1, 2, 3, 4, 5, 6, 7, 8}, Salts: []sim.Salt{{}}, Levels: []int{0},
			Variation: "record", Scale: scale, Lab: "embedded", Engine: "spec",
		}
		s := openStore(temporary(fmt.Sprintf("%d.db", scale)))
		Expect(bench.Do(context.Background(), p, jobs(p), s, 2, func(int, int, *runs.Row) {})).To(Succeed())
		rows, err := bench.RowsOf(jobs(p), s)
		Expect(err).NotTo(HaveOccurred())
		m, err := bench.NewMatrix(rows)
		Expect(err).NotTo(HaveOccurred())
		return m
	}

	It("agree within their intervals", func() {
		if os.Getenv("EXDRILL_SOAK") == "" {
			Skip("SKIPPED, NOT TESTED: EXDRILL_SOAK=1 runs it")
		}
		small, whole := matrix(100_000), matrix(1_000_000)
		for i := range whole.Cells {
			a, b := small.Cells[i], whole.Cells[i]
			AddReportEntry(fmt.Sprintf("%s, %s: %.2f %v at 0.1, %.2f %v at 1", a.Scenario, a.Defence, a.Mean, *a.Interval, b.Mean, *b.Interval), ReportEntryVisibilityAlways)
			apart := math.Max(a.Interval.Low-b.Interval.High, b.Interval.Low-a.Interval.High)
			Expect(apart <= 0 || math.Abs(a.Mean-b.Mean) <= negligible).To(BeTrue(), "%s against %s: %.2f %v at scale 0.1, %.2f %v at scale 1",
				a.Defence, a.Scenario, a.Mean, *a.Interval, b.Mean, *b.Interval)
		}
	})
})
