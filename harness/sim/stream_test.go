package sim_test

import (
	"math"
	"slices"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/sim"
)

const draws = 100_000

func drawn(draw func() int64) []int64 {
	all := make([]int64, draws)
	for i := range all {
		all[i] = draw()
	}
	slices.Sort(all)
	return all
}

func mean(all []int64) float64 {
	sum := 0.0
	for _, v := range all {
		sum += float64(v)
	}
	return sum / float64(len(all))
}

var _ = Describe("Stream", func() {
	var s sim.Stream
	BeforeEach(func() { s = sim.NewStream(7, 20, sim.Purpose("orders")) })

	It("is the same for the same seed, actor and purpose, on every machine", func() {
		Expect(s.Uint64()).To(Equal(uint64(12944766160502527189)))
		Expect(s.Uint64()).To(Equal(uint64(6613539801376190597)))
	})

	It("differs in seed, actor and purpose", func() {
		first := map[uint64]bool{}
		for seed := range uint64(10) {
			for actor := range sim.Actor(10) {
				for purpose := range uint64(10) {
					t := sim.NewStream(seed, actor, purpose)
					first[t.Uint64()] = true
				}
			}
		}
		Expect(first).To(HaveLen(1000))
	})

	It("forks when it is copied", func() {
		s.Uint64()
		fork := s
		Expect(fork.Uint64()).To(Equal(s.Uint64()))
	})

	It("draws evenly below n and never outside", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			n := rapid.Int64Range(1, math.MaxInt64).Draw(t, "n")
			if v := s.N(n); v < 0 || v >= n {
				t.Fatalf("%d is not below %d", v, n)
			}
		})
		counts := make([]int, 7)
		for range draws {
			counts[s.N(7)]++
		}
		for _, c := range counts {
			Expect(c).To(BeNumerically("~", draws/7, 500))
		}
		Expect(s.N(0)).To(BeZero())
	})

	It("is unbiased where the range is no power of two and huge", func() {
		// Without rejection two thirds of these would fall into the lower half.
		n, low := int64(3)<<61, 0
		for range draws {
			if s.N(n) < n/2 {
				low++
			}
		}
		Expect(low).To(BeNumerically("~", draws/2, 700))
	})

	It("says yes with the given chance", func() {
		yes := 0
		for range draws {
			if s.Chance(250_000) {
				yes++
			}
		}
		Expect(yes).To(BeNumerically("~", draws/4, 600))
		Expect(s.Chance(0)).To(BeFalse())
		Expect(s.Chance(1_000_000)).To(BeTrue())
	})

	It("draws between bounds that both can come up", func() {
		seen := map[int64]bool{}
		for range 200 {
			seen[s.Between(-1, 2)] = true
		}
		Expect(seen).To(Equal(map[int64]bool{-1: true, 0: true, 1: true, 2: true}))
		Expect(s.Between(5, 5)).To(Equal(int64(5)))
	})

	It("waits exponentially", func() {
		all := drawn(func() int64 { return s.Exponential(1_000_000) })
		Expect(mean(all)).To(BeNumerically("~", 1_000_000, 15_000))
		Expect(all[draws/2]).To(BeNumerically("~", 693_147, 15_000))
		Expect(all[draws*99/100]).To(BeNumerically("~", 4_605_170, 150_000))
		Expect(all[0]).To(BeNumerically(">=", 0))
	})

	It("draws heavy tails around a median", func() {
		all := drawn(func() int64 { return s.Heavy(30_000, 2_000_000) })
		Expect(all[draws/2]).To(BeNumerically("~", 30_000, 700))
		Expect(all[draws*8413/10_000]).To(BeNumerically("~", 90_000, 2_500), "one sigma up: median * (1 + spread)")
		Expect(all[draws*1587/10_000]).To(BeNumerically("~", 10_000, 300), "one sigma down: median / (1 + spread)")
		Expect(all[draws*99_865/100_000]).To(BeNumerically("~", 810_000, 120_000), "three sigma up")
		Expect(s.Heavy(30_000, 0)).To(Equal(int64(30_000)))
		Expect(s.Heavy(0, 2_000_000)).To(BeZero())
	})

	It("never overflows", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			median := rapid.Int64Range(0, math.MaxInt64).Draw(t, "median")
			spread := rapid.Int64Range(0, 1_000_000_000_000).Draw(t, "spread")
			if v := s.Heavy(median, spread); v < 0 {
				t.Fatalf("heavy %d", v)
			}
			if v := s.Exponential(median >> 8); v < 0 {
				t.Fatalf("exponential %d", v)
			}
		})
	})

	It("happens a few times by chance", func() {
		s := sim.NewStream(2, 0, 0)
		sum := 0
		for range 10_000 {
			sum += s.Poisson(1_700_000)
		}
		Expect(float64(sum) / 10_000).To(BeNumerically("~", 1.7, 0.06))
		Expect(s.Poisson(0)).To(BeZero())
	})

	It("picks by weight", func() {
		counts := make([]int, 3)
		for range draws {
			counts[s.Pick([]int64{1, 0, 3})]++
		}
		Expect(counts[0]).To(BeNumerically("~", draws/4, 600))
		Expect(counts[1]).To(BeZero())
		Expect(s.Pick([]int64{0, 0})).To(Equal(-1))
		Expect(s.Pick(nil)).To(Equal(-1))
	})

	It("permutes evenly", func() {
		first := make([]int, 5)
		for range draws / 10 {
			p := s.Permutation(5)
			first[p[0]]++
			slices.Sort(p)
			Expect(p).To(Equal([]uint32{0, 1, 2, 3, 4}))
		}
		for _, c := range first {
			Expect(c).To(BeNumerically("~", draws/50, 200))
		}
	})
})

func BenchmarkStream(b *testing.B) {
	s := sim.NewStream(1, 0, 0)
	b.Run("Exponential", func(b *testing.B) {
		for b.Loop() {
			s.Exponential(1e9)
		}
	})
	b.Run("Heavy", func(b *testing.B) {
		for b.Loop() {
			s.Heavy(1e6, 2e6)
		}
	})
	b.Run("NewStream", func(b *testing.B) {
		for b.Loop() {
			s = sim.NewStream(1, 2, 3)
		}
	})
}
