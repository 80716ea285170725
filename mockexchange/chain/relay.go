package chain

// Submit offers a transaction to the mempool. It is taken if it is well formed
// and pays the minimum fee, if the policies behind the money it spends are met
// by good signatures, if the money is there, and if the relay policy prefers
// it to waiting transactions that spend the same. Errors wrap the Refusal that
// says why not; a refused transaction leaves no trace.
//
// Under ReplaceByFee a transaction must pay more than all that it throws out
// together: those that spend the same coin or use the same nonce, those that
// spend their outputs, and on an account chain those later ones of the sender
// that it leaves without funds.
//
// The node keeps a copy: editing the transaction afterwards changes nothing.
func (n *Node) Submit(t *Transaction) error {
	cost, err := n.inspect(t)
	if err != nil {
		return err
	}
	owners, err := n.owners(t, cost)
	if err != nil {
		return err
	}
	id := t.ID()
	if err := n.authorise(t, id, owners); err != nil {
		return err
	}
	if n.pool.ids[id] != nil {
		return refuse(ErrKnown, "%s", id)
	}
	p := &pending{tx: t, id: id, cost: cost, claims: n.claims(t)}
	evicted, err := n.prefer(p)
	if err != nil {
		return err
	}
	if err := n.fuelled(p); err != nil {
		return err
	}
	p.tx = t.Clone()
	n.drop(evicted)
	n.enqueue(p)
	return nil
}

// inspect checks what can be checked without the chain's state and adds up
// what the transaction costs.
func (n *Node) inspect(t *Transaction) (cost int64, err error) {
	if t == nil {
		return 0, refuse(ErrMalformed, "no transaction")
	}
	if err := t.fits(n.spec.Model); err != nil {
		return 0, err
	}
	if t.Fee < 0 || t.Fee > MaxSupply {
		return 0, refuse(ErrMalformed, "fee %d", t.Fee)
	}
	cost = t.Fee
	for i, out := range t.Outputs {
		if out.To == (Address{}) || out.Amount <= 0 || out.Amount > MaxSupply-cost {
			return 0, refuse(ErrMalformed, "output %d: %d units to %s", i, out.Amount, out.To)
		}
		cost += out.Amount
	}
	if t.Fee < n.spec.MinFee {
		return 0, refuse(ErrFeeTooLow, "fee %d, expected at least %d", t.Fee, n.spec.MinFee)
	}
	return cost, nil
}

// fits refuses fields of the other model and missing ones of this.
func (t *Transaction) fits(m Model) error {
	switch {
	case len(t.Outputs) == 0:
		return refuse(ErrMalformed, "no outputs")
	case m == Account && t.From == Address{}:
		return refuse(ErrMalformed, "no sender")
	case m == Account && len(t.Inputs) > 0:
		return refuse(ErrMalformed, "inputs on an account chain")
	case m == UTXO && (t.From != Address{} || t.Nonce != 0):
		return refuse(ErrMalformed, "sender or nonce on a UTXO chain")
	case m == UTXO && t.NewOwner != Address{}:
		return refuse(ErrMalformed, "a new owner on a UTXO chain")
	case m == UTXO && len(t.Inputs) == 0:
		return refuse(ErrMalformed, "no inputs")
	}
	return nil
}

// owners finds the addresses whose money is spent, each once.
func (n *Node) owners(t *Transaction, cost int64) ([]Address, error) {
	if n.spec.Model == Account {
		if n.byIssuer(t) {
			return []Address{n.spec.Issuer}, nil
		}
		return []Address{n.ruling(t)}, nil
	}
	seen := make(map[OutPoint]bool, len(t.Inputs))
	known := make(map[Address]bool, len(t.Policies))
	var owners []Address
	sum := int64(0)
	for _, o := range t.Inputs {
		out, err := n.input(o)
		if err != nil {
			return nil, err
		}
		if seen[o] {
			return nil, refuse(ErrMalformed, "input %s:%d twice", o.Tx, o.Index)
		}
		seen[o] = true
		sum += out.Amount // distinct coins: together at most the supply
		if !known[out.To] {
			known[out.To] = true
			owners = append(owners, out.To)
		}
	}
	return owners, balanced(sum, cost)
}

// balanced makes sure that inputs pay for outputs and fee to the unit: less
// would create value, more would lose it.
func balanced(inputs, cost int64) error {
	switch {
	case inputs < cost:
		return refuse(ErrFunds, "inputs of %d units, expected %d", inputs, cost)
	case inputs > cost:
		return refuse(ErrMalformed, "inputs of %d units, outputs and fee of %d: change is missing", inputs, cost)
	}
	return nil
}

