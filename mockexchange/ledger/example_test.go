package ledger_test

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/ledger"
)

// A customer deposits 500 yen, and 200 of them are reserved for an order.
func Example() {
	books := ledger.New(1, 1)
	outside := ledger.Pocket{Kind: ledger.Outside}
	mine := ledger.Pocket{Kind: ledger.Free, Account: 1}
	reserved := ledger.Pocket{Kind: ledger.Locked, Account: 1}

	fmt.Println(books.Post(1, 500, outside, mine))
	fmt.Println(books.Post(1, 200, mine, reserved))
	fmt.Println(books.Post(1, 400, mine, outside))
	fmt.Println(books.Free(1, 1), books.Locked(1, 1), books.Total(ledger.Outside, 1))
	// Output:
	// ok
	// ok
	// insufficient_balance
	// 300 200 -500
}
