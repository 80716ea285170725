package bench_test

import (
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/score"
)

// made is a row with one score, in points.
func made(scenario, guard string, seed uint64, points float64, attack bool) *runs.Row {
	return &runs.Row{
		Identity: runs.Identity{Scenario: scenario, Defence: guard, Seed: seed, Engine: "v1", Variation: "perturbed", Scale: 100_000, Lab: "embedded"},
		Score:    score.Points(points * 100), Attack: attack, Passed: true,
	}
}

// tenSeeds are ten rows around a mean.
func tenSeeds(scenario, guard string, mean float64, attack bool) (list []*runs.Row) {
	for seed := range uint64(10) {
		list = append(list, made(scenario, guard, seed+1, mean+float64(seed)-4.5, attack))
	}
	return list
}

var _ = Describe("the leaderboard", func() {
	rows := func() (list []*runs.Row) {
		for _, r := range [][]*runs.Row{
			tenSeeds("a theft", "careful", 90, true), tenSeeds("a theft", "sleepy", 5, true), tenSeeds("a theft", "oracle", 95, true),
			tenSeeds("a quiet day", "careful", 70, false), tenSeeds("a quiet day", "sleepy", 95, false), tenSeeds("a quiet day", "oracle", 95, false),
			tenSeeds("a theft", "newcomer", 95, true),
		} {
			list = append(list, r...)
		}
		return list
	}

	It("counts attack and control scenarios alike, and ranks whoever has run in all of them", func() {
		m, err := bench.NewMatrix(rows())
		Expect(err).NotTo(HaveOccurred())
		board := bench.Board(m, rows(), "oracle")
		order := []string{}
		for _, e := range board {
			order = append(order, e.Defence)
		}
		Expect(order).To(Equal([]string{"oracle", "careful", "sleepy", "newcomer"}))
		Expect(board[0].Rank).To(BeZero(), "it sees the truth")
		Expect(board[1].Rank).To(Equal(1))
		Expect(board[1].Score).To(BeNumerically("~", 80, 1e-9))
		Expect(board[1].Attacked.Score).To(BeNumerically("~", 90, 1e-9))
		Expect(board[1].Unattacked.Score).To(BeNumerically("~", 70, 1e-9))
		Expect(board[1].Worst.Scenario).To(Equal("a quiet day"))
		Expect(board[1].Interval.Low).To(BeNumerically("<", 80))
		Expect(board[1].BestRank).To(Equal(1))
		Expect(board[1].WorstRank).To(Equal(2), "without the theft, sleepy is better")
		Expect(board[3].Rank).To(BeZero())
		Expect(board[3].Missing).To(Equal([]string{"a quiet day"}))
	})

	It("tells runs in which a thief came from those in which none did, also within a scenario", func() {
		var list []*runs.Row
		for seed := range uint64(10) {
			r := made("a theft", "careful", seed, 100, seed < 6)
			if seed < 6 {
				r.Score, r.Loss, r.Undefended = 4000, 60, 100
			}
			if seed < 2 {
				after := score.Elapsed(seed+1) * score.Elapsed(time.Minute)
				r.DetectedAfter = &after
			}
			crashed := *r
			crashed.Defence = "crasher"
			list = append(list, r, runs.Failed(crashed.Identity, "it crashed"))
		}
		m, err := bench.NewMatrix(list)
		Expect(err).NotTo(HaveOccurred())
		board := bench.Board(m, list)
		a := board[0].Attacked
		Expect(a.Runs).To(Equal(6))
		Expect(a.Score).To(BeNumerically("~", 40, 1e-9))
		Expect(*a.Lost).To(BeNumerically("~", 0.6, 1e-9))
		Expect(board[0].Unattacked.Score).To(Equal(100.0))
		Expect(a.Detection.Detected).To(Equal(2))
		Expect(a.Detection.Median).To(BeNil(), "four of six never saw him")
		// A run that its defence ended is known by the others of its world.
		Expect(board[1].Attacked.Runs).To(Equal(6))
		Expect(*board[1].Attacked.Lost).To(Equal(1.0))
		Expect(m.Cell("a theft", "crasher").Attacks).To(Equal(6))
	})

	It("makes the whole of what it tells apart, whatever comes how often in which scenario", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var list []*runs.Row
			for _, scenario := range []string{"a theft", "another", "a quiet day"} {
				for seed := range rapid.Uint64Range(1, 5).Draw(t, "runs") {
					r := made(scenario, "careful", seed, 0, rapid.Bool().Draw(t, "attacked"))
					r.Score = score.Points(rapid.Int64Range(-10_000, 10_000).Draw(t, "score"))
					list = append(list, r)
				}
			}
			m, err := bench.NewMatrix(list)
			if err != nil {
				t.Fatal(err)
			}
			e := bench.Board(m, list)[0]
			var parts []float64
			for _, p := range []*bench.Part{e.Attacked, e.Unattacked} {
				if p != nil {
					parts = append(parts, p.Score)
				}
			}
			if e.Score < slices.Min(parts)-1e-9 || e.Score > slices.Max(parts)+1e-9 {
				t.Fatalf("%v outside of %v", e.Score, parts)
			}
		})
	})

	It("shows beneath all others, without a rank, whoever ran unconfined even once", func() {
		list := append(rows(), tenSeeds("a quiet day", "newcomer", 95, false)...)
		for _, r := range list {
			if r.Defence == "careful" && r.Seed == 3 {
				r.Unconfined = "nobody kept it in"
			}
		}
		m, err := bench.NewMatrix(list)
		Expect(err).NotTo(HaveOccurred())
		board := bench.Board(m, list, "oracle")
		last := board[len(board)-1]
		Expect([]any{last.Defence, last.Rank, last.Unconfined}).To(Equal([]any{"careful", 0, "nobody kept it in"}))
		Expect(board[2].Defence).To(Equal("sleepy"))
		Expect(board[2].Rank).To(Equal(2), "next to newcomer")
	})

	It("prints no interval below eight seeds", func() {
		few := tenSeeds("a theft", "careful", 90, true)[:7]
		m, err := bench.NewMatrix(few)
		Expect(err).NotTo(HaveOccurred())
		Expect(m.Cells[0].Interval).To(BeNil())
		Expect(bench.Board(m, few)[0].Interval).To(BeNil())
	})

	It("takes a defence at the level of the attacker at which it does worst", func() {
		var all []*runs.Row
		for level, mean := range []float64{80, 75, 40, 60} {
			for _, r := range tenSeeds("a theft", "careful", mean, true) {
				r.Adaptation = level
				all = append(all, r)
			}
		}
		m, err := bench.Robust(all)
		Expect(err).NotTo(HaveOccurred())
		Expect(m.Cells).To(HaveLen(1))
		Expect(m.Cells[0].Mean).To(BeNumerically("~", 40, 1e-9))
		_, err = bench.NewMatrix(all)
		Expect(err).To(MatchError(ContainSubstring("4 values of adaptation (0, 1, 2, 3) do not belong in one table")))
	})

	DescribeTable("never mixes what does not compare", func(change func(*runs.Row), what string) {
		two := []*runs.Row{made("a", "b", 1, 50, true), made("a", "b", 2, 50, true)}
		change(two[1])
		_, err := bench.NewMatrix(two)
		Expect(err).To(BeAssignableToTypeOf(&bench.MixedError{}))
		Expect(err.Error()).To(ContainSubstring(what))
	},
		Entry("engines", func(r *runs.Row) { r.Engine = "v2" }, "2 values of engine (v1, v2)"),
		Entry("scales", func(r *runs.Row) { r.Scale = 1_000_000 }, "scale (0.1, 1)"),
		Entry("variations", func(r *runs.Row) { r.Variation = "record" }, "variation"),
		Entry("labs", func(r *runs.Row) { r.Lab = "containers" }, "lab (containers, embedded)"),
		Entry("versions of a scenario", func(r *runs.Row) { r.ScenarioDigest = "new" }, "versions of a"),
		Entry("versions of a defence", func(r *runs.Row) { r.DefenceDigest = "new" }, "versions of b"),
	)
})

