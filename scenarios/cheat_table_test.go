package scenarios_test

import (
	"math"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// playedSeeds is how many seeds somebody has played, all of them undefended, and written
// down what he was told and what happened then.
const playedSeeds = 20

// toldOf is what a defence was told of a run, as helloOf has it of a variant.
func toldOf(h *defence.Hello) hello {
	var worths, fine []float64
	chains := 0.0
	for i := range h.Assets {
		a := &h.Assets[i]
		fine = append(fine, float64(a.Decimals))
		if a.Chain != nil {
			chains++
		}
		if i > 0 {
			worths = append(worths, math.Log(float64(a.Reference)))
		}
	}
	second := math.Exp(worths[0])
	slices.Sort(worths)
	slices.Sort(fine)
	whole := math.Pow10(int(h.Assets[0].Decimals))
	return hello{h.Currency, []float64{
		float64(len(h.Assets)), float64(len(h.Markets)), chains, fine[0], fine[len(fine)-1],
		worths[0], worths[len(worths)/2], worths[len(worths)-1], second / whole,
		float64(h.Interval), float64(h.Now), float64(h.Now % (24 * hour)), float64(h.Now % (7 * 24 * hour)),
	}}
}

var _ = Describe("A cheat with a table", Label("embedded", "slow"), func() {
	It("finds in it what is told of a run", func(ctx SpecContext) {
		const id = "hot-wallet-migration"
		var told hello
		stage, err := drill.Open(id, drill.WithSeed(3), drill.WithScale(0.01), drill.WithVariation(draw.Perturbed))
		Expect(err).NotTo(HaveOccurred())
		points(ctx, stage, acting("listens", func(h *defence.Hello) []timed {
			told = toldOf(h)
			return nil
		}))
		v, _ := draw.Variant(load(id), draw.Options{Seed: 3})
		is := helloOf(v)
		Expect(told.currency).To(Equal(is.currency))
		Expect(told.about).To(HaveLen(len(is.about)))
		for i := range is.about {
			Expect(told.about[i]).To(BeNumerically("~", is.about[i], 1e-6*math.Abs(is.about[i])), "number %d", i)
		}
	})

	It("gets nothing on the next seeds", func(ctx SpecContext) {
		_, all := everyVariant()
		next := drawings(1, 3)
		for i := range next {
			next[i] += playedSeeds
		}
		Expect(pays(ctx, sim.Salt{}, few(), next, func(string) drill.Option {
			return acting("by the table", func(h *defence.Hello) []timed {
				_, like := nearest(all, &drawn{hello: toldOf(h)}, playedSeeds, scenarios.IDs())
				return shut(time.Duration(like.begins))
			})
		})).To(BeNumerically("<=", 5))
	})
})
