package bench_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
)

// billedRow is a run that lost so many points and hurt honest people in one way.
func billedRow(scenario, guard string, lost, harm score.Amount, kind impact.Kind) *runs.Row {
	result := &score.Result{
		Loss: score.Loss{Undefended: 1000, Net: lost * 10},
		Harm: score.Harm{
			Total: harm * 10, ClosedDay: 1000, Items: []score.HarmItem{{Kind: kind.String(), Count: 1, Price: harm * 10}},
			ClosedDayItems: []score.HarmItem{{Kind: impact.WithdrawalLate.String(), Count: 1, Price: 1000}},
		},
	}
	r := made(scenario, guard, 1, 0, true)
	r.Score, r.Result = bench.Repriced(result, "nothing", 3), result
	return r
}

// twoBills is a run that lost so many points and hurt honest people in two ways.
func twoBills(guard string, lost, orders, keys score.Amount) *runs.Row {
	r := billedRow("a theft", guard, lost, orders+keys, impact.OrderRefused)
	r.Result.Harm.Items = []score.HarmItem{
		{Kind: impact.OrderRefused.String(), Count: 1, Price: orders * 10}, {Kind: impact.KeyDisabled.String(), Count: 1, Price: keys * 10},
	}
	r.Result.Harm.ClosedDayItems[0].Kind = "a kind that has no range" // so that the unit of harm stays
	return r
}

var _ = Describe("the stability of a leaderboard", func() {
	stable := func(rows, others []*runs.Row) *bench.Stability {
		GinkgoHelper()
		s, err := bench.Stable(rows, bench.ByAdoption(others), bench.NewMatrix, "oracle")
		Expect(err).NotTo(HaveOccurred())
		return s
	}

	It("asks each price that somebody paid, at both ends of its range", func() {
		s := stable([]*runs.Row{
			billedRow("a theft", "strict", 0, 20, impact.OrderRefused), // 80
			billedRow("a theft", "loose", 30, 0, impact.OrderRefused),  // 70
			billedRow("a theft", "oracle", 0, 15, impact.OrderRefused), // 85, not ranked
		}, nil)
		Expect(s.Stands).To(Equal([]string{"price of order_refused divided by 5"}))
		Expect(s.Changes).To(Equal([]bench.Shift{{
			When: "price of order_refused times 3", Swaps: []bench.Swap{{Ahead: "loose", Behind: "strict", AheadScore: 70, BehindScore: 40}},
		}}))
		Expect(s.Unknown).To(BeEmpty())
	})

	It("asks of every pair whether all prices together could turn it, and with as few as it takes", func() {
		s := stable([]*runs.Row{
			twoBills("strict", 0, 9, 9),  // 82: order_refused times 3 makes it 64, key_disabled times 3 the same, and both 46
			twoBills("middle", 50, 0, 0), // 50
			twoBills("loose", 60, 0, 1),  // 39
			billedRow("a theft", "oracle", 0, 15, impact.OrderRefused),
		}, nil)
		Expect(s.Pairs).To(HaveLen(3))
		Expect(s.Pairs[0]).To(Equal(bench.Pair{
			Ahead: "strict", Behind: "middle", Gap: 32, Least: -4,
			With: []string{"price of order_refused times 3", "price of key_disabled times 3"},
		}))
		Expect(s.Pairs[0].Swaps()).To(BeTrue())
		Expect(s.Pairs[1].Behind).To(Equal("loose"))
		Expect(s.Pairs[1].Swaps()).To(BeFalse())
		Expect(s.Pairs[1].Least).To(BeNumerically("~", 46-37, 0.01), "what is cheapest for the one behind, too")
		Expect(s.Pairs[2]).To(And(HaveField("Ahead", "middle"), HaveField("Behind", "loose")))
		for _, c := range s.Changes {
			Expect(c.Swaps).NotTo(ContainElement(HaveField("Ahead", "middle")), "no price alone does it")
		}
	})

	It("takes of each scenario the attacker's best level at those prices", func() {
		adaptive := twoBills("strict", 60, 0, 0)
		adaptive.Adaptation = 1
		plain := twoBills("loose", 50, 0, 0)
		other := *plain
		other.Adaptation = 1
		s, err := bench.Stable([]*runs.Row{twoBills("strict", 0, 0, 0), adaptive, plain, &other}, nil, bench.Robust)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.Pairs).To(Equal([]bench.Pair{{Ahead: "loose", Behind: "strict", Gap: 10, Least: 10, With: []string{}}}))
	})

	It("prices the closed day anew, too", func() {
		s := stable([]*runs.Row{
			billedRow("a theft", "slow", 0, 35, impact.WithdrawalLate), // 65, and a closed day is made of nothing else
			billedRow("a theft", "loose", 40, 0, impact.OrderRefused),
		}, nil)
		Expect(s.Changes).To(BeEmpty())
	})

	It("asks without each scenario, and at other adoption", func() {
		rows := []*runs.Row{
			billedRow("a theft", "strict", 10, 0, impact.OrderRefused), billedRow("a theft", "loose", 50, 0, impact.OrderRefused),
			billedRow("another", "strict", 20, 0, impact.OrderRefused), billedRow("another", "loose", 10, 0, impact.OrderRefused),
		}
		others := []*runs.Row{
			billedRow("a theft", "strict", 60, 0, impact.OrderRefused), billedRow("a theft", "loose", 50, 0, impact.OrderRefused),
			billedRow("another", "strict", 20, 0, impact.OrderRefused), billedRow("another", "loose", 10, 0, impact.OrderRefused),
		}
		for _, r := range others {
			r.Adoption = 500_000
		}
		s := stable(rows, others)
		Expect(s.Stands).To(Equal([]string{"another left out"}))
		Expect(s.Changes).To(HaveLen(2))
		Expect(s.Changes[0].When).To(Equal("adoption of voluntary controls times 0.5"))
		Expect(s.Changes[1].When).To(Equal("a theft left out"))
	})

	It("says so where runs have no bill of the closed day", func() {
		old := billedRow("a theft", "strict", 0, 20, impact.OrderRefused)
		old.Result.Harm.ClosedDayItems = nil
		s := stable([]*runs.Row{old, billedRow("a theft", "loose", 30, 0, impact.OrderRefused)}, nil)
		Expect(s.Unknown).To(HaveLen(1))
		Expect(s.Pairs).To(BeEmpty())
	})

	It("never mixes runs of different adoption", func() {
		a, b := made("a theft", "strict", 1, 50, true), made("a theft", "strict", 2, 50, true)
		b.Adoption = 2_000_000
		_, err := bench.NewMatrix([]*runs.Row{a, b})
		Expect(err).To(MatchError("runs of 2 values of adoption (1, 2) do not belong in one table, expected one"))
	})

	It("reprices nothing into the same score, and never leaves the scale", func() {
		r, err := drill.Run(context.Background(), "zaif-api-keys-2018-01", drill.WithDefence("guardrails"), drill.WithScale(0.01))
		Expect(err).NotTo(HaveOccurred())
		day := score.Amount(0)
		for _, row := range r.Harm.ClosedDayItems {
			day += row.Price
		}
		Expect(day).To(Equal(r.Harm.ClosedDay), "the bill of the closed day is complete")
		for k := range impact.Kinds {
			Expect(bench.Repriced(&r.Result, impact.Kind(k).String(), 1)).To(BeNumerically("~", r.Score, 1))
		}
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			kind := impact.Kind(rapid.IntRange(0, impact.Kinds-1).Draw(t, "kind"))
			p := bench.Repriced(&r.Result, kind.String(), rapid.Float64Range(0, 1e6).Draw(t, "factor"))
			Expect(p).To(And(BeNumerically(">=", score.Worst), BeNumerically("<=", score.Best)))
		})
	})
})

