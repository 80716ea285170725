package drill

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/sim"
)

const shareWanted = `a share such as 0.1 or "10 %", more than 0 and at most 1`

// ParseShare reads a scale: "0.1" or "10 %".
func ParseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		v /= 100
	}
	if err != nil || parts(v) == 0 {
		return 0, fmt.Errorf("scale %q, expected %s", text, shareWanted)
	}
	return v, nil
}

// parts is a share in parts per million, 0 if it is no share of a population.
func parts(share float64) int64 {
	if !(share > 0 && share <= 1) {
		return 0
	}
	return int64(share*sim.Whole + 0.5)
}
