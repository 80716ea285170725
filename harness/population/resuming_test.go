package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("Programs that were away", func() {
	It("are not seen as the clock starts, and come back while it runs", func() {
		sc := populationtest.Zaif()
		populationtest.Group(sc, "api_bots").Habits.Resumes = populationtest.Percent(30)
		w, err := draw.Build(sc, draw.Options{Seed: 3, Scale: populationtest.Small})
		Expect(err).NotTo(HaveOccurred())
		seen := map[uint32]bool{}
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(6), populationtest.Accept, func(d *populationtest.Sent) {
			seen[d.Actor.Account()] = true
		})
		var all, early, ever int
		for i, g := range w.AccountGroup {
			if sc.Population.Groups[g].Name.Text != "api_bots" {
				continue
			}
			all++
			if seen[uint32(i+1)] {
				early++
			}
			var c mockexchange.Command
			plans := 0
			w.People.Plans(uint32(i+1), &c, func() { plans++ })
			if plans > 0 {
				ever++
			}
		}
		Expect(float64(early)/float64(all)).To(BeNumerically("~", 0.72, 0.12), "%d of %d", early, all)
		Expect(ever).To(BeNumerically(">=", all-2), "who is back in the last hour may do nothing any more")
	})
})
