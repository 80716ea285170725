package timeline

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// obstacle is a control or an action that stood in honest customers' way.
type obstacle struct {
	control reject.Control
	counts  []Point
	total   int64
}

const obstacleSpans = 144

// obstructed hears what became of a customer's request. Actions of operators
// are always the defence's; standing controls are if it imposed them.
func (c *Chronicle) obstructed(at int64, r *mockexchange.Result, events []mockexchange.Event) {
	control := r.Control
	for i := range events {
		if events[i].Type == mockexchange.WithdrawalHeld {
			control = events[i].Control
		}
	}
	if control == reject.None || control.Standing() && !c.blamed[control] {
		return
	}
	o := c.obstacle(control)
	o.total++
	width := c.span(obstacleSpans)
	from := c.start + (at-c.start)/width*width
	if n := len(o.counts); n > 0 && o.counts[n-1].At == from {
		o.counts[n-1].Value++
		return
	}
	o.counts = append(o.counts, Point{from, 1})
}

func (c *Chronicle) obstacle(control reject.Control) *obstacle {
	for _, o := range c.obstacles {
		if o.control == control {
			return o
		}
	}
	o := &obstacle{control: control}
	c.obstacles = append(c.obstacles, o)
	return o
}

// listObstacles are the obstacles, the worst first.
func (c *Chronicle) listObstacles() []Obstacle {
	list := make([]Obstacle, 0, len(c.obstacles))
	for _, o := range c.obstacles {
		list = append(list, Obstacle{Control: o.control.String(), Counts: o.counts, Width: c.span(obstacleSpans) / millisecond, Total: o.total})
	}
	slices.SortStableFunc(list, func(a, b Obstacle) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Control, b.Control))
	})
	return list
}
