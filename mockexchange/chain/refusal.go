package chain

import "fmt"

// Refusal is a reason for which a node does not take a transaction. Errors of
// this package wrap one, so errors.Is(err, ErrFunds) works, and errors.As
// finds the Refusal to put on a wire.
type Refusal uint8

// The reasons.
const (
	// ErrMalformed: a field is missing, out of range or of the other model.
	ErrMalformed Refusal = iota + 1
	// ErrFeeTooLow: below the chain's minimum, or not more than what it would replace.
	ErrFeeTooLow
	// ErrSignature: a signature is wrong or missing; who signs does not hold enough
	// keys.
	ErrSignature
	// ErrUnknownInput: no such output, neither in a block nor waiting.
	ErrUnknownInput
	// ErrSpent: a block already spent this output.
	ErrSpent
	// ErrNonce: the nonce was used in a block, or leaves a gap.
	ErrNonce
	// ErrConflict: a waiting transaction spends the same money and came first.
	ErrConflict
	// ErrFunds: there is less money than the transaction spends.
	ErrFunds
	// ErrKnown: this very transaction waits already.
	ErrKnown
	// ErrSupply: the genesis would hold more than MaxSupply.
	ErrSupply
	// ErrGenesis: the chain has begun; nothing more is handed out.
	ErrGenesis
	refusals
)

var refusalNames = [refusals]string{
	ErrMalformed:    "malformed",
	ErrFeeTooLow:    "fee_too_low",
	ErrSignature:    "bad_signature",
	ErrUnknownInput: "unknown_input",
	ErrSpent:        "spent",
	ErrNonce:        "bad_nonce",
	ErrConflict:     "conflict",
	ErrFunds:        "insufficient_funds",
	ErrKnown:        "known",
	ErrSupply:       "supply_too_large",
	ErrGenesis:      "genesis_is_over",
}

// Error is the reason's name: lower case, words joined by underscores.
func (r Refusal) Error() string {
	if r > 0 && r < refusals {
		return refusalNames[r]
	}
	return fmt.Sprintf("refusal_%d", uint8(r))
}

// ParseRefusal finds the reason that Error names; ok is false for any other name.
func ParseRefusal(name string) (r Refusal, ok bool) {
	for i := ErrMalformed; i < refusals; i++ {
		if refusalNames[i] == name {
			return i, true
		}
	}
	return 0, false
}

// refuse adds the offending value to a reason.
func refuse(r Refusal, format string, values ...any) error {
	return fmt.Errorf("%w: %s", r, fmt.Sprintf(format, values...))
}
