package market

import "math/bits"

// priceWindow remembers at what prices was traded lately. It cuts its window into
// slices, so that it takes the same memory whatever is traded; the oldest slice
// leaves whole, so the window may fall short by the length of one.
type priceWindow struct {
	span   int64 // of a slice, nanoseconds; 0 remembers the last price alone
	newest int64 // how many slices there were since the Unix epoch
	slices [windowSlices]slice
	before int64 // the last price before the window
	last   int64 // the last price of all
}

const windowSlices = 16

// slice is what was traded in one slice of the window.
type slice struct {
	high, low uint64 // the sum of price times quantity in 128 bits
	quantity  uint64
	last      int64
}

// newPriceWindow makes a window, in nanoseconds, that begins at a price.
func newPriceWindow(window, price int64) priceWindow {
	return priceWindow{span: (window + windowSlices - 1) / windowSlices, before: price, last: price}
}

// Weights are cut at heaviest, and a slice is halved beyond twice that, so that
// the sum of all slices stays within 128 and 64 bits. No honest quantity gets
// there.
const heaviest = 1 << 56

// add adds a trade.
func (w *priceWindow) add(now, price, quantity int64) {
	w.advance(now)
	w.last = price
	if w.span == 0 {
		w.before = price
		return
	}
	s := &w.slices[w.newest%windowSlices]
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
func (w *priceWindow) advance(now int64) {
	if w.span == 0 || now/w.span <= w.newest {
		return
	}
	until := now / w.span
	if until-w.newest >= windowSlices {
		w.reset(w.last)
	}
	for n := max(w.newest, until-windowSlices) + 1; n <= until; n++ {
		s := &w.slices[n%windowSlices]
		if s.quantity > 0 {
			w.before = s.last
		}
		*s = slice{}
	}
	w.newest = until
}

// reset forgets everything but one price.
func (w *priceWindow) reset(price int64) {
	w.slices = [windowSlices]slice{}
	w.before, w.last = price, price
}

// average is the price of the window's trades, each as heavy as its quantity,
// rounded down; without any it is the last price, 0 if there never was one.
func (w *priceWindow) average(now int64) int64 {
	w.advance(now)
	var sum slice
	var carry uint64
	for i := range w.slices {
		s := &w.slices[i]
		sum.low, carry = bits.Add64(sum.low, s.low, 0)
		sum.high += s.high + carry
		sum.quantity += s.quantity
	}
	if sum.high >= sum.quantity {
		return w.last // nothing was traded
	}
	mean, _ := bits.Div64(sum.high, sum.low, sum.quantity)
	return int64(min(mean, 1<<63-1))
}

// ago is the last price before the window, 0 if there was none.
func (w *priceWindow) ago(now int64) int64 {
	w.advance(now)
	return w.before
}
