package model

import (
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/sim"
)

var _ = Describe("An hourly profile", func() {
	const tokyo = 9 * Hour
	midnight := time.Date(2018, 1, 6, 0, 0, 0, 0, time.FixedZone("", 9*3600)).UnixNano()
	var office HourlyProfile // everything happens from 9 to 17
	for h := 9; h < 17; h++ {
		office[h] = 3 * sim.Whole
	}

	It("lets average hours pass as they are", func() {
		r := Flat()
		Expect(r.After(midnight, 100*Hour+7, tokyo)).To(BeNumerically("~", midnight+100*Hour+7, 1e6))
	})

	It("waits for the busy hours of the place", func() {
		Expect(office.After(midnight, 1, tokyo)).To(BeNumerically("~", midnight+9*Hour, 1e6))
		Expect(office.After(midnight, 24*Hour, tokyo)).To(BeNumerically("~", midnight+17*Hour, 1e9))
		Expect(office.After(midnight, 25*Hour, tokyo)).To(BeNumerically("~", midnight+33*Hour+Hour/3, 1e9))
	})

	It("never goes back, and goes further for a longer wait", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var r HourlyProfile
			for h := range r {
				r[h] = rapid.Int64Range(0, 24*sim.Whole).Draw(t, "weight")
			}
			r[rapid.IntRange(0, 23).Draw(t, "busy hour")] = sim.Whole
			at := midnight + rapid.Int64Range(0, 100*Hour).Draw(t, "at")
			a, b := rapid.Int64Range(0, 200*Hour).Draw(t, "wait"), rapid.Int64Range(0, 200*Hour).Draw(t, "other")
			soon, late := r.After(at, min(a, b), tokyo), r.After(at, max(a, b), tokyo)
			if soon < at || late+1000 < soon {
				t.Fatalf("%d and %d after %d", soon, late, at)
			}
		})
	})

	It("shows in when people log in", func() {
		s := sim.NewStream(1, 0, 0)
		var r HourlyProfile
		weights := []int64{38, 22, 14, 9, 7, 9, 16, 30, 44, 50, 52, 54, 62, 56, 52, 52, 54, 58, 62, 70, 82, 92, 88, 62}
		var sum int64
		for _, w := range weights {
			sum += w
		}
		for h := range r {
			r[h] = weights[h] * sim.Whole * 24 / sum
		}
		var counts [24]int64
		at, n := midnight, int64(0)
		for ; at < midnight+400*Day; n++ {
			at = r.After(at, s.Exponential(Hour/4), tokyo)
			counts[(at+tokyo)/Hour%24]++
		}
		Expect(n).To(BeNumerically("~", 400*24*4, 800))
		for h := range counts {
			Expect(float64(counts[h])/float64(n)).To(BeNumerically("~", float64(weights[h])/float64(sum), 0.004), "hour %d", h)
		}
	})

	It("has the mean time between two things that a rate says", func() {
		Expect(MeanGap(24 * sim.Whole)).To(BeNumerically("~", Hour, 1000))
		Expect(MeanGap(sim.Whole / 2)).To(BeNumerically("~", 2*Day, 1_000_000))
		Expect(MeanGap(0)).To(BeZero())
	})
})

var _ = DescribeTable("The integer root",
	func(n, r int64) { Expect(root(n)).To(Equal(r)) },
	Entry("0", int64(0), int64(0)), Entry("1", int64(1), int64(1)), Entry("15", int64(15), int64(3)),
	Entry("16", int64(16), int64(4)), Entry("large", int64(120_000_000), int64(10_954)),
)

func TestModel(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/population/model")
}
