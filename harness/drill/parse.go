package drill

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/sim"
)

// mostSeeds is how many seeds a suite may have.
const mostSeeds = 10_000

// ParseSeeds reads seeds: "1-5" are five, commas separate parts. They come in
// the order in which they are written, each once.
func ParseSeeds(text string) ([]uint64, error) {
	var list []uint64
	seen := make(map[uint64]bool)
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		first, last, ranged := strings.Cut(part, "-")
		from, err := strconv.ParseUint(strings.TrimSpace(first), 10, 64)
		to := from
		if err == nil && ranged {
			to, err = strconv.ParseUint(strings.TrimSpace(last), 10, 64)
		}
		if err != nil || to < from {
			return nil, &seedsError{fmt.Sprintf("seeds has %q", part)}
		}
		if to-from >= uint64(mostSeeds-len(list)) {
			return nil, &seedsError{fmt.Sprintf("seeds are more than %d", mostSeeds)}
		}
		for n := from; ; n++ {
			if seen[n] {
				return nil, &seedsError{fmt.Sprintf("seeds has %d twice", n)}
			}
			seen[n] = true
			list = append(list, n)
			if n == to {
				break
			}
		}
	}
	return list, nil
}

// seedsWanted is what seeds are given by.
const seedsWanted = `seeds such as "1-5" or "1, 2, 7", each once`

// seedsError is a list of seeds that is none.
type seedsError struct{ problem string }

func (e *seedsError) Error() string { return e.problem + ", expected " + seedsWanted }

const shareWanted = `a share such as 0.1 or "10 %", more than 0 and at most 1`

// ParseShare reads a scale: "0.1" or "10 %".
func ParseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		v /= 100
	}
	if err != nil || shareParts(v) == 0 {
		return 0, fmt.Errorf("scale %q, expected %s", text, shareWanted)
	}
	return v, nil
}

// shareParts is a share in parts per million, 0 if it is no share of a population.
func shareParts(share float64) int64 {
	if !(share > 0 && share <= 1) {
		return 0
	}
	return int64(share*sim.Whole + 0.5)
}

// AdoptionParts is a multiple of adoption in parts per million.
func AdoptionParts(times float64) (int64, error) {
	if !(times >= 1e-6 && times <= MaxAdoption) {
		return 0, fmt.Errorf("adoption %g, expected a multiple such as 0.5 or 2, above 0 and at most %d", times, MaxAdoption)
	}
	return int64(times*sim.Whole + 0.5), nil
}
