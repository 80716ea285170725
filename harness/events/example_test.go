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
	// 2018-01-06 07:27:08.530  withdrawals  withdrawal_requested  op=request_withdrawal auth=login source=100.90.252.72 account=1117 asset=BTC withdrawal=6 amount=6000000 value=117000 address=87f5e5fa50d7cacdf6e27de81d31c95f702abead
	// 2 events, times at UTC+09:00; there are more, --limit 0 shows all
}