// ruling is whose policy has to be met for a spend on an account chain: that of
// the last new owner in blocks, or among what waits before it.
func (n *Node) ruling(t *Transaction) Address {
	h := n.holders.find(t.From)
	if h == nil {
		return t.From
	}
	for nonce := min(t.Nonce, h.nonce+h.queued); nonce > h.nonce; nonce-- {
		if before := n.pool.claims[nonceClaim(t.From, nonce-1)]; before != nil && before.tx.NewOwner != (Address{}) {
			return before.tx.NewOwner
		}
	}
	return n.Owner(t.From)
}

// input finds an output by name, in blocks or among what waits.
func (n *Node) input(o OutPoint) (Output, error) {
	if id := n.coins.find(o); id != 0 {
		if n.coins.list[id].spent {
			return Output{}, refuse(ErrSpent, "%s:%d", o.Tx, o.Index)
		}
		return n.coins.output(id), nil
	}
	if p := n.pool.ids[o.Tx]; p != nil && int64(o.Index) < int64(len(p.tx.Outputs)) {
		return p.tx.Outputs[o.Index], nil
	}
	return Output{}, refuse(ErrUnknownInput, "%s:%d", o.Tx, o.Index)
}

// claims lists what the transaction needs for itself alone.
func (n *Node) claims(t *Transaction) []claim {
	if n.byIssuer(t) {
		return nil
	}
	if n.spec.Model == Account {
		return []claim{nonceClaim(t.From, t.Nonce)}
	}
	all := make([]claim, len(t.Inputs))
	for i, o := range t.Inputs {
		all[i] = coinClaim(o)
	}
	return all
}

// prefer decides between p and what waits: it returns what p throws out.
func (n *Node) prefer(p *pending) (evicted []*pending, err error) {
	if n.byIssuer(p.tx) {
		return n.seizes(p)
	}
	rivals := n.pool.rivals(p)
	if len(rivals) > 0 && n.spec.Relay != ReplaceByFee {
		return nil, refuse(ErrConflict, "with %s", rivals[0].id)
	}
	if n.spec.Model == Account {
		evicted, err = n.afford(p, rivals)
	} else if len(rivals) > 0 {
		evicted, err = n.pool.supersede(p, rivals)
	}
	if err != nil || len(evicted) == 0 {
		return nil, err
	}
	return evicted, outbids(p, evicted)
}

// rivals lists what claims the same as one, more than once if it does so in
// several coins.
func (p *pool) rivals(one *pending) []*pending {
	var all []*pending
	for _, c := range one.claims {
		if r := p.claims[c]; r != nil {
			all = append(all, r)
		}
	}
	return all
}

// supersede adds to the rivals everything built on them, and refuses a
// transaction that is built on them itself.
func (p *pool) supersede(one *pending, rivals []*pending) ([]*pending, error) {
	all := p.descendants(rivals)
	gone := make(map[Hash]bool, len(all))
	for _, r := range all {
		gone[r.id] = true
	}
	if one.spendsFrom(gone) {
		return nil, refuse(ErrConflict, "spends from what it would replace")
	}
	return all, nil
}

// outbids is nil if p pays more than all it throws out together. Fees of
// accepted transactions add up to less than the supply.
func outbids(p *pending, evicted []*pending) error {
	sum := int64(0)
	for _, one := range evicted {
		sum += one.tx.Fee
	}
	if p.tx.Fee <= sum {
		return refuse(ErrFeeTooLow, "fee %d, expected above %d to replace %d", p.tx.Fee, sum, len(evicted))
	}
	return nil
}

// afford checks nonce and funds on an account chain. A rival at the same nonce
// goes; then, from the last on, the sender's waiting transactions for which p
// leaves nothing.
func (n *Node) afford(p *pending, rivals []*pending) ([]*pending, error) {
	h := n.holders.find(p.tx.From)
	if h == nil {
		return nil, refuse(ErrFunds, "%s holds nothing", p.tx.From)
	}
	next := h.nonce + h.queued
	if p.tx.Nonce < h.nonce || p.tx.Nonce > next {
		return nil, refuse(ErrNonce, "nonce %d, expected %d", p.tx.Nonce, next)
	}
	free := h.free()
	for _, one := range rivals {
		free += one.cost
	}
	evicted := rivals
	// Those after one that hands the address on were signed by other people.
	handed := p.tx.NewOwner != (Address{}) || len(rivals) > 0 && rivals[0].tx.NewOwner != (Address{})
	for nonce := next; len(rivals) > 0 && (handed || free < p.cost) && nonce > p.tx.Nonce+1; nonce-- {
		one := n.pool.claims[nonceClaim(p.tx.From, nonce-1)]
		free += one.cost
		evicted = append(evicted, one)
	}
	if free < p.cost {
		return nil, refuse(ErrFunds, "%d units available, expected %d", free, p.cost)
	}
	return evicted, nil
}
