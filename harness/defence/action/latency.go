package action

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// massTargets is how many single targets still count as clicks.
const massTargets = 100

// Latency is the time from a monitor's answer to the moment when an action
// takes effect, out of the scenario's table or the defaults. An action that
// selects keys by their age or their vendor, or names more than 100 targets, is a mass action.
//
// A sweep's transaction waits for the next block besides, as every transaction
// does; a latency of one block means that and adds nothing.
func Latency(sc *scenarios.Scenario, a *defence.Action) time.Duration {
	mass := a.CreatedUntil != 0 || a.Vendor != "" || targets(a) > massTargets
	row, _ := sc.Latencies.Actions.Get(a.Name)
	takes := time.Duration(0)
	if info := Named(a.Name); info != nil {
		takes = info.Latency
	}
	if row.Takes != nil {
		takes = row.Takes.Value
	}
	switch {
	case mass && row.Mass != nil:
		takes = row.Mass.Value
	case mass:
		takes = max(takes, massTakes)
	}
	if row.Blocks != nil && row.Blocks.Value > 1 {
		takes += time.Duration(row.Blocks.Value-1) * blockInterval(sc, a.Asset)
	}
	return takes
}

// targets is how many single targets an action names.
func targets(a *defence.Action) int {
	return len(a.Keys) + len(a.Accounts) + len(a.Withdrawals) + len(a.Addresses)
}

// blockInterval is the time between blocks of an asset's chain; of the slowest
// chain if no asset is named.
func blockInterval(sc *scenarios.Scenario, asset string) (interval time.Duration) {
	for i := range sc.Venues {
		for _, a := range sc.Venues[i].Assets {
			if a.Chain != nil && (asset == "" || asset == a.Code.Text) {
				interval = max(interval, a.Chain.BlockInterval.Value)
			}
		}
	}
	return interval
}
