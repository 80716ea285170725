package accounting

import (
	"slices"

	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// serviceStatus knows whether coins may leave: by asset, whether the defence has
// halted its withdrawals altogether.
type serviceStatus struct{ halted []bool }

func newServiceStatus(assets int) serviceStatus { return serviceStatus{halted: make([]bool, assets+1)} }

func (s *serviceStatus) clone() serviceStatus { return serviceStatus{halted: slices.Clone(s.halted)} }

// allHalted reports whether nothing that lives on a chain may leave.
func (s *serviceStatus) allHalted(assets []mockexchange.Asset) bool {
	some := false
	for i := range assets {
		if assets[i].Chain != nil {
			if !s.halted[i+1] {
				return false
			}
			some = true
		}
	}
	return some
}

// withdrawalStatus hears that withdrawals of an asset, 0 for all, are halted or
// go on. A halt for new addresses only leaves the door open.
func (a *Accounting) withdrawalStatus(env *sim.Envelope) {
	c := &env.Command
	halt := c.Kind == mockexchange.HaltWithdrawals
	if halt && c.Flag {
		a.observe(env.At, measure.NewAddressesHalted, 0)
		return
	}
	before := a.status.allHalted(a.known.Assets)
	for i := range a.status.halted {
		if c.Asset == 0 || int(c.Asset) == i {
			if i > 0 && halt != a.status.halted[i] {
				a.observeIn(env.At, either(halt, measure.AssetWithdrawalsHalted, measure.AssetWithdrawalsResumed), uint16(i), 0)
			}
			a.status.halted[i] = halt
		}
	}
	switch after := a.status.allHalted(a.known.Assets); {
	case after && !before:
		a.observe(env.At, measure.WithdrawalsHalted, 0)
	case before && !after:
		a.observe(env.At, measure.WithdrawalsResumed, 0)
	}
}

// depositStatus hears that deposits of an asset, 0 for all, are halted or go on.
func (a *Accounting) depositStatus(env *sim.Envelope) {
	what := either(env.Command.Kind == mockexchange.HaltDeposits, measure.DepositsHalted, measure.DepositsResumed)
	for i := range a.known.Assets {
		if env.Command.Asset == 0 || int(env.Command.Asset) == i+1 {
			a.observeIn(env.At, what, uint16(i+1), 0)
		}
	}
}

func either(first bool, one, other measure.Kind) measure.Kind {
	if first {
		return one
	}
	return other
}
