package events_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/events"
)

// The first withdrawals of Bitcoin on the night of the attack.
func Example() {
	q := &events.Query{Type: "withdrawal_requested", Where: []string{"asset=BTC"}, Around: "2018-01-06 18:00", Within: 12 * time.Hour}
	stage, err := drill.Open("zaif-api-keys-2018-01", drill.WithScale(0.01))
	if err == nil {
		err = q.Check()
	}
	if err == nil {
		err = events.NewPrinter(os.Stdout, os.Stdout, "table", 2).Stage(context.Background(), stage, q)
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// 2018-01-06 07:25:21.239  withdrawals  withdrawal_requested   op=request_withdrawal auth=login source=100.112.26.156 account=1013 asset=BTC withdrawal=10 amount=7870000 value=153465 address=8b17b989c29b9d4d2b56368dcfafaf6744a2d985
	// 2018-01-06 07:27:08.530  withdrawals  withdrawal_requested   op=request_withdrawal auth=login source=100.90.252.72 account=1117 asset=BTC withdrawal=11 amount=6000000 value=117000 address=87f5e5fa50d7cacdf6e27de81d31c95f702abead
	// 2 events, times at UTC+09:00; there are more, --limit 0 shows all
}
