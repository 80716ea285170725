package drill

import (
	"fmt"
	"strconv"
	"strings"
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
			return nil, fmt.Errorf("seeds has %q", part)
		}
		if to-from >= uint64(mostSeeds-len(list)) {
			return nil, fmt.Errorf("seeds are more than %d", mostSeeds)
		}
		for n := from; ; n++ {
			if seen[n] {
				return nil, fmt.Errorf("seeds has %d twice", n)
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
