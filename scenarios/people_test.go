package scenarios_test

import (
	"context"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// The controls that practitioners rely on, which cost everybody something and
// stop few thefts.
var reliedOn = []*defence.Defence{
	defence.New("a day", control.Posture{control.FirstSeenHold{For: 24 * time.Hour}}, nil),
	defence.New("six hours", control.Posture{control.FirstSeenHold{For: 6 * time.Hour}}, nil),
	defence.New("a second factor", control.Posture{control.WithdrawalSecondFactor{}}, nil),
}

// people are customers at one end of what they may be like, or in the middle.
func people(of func(model.TraitInfo) int64) *model.People {
	p := model.Usual()
	for t, info := range model.Traits() {
		p[t] = of(info)
	}
	return &p
}

// worth is what each defence scores above none, the mean over scenarios and seeds,
// in points.
func worth(ctx context.Context, traits *model.People, ids []string, seeds uint64, variation string) map[string]float64 {
	GinkgoHelper()
	gains := map[string]float64{}
	for _, id := range ids {
		sc, err := scenarios.Load(id)
		Expect(err).NotTo(HaveOccurred())
		for seed := uint64(1); seed <= seeds; seed++ {
			s, err := lab.NewSeries(lab.Conditions{
				Scenario: sc, Seed: seed, Scale: sim.Whole / 50, Variation: variation, Lab: lab.Embedded, Engine: "v1", People: traits,
			})
			Expect(err).NotTo(HaveOccurred())
			none, err := s.ScoreDefended(ctx, defence.New("none", nil, nil))
			Expect(err).NotTo(HaveOccurred())
			for _, d := range reliedOn {
				with, err := s.ScoreDefended(ctx, d)
				Expect(err).NotTo(HaveOccurred())
				gains[d.Name] += float64(with.Result.Score-none.Result.Score) / 100 / float64(len(ids)*int(seeds))
			}
		}
	}
	return gains
}

var _ = Describe("What practitioners rely on", Label("embedded"), func() {
	ends := []TableEntry{
		Entry("where people are as they are taken to be", func(t model.TraitInfo) int64 { return t.Default }),
		Entry("where people come to terms with controls as badly as they may", func(t model.TraitInfo) int64 { return t.Worst }),
		Entry("where they do as well as they may", func(t model.TraitInfo) int64 { return t.Best }),
	}

	It("is worth more than nothing over a theft and a good week, however badly people come to terms with it", func(ctx SpecContext) {
		worst := people(func(t model.TraitInfo) int64 { return t.Worst })
		for name, gain := range worth(ctx, worst, []string{"zaif-api-keys-2018-01", "quiet-week"}, 1, draw.Record) {
			Expect(gain).To(BeNumerically(">", 10), name)
		}
	})

	DescribeTable("is worth more than nothing over all scenarios", Label("soak"), func(ctx SpecContext, of func(model.TraitInfo) int64) {
		if !soaking {
			Skip("SKIPPED, NOT TESTED: EXDRILL_SOAK=1 runs it")
		}
		for _, variation := range []string{draw.Record, draw.Perturbed} {
			gains := worth(ctx, people(of), scenarios.IDs(), 3, variation)
			AddReportEntry(variation, gains)
			for name, gain := range gains {
				Expect(gain).To(BeNumerically(">", 0), "%s, %s", name, variation)
			}
		}
	}, ends)
})
