package market

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// A price window against a list of all trades. Times come in whole slices, so
// that the window is as long as it says.
func TestPriceWindowKnowsItsTrades(t *testing.T) {
	type trade struct{ at, price, quantity int64 }
	rapid.Check(t, func(t *rapid.T) {
		const slice = int64(1_000)
		x := newPriceWindow(slice*windowSlices, 77)
		var all []trade
		now := int64(0)
		for range rapid.IntRange(1, 60).Draw(t, "trades") {
			now += slice * rapid.SampledFrom([]int64{0, 0, 1, 3, 20}).Draw(t, "later")
			one := trade{now, rapid.Int64Range(1, 1_000).Draw(t, "price"), rapid.Int64Range(1, 1_000).Draw(t, "quantity")}
			all = append(all, one)
			x.add(now, one.price, one.quantity)
			now += slice * rapid.SampledFrom([]int64{0, 1, 9, 16}).Draw(t, "look")

			before, last := int64(77), int64(77)
			sum, quantity := new(big.Int), new(big.Int)
			for _, y := range all {
				last = y.price
				if y.at <= now-slice*windowSlices {
					before = y.price
					continue
				}
				sum.Add(sum, new(big.Int).Mul(big.NewInt(y.price), big.NewInt(y.quantity)))
				quantity.Add(quantity, big.NewInt(y.quantity))
			}
			average := last
			if quantity.Sign() > 0 {
				average = sum.Quo(sum, quantity).Int64()
			}
			if x.average(now) != average || x.ago(now) != before {
				t.Fatalf("average %d, ago %d; expected %d and %d", x.average(now), x.ago(now), average, before)
			}
		}
	})
}

// However large trades are, the average lies between their prices.
func TestPriceWindowHoldsWhateverIsTraded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newPriceWindow(rapid.Int64Range(0, math.MaxInt64/2).Draw(t, "window"), 1)
		low, high := int64(math.MaxInt64), int64(0)
		for range rapid.IntRange(1, 40).Draw(t, "trades") {
			price := rapid.Int64Range(1, math.MaxInt64).Draw(t, "price")
			x.add(5, price, rapid.Int64Range(1, 1<<62).Draw(t, "quantity"))
			low, high = min(low, price), max(high, price)
		}
		if got := x.average(5); got < low-1 || got > high {
			t.Fatalf("average %d of prices from %d to %d", got, low, high)
		}
	})
}
