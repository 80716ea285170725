package bundle

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/history"
)

// nobody is the kind of the monitor that does nothing, so that no telemetry
// need be carried to it.
const nobody = "none"

// shippedMonitors lists the monitors that ship, by the kinds that `builtin:` in
// a bundle names, in the order in which documents show them.
func shippedMonitors() []*defence.Watch {
	return []*defence.Watch{
		{Kind: nobody},
		{Kind: "history", Immediate: true, Maker: history.Maker{}},
		{Kind: "halt-everything", Maker: baseline.Halt{}},
		{Kind: "random", Maker: baseline.Random{}},
		{Kind: "oracle", Immediate: true, SeesTruth: true, Maker: baseline.Oracle{}},
	}
}

func shippedKinds() (kinds []string) {
	for _, w := range shippedMonitors() {
		kinds = append(kinds, w.Kind)
	}
	return kinds
}

func shippedMonitor(kind string) *defence.Watch {
	for _, w := range shippedMonitors() {
		if w.Kind == kind {
			return w
		}
	}
	return nil
}
