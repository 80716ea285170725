package technique

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// OnChain says that the request goes to a public chain and not to the venue.
func (o Op) OnChain() bool { return o >= OpHeld }

// Send makes a request to a public chain. The error is not nil only when the
// chain could not be reached.
func (c Call) Send(to attacker.Chain) (answer Answer, err error) {
	switch c.Op {
	case OpHeld:
		answer.Amount, err = to.Balance(c.Address)
	case OpUnspent:
		answer.Coins, err = to.Unspent(c.Address)
	case OpNonce:
		answer.Nonce, err = to.NextNonce(c.Address)
	case OpSubmit:
		answer.Refusal, err = relayed(to.Submit(c.Tx))
	default:
		err = fmt.Errorf("no chain answers to request %d", c.Op)
	}
	return answer, err
}

// relayed tells a chain's refusal from a chain that could not be reached.
func relayed(err error) (attacker.Refusal, error) {
	var why chain.Refusal
	if err == nil || !errors.As(err, &why) {
		return attacker.Accepted, err
	}
	switch why {
	case chain.ErrSignature:
		return attacker.KeyRefused, nil
	case chain.ErrFunds:
		return attacker.FundsRefused, nil
	case chain.ErrSpent, chain.ErrNonce, chain.ErrConflict, chain.ErrUnknownInput:
		return attacker.RaceRefused, nil
	}
	return attacker.OtherRefused, nil
}
