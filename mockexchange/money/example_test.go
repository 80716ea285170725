package money_test

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// 0.015 bitcoin at 1,923,456 yen each: the buyer reserves the worth rounded up.
func Example() {
	bitcoin := money.Unit{Code: "BTC", Decimals: 8}
	quantity, err := bitcoin.Parse("0.015")
	if err != nil {
		fmt.Println(err)
	}
	worth, ok := money.MulDiv(1_923_456, quantity, money.Pow10(8), money.Up)
	fmt.Println(bitcoin.Format(quantity), "BTC are", money.Unit{Code: "JPY"}.Human(worth), "JPY", ok)
	// Output: 0.01500000 BTC are 28,852 JPY true
}
