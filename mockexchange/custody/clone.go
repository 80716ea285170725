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
	c.bookish, c.entries = slices.Clone(d.bookish), maps.Clone(d.entries)
	c.probes, c.changed = maps.Clone(d.probes), maps.Clone(d.changed)
	c.deposits = slices.Clone(d.deposits)
	for i := range c.deposits {
		c.deposits[i].fresh = slices.Clone(c.deposits[i].fresh)
	}
	c.paces, c.venue = slices.Clone(d.paces), d.venue.clone()
	for i := range c.paces {
		c.paces[i] = c.paces[i].clone()
	}
	c.checked = slices.Clone(d.checked)
	for i := range c.checked {
		c.checked[i] = c.checked[i].clone()
	}
	return &c
}

func (p pace) clone() pace {
	p.left, p.signed = p.left.clone(), p.signed.clone()
	return p
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
