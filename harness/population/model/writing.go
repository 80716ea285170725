package model

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Writing is with how many digits somebody writes amounts and prices.
//
// That people round is documented, how much each of them is not: prices of
// Bitcoin end in 00 more often than in anything else (Urquhart 2017, Economics
// Letters 159), the more so the further an order is from the best price (Han
// 2024, Journal of Behavioral and Experimental Finance 41), and sizes of trades
// that are no wash trades crowd at round ones (Cong, Li, Tang and Yang 2023,
// Management Science 69). All shares are synthetic, between half and twice what
// they are here.
type Writing struct {
	Amounts   money.Precision
	Prices    money.Precision // near the market's: a coarser one would be another price
	FarPrices money.Precision // of orders that wait for a price far off
}

var (
	byHand = Writing{
		Amounts:   money.Precision{350_000, 250_000, 100_000},
		Prices:    money.Precision{0, 0, 250_000, 250_000},
		FarPrices: money.Precision{350_000, 400_000, 150_000},
	}
	byProgram = Writing{
		Amounts:   money.Precision{60_000, 100_000, 140_000, 140_000, 60_000},
		Prices:    money.Precision{0, 0, 80_000, 120_000},
		FarPrices: money.Precision{0, 0, 80_000, 120_000},
	}
)

// ByHand is how people write numbers on a website. The caller must not change it.
func ByHand() *Writing { return &byHand }

// ByProgram is how programs write numbers: what they have reckoned, in full, or
// cut to what their makers found enough. Thieves' programs are programs. The
// caller must not change it.
func ByProgram() *Writing { return &byProgram }

// Amount is an amount as it is written: at most n, and something if n is.
func (w *Writing) Amount(s *sim.Stream, n int64) int64 {
	if n < 1 {
		return n
	}
	return w.Amounts.Round(n, s.N(sim.Whole), money.Down)
}
