package technique

import (
	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// marketMath does the arithmetic of one market: worth is price * quantity /
// 10^(PriceScale + BaseDecimals - QuoteDecimals), and it is rounded against
// the thief, so that what he plans is never refused for a base unit.
type marketMath struct{ *attacker.MarketInfo }

// unit is the divisor above. It is 0, which divides nothing, if the decimals
// make no possible market.
func (q marketMath) unit() int64 {
	n := int(q.PriceScale) + int(q.BaseDecimals) - int(q.QuoteDecimals)
	if n < 0 || n > 18 {
		return 0
	}
	return money.Pow10(uint8(n))
}

// worth is what a quantity costs at a price, base units of the quote asset; 0
// if that leaves the range of an int64.
func (q marketMath) worth(price, quantity int64, r money.Rounding) int64 {
	w, ok := money.MulDiv(price, quantity, q.unit(), r)
	if !ok {
		return 0
	}
	return w
}

// quantity is what an amount of the quote asset buys at a price, base units of
// the base asset; 0 if that leaves the range of an int64.
func (q marketMath) quantity(price, worth int64, r money.Rounding) int64 {
	n, ok := money.MulDiv(worth, q.unit(), price, r)
	if !ok {
		return 0
	}
	return n
}

// least is the smallest quantity that the filters let through at a price.
func (q marketMath) least(price int64) int64 {
	n := max(q.MinQty, q.quantity(price, q.MinNotional, money.Up), q.Step, 1)
	return ceil(n, max(q.Step, 1))
}

// beyond is the price a share (parts per million) through the best one on the
// other side, on a tick: above it for a buyer, below it for a seller.
func (q marketMath) beyond(best, ppm int64, buy bool) int64 {
	tick := max(q.Tick, 1)
	if buy {
		return ceil(scale(best, million+ppm), tick)
	}
	price := scale(best, million-ppm)
	return max(price-price%tick, tick)
}

// onTick is a price moved to the next tick that is no worse for whoever orders
// at it: down for a buyer, up for a seller.
func (q marketMath) onTick(price int64, buy bool) int64 {
	tick := max(q.Tick, 1)
	if buy {
		return max(price-price%tick, tick)
	}
	return ceil(price, tick)
}

// fit is as much of a quantity as the filters let through at a price; 0 for
// none.
func (q marketMath) fit(quantity, price int64) int64 {
	step := max(q.Step, 1)
	if q.MaxQty > 0 {
		quantity = min(quantity, q.MaxQty)
	}
	quantity -= quantity % step
	if quantity < q.least(price) {
		return 0
	}
	return quantity
}
