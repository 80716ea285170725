package keep_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/store"
)

// Keep a run, and look into its telemetry later.
func Example() {
	folder, _ := os.MkdirTemp("", "exdrill-")
	defer os.RemoveAll(folder)
	if err := kept(filepath.Join(folder, "one")); err != nil {
		fmt.Println(err)
	}
	// Output:
	// score 32.23
	// 106968 events, of which 1270 are about withdrawals
}

func kept(folder string) error {
	stage, err := drill.Open("zaif-api-keys-2018-01", drill.WithScale(0.01))
	if err != nil {
		return err
	}
	r, err := keep.Run(context.Background(), stage, "history", folder)
	if err != nil {
		return err
	}
	fmt.Println("score", r.Score)
	all, withdrawals := 0, 0
	err = store.RunFolder(folder).Events(func(fields []telemetry.Field) error {
		for _, f := range fields {
			if f.Name == "service" && f.String() == "withdrawals" {
				withdrawals++
			}
		}
		all++
		return nil
	})
	fmt.Println(all, "events, of which", withdrawals, "are about withdrawals")
	return err
}
