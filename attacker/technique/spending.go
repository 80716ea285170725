package technique

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// patience is how often something that came too late, or found nothing to do,
// is tried anew.
const patience = 3

// checkTransfer is for techniques that send on a chain.
func (p Params) checkTransfer() error {
	switch {
	case p.Amount < 1:
		return fmt.Errorf("amount is %d, expected at least 1", p.Amount)
	case p.Until < 0:
		return fmt.Errorf("until is %d, expected a time after 1970, or none", p.Until)
	case p.To < 0:
		return fmt.Errorf("to is %d, expected 0 or more", p.To)
	case p.Inputs < 0:
		return fmt.Errorf("inputs is %d, expected 0 or more", p.Inputs)
	case p.Outputs < 0:
		return fmt.Errorf("outputs is %d, expected 0 or more", p.Outputs)
	}
	return p.checkPause()
}

// spending is one transaction in the making: a look at what is there, on an
// account chain one at the nonce, and then, when its time has come, the spend.
type spending struct {
	params Params
	from   func(*Vault) *Signatory
	pay    func(amount int64, v View) []chain.Output

	look  look
	tries int
	over  bool
}

func (s *spending) Ask(now int64, v View) Move {
	if s.over || v.Vault == nil {
		return Move{}
	}
	from := s.from(v.Vault)
	if call, ok := s.look.ask(v.Vault, from.Policy.Address()); ok {
		return Move{Call: call}
	}
	if now < s.params.Until {
		return Move{Until: s.params.Until}
	}
	// He spends what is planned, or all there is if that is less.
	amount := min(s.params.Amount, s.look.spendable(v.Vault))
	t := s.look.spend(v.Vault, from, s.pay(amount, v), s.params.Inputs, from.Policy.Address())
	return Move{Call: Call{Op: OpSubmit, Chain: v.Vault.Asset, Tx: t}}
}

func (s *spending) Tell(_ int64, v View, a Answer) {
	if !s.look.told(v.Vault) {
		s.look.tell(a)
		s.over = s.look.spendable(v.Vault) <= 0
		return
	}
	s.tries++
	s.over = a.Refusal == attacker.Accepted || hopeless(a.Refusal) || s.tries == patience
	s.look = look{}
}
