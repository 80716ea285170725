package replay_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/replay"
)

// How things stood three minutes after midnight.
func Example() {
	top, _ := os.MkdirTemp("", "exdrill-")
	defer os.RemoveAll(top)
	folder := filepath.Join(top, "one")
	stage, err := drill.Open("coincheck-nem-2018-01", drill.WithScale(0.01))
	if err == nil {
		_, err = keep.Run(context.Background(), stage, "history", folder)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := replay.Open(folder)
	if err != nil {
		fmt.Println(err)
		return
	}
	at, _ := r.When("2018-01-26 00:03")
	_ = r.Print(os.Stdout, []int64{at})
	// Output:
	// Coincheck, January 2018: one key for everything                          history, seed 1, scale 0.01
	// 2018-01-26 00:03:00 UTC+09:00  4 of 130  [#########................................................]
	// lost 1,106 JPY, without a defence 1,106
	// hot + cold  BTC 1,135 + 4,543   ETH 3,748 + 14,989   XRP 2,591,656 + 10,367,535
	//             XEM* 536,300,427 + 0
	// prices      ETHJPY 110,065 JPY   XEMJPY 103.4 JPY
	//
	//             THE THIEF                                  | THE DEFENCE
	// 26 00:02:35 sign_with_stolen_key: held of              |
	//             nem16chso3fe..rl4hu, 536300427.845456 XEM  |
	// 26 00:02:38 sign_with_stolen_key: nonce of             |
	//             nem16chso3fe..rl4hu, 2                     |
	// 26 00:02:48 sign_with_stolen_key: send 10 XEM to       |
	//             nem14bujgna2..hw4up, accepted              |
}
