package technique

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// patience is how often a spend that came too late is tried anew, with what is
// left by then.
const patience = 3

// checkTransfer is for techniques that send one transaction at a time.
func (p Params) checkTransfer() error {
	switch {
	case p.Amount < 1:
		return fmt.Errorf("amount is %d, expected at least 1", p.Amount)
	case p.Until < 0:
		return fmt.Errorf("until is %d, expected a time after 1970, or none", p.Until)
	case p.To < 0:
		return fmt.Errorf("to is %d, expected 0 or more", p.To)
	}
	return nil
}

// spending is one transaction in the making: a look at what is there, on an
// account chain one at the nonce, and then, when its time has come, the spend.
type spending struct {
	amount, until int64
	from          func(*Vault) *Signatory
	to            func(*Vault) chain.Address

	looked, counted bool
	held            int64 // base units
	coins           []chain.Coin
	nonce           uint64
	tries           int
	over            bool
}

func (s *spending) Ask(now int64, v View) Move {
	if s.over || v.Vault == nil {
		return Move{}
	}
	at := s.from(v.Vault).Policy.Address()
	account := v.Vault.Model == chain.Account
	switch {
	case !s.looked && account:
		return s.call(v, Call{Op: OpHeld, Address: at})
	case !s.looked:
		return s.call(v, Call{Op: OpUnspent, Address: at})
	case account && !s.counted:
		return s.call(v, Call{Op: OpNonce, Address: at})
	case now < s.until:
		return Move{Until: s.until}
	}
	return s.call(v, Call{Op: OpSubmit, Tx: s.transaction(v.Vault)})
}

func (s *spending) call(v View, c Call) Move {
	c.Chain = v.Vault.Asset
	return Move{Call: c}
}

// transaction spends what is planned, or all there is if that is less.
func (s *spending) transaction(v *Vault) *chain.Transaction {
	from := s.from(v)
	amount := min(s.amount, s.held-v.Fee)
	t := &chain.Transaction{
		Outputs: []chain.Output{{To: s.to(v), Amount: amount}}, Fee: v.Fee, Policies: []chain.Policy{from.Policy},
	}
	if v.Model == chain.Account {
		t.From, t.Nonce = from.Policy.Address(), s.nonce
	} else {
		worth := int64(0)
		for _, c := range s.coins {
			if worth >= amount+v.Fee {
				break
			}
			t.Inputs, worth = append(t.Inputs, c.OutPoint), worth+c.Output.Amount
		}
		if rest := worth - amount - v.Fee; rest > 0 {
			t.Outputs = append(t.Outputs, chain.Output{To: from.Policy.Address(), Amount: rest})
		}
	}
	t.Sign(from.Keys...)
	return t
}

func (s *spending) Tell(_ int64, v View, a Answer) {
	switch {
	case !s.looked:
		s.looked, s.held, s.coins = true, a.Amount, a.Coins
		for _, c := range a.Coins {
			s.held += c.Output.Amount
		}
		s.over = s.held <= v.Vault.Fee
	case v.Vault.Model == chain.Account && !s.counted:
		s.counted, s.nonce = true, a.Nonce
	default:
		s.tries++
		s.over = a.Refusal == attacker.Accepted || hopeless(a.Refusal) || s.tries == patience
		s.looked, s.counted = false, false
	}
}

func (s *spending) Clone() Run {
	c := *s
	c.coins = slices.Clone(s.coins)
	return &c
}
