package defence

import (
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Control is one standing limit that a posture can put in force. A control
// that is named replaces the venue's own setting of the same kind.
type Control interface {
	// Info describes the control, whatever its parameters.
	Info() ControlInfo
	// Parse reads the parameters that a posture gives, defaults for the others.
	// What is wrong with them goes to p.
	Parse(p *Params) Control
	// Apply puts the control in force.
	Apply(s *mockexchange.Settings)
}

// ControlInfo says all there is to say about one control.
type ControlInfo struct {
	ID               reject.Control // what refusals and delays that it causes carry
	Name             string
	Summary          string
	Stops            string // what a thief cannot do any more
	Costs            string // what honest customers pay
	Parameters       []Parameter
	WouldHaveChanged []string // incidents, and how they would have gone
}

// Parameter is one value that a posture sets.
type Parameter struct {
	Name    string
	Type    string // "duration", "amount", "share", "multiple", "number", "flag", "time of day" or "amounts"
	Default string // empty if the parameter must be given
	Range   string
	Real    string // a value in force somewhere
	Source  string // where that is written
}

// Posture is the controls that a defence puts in force before anything
// happens.
type Posture []Control

// Controls lists every control there is, without parameters, in the order in
// which documents show them.
func Controls() []Control {
	return []Control{
		KeyAllowList{},
		TradingExpiry{},
		ScopeSeparation{},
		KeyRateLimit{},
		KeyNotionalLimit{},
		WithdrawalOptIn{},
		WithdrawalSecondFactor{},
		CredentialChangeHold{},
		PriceBand{},
		PriceRangeExecution{},
		CircuitBreaker{},
		MarketAnomalyFreeze{},
		PositionCap{},
		NotionalCap{},
		SelfTradePrevention{},
		StagedReopening{},
		FirstSeenHold{},
		WithdrawalLimit{},
		AddressBook{},
		VelocityLimits{},
		ManualApproval{},
		BatchCheck{},
		FreshDepositHold{},
		ProbeDetector{},
		ConfirmationsByAmount{},
		HotCap{},
		Multisig{},
		SignerVelocity{},
		LimitTimeLock{},
		AutomaticSweep{},
		Reconciliation{},
	}
}

// ControlNames lists the names of all controls in the same order.
func ControlNames() []string {
	var names []string
	for _, c := range Controls() {
		names = append(names, c.Info().Name)
	}
	return names
}

// controlNamed finds a control by name; nil if there is none.
func controlNamed(name string) Control {
	for _, c := range Controls() {
		if c.Info().Name == name {
			return c
		}
	}
	return nil
}
