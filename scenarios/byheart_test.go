package scenarios_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
)

// byHeart has read about January 2018 and knows nothing else: ten minutes
// before the theft it takes the XEM out of the thief's reach.
type byHeart struct{ done bool }

// beforeTheProbe is ten minutes before the first of Coincheck's transfers.
var beforeTheProbe = time.Date(2018, time.January, 25, 14, 52, 0, 0, time.UTC).UnixNano()

func newByHeart() (defence.Monitor, error) { return &byHeart{}, nil }

func (m *byHeart) Hello(*defence.Hello) error { return nil }

func (m *byHeart) Close() error { return nil }

func (m *byHeart) Step(b *defence.Batch) (a defence.Answer, _ error) {
	switch {
	case m.done:
	case b.Now < beforeTheProbe:
		a.WakeAt = beforeTheProbe
	case b.Now < beforeTheProbe+int64(time.Hour):
		m.done = true
		a.Actions = []defence.Action{{Name: "sweep_to_cold", Asset: "XEM"}}
	}
	return a, nil
}

var _ = Describe("A defence that knows the record by heart", Label("scenario:coincheck-nem-2018-01", "embedded"), func() {
	mean := func(ctx SpecContext, variation string, guard drill.Option) float64 {
		GinkgoHelper()
		total := 0.0
		const seeds = 5
		for seed := uint64(1); seed <= seeds; seed++ {
			r, err := drill.Run(ctx, "coincheck-nem-2018-01", drill.WithSeed(seed), drill.WithScale(0.02), drill.WithVariation(variation), guard)
			Expect(err).NotTo(HaveOccurred())
			total += float64(r.Score) / float64(score.Points(100))
		}
		return total / seeds
	}

	It("is brilliant on the record and worth nothing on its variants", func(ctx SpecContext) {
		heart := drill.WithMonitor("by heart", newByHeart)
		Expect(mean(ctx, "record", heart)).To(BeNumerically(">=", 95))
		none := mean(ctx, "perturbed", drill.WithDefence("none"))
		Expect(mean(ctx, "perturbed", heart)).To(BeNumerically("<=", none+5))
	})
})
