package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Control is one standing limit that a posture can put in force. A control
// that is named replaces the venue's own setting of the same kind.
type Control interface {
	// Info describes the control, whatever its parameters.
	Info() Info
	// Parse reads the parameters that a posture gives, defaults for the others.
	// What is wrong with them goes to p.
	Parse(p *param.Values) Control
	// Apply puts the control in force.
	Apply(s *mockexchange.Settings)
}

// Info says all there is to say about one control.
type Info struct {
	ID               reject.Control `json:"-"` // what refusals and delays that it causes carry
	Name             string         `json:"name"`
	Summary          string         `json:"summary"`
	Stops            string         `json:"stops"` // what a thief cannot do any more
	Costs            string         `json:"costs"` // what honest customers pay
	Parameters       []Parameter    `json:"parameters"`
	WouldHaveChanged []string       `json:"incidents"` // and how they would have gone
}

// Parameter is one value that a posture sets.
type Parameter struct {
	Name    string `json:"name"`
	Type    string `json:"type"`              // "duration", "amount", "share", "multiple", "number", "flag", "time of day" or "amounts"
	Default string `json:"default,omitempty"` // empty if the parameter must be given
	Range   string `json:"range"`
	Real    string `json:"real"`   // a value in force somewhere
	Source  string `json:"source"` // where that is written
}

// Posture is the controls that a defence puts in force before anything
// happens.
type Posture []Control

// All lists every control there is, without parameters, in the order in
// which documents show them.
func All() []Control {
	return []Control{
		KeyAllowList{},
		TradingExpiry{},
		ScopeSeparation{},
		KeyRateLimit{},
		KeyNotionalLimit{},
		WithdrawalOptIn{},
		WithdrawalSecondFactor{},
		CredentialChangeHold{},
		SessionBinding{},
		PriceBand{},
		PriceRangeExecution{},
		CircuitBreaker{},
		MarketAnomalyFreeze{},
		MarketSurveillance{},
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
		ChainWatch{},
		CodeAttestation{},
		IndependentDecoding{},
		RefuseUpgrades{},
		FourEyes{},
		SigningPolicyLock{},
	}
}

// Names lists the names of all controls in the same order.
func Names() []string {
	var names []string
	for _, c := range All() {
		names = append(names, c.Info().Name)
	}
	return names
}

// Named finds a control by name; nil if there is none.
func Named(name string) Control {
	for _, c := range All() {
		if c.Info().Name == name {
			return c
		}
	}
	return nil
}
