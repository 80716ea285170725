package custody

import (
	"maps"
	"slices"
)

// Clone copies the desk; the copy shares nothing that changes.
func (d *Desk) Clone() *Desk {
	c := *d
	c.all, c.latest = slices.Clone(d.all), slices.Clone(d.latest)
	c.known, c.blocked = maps.Clone(d.known), maps.Clone(d.blocked)
	c.approved, c.held = cloneLines(d.approved), cloneLines(d.held)
	c.nextHold = slices.Clone(d.nextHold)
	c.halted, c.haltedNew = slices.Clone(d.halted), slices.Clone(d.haltedNew)
	return &c
}

func cloneLines(lines [][]uint32) [][]uint32 {
	c := make([][]uint32, len(lines))
	for i, l := range lines {
		c[i] = slices.Clone(l)
	}
	return c
}

// Clone copies the counter; the copy shares nothing that changes.
func (c *Counter) Clone() *Counter {
	n := *c
	n.all, n.waiting = slices.Clone(c.all), slices.Clone(c.waiting)
	return &n
}
