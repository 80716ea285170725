package timeline

import (
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
)

const obstacleSpans = 144

// obstacles are what stood in honest customers' way, the dearest first.
func (c *Chronicle) obstacles(t *score.Tally) []Obstacle {
	list := []Obstacle{}
	for _, o := range impact.Obstacles(t.Impacts) {
		one := Obstacle{
			Control: o.By.String(), Width: c.span(obstacleSpans) / millisecond, Total: int64(len(o.Cases)),
			Items: score.HarmItems(&o.Items),
		}
		if len(c.worlds) > 1 {
			one.Venue = o.Venue
		}
		for i := range o.Cases {
			one.Counts = c.counted(one.Counts, o.Cases[i].At)
		}
		list = append(list, one)
	}
	return list
}

// counted counts one case more in the span that it falls into.
func (c *Chronicle) counted(list []Point, at int64) []Point {
	width := c.span(obstacleSpans)
	from := c.start + (at-c.start)/width*width
	if n := len(list); n > 0 && list[n-1].At == from {
		list[n-1].Value++
		return list
	}
	return append(list, Point{from, 1})
}
