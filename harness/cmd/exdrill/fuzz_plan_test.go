package main

import (
	"strings"
	"testing"
)

// FuzzPlanOf looks for recorded commands that make their reader panic, or that
// name a plan without runs: somebody else wrote them.
func FuzzPlanOf(f *testing.F) {
	f.Add("--seeds=1-3\n--adaptation=0..3\n--scale=0.1\n--shard=1/2")
	f.Add("--defences=none,./mine[a=1]\n--set=posture.hot_cap.share=1 %,2 %\n--adoption=0.5,1")
	f.Add("--salts=sha256:" + strings.Repeat("0", 64) + "\n--variation=record")
	f.Fuzz(func(t *testing.T, flags string) {
		p, shard, err := planOf(append([]string{"exdrill", "bench"}, strings.Split(flags, "\n")...))
		if err == nil && (p.Size() == 0 || shard.Of < 1) {
			t.Fatalf("%q is a plan of %d runs, part of %d", flags, p.Size(), shard.Of)
		}
	})
}
