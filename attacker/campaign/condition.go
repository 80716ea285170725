package campaign

import (
	"slices"

	"github.com/exdrill/exdrill/attacker/technique"
)

// Condition is something that a step can depend on. All conditions are about
// what the thief knows of the step's key, not about what is true.
type Condition string

// The conditions.
const (
	Always         Condition = "always"
	Alive          Condition = "alive"            // the venue told what the key may do
	CanTrade       Condition = "can_trade"        // and trading was part of it
	CanWithdraw    Condition = "can_withdraw"     // and withdrawing was part of it
	HasFunds       Condition = "has_funds"        // the balances were read, and something was there
	UnitNotDrained Condition = "unit_not_drained" // no withdraw_direct took all that it wanted
)

// Conditions lists them all.
func Conditions() []Condition {
	return []Condition{Always, Alive, CanTrade, CanWithdraw, HasFunds, UnitNotDrained}
}

func (c Condition) valid() bool { return slices.Contains(Conditions(), c) }

// holds is the condition as far as the thief knows.
func (c Condition) holds(k *technique.KeyKnowledge) bool {
	switch c {
	case Alive:
		return k.Alive
	case CanTrade:
		return k.Alive && k.Rights.Trade
	case CanWithdraw:
		return k.Alive && k.Rights.Withdraw
	case HasFunds:
		return k.HasFunds()
	case UnitNotDrained:
		return !k.Drained
	}
	return true
}

// firstMissing is the first condition that does not hold; ok says there is one.
func firstMissing(when []Condition, k *technique.KeyKnowledge) (c Condition, ok bool) {
	for _, c := range when {
		if !c.holds(k) {
			return c, true
		}
	}
	return "", false
}
