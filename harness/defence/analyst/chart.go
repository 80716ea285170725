package analyst

// Chart is the control chart of one quantity of one entity: its exponentially
// weighted moving average and the mean deviation from it, in which a new
// observation has a weight of 1/2^Slow.
type Chart struct {
	Slow  uint8
	Least int64 // the smallest deviation that it believes in, at least 1

	mean, deviation int64 // 256 times
	n               int64
}

// clipped is by how many deviations an observation may move a chart.
const clipped = 3

// Of is how many eighths of a deviation an observation is above the average, 0 for
// one below it or the first, and takes it in.
func (c *Chart) Of(x int64) int {
	x, least := x<<8, max(c.Least, 1)<<8
	if c.n++; c.n == 1 {
		c.mean, c.deviation = x, max(x>>3, least)
		return 0
	}
	off := x - c.mean
	above := off * 8 / max(c.deviation, least)
	most := clipped * max(c.deviation, least)
	off = min(max(off, -most), most)
	slow := min(c.Slow, uint8(c.n)) // the first few weigh more
	c.mean += off >> slow
	c.deviation += (max(off, -off) - c.deviation) >> slow
	return int(min(max(above, 0), 255))
}

// normal is the surprise of so many eighths of a mean deviation, of what is
// distributed normally: z*z/2 nats, where a standard deviation is 1.25 mean ones.
func normal(eighths int) Bits { return Bits(eighths) * Bits(eighths) / 9 }

// Mean is the average.
func (c *Chart) Mean() int64 { return c.mean >> 8 }
