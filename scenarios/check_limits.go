package scenarios

import "github.com/exdrill/exdrill/scenarios/yamldoc"

func (c *checker) limits() {
	l := &c.s.Latencies
	c.positive("step", int64(l.Step.Value), l.Step.Stated)
	for i := range l.Actions {
		row := &l.Actions[i]
		if (row.Value.Takes == nil) == (row.Value.Blocks == nil) {
			c.bad(row.Key.Pos, "latency of "+yamldoc.Quoted(row.Key.Text)+" is not one of two", "either takes or blocks", "")
		}
	}
	v := &c.s.Variation
	c.atMost("calendar", v.Calendar, 366)
	c.atMost("hours", v.Hours, 12)
	c.atMost("key_dates", v.KeyDates, 366)
}

func (c *checker) lesson() {
	l := &c.s.Lesson
	for i := range l.Hints {
		c.within("at", l.Hints[i].At, true)
	}
	c.positive("times", l.Pace.Times.Value, l.Pace.Times.Stated)
}
