package chain

// NewToken starts a token with nothing of it handed out: a ledger of its own on
// the chain of the coin that its transfers pay their gas in. An address that has
// none of that coin cannot move the token. The addresses, and the keys behind
// them, are those of the coin. Two things are simpler than on a real chain: each
// token counts an address's transfers by a nonce of its own, and gas has one
// price, which nobody outbids.
//
// What a token's blocks take for gas is in the coin's fees, and is not in its
// blocks: both histories together say what an address holds.
func NewToken(spec Spec, fuel *Node, signatures *SignatureCache) *Node {
	n := NewNode(spec, signatures)
	n.fuel = fuel
	return n
}

// byIssuer reports whether a transaction is signed by the token's issuer in place
// of the address that it spends from: he freezes what lies there, or has issued the
// token anew without it. Either takes it from whoever has the key. The issuer's
// power is his contract's, so it costs no gas here, and knows no nonce.
func (n *Node) byIssuer(t *Transaction) bool {
	return n.spec.Issuer != Address{} && len(t.Policies) == 1 && t.Policies[0].Address() == n.spec.Issuer && t.From != n.spec.Issuer
}

// seizes checks what an issuer takes, and throws out what waits to be sent from
// there: the token is his before it is anybody's.
func (n *Node) seizes(p *pending) (evicted []*pending, err error) {
	h := n.holders.find(p.tx.From)
	if h == nil || p.tx.Nonce != 0 {
		return nil, refuse(ErrFunds, "%s holds nothing, or nonce %d, expected 0", p.tx.From, p.tx.Nonce)
	}
	for _, one := range n.pool.queue {
		if one.tx.From == p.tx.From {
			evicted = append(evicted, one)
		}
	}
	if h.balance < p.cost {
		return nil, refuse(ErrFunds, "%d units there, expected %d", h.balance, p.cost)
	}
	return evicted, nil
}

// fuelled makes sure that the sender of a token can pay for the transfer.
func (n *Node) fuelled(p *pending) error {
	if n.spec.Gas == 0 || n.byIssuer(p.tx) {
		return nil
	}
	if n.fuel == nil || n.fuel.spec.Model != Account {
		return refuse(ErrMalformed, "a token on no account chain")
	}
	if free := n.fuel.Available(p.tx.From); free < n.spec.Gas {
		return refuse(ErrFunds, "%d units for gas, expected %d", free, n.spec.Gas)
	}
	return nil
}

// promiseGas sets gas aside for a transfer that waits, or gives it back.
func (n *Node) promiseGas(from Address, gas int64) {
	if gas != 0 {
		n.fuel.holders.find(from).gas += gas
	}
}

// payGas pays for a transfer that is in a block.
func (n *Node) payGas(from Address) {
	if n.spec.Gas > 0 {
		n.fuel.holders.find(from).balance -= n.spec.Gas
		n.fuel.fees += n.spec.Gas
	}
}