var _ = Describe("a sweep", func() {
	DescribeTable("is said as a path and values", func(text string, want bench.Setting) {
		Expect(bench.ParseSetting(text)).To(Equal(want))
	},
		Entry("times", "posture.first_seen_hold.for=1h, 6h", bench.Setting{Path: "posture.first_seen_hold.for", Values: []string{"1h", "6h"}}),
		Entry("one number", "rules.burst.threshold=3", bench.Setting{Path: "rules.burst.threshold", Values: []string{"3"}}),
	)
	DescribeTable("refuses what is none", func(text string) {
		_, err := bench.ParseSetting(text)
		Expect(err).To(MatchError(ContainSubstring("expected a path and its values, each once")))
	},
		Entry("nothing", ""), Entry("no value", "a.b="), Entry("no path", "=3"), Entry("one value twice", "a.b=3,3"), Entry("brackets", "a.b=[3]"))

	It("makes every combination of values a variant", func() {
		Expect(bench.Variants("mine", []bench.Setting{{Path: "a", Values: []string{"1", "2"}}, {Path: "b", Values: []string{"x", "y"}}})).
			To(Equal([]string{"mine[a=1][b=x]", "mine[a=1][b=y]", "mine[a=2][b=x]", "mine[a=2][b=y]"}))
	})

	It("becomes curves of loss prevented against harm", func() {
		var rows []*runs.Row
		for _, v := range []string{"1h", "6h"} {
			for seed := range uint64(2) {
				r := made("a theft", "mine[for="+v+"]", seed, 50, true)
				r.Undefended, r.Loss, r.ClosedDay, r.Harm = 100, score.Amount(10*seed), 100, map[string]score.Amount{"1h": 5, "6h": 25}[v]
				rows = append(rows, r)
			}
		}
		curves := bench.Curves(rows, []bench.Setting{{Path: "for", Values: []string{"1h", "6h"}}})
		Expect(curves).To(HaveLen(1))
		Expect(curves[0].Defence).To(Equal("mine"))
		Expect(*curves[0].Points[0].Prevented).To(BeNumerically("~", 0.95, 1e-9))
		Expect([]float64{curves[0].Points[0].Harm, curves[0].Points[1].Harm}).To(HaveExactElements(BeNumerically("~", 0.05, 1e-9), BeNumerically("~", 0.25, 1e-9)))
		var picture writer
		Expect(report.DrawCurves(&picture, curves)).To(Succeed())
		wellFormed(string(picture))
		Expect(report.DrawCurves(&picture, nil)).To(MatchError(ContainSubstring("no curve to draw")))
	})
})

type writer []byte

func (w *writer) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}
