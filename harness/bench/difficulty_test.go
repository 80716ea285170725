package bench_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/score"
)

// against is a run against a thief who holds something, by a defence of a kind.
func against(scenario, holds, guard, kind string, level int, points float64) *runs.Row {
	r := made(scenario, guard, 1, points, holds != "none")
	r.Adaptation = level
	r.Result = &score.Result{Scenario: score.ScenarioRef{Holds: holds}, Defence: score.DefenceRef{Kind: kind}}
	return r
}

var _ = Describe("how hard a thief is", func() {
	line := func(list []bench.Difficulty, holds string, level int) bench.Difficulty {
		GinkgoHelper()
		for _, d := range list {
			if d.Holds == holds && d.Level == level {
				return d
			}
		}
		Fail("no line of " + holds)
		return bench.Difficulty{}
	}
	rows := func() []*runs.Row {
		return []*runs.Row{
			against("keys", "api_keys", "strict", "posture", 0, 90), against("keys", "api_keys", "lax", "posture", 0, 20),
			against("phones", "logins", "strict", "posture", 0, 10), against("phones", "logins", "lax", "posture", 0, 60),
			against("phones", "logins", "watch", "monitor", 0, 30), against("keys", "api_keys", "watch", "monitor", 0, 50),
			against("keys", "api_keys", "all", "both", 1, 70), against("keys", "api_keys", "seer", "oracle", 1, 100),
			against("keys", "api_keys", "record", "record", 0, 99), against("keys", "api_keys", "none", "nothing", 0, 0),
			against("payday", "none", "strict", "posture", 0, 100),
		}
	}

	It("is told by what he holds and by his level, with the best defence of each kind", func() {
		list := bench.Difficulties(rows())
		Expect(*line(list, "api_keys", 0).Posture).To(Equal(bench.Best{Defence: "strict", Of: 2, Runs: 1, Score: 90}))
		Expect(*line(list, "logins", 0).Posture).To(Equal(bench.Best{Defence: "lax", Of: 2, Runs: 1, Score: 60}))
		all := line(list, bench.AnyHolding, 0)
		Expect(all.Scenarios).To(Equal([]string{"keys", "phones"}), "nobody came on payday")
		Expect(*all.Posture).To(Equal(bench.Best{Defence: "strict", Of: 2, Runs: 2, Score: 50}), "one posture for all, no patchwork")
		Expect(all.Monitor.Score).To(BeNumerically("~", 40, 1e-9))
		Expect(line(list, "api_keys", 1).Both.Score).To(Equal(70.0))
		Expect(line(list, "api_keys", 1).Oracle.Score).To(Equal(100.0))
	})

	It("says where there are no runs, and calls none the best that lacks some of a line", func() {
		list := bench.Difficulties(append(rows(), against("phones", "logins", "sometimes", "both", 0, 100)))
		Expect(line(list, "signing_key", 0)).To(Equal(bench.Difficulty{Holds: "signing_key"}))
		Expect(line(list, bench.AnyHolding, 3)).To(Equal(bench.Difficulty{Holds: bench.AnyHolding, Level: 3}))
		Expect(line(list, "logins", 0).Both.Defence).To(Equal("sometimes"))
		Expect(line(list, bench.AnyHolding, 0).Both).To(BeNil())
		Expect(bench.Difficulties([]*runs.Row{against("payday", "none", "strict", "posture", 0, 100)})).To(BeEmpty())
		Expect(bench.Difficulties([]*runs.Row{made("old", "strict", 1, 50, true)})).To(BeEmpty(), "of results that do not tell")
	})

	It("has a line of its own for what nobody listed", func() {
		list := bench.Difficulties([]*runs.Row{against("cable", "submarine_cable", "strict", "posture", 2, 5)})
		Expect(line(list, "submarine_cable", 2).Posture.Score).To(Equal(5.0))
	})

	It("counts a run that its defence ended as lost, and nobody who ran unconfined", func() {
		list := rows()
		failed := runs.Failed(list[0].Identity, "it crashed")
		failed.Seed = 2
		beside := against("keys", "api_keys", "lax", "posture", 0, 20)
		beside.Seed = 2
		Expect(line(bench.Difficulties(append(list, failed, beside)), "api_keys", 0).Posture.Defence).To(Equal("lax"), "(90 - 100) / 2 is less")
		list[0].Unconfined = "nobody kept it in"
		Expect(line(bench.Difficulties(list), "api_keys", 0).Posture.Defence).To(Equal("lax"))
	})
})
