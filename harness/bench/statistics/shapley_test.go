package statistics_test

import (
	"errors"
	"math"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// game is a value for every set of parts that has no simple law behind it.
func game(seed uint64, n int) func(statistics.Set) (float64, error) {
	return func(s statistics.Set) (float64, error) {
		v := 0.0
		for part := range n {
			if s.Has(part) {
				v += float64((seed>>part)%7) + 1
			}
		}
		if s.Has(0) && s.Has(1) {
			v += 10 // they only work together
		}
		if s.Has(2) && s.Has(3) {
			v -= 4 // one of them would do
		}
		return v, nil
	}
}

func sum(shares []statistics.Share) (total float64) {
	for _, s := range shares {
		total += s.Value
	}
	return total
}

var _ = Describe("Shapley values", func() {
	It("are the textbook's for a game with a known answer", func() {
		// Three shareholders with 4, 2 and 1 votes; five of seven carry a motion.
		votes := []int{4, 2, 1}
		shares, err := statistics.Shapley(3, 0, func(s statistics.Set) (float64, error) {
			carried := 0
			for i, v := range votes {
				if s.Has(i) {
					carried += v
				}
			}
			if carried >= 5 {
				return 1, nil
			}
			return 0, nil
		})
		Expect(err).NotTo(HaveOccurred())
		Expect(shares[0].Value).To(BeNumerically("~", 2.0/3, 1e-12))
		Expect(shares[1].Value).To(BeNumerically("~", 1.0/6, 1e-12))
		Expect(shares[2].Value).To(BeNumerically("~", 1.0/6, 1e-12))
	})

	It("sum to the whole, exact or sampled", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			n := rapid.IntRange(0, 12).Draw(t, "parts")
			value := game(rapid.Uint64().Draw(t, "game"), n)
			shares, err := statistics.Shapley(n, 20, value)
			if err != nil {
				t.Fatal(err)
			}
			whole, _ := value(statistics.All(n))
			if math.Abs(sum(shares)-whole) > 1e-9 {
				t.Fatalf("shares sum to %v, the whole is %v", sum(shares), whole)
			}
		})
	})

	It("give a part that changes nothing nothing, and equal parts the same", func() {
		shares, err := statistics.Shapley(5, 0, func(s statistics.Set) (float64, error) {
			v := 0.0
			if s.Has(1) {
				v++
			}
			if s.Has(2) {
				v++
			}
			if s.Has(1) && s.Has(2) {
				v += 3
			}
			return v, nil
		})
		Expect(err).NotTo(HaveOccurred())
		Expect(shares[0].Value).To(BeNumerically("~", 0, 1e-12))
		Expect(shares[1].Value).To(BeNumerically("~", shares[2].Value, 1e-12))
	})

	It("stay within their stated bound of the exact ones when sampled", func() {
		// Ten parts of which the last two change nothing: the other eight have the
		// exact values of the game of eight.
		for seed := range uint64(20) {
			value := game(seed*0x9e37, 8)
			exact, err := statistics.Shapley(8, 0, value)
			Expect(err).NotTo(HaveOccurred())
			sampled, err := statistics.Shapley(10, 400, func(s statistics.Set) (float64, error) { return value(s & 0xff) })
			Expect(err).NotTo(HaveOccurred())
			for i := range exact {
				Expect(exact[i].Error).To(BeZero())
				Expect(sampled[i].Value).To(BeNumerically("~", exact[i].Value, sampled[i].Error+1e-9))
				Expect(sampled[i].Error).To(BeNumerically("<", 1))
			}
		}
	})

	It("end with the first error of a value, and refuse what cannot be counted", func() {
		failed := errors.New("the lab burned down")
		_, err := statistics.Shapley(3, 0, func(statistics.Set) (float64, error) { return 0, failed })
		Expect(err).To(MatchError(failed))
		_, err = statistics.Shapley(61, 10, game(1, 1))
		Expect(err).To(MatchError(ContainSubstring("61 parts")))
		_, err = statistics.Shapley(9, 1, game(1, 1))
		Expect(err).To(MatchError(ContainSubstring("1 orders for 9 parts")))
	})
})
