package custody

import "github.com/exdrill/exdrill/mockexchange/chain"

// OnChainOf tells a token's wallet which wallet holds the coin that its transfers
// pay their gas in: the same addresses, whose keys are the same.
func (w *Wallet) OnChainOf(coin *Wallet) {
	w.coin = coin
	coin.tokens = append(coin.tokens, w)
}

// gasDue is what the tokens at an address of the coin need to be moved away, too.
// Whoever empties the address leaves it there, or they could not follow.
func (w *Wallet) gasDue(a chain.Address) (sum int64) {
	for _, t := range w.tokens {
		if p := t.address(a); p != nil && p.balance > 0 {
			sum += t.spec.Gas
		}
	}
	return sum
}

// movable is all that a transaction can bring away from an address, the miner's
// fee not included.
func (w *Wallet) movable(p *addressWallet) int64 {
	return p.balance - w.spec.MinFee - w.gasDue(p.address)
}

// Fuelled reports whether the hot address has the gas for a transfer.
func (w *Wallet) Fuelled() bool {
	if w.coin == nil {
		return true
	}
	p := w.gasAt(w.hot.address)
	return p != nil && p.balance >= w.spec.Gas
}

// gasAt is the coin's part of an address. Both wallets have the same addresses as
// long as their keys change together.
func (w *Wallet) gasAt(a chain.Address) *addressWallet { return w.coin.address(a) }

// takeGas sets the gas of a transfer aside; it reports false where there is none.
func (w *Wallet) takeGas(from chain.Address, s *Sent) bool {
	if w.coin == nil {
		return true
	}
	p := w.gasAt(from)
	if p == nil || p.balance < w.spec.Gas {
		return false
	}
	s.Gas = w.spec.Gas
	p.balance -= s.Gas
	p.gas += s.Gas
	return true
}

// spendGas notes that a block took the gas of a transfer, and returnGas that no
// block will.
func (w *Wallet) spendGas(s *Sent) {
	if s.Gas > 0 {
		w.gasAt(s.from).gas -= s.Gas
	}
}

func (w *Wallet) returnGas(s *Sent) {
	if s.Gas > 0 {
		p := w.gasAt(s.from)
		p.gas -= s.Gas
		p.balance += s.Gas
	}
}

// loseGas notes that somebody else paid gas from an address of the venue's.
func (w *Wallet) loseGas(from chain.Address) int64 {
	if w.coin == nil {
		return 0
	}
	if p := w.gasAt(from); p != nil {
		p.balance -= w.spec.Gas
		return w.spec.Gas
	}
	return 0
}

// byIssuer reports whether a token's issuer took what a transaction spends.
func (w *Wallet) byIssuer(t *chain.Transaction) bool {
	return w.spec.Issuer != chain.Address{} && len(t.Policies) == 1 && t.Policies[0].Address() == w.spec.Issuer
}
