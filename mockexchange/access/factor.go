package access

import "github.com/exdrill/exdrill/mockexchange/onetime"

// FactorKind is what an account's second factor is. They differ in who else can
// have a code: what comes by message goes to whoever has the phone number, what an
// app shows can be typed into a thief's page, and a hardware key answers to the
// venue's own page alone (FIDO2).
type FactorKind uint8

// The kinds. A venue that keeps no record of logins knows App alone.
const (
	App FactorKind = iota
	SMS
	HardwareKey

	factorKinds
)

var factorNames = [factorKinds]string{App: "app", SMS: "sms", HardwareKey: "hardware_key"}

// String is the kind's name in postures and telemetry.
func (k FactorKind) String() string {
	if k < factorKinds {
		return factorNames[k]
	}
	return "unknown"
}

// FactorNamed finds the kind that String names; ok is false for any other name.
func FactorNamed(name string) (k FactorKind, ok bool) {
	for i, n := range factorNames {
		if n == name {
			return FactorKind(i), true
		}
	}
	return 0, false
}

// Strength orders the kinds by how much a thief needs, the weakest first: a phone
// number, a customer who is fooled, the thing itself.
func (k FactorKind) Strength() int { return [factorKinds]int{SMS: 0, App: 1, HardwareKey: 2}[k] }

// StrongEnough is the kind itself, or the weakest one of a strength that it lacks.
func StrongEnough(k FactorKind, strength int) FactorKind {
	switch {
	case k.Strength() >= strength:
		return k
	case strength <= App.Strength():
		return App
	}
	return HardwareKey
}

// PhoneSecret is what the codes in messages to an account's phone number are made
// of. Whoever has the number has it: its owner, or a thief after a SIM swap.
func PhoneSecret(seed uint64, account uint32) onetime.Secret {
	return derive("phone", seed, account, 0)
}

// CodeOf is FactorCode for a second factor of a kind.
func CodeOf(kind FactorKind, seed uint64, account uint32, now int64) uint32 {
	if kind != SMS {
		return FactorCode(seed, account, now)
	}
	s := PhoneSecret(seed, account)
	return onetime.Code(&s, now)
}
