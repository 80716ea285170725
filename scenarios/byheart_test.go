package scenarios_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// byHeart has read about January 2018 and knows nothing else: ten minutes
// before the theft it takes the XEM out of the thief's reach, and makes a key that nobody has
// stolen, without which the staff would fill the wallet for him again.
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
		a.Actions = []defence.Action{{Name: "rotate_hot_key", Asset: "XEM"}, {Name: "sweep_to_cold", Asset: "XEM"}}
	}
	return a, nil
}

var _ = Describe("A defence that knows the record by heart", Label("scenario:coincheck-nem-2018-01", "embedded"), func() {
	It("is brilliant on the record and worth nothing on its variants", func(ctx SpecContext) {
		heart := drill.WithMonitor("by heart", newByHeart)
		var record, variants, none float64
		seeds := drawings(3, 5)
		for _, seed := range seeds {
			record += points(ctx, open(coincheck, seed, 0.02), heart)
			drawn := variant(coincheck, seed, 0.02, sim.Salt{})
			variants += points(ctx, drawn, heart)
			none += points(ctx, drawn, drill.WithDefence("none"))
		}
		n := float64(len(seeds))
		Expect(record / n).To(BeNumerically(">=", 95))
		Expect(variants / n).To(BeNumerically("<=", none/n+5))
	})
})

// points is what a defence is worth on a stage.
func points(ctx SpecContext, stage *drill.Stage, guard drill.Option) float64 {
	GinkgoHelper()
	return float64(against(ctx, stage, guard).Score) / float64(score.Points(100))
}
