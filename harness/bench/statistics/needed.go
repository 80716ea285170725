package statistics

import "math"

// Power is in what share of benchmarks a difference should be found that is
// there; see Needed.
const Power = 0.8

// Needed is how many seeds separate two defences that differ by as much, and as
// unevenly, as these differences do: so many that a two-sided test of a level
// finds the difference in four of five benchmarks. It is
//
//	((z(1-level/2) + z(0.8)) · deviation / mean)² + z(1-level/2)² / 2,
//
// the normal approximation with Guenther's (1981) term for an estimated spread,
// and never below the seeds with which a sign-flip test of that level can reject
// at all, 1 + log2(1/level). 0 if the mean is zero or there are fewer than two
// differences: no number of seeds shows a difference that is not there.
func Needed(differences []float64, level float64) int {
	if len(differences) < 2 {
		return 0
	}
	mean, deviation := spread(differences)
	if math.Abs(mean) <= unit {
		return 0
	}
	z := normalQuantile(1 - level/2)
	n := math.Pow((z+normalQuantile(Power))*deviation/mean, 2) + z*z/2
	return int(min(math.Ceil(max(n, 1+math.Log2(1/level), Fewest)), most))
}

// most is as many seeds as anybody is told to take.
const most = 1_000_000

// normalQuantile is the quantile of the standard normal distribution.
func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
