package population

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/sim"
)

var _ = Describe("A rhythm", func() {
	const tokyo = 9 * hour
	midnight := time.Date(2018, 1, 6, 0, 0, 0, 0, time.FixedZone("", 9*3600)).UnixNano()
	var office rhythm // everything happens from 9 to 17
	for h := 9; h < 17; h++ {
		office[h] = 3 * sim.Whole
	}

	It("lets average hours pass as they are", func() {
		r := flat()
		Expect(r.after(midnight, 100*hour+7, tokyo)).To(BeNumerically("~", midnight+100*hour+7, 1e6))
	})

	It("waits for the busy hours of the place", func() {
		Expect(office.after(midnight, 1, tokyo)).To(BeNumerically("~", midnight+9*hour, 1e6))
		Expect(office.after(midnight, 24*hour, tokyo)).To(BeNumerically("~", midnight+17*hour, 1e9))
		Expect(office.after(midnight, 25*hour, tokyo)).To(BeNumerically("~", midnight+33*hour+hour/3, 1e9))
	})

	It("never goes back, and goes further for a longer wait", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var r rhythm
			for h := range r {
				r[h] = rapid.Int64Range(0, 24*sim.Whole).Draw(t, "weight")
			}
			r[rapid.IntRange(0, 23).Draw(t, "busy hour")] = sim.Whole
			at := midnight + rapid.Int64Range(0, 100*hour).Draw(t, "at")
			a, b := rapid.Int64Range(0, 200*hour).Draw(t, "wait"), rapid.Int64Range(0, 200*hour).Draw(t, "other")
			soon, late := r.after(at, min(a, b), tokyo), r.after(at, max(a, b), tokyo)
			if soon < at || late+1000 < soon {
				t.Fatalf("%d and %d after %d", soon, late, at)
			}
		})
	})

	It("shows in when people log in", func() {
		s := sim.NewStream(1, 0, 0)
		var r rhythm
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
		for ; at < midnight+400*day; n++ {
			at = r.after(at, s.Exponential(hour/4), tokyo)
			counts[(at+tokyo)/hour%24]++
		}
		Expect(n).To(BeNumerically("~", 400*24*4, 800))
		for h := range counts {
			Expect(float64(counts[h])/float64(n)).To(BeNumerically("~", float64(weights[h])/float64(sum), 0.004), "hour %d", h)
		}
	})

	It("happens a few times by chance", func() {
		s := sim.NewStream(2, 0, 0)
		sum := 0
		for range 10_000 {
			sum += int(few(&s, 1_700_000))
		}
		Expect(float64(sum) / 10_000).To(BeNumerically("~", 1.7, 0.06))
		Expect(few(&s, 0)).To(BeZero())
	})

	It("has the mean time between two things that a rate says", func() {
		Expect(gap(24 * sim.Whole)).To(BeNumerically("~", hour, 1000))
		Expect(gap(sim.Whole / 2)).To(BeNumerically("~", 2*day, 1_000_000))
		Expect(gap(0)).To(BeZero())
	})
})

var _ = DescribeTable("The integer root",
	func(n, r int64) { Expect(root(n)).To(Equal(r)) },
	Entry("0", int64(0), int64(0)), Entry("1", int64(1), int64(1)), Entry("15", int64(15), int64(3)),
	Entry("16", int64(16), int64(4)), Entry("large", int64(120_000_000), int64(10_954)),
)
