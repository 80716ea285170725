package analyst_test

import (
	"math"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence/analyst"
)

// bits are sixteenths of a bit as a number of bits.
func bits(b analyst.Bits) float64 { return float64(b) / 16 }

var _ = Describe("A tail", func() {
	It("gives a level as many bits as it is rare, with one more of each kind than were seen", func() {
		var t analyst.Tail
		Expect(bits(t.Of(3))).To(BeNumerically("~", 1, 0.1), "nobody knows yet")
		for range 1000 {
			t.Of(3)
		}
		Expect(bits(t.Of(3))).To(BeNumerically("~", 0, 0.1))
		Expect(bits(t.Of(9))).To(BeNumerically("~", math.Log2(1004), 0.2))
		Expect(bits(t.Of(8))).To(BeNumerically("~", math.Log2(1005.0/2), 0.2), "one was higher")
	})

	It("says nothing of what is not so, and little of what everybody does", func() {
		var often, seldom analyst.Tail
		for i := range 1000 {
			often.If(i%10 != 0)
			Expect(seldom.If(i%500 == 499)).To(BeNumerically(">=", 0))
		}
		Expect(seldom.If(false)).To(BeZero())
		Expect(bits(often.If(true))).To(BeNumerically("<", 0.3))
		Expect(bits(seldom.If(true))).To(BeNumerically(">", 7))
	})

	It("forgets", func() {
		var t analyst.Tail
		for range 1 << 13 {
			t.Of(9)
		}
		for range 1 << 18 {
			t.Of(3)
		}
		Expect(bits(t.Of(9))).To(BeNumerically(">", 11), "half of it, fifteen times")
	})
})

var _ = Describe("A chart", func() {
	It("follows a quantity, and says by how many deviations another is above it", func() {
		c := analyst.Chart{Slow: 4, Least: 1}
		for i := range 400 {
			c.Of(int64(1000 + 10*(i%3-1))) // mean deviation 6.7
		}
		Expect(c.Mean()).To(BeNumerically("~", 1000, 5))
		Expect(c.Of(1067) / 8).To(BeNumerically("~", 10, 3))
		Expect(c.Of(900)).To(BeZero(), "below")
	})

	It("is not dragged along by what comes once", func() {
		c := analyst.Chart{Slow: 5, Least: 1}
		for range 100 {
			c.Of(1000)
		}
		c.Of(1 << 40)
		Expect(c.Mean()).To(BeNumerically("<=", 1001))
	})
})

var _ = Describe("The heaviest of many", func() {
	It("are found with as much room as 1/share, and weigh what they were seen, or at most so much more as was squeezed in", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			const room = 8
			stream := rapid.SliceOfN(rapid.Uint8Range(0, 40), 1, 300).Draw(t, "stream")
			h, seen := analyst.NewHitters[uint8](room, math.MaxInt64), map[uint8]int64{}
			for i, who := range stream {
				h.See(who, int64(i))
				seen[who]++
			}
			found := 0
			for who, times := range seen {
				e := h.Known(who)
				switch {
				case e == nil && times > int64(len(stream)/room):
					t.Fatalf("%d came %d times of %d and is forgotten", who, times, len(stream))
				case e != nil && (e.Weight < times || e.Weight > times+int64(len(stream)/room)):
					t.Fatalf("%d came %d times of %d and weighs %d", who, times, len(stream), e.Weight)
				case e != nil:
					found++
				}
			}
			if found > room {
				t.Fatalf("%d of them, for %d there is room", found, room)
			}
		})
	})

	It("begin anew after their window", func() {
		h := analyst.NewHitters[string](4, 100)
		h.See("a", 0).Evidence = 5
		Expect(h.See("a", 100).Evidence).To(Equal(analyst.Bits(5)))
		Expect(h.See("a", 201).Evidence).To(BeZero())
	})

	It("count a crowd, some too few where it is large and never one too many", func() {
		var c analyst.Crowd
		for i := range uint32(30) {
			c.Add(i + 1)
			Expect(c.Add(i+1)).To(BeFalse(), "no news")
			Expect(c.Size()).To(And(BeNumerically("<=", i+1), BeNumerically(">=", 3*(i+1)/4)))
		}
	})
})

var _ = Describe("Who was seen with whom", func() {
	It("is news until it has settled, and never after", func() {
		p := analyst.NewPairs(100)
		Expect(p.News(1, 2, 5)).To(BeTrue())
		Expect(p.News(1, 2, 50)).To(BeTrue(), "only lately")
		Expect(p.News(1, 2, 106)).To(BeFalse())
		Expect(p.News(2, 1, 106)).To(BeTrue())
	})

	It("takes few strangers for acquaintances", func() {
		p, wrong := analyst.NewPairs(100), 0
		for i := range uint32(50_000) {
			p.News(i, 7, 1)
		}
		for i := range uint32(50_000) {
			Expect(p.News(i, 7, 200)).To(BeFalse())
			if !p.News(i, 8, 200) {
				wrong++
			}
		}
		Expect(wrong).To(BeNumerically("<", 500))
	})
})

var _ = Describe("What is recent", func() {
	It("is remembered, as much as there is room for", func() {
		var r analyst.Recent[int]
		for i := range 300_000 {
			r.Add(i)
		}
		Expect([]bool{r.Has(299_999), r.Has(299_999 - 65_000), r.Has(100_000)}).To(Equal([]bool{true, true, false}))
	})
})
