package timeline

import "github.com/exdrill/exdrill/harness/score"

// curvePoints is from how many changes on a curve is thinned, and to how many
// spans.
const curvePoints = 1500

// curve adds changes up. Where there are many, each span keeps what it ends
// with.
func (c *Chronicle) curve(t *score.Tally) []Point {
	list := []Point{{c.start, 0}}
	width := int64(1)
	if len(t.Changes) > curvePoints {
		width = max((c.end-c.start)/curvePoints, 1)
	}
	sum, last := int64(0), int64(-1)
	for _, change := range t.Changes {
		sum += change.Delta
		if span := (change.At - c.start) / width; span == last {
			list[len(list)-1] = Point{change.At, sum}
		} else {
			list, last = append(list, Point{change.At, sum}), span
		}
	}
	// What is taken back in the end, from frozen accounts, stands in no change.
	return append(list, Point{c.end, t.Net()})
}
