package sigma

import (
	"math"
	"slices"
)

// value is one value of a measured field, comparable.
type value struct {
	n int64
	s string // of texts; n is 1 then
}

// tally measures the events of one window while they come and go.
type tally struct {
	kind       correlationKind
	percentile int64
	rules      int // how many the correlation watches

	count  int64
	sum    int128
	values counter
	sorted []int64
	hits   []int32 // by rule: temporal

	// starts holds, for every rule and every length, when the latest ordered
	// run of that length that ends with that rule began: temporal_ordered.
	starts []int64
}

// never is a start before all time.
const never = math.MinInt64

func (t *tally) reset() {
	t.count, t.sum = 0, int128{}
	t.values.reset()
	t.sorted = t.sorted[:0]
	clear(t.hits)
	for i := range t.starts {
		t.starts[i] = never
	}
}

func (t *tally) add(at int64, v value, rule int) {
	t.count++
	switch t.kind {
	case valueCount:
		t.values.add(v, 1)
	case valueSum, valueAvg:
		t.sum = t.sum.plus(widen(v.n))
	case valuePercentile:
		if t.percentile == 0 {
			t.values.add(v, 1)
			return
		}
		i, _ := slices.BinarySearch(t.sorted, v.n)
		t.sorted = slices.Insert(t.sorted, i, v.n)
	case temporal:
		t.hits[rule]++
	case temporalOrdered:
		t.follow(at, rule)
	}
}

func (t *tally) remove(v value, rule int) {
	t.count--
	switch t.kind {
	case valueCount:
		t.values.add(v, -1)
	case valueSum, valueAvg:
		t.sum = t.sum.minus(widen(v.n))
	case valuePercentile:
		if t.percentile == 0 {
			t.values.add(v, -1)
			return
		}
		i, _ := slices.BinarySearch(t.sorted, v.n)
		t.sorted = slices.Delete(t.sorted, i, i+1)
	case temporal:
		t.hits[rule]--
	}
}

// follow lengthens the ordered runs that an event of a rule can follow.
func (t *tally) follow(at int64, rule int) {
	t.starts[rule*t.rules] = at
	for length := 1; length <= rule; length++ {
		for before := range rule {
			start := t.starts[before*t.rules+length-1]
			if slot := &t.starts[rule*t.rules+length]; start > *slot {
				*slot = start
			}
		}
	}
}

// run is the length of the longest ordered run that began at or after a time.
func (t *tally) run(since int64) int64 {
	for length := t.rules; length > 0; length-- {
		for rule := length - 1; rule < t.rules; rule++ {
			if start := t.starts[rule*t.rules+length-1]; start != never && start >= since {
				return int64(length)
			}
		}
	}
	return 0
}

// measure is what the window comes to that began at a time and whose last
// event has the given value.
func (t *tally) measure(since int64, last value) measure {
	switch t.kind {
	case valueCount:
		return count(int64(t.values.len()))
	case valueSum:
		return measure{t.sum, 1}
	case valueAvg:
		return measure{t.sum, t.count}
	case valuePercentile:
		if t.percentile == 0 {
			return measure{widen(100 * t.values.of(last)), t.count}
		}
		rank := (t.percentile*t.count + 99) / 100
		return count(t.sorted[rank-1])
	case temporal:
		n := int64(0)
		for _, h := range t.hits {
			if h > 0 {
				n++
			}
		}
		return count(n)
	case temporalOrdered:
		return count(t.run(since))
	}
	return count(t.count)
}

// counter counts how often values occur. Few of them stand in a list, which is
// what most windows need.
type counter struct {
	few  []counted
	many map[value]int64 // nil while few do
}

type counted struct {
	value value
	n     int64
}

const fewValues = 12

func (c *counter) reset() { c.few, c.many = c.few[:0], nil }

func (c *counter) len() int { return len(c.few) + len(c.many) }

func (c *counter) of(v value) int64 {
	if c.many != nil {
		return c.many[v]
	}
	for i := range c.few {
		if c.few[i].value == v {
			return c.few[i].n
		}
	}
	return 0
}

func (c *counter) add(v value, n int64) {
	if c.many != nil {
		if c.many[v] += n; c.many[v] == 0 {
			delete(c.many, v)
		}
		if len(c.many) == 0 {
			c.many = nil
		}
		return
	}
	for i := range c.few {
		if c.few[i].value == v {
			if c.few[i].n += n; c.few[i].n == 0 {
				c.few = slices.Delete(c.few, i, i+1)
			}
			return
		}
	}
	if len(c.few) < fewValues {
		c.few = append(c.few, counted{v, n})
		return
	}
	c.many = map[value]int64{v: n}
	for _, one := range c.few {
		c.many[one.value] = one.n
	}
	c.few = c.few[:0]
}
