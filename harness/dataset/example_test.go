package dataset_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/dataset"
)

func Example() {
	top, _ := os.MkdirTemp("", "exdrill-")
	defer os.RemoveAll(top)
	p := &dataset.Plan{
		Scenarios: []string{"zaif-api-keys-2018-01"}, Seeds: []uint64{1}, Defence: "none", Scale: 0.01, Variation: "record",
	}
	d, err := p.Write(context.Background(), filepath.Join(top, "telemetry"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range []dataset.Label{dataset.Attacker, dataset.Victim, dataset.Honest} {
		fmt.Println(l, d.Count(l))
	}
	// Output:
	// attacker 1743
	// victim 1216
	// honest 103551
}
