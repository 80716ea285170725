package report_test

import (
	"bytes"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("A benchmark's difficulty", func() {
	written := func(f report.Format) string {
		var out bytes.Buffer
		Expect(report.WriteBenchmark(&out, f, &report.Benchmark{Matrix: &bench.Matrix{}, Difficulty: []bench.Difficulty{
			{Holds: "logins", Level: 3, Scenarios: []string{"a"}, Posture: &bench.Best{Defence: "strict", Score: 12.34}, Oracle: &bench.Best{Defence: "oracle", Score: 100}},
		}}, report.Options{})).To(Succeed())
		return out.String()
	}

	It("names the best of each kind, and says where there are no runs", func() {
		Expect(written(report.Markdown)).To(ContainSubstring("| logins | 3 | 1 | strict 12.3 | no runs | no runs | oracle 100.0 |"))
		Expect(written(report.Table)).To(MatchRegexp(`logins +3 +1 +strict 12\.3 +no runs +no runs +oracle 100\.0`))
		Expect(written(report.JSON)).To(ContainSubstring(`"monitor": null`))
	})

	It("has words for all that an attacker can hold", func() {
		for _, h := range append(scenarios.Holdings(), "a_submarine_cable") {
			Expect(report.HoldingText(h)).NotTo(ContainSubstring("_"))
		}
	})
})
