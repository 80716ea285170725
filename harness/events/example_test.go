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
	// 2018-01-06 07:16:57.930  withdrawals  withdrawal_requested  op=request_withdrawal auth=login source=100.98.199.46 account=1246 asset=BTC withdrawal=5 amount=15000000 value=292500 address=4c36310c65cbf01b08846073a9e9a7afcbd818ca
	// 2018-01-06 07:25:21.239  withdrawals  withdrawal_requested  op=request_withdrawal auth=login source=100.112.26.156 account=1013 asset=BTC withdrawal=6 amount=7870000 value=153465 address=8b17b989c29b9d4d2b56368dcfafaf6744a2d985
	// 2 events, times at UTC+09:00; there are more, --limit 0 shows all
}
