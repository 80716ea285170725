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
	// 2018-01-06 06:50:06.065  withdrawals  withdrawal_requested  op=request_withdrawal auth=login source=100.120.49.218 account=1256 asset=BTC withdrawal=9 amount=3418000 value=66651 address=32a313b0bd712cf12de91adefb27e87c82883269
	// 2018-01-06 07:25:21.239  withdrawals  withdrawal_requested  op=request_withdrawal auth=login source=100.112.26.156 account=1013 asset=BTC withdrawal=10 amount=7870000 value=153465 address=8b17b989c29b9d4d2b56368dcfafaf6744a2d985
	// 2 events, times at UTC+09:00; there are more, --limit 0 shows all
}
