package model

import (
	"math"
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// FairPrices is what everybody takes the markets' prices to be. It is drawn
// beforehand from the seed, because what customers want must not depend on
// what happens: a thief's trades move the book, not the world's opinion.
type FairPrices struct {
	start, every int64
	ways         [][]int64 // market n is element n-1; at the price scale, times finer
}

const (
	// priceStep is the time between two drawn prices; in between they go
	// straight.
	priceStep = 30 * time.Second
	// finer keeps more digits on the way than a price shows, so that rounding
	// does not pull it down.
	finer = 1 << 10
)

// NewFairPrices knows no market yet.
func NewFairPrices(start int64) *FairPrices {
	return &FairPrices{start: start, every: int64(priceStep)}
}

// Add adds a market whose price starts at start and changes by a standard
// deviation of volatility, in parts per million, over an hour.
func (f *FairPrices) Add(s *sim.Stream, start, volatility, end int64) {
	// The deviation of one step is that of an hour divided by the root of the
	// number of steps in an hour.
	step := volatility * 1000 / root(int64(time.Hour)/f.every*1_000_000)
	way := []int64{start * finer}
	for at := f.start; at < end; at += f.every {
		last := way[len(way)-1]
		way = append(way, max(s.Heavy(last, step), finer))
	}
	f.ways = append(f.ways, way)
}

// root is the square root, rounded down.
func root(n int64) int64 {
	r := n
	for next := (r + 1) / 2; next < r; next = (r + n/r) / 2 {
		r = next
	}
	return r
}

// At is a market's fair price at a virtual time, at the market's price scale;
// before the start and after the end, the first and the last one.
func (f *FairPrices) At(market uint16, now int64) int64 {
	way := f.ways[market-1]
	since := max(now-f.start, 0)
	i := since / f.every
	if i >= int64(len(way)-1) {
		return way[len(way)-1] / finer
	}
	a, b := way[i], way[i+1]
	// Milliseconds keep the product small.
	part := (since - i*f.every) / 1_000_000
	return (a + (b-a)*part/(f.every/1_000_000)) / finer
}

// Bend leads the newest market's price along waypoints: by the time of each it
// is so many times what it would have been by itself. In between the factor
// goes straight, and after the last it stays.
func (f *FairPrices) Bend(points []scenarios.Waypoint) {
	way := f.ways[len(f.ways)-1]
	at, times, next := f.start, int64(sim.Whole), 0
	for i := range way {
		now := f.start + int64(i)*f.every
		for next < len(points) && now >= points[next].At.Unix {
			at, times, next = points[next].At.Unix, points[next].Times.PPM, next+1
		}
		bent := times
		if next < len(points) {
			to := &points[next]
			rise, _ := money.MulDiv(to.Times.PPM-times, now-at, to.At.Unix-at, money.Nearest)
			bent += rise
		}
		if bent != sim.Whole {
			price, _ := money.MulDiv(way[i], bent, sim.Whole, money.Nearest)
			way[i] = max(price, finer)
		}
	}
}

// Leaves is when, after a virtual time, a market's fair price will first be so
// many parts per million away from a price; far in the future if it never is.
// It is for whoever would look all the time and is not to be woken up in vain.
func (f *FairPrices) Leaves(market uint16, now, price, far int64) int64 {
	way := f.ways[market-1]
	shift, _ := money.MulDiv(price, far, sim.Whole, money.Up)
	low, high := (price-shift)*finer, (price+shift)*finer
	for i := max(now-f.start, 0) / f.every; i+1 < int64(len(way)); i++ {
		a, b := way[i], way[i+1]
		bound := high
		switch {
		case b >= high:
		case b <= low:
			bound = low
		default:
			continue
		}
		// Both differences have one sign, and At counts in milliseconds, too.
		part, _ := money.MulDiv(max(bound-a, a-bound), f.every/1_000_000, max(b-a, a-b), money.Up)
		if (bound > a) != (b > a) {
			part = 0 // it is so far already
		}
		at := f.start + i*f.every + part*1_000_000
		return max(at, now)
	}
	return math.MaxInt64 / 2
}
