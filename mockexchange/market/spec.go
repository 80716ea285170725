package market

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// Spec fixes what is traded on a market and which orders it takes. A bound of
// zero is no bound.
type Spec struct {
	Symbol string `json:"symbol"` // "BTCJPY"
	Base   uint16 `json:"base"`   // asset that is bought and sold, from 1
	Quote  uint16 `json:"quote"`  // asset that it is paid with, from 1

	BaseDecimals  uint8 `json:"base_decimals"`  // of the base asset
	QuoteDecimals uint8 `json:"quote_decimals"` // of the quote asset
	// PriceScale is the number of decimals of a price: 1 is 10^-PriceScale
	// whole coins of the quote asset for a whole coin of the base asset.
	PriceScale uint8 `json:"price_scale"`

	Tick        int64 `json:"tick"`         // prices are whole multiples of it
	MinPrice    int64 `json:"min_price"`    // at the price scale
	MaxPrice    int64 `json:"max_price"`    // at the price scale
	Step        int64 `json:"step"`         // quantities are whole multiples of it, base units
	MinQty      int64 `json:"min_qty"`      // base units of the base asset
	MaxQty      int64 `json:"max_qty"`      // base units of the base asset
	MinNotional int64 `json:"min_notional"` // worth of an order, base units of the quote asset

	// Below zero the venue pays, as it does for trade that it wants to have: at
	// most MaxRebate.
	MakerFee int64 `json:"maker_fee"` // parts per million of what the resting side receives
	TakerFee int64 `json:"taker_fee"` // parts per million of what the arriving side receives
}

// MaxRebate is the most that a venue pays for a trade, in parts per million of
// what a side receives.
const MaxRebate = money.Whole / 100

// ErrSpec is inside every error that Validate returns.
var ErrSpec = errors.New("no possible market")

// Validate says what is wrong with the spec, nil if nothing is. A book of a
// spec that is not valid refuses every order.
func (s *Spec) Validate() error {
	bounds := []int64{s.Tick, s.MinPrice, s.MaxPrice, s.Step, s.MinQty, s.MaxQty, s.MinNotional}
	for _, bound := range bounds {
		if bound < 0 {
			return fmt.Errorf("%w: %s: a bound is negative: %d", ErrSpec, s.Symbol, bound)
		}
	}
	switch {
	case s.Symbol == "":
		return fmt.Errorf("%w: it has no symbol", ErrSpec)
	case s.Base == 0 || s.Quote == 0 || s.Base == s.Quote:
		return fmt.Errorf("%w: %s: asset %d is traded against asset %d", ErrSpec, s.Symbol, s.Base, s.Quote)
	case s.BaseDecimals > money.MaxDecimals || s.QuoteDecimals > money.MaxDecimals || s.PriceScale > money.MaxDecimals:
		return fmt.Errorf("%w: %s: more than %d decimals", ErrSpec, s.Symbol, money.MaxDecimals)
	case s.unit() == 0:
		return fmt.Errorf("%w: %s: the price scale must be at least %d", ErrSpec, s.Symbol, int(s.QuoteDecimals)-int(s.BaseDecimals))
	case min(s.MakerFee, s.TakerFee) < -MaxRebate || max(s.MakerFee, s.TakerFee) > money.Whole:
		return fmt.Errorf("%w: %s: fees of %d and %d parts per million", ErrSpec, s.Symbol, s.MakerFee, s.TakerFee)
	}
	return nil
}

// Notional is the worth of a quantity at a price, in base units of the quote
// asset: price*qty / 10^(PriceScale+BaseDecimals-QuoteDecimals). ok is false
// when it leaves the range of an int64.
func (s *Spec) Notional(price, qty int64, r money.Rounding) (worth int64, ok bool) {
	return money.MulDiv(price, qty, s.unit(), r)
}

// unit is what price*quantity is divided by; 0, which divides nothing, if the
// decimals do not fit together.
func (s *Spec) unit() int64 {
	return money.Pow10(s.PriceScale + s.BaseDecimals - s.QuoteDecimals)
}

// fee is what the receiver of an amount pays, rounded down: never more than the
// rate says.
func fee(amount, ppm int64) int64 {
	if ppm == 0 {
		return 0
	}
	paid, _ := money.MulDiv(amount, ppm, money.Whole, money.Down) // at most amount, as ppm is at most a million
	return paid
}
