package score

import (
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// doors knows whether coins may leave: by asset, whether the defence has
// halted its withdrawals altogether.
type doors struct{ shut []bool }

func newDoors(assets int) doors { return doors{shut: make([]bool, assets+1)} }

func (d *doors) clone() doors { return doors{shut: slices.Clone(d.shut)} }

// allShut reports whether nothing that lives on a chain may leave.
func (d *doors) allShut(assets []mockexchange.Asset) bool {
	some := false
	for i := range assets {
		if assets[i].Chain != nil {
			if !d.shut[i+1] {
				return false
			}
			some = true
		}
	}
	return some
}

// withdrawalDoor hears that withdrawals of an asset, 0 for all, are halted or
// go on. A halt for new addresses only leaves the door open.
func (a *Accountant) withdrawalDoor(env *sim.Envelope) {
	c := &env.Command
	halt := c.Kind == mockexchange.HaltWithdrawals
	if halt && c.Flag {
		return
	}
	before := a.doors.allShut(a.truth.Assets)
	for i := range a.doors.shut {
		if c.Asset == 0 || int(c.Asset) == i {
			if i > 0 && halt != a.doors.shut[i] {
				a.sawIn(env.At, either(halt, sawAssetHalted, sawAssetResumed), uint16(i), 0)
			}
			a.doors.shut[i] = halt
		}
	}
	switch after := a.doors.allShut(a.truth.Assets); {
	case after && !before:
		a.saw(env.At, sawHalted, 0)
	case before && !after:
		a.saw(env.At, sawResumed, 0)
	}
}

// depositDoor hears that deposits of an asset, 0 for all, are halted or go on.
func (a *Accountant) depositDoor(env *sim.Envelope) {
	what := either(env.Command.Kind == mockexchange.HaltDeposits, sawDepositsHalted, sawDepositsResumed)
	for i := range a.truth.Assets {
		if env.Command.Asset == 0 || int(env.Command.Asset) == i+1 {
			a.sawIn(env.At, what, uint16(i+1), 0)
		}
	}
}

func either(first bool, one, other sightingKind) sightingKind {
	if first {
		return one
	}
	return other
}