var _ = Describe("a comparison", func() {
	It("pairs what was drawn alike, and says how much was not", func() {
		rows := append(tenSeeds("a theft", "before", 50, true), tenSeeds("a theft", "after", 60, true)...)
		rows = append(rows, made("a quiet day", "after", 1, 60, false))
		before, err := bench.SeriesOf(rows, "before")
		Expect(err).NotTo(HaveOccurred())
		after, err := bench.SeriesOf(rows, "after")
		Expect(err).NotTo(HaveOccurred())
		c, err := bench.Compare(before, after)
		Expect(err).NotTo(HaveOccurred())
		Expect(c.Scenarios).To(HaveLen(1))
		Expect(c.Scenarios[0].Mean).To(BeNumerically("~", 10, 1e-9))
		Expect(string(c.Scenarios[0].Verdict)).To(Equal("better"))
		Expect(c.Unpaired).To(Equal(1))
		Expect(c.Worse()).To(BeEmpty())
		back, err := bench.Compare(after, before)
		Expect(err).NotTo(HaveOccurred())
		Expect(back.Worse()).To(Equal([]string{"a theft"}))
	})

	It("flips a seed's scenarios together", func() {
		var rows []*runs.Row
		for seed := range uint64(10) {
			for _, s := range []string{"a", "b", "c", "d"} { // half of the seeds gain in all, half lose in all
				rows = append(rows, made(s, "before", seed, 50, true), made(s, "after", seed, 47+10*float64(seed%2), true))
			}
		}
		before, _ := bench.SeriesOf(rows, "before")
		after, _ := bench.SeriesOf(rows, "after")
		c, err := bench.Compare(before, after)
		Expect(err).NotTo(HaveOccurred())
		Expect(c.All.N).To(Equal(10))
		Expect(c.All.Mean).To(BeNumerically("~", 2, 1e-9))
		Expect(c.All.P).To(BeNumerically(">", 0.2), "40 runs would make it 0.02")
	})

	It("refuses sides that share nothing", func() {
		_, err := bench.Compare(bench.Series{Name: "a"}, bench.Series{Name: "b"})
		Expect(err).To(MatchError(ContainSubstring("a and b share no run")))
		_, err = bench.SeriesOf(tenSeeds("a theft", "before", 50, true), "after")
		Expect(err).To(MatchError(ContainSubstring(`no runs of "after", expected one of [before]`)))
	})
})
