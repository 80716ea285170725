package model

import (
	"math"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Coin is what people need to know of an asset.
type Coin struct {
	OnChain            bool
	Code               string
	Whole, Reference   int64 // base units in a whole coin; its worth in the currency
	Fee, MinWithdrawal int64
}

// Market is what people need to know of a market.
type Market struct {
	Spec market.Spec
	Unit int64 // price * quantity is divided by it

	// What market makers keep.
	Levels      int64
	Gap, Spread int64 // parts per million of the price
	Size        int64 // base units at each level
}

// LeastWithdrawal is the smallest withdrawal that is worth its fee.
func (c *Coin) LeastWithdrawal() int64 { return max(c.MinWithdrawal, 2*c.Fee, 1) }

// FromCurrency converts an amount of the currency into an asset, rounded down.
func (m *Model) FromCurrency(value int64, asset uint16) int64 {
	coin := &m.Coins[asset-1]
	units, ok := money.MulDiv(value, coin.Whole, max(coin.Reference, 1), money.Down)
	if !ok {
		return math.MaxInt64 >> 20
	}
	return units
}

// Value is an amount of an asset in the currency at the reference price.
func (m *Model) Value(asset uint16, amount int64) int64 {
	v, _ := money.MulDiv(amount, m.Coins[asset-1].Reference, m.Coins[asset-1].Whole, money.Nearest)
	return v
}

// OrderValue is what an order is worth at reference prices.
func (m *Model) OrderValue(t *Market, o *mockexchange.Command) int64 {
	if o.Quantity > 0 {
		return m.Value(t.Spec.Base, o.Quantity)
	}
	return m.Value(t.Spec.Quote, o.Quote)
}

// LimitPrice is a price so many parts per million behind the fair one, or through
// it if off is negative, on the market's tick.
func (t *Market) LimitPrice(fair int64, side market.Side, off int64) int64 {
	if side == market.Buy {
		off = -off
	}
	shift, _ := money.MulDiv(fair, off, sim.Whole, money.Nearest)
	return t.onTick(fair + shift)
}

func (t *Market) onTick(price int64) int64 {
	if t.Spec.Tick > 0 {
		return max(price-price%t.Spec.Tick, t.Spec.Tick)
	}
	return max(price, 1)
}

// WrittenPrice is a price on the market's tick as somebody writes it.
func (t *Market) WrittenPrice(s *sim.Stream, price int64, by money.Precision) int64 {
	return t.onTick(by.Round(price, s.N(sim.Whole), money.Nearest))
}

// SizeOrder gives an order the quantity, or the amount of the quote asset, that so
// many base units of the quote asset are worth, as it is written. It keeps to
// the market's filters.
func (t *Market) SizeOrder(s *sim.Stream, c *mockexchange.Command, fair, quote int64, by *Writing) {
	quote = max(quote, t.Spec.MinNotional, 1)
	if c.Type == market.Market && c.Side == market.Buy {
		c.Quote = max(by.Amount(s, quote), t.Spec.MinNotional)
		return
	}
	price := c.Price
	if price == 0 {
		price = fair
	}
	quantity, ok := money.MulDiv(quote, t.Unit, price, money.Up)
	if !ok {
		quantity = math.MaxInt64 >> 20
	}
	least, ok := money.MulDiv(t.Spec.MinNotional, t.Unit, price, money.Up)
	if !ok {
		least = 0
	}
	c.Quantity = t.WholeLot(max(by.Amount(s, quantity), least, t.Spec.MinQty, 1))
}

// WholeLot rounds a quantity up to the market's step.
func (t *Market) WholeLot(quantity int64) int64 {
	if step := t.Spec.Step; step > 0 {
		quantity = (quantity + step - 1) / step * step
	}
	return quantity
}
