package market

import "math/bits"

// trail remembers at what prices was traded lately. It cuts its window into
// slices, so that it takes the same memory whatever is traded; the oldest slice
// leaves whole, so the window may fall short by the length of one.
type trail struct {
	span   int64 // of a slice, nanoseconds; 0 remembers the last price alone
	newest int64 // how many slices there were since the Unix epoch
	slices [trailSlices]slice
	before int64 // the last price before the window
	last   int64 // the last price of all
}

const trailSlices = 16

// slice is what was traded in one slice of the window.
type slice struct {
	high, low uint64 // the sum of price times quantity in 128 bits
	quantity  uint64
	last      int64
}

// newTrail makes a trail of a window in nanoseconds that begins at a price.
func newTrail(window, price int64) trail {
	return trail{span: (window + trailSlices - 1) / trailSlices, before: price, last: price}
}

// Weights are cut at heaviest, and a slice is halved beyond twice that, so that
// the sum of all slices stays within 128 and 64 bits. No honest quantity gets
// there.
const heaviest = 1 << 56

// note adds a trade.
func (t *trail) note(now, price, quantity int64) {
	t.advance(now)
	t.last = price
	if t.span == 0 {
		t.before = price
		return
	}
	s := &t.slices[t.newest%trailSlices]
	if s.quantity > 2*heaviest {
		s.low = s.low>>1 | s.high<<63
		s.high >>= 1
		s.quantity >>= 1
	}
	weight := uint64(min(quantity, heaviest))
	high, low := bits.Mul64(uint64(price), weight)
	var carry uint64
	s.low, carry = bits.Add64(s.low, low, 0)
	s.high += high + carry
	s.quantity += weight
	s.last = price
}

// advance lets go of the slices that have left the window by a time.
func (t *trail) advance(now int64) {
	if t.span == 0 || now/t.span <= t.newest {
		return
	}
	until := now / t.span
	if until-t.newest >= trailSlices {
		t.reset(t.last)
	}
	for n := max(t.newest, until-trailSlices) + 1; n <= until; n++ {
		s := &t.slices[n%trailSlices]
		if s.quantity > 0 {
			t.before = s.last
		}
		*s = slice{}
	}
	t.newest = until
}

// reset forgets everything but one price.
func (t *trail) reset(price int64) {
	t.slices = [trailSlices]slice{}
	t.before, t.last = price, price
}

// average is the price of the window's trades, each as heavy as its quantity,
// rounded down; without any it is the last price, 0 if there never was one.
func (t *trail) average(now int64) int64 {
	t.advance(now)
	var sum slice
	var carry uint64
	for i := range t.slices {
		s := &t.slices[i]
		sum.low, carry = bits.Add64(sum.low, s.low, 0)
		sum.high += s.high + carry
		sum.quantity += s.quantity
	}
	if sum.high >= sum.quantity {
		return t.last // nothing was traded
	}
	mean, _ := bits.Div64(sum.high, sum.low, sum.quantity)
	return int64(min(mean, 1<<63-1))
}

// ago is the last price before the window, 0 if there was none.
func (t *trail) ago(now int64) int64 {
	t.advance(now)
	return t.before
}
