package market_test

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/market"
)

// A seller waits at 101 yen, and a buyer who would pay 105 gets that price.
func Example() {
	book := market.NewBook(market.Spec{Symbol: "APPLE/YEN", Base: 1, Quote: 2})
	sell := market.Order{ID: 1, Account: 1, Side: market.Sell, Type: market.Limit, Price: 101, Quantity: 5}
	buy := market.Order{ID: 2, Account: 2, Side: market.Buy, Type: market.Limit, Price: 105, Quantity: 3}

	placed, _, code := book.Place(&sell, nil)
	fmt.Println(code, placed.Rests)

	need, code := book.Reserve(&buy)
	fmt.Println(code, "reserve", need)
	placed, fills, code := book.Place(&buy, nil)
	fmt.Println(code, fills[0].Quantity, "at", fills[0].Price, "for", fills[0].Quote, "release", placed.Release)
	// Output:
	// ok true
	// ok reserve 315
	// ok 3 at 101 for 303 release 12
}
