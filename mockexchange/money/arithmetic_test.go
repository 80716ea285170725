package money_test

import (
	"math"
	"math/big"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/money"
)

var _ = Describe("MulDiv", func() {
	DescribeTable("rounds once, by magnitude", func(a, b, c, down, up, nearest int64) {
		for r, want := range []int64{money.Down: down, money.Up: up, money.Nearest: nearest} {
			got, ok := money.MulDiv(a, b, c, money.Rounding(r))
			Expect(ok).To(BeTrue())
			Expect(got).To(Equal(want), "rounding %d", r)
		}
	},
		Entry("what divides evenly stays", int64(6), int64(4), int64(8), int64(3), int64(3), int64(3)),
		Entry("a third", int64(10), int64(1), int64(3), int64(3), int64(4), int64(3)),
		Entry("two thirds", int64(20), int64(1), int64(3), int64(6), int64(7), int64(7)),
		Entry("a half", int64(5), int64(1), int64(2), int64(2), int64(3), int64(3)),
		Entry("a negative half", int64(-5), int64(1), int64(2), int64(-2), int64(-3), int64(-3)),
		Entry("a negative divisor", int64(5), int64(1), int64(-2), int64(-2), int64(-3), int64(-3)),
		Entry("nothing", int64(0), int64(-7), int64(3), int64(0), int64(0), int64(0)),
		Entry("a product beyond 64 bits", int64(math.MaxInt64), int64(10), int64(11),
			int64(8384883669867978006), int64(8384883669867978007), int64(8384883669867978006)),
		Entry("the smallest number", int64(math.MinInt64), int64(1), int64(1),
			int64(math.MinInt64), int64(math.MinInt64), int64(math.MinInt64)),
	)

	DescribeTable("refuses what is no number of 64 bits", func(a, b, c int64, r money.Rounding) {
		_, ok := money.MulDiv(a, b, c, r)
		Expect(ok).To(BeFalse())
	},
		Entry("a division by zero", int64(1), int64(1), int64(0), money.Down),
		Entry("a result one too large", int64(math.MinInt64), int64(1), int64(-1), money.Down),
		Entry("a result far too large", int64(math.MaxInt64), int64(math.MaxInt64), int64(1), money.Down),
		Entry("one that only rounding makes too large", int64(math.MaxInt64), int64(4), int64(3), money.Up),
	)

	It("is what unlimited numbers give", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			a, b, c := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b"), rapid.Int64().Draw(t, "c")
			r := money.Rounding(rapid.IntRange(0, 2).Draw(t, "rounding"))
			got, ok := money.MulDiv(a, b, c, r)
			want := exact(a, b, c, r)
			if ok != (want != nil && want.IsInt64()) || ok && got != want.Int64() {
				t.Fatalf("%d*%d/%d is %d (%t), not %v", a, b, c, got, ok, want)
			}
		})
	})
})

// exact is a*b/c with numbers that have no end, nil for a division by zero.
func exact(a, b, c int64, r money.Rounding) *big.Int {
	if c == 0 {
		return nil
	}
	product := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	quotient, rest := new(big.Int).QuoRem(product, big.NewInt(c), new(big.Int))
	away := big.NewInt(int64(product.Sign() * big.NewInt(c).Sign()))
	twice := new(big.Int).Lsh(rest, 1)
	if r == money.Up && rest.Sign() != 0 || r == money.Nearest && twice.CmpAbs(big.NewInt(c)) >= 0 {
		quotient.Add(quotient, away)
	}
	return quotient
}

var _ = Describe("Add and Sub", func() {
	It("are what unlimited numbers give, or refuse", func() {
		edges := rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64})
		number := rapid.OneOf(rapid.Int64(), edges)
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			a, b := number.Draw(t, "a"), number.Draw(t, "b")
			sum := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
			if got, ok := money.Add(a, b); ok != sum.IsInt64() || ok && got != sum.Int64() {
				t.Fatalf("%d+%d is %d (%t)", a, b, got, ok)
			}
			if a >= 0 && b >= 0 {
				if got := money.AddCapped(a, b); !sum.IsInt64() && got != math.MaxInt64 || sum.IsInt64() && got != sum.Int64() {
					t.Fatalf("%d+%d is %d at the most", a, b, got)
				}
			}
			difference := new(big.Int).Sub(big.NewInt(a), big.NewInt(b))
			if got, ok := money.Sub(a, b); ok != difference.IsInt64() || ok && got != difference.Int64() {
				t.Fatalf("%d-%d is %d (%t)", a, b, got, ok)
			}
		})
	})
})

var _ = Describe("Pow10", func() {
	It("is ten times the one before, as far as 64 bits go", func() {
		Expect(money.Pow10(0)).To(BeEquivalentTo(1))
		for n := uint8(1); n <= 18; n++ {
			Expect(money.Pow10(n)).To(Equal(10*money.Pow10(n-1)), "10^%d", n)
		}
		Expect(money.Pow10(19)).To(BeZero())
		Expect(money.Pow10(255)).To(BeZero())
	})
})
