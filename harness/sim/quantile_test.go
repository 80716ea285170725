package sim

import (
	"math"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// point is 1 with 32 bits after the point.
const point = 1 << 32

var _ = Describe("The tables of quantiles", func() {
	It("hold what their formulas say", func() {
		for i, q := range exponential {
			Expect(float64(q) / point).To(BeNumerically("~", -math.Log1p(-float64(i)/256), 1e-9))
		}
		for i, q := range logarithm {
			Expect(float64(q) / point).To(BeNumerically("~", math.Log2(1+float64(i)/256), 1e-9))
		}
		for i, q := range power2 {
			Expect(float64(q) / point).To(BeNumerically("~", math.Exp2(float64(i)/256), 1e-9))
		}
		for i, q := range normal {
			p := math.Exp2(-float64(i/16)) * (1 - float64(i%16)/32)
			Expect(float64(q) / point).To(BeNumerically("~", math.Sqrt2*math.Erfinv(1-p), 1e-9))
		}
	})

	It("are as long as the draws take them to be", func() {
		Expect(normal).To(HaveLen(16*normalOctaves + 1))
		Expect(exponential).To(HaveLen(256))
	})

	DescribeTable("log2 of one and a spread in ppm",
		func(ppm uint64) {
			Expect(float64(log2(ppm)) / point).To(BeNumerically("~", math.Log2(1+float64(ppm)/1e6), 1e-5))
		},
		Entry("none", uint64(0)), Entry("10 %", uint64(100_000)), Entry("double", uint64(1_000_000)),
		Entry("triple", uint64(2_000_000)), Entry("a thousandfold", uint64(999_000_000)),
	)

	DescribeTable("powers of two",
		func(power float64) {
			Expect(float64(exp2(uint64(power*point))) / point).To(BeNumerically("~", math.Exp2(power), 1e-5*math.Exp2(power)))
		},
		Entry("0", 0.0), Entry("0.3", 0.3), Entry("1", 1.0), Entry("12.7", 12.7),
	)

	DescribeTable("the normal variable's magnitude",
		func(p float64) {
			z := float64(normalQuantile(uint64(p*math.MaxUint64))) / point
			Expect(z).To(BeNumerically("~", math.Sqrt2*math.Erfinv(1-p), 1e-3))
		},
		Entry("nearly always exceeded", 0.999), Entry("half of the time", 0.5), Entry("at one sigma", 0.3173),
		Entry("at two", 0.0455), Entry("at four", 6.334e-5),
	)
})
