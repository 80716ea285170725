package custody

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// ColdSigning is how coins leave a cold wallet that people sign for from where
// they are: somebody asks for a transfer, a host builds the transaction, a host
// shows it to them, M of N people sign, and the wallet server broadcasts it. Each
// has another's word for what the transaction does: a device that signs is handed
// a digest, which tells nobody anything.
//
// Without one, those who hold cold keys come together for a ceremony.
type ColdSigning struct {
	M int `json:"m"`
	N int `json:"n"`
	// Builder is the host that makes a transaction of a request, and Display the one
	// that shows it to those who sign, and hands their devices what they sign. They
	// may be one host.
	Builder string `json:"builder"`
	Display string `json:"display"`
	// Blind is the chance that somebody notices that what he signs is not what he is
	// shown, and Plain the chance that he notices what he is shown and did not expect,
	// in parts per million.
	Blind int64 `json:"blind,omitempty"`
	Plain int64 `json:"plain,omitempty"`
}

// Check says what is impossible about it, nil if nothing is.
func (c *ColdSigning) Check() error {
	switch {
	case c.M < 1 || c.M > c.N || c.N > MaxSigners:
		return fmt.Errorf("cold signing: %d of %d people, expected 1 to n of at most %d", c.M, c.N, MaxSigners)
	case c.Builder == "" || c.Display == "":
		return fmt.Errorf("cold signing: builder %q and display %q, expected the names of hosts", c.Builder, c.Display)
	case c.Blind < 0 || c.Blind > million || c.Plain < 0 || c.Plain > million:
		return fmt.Errorf("cold signing: noticed with %d and %d ppm, expected 0 to %d", c.Blind, c.Plain, million)
	}
	return nil
}

const million = 1_000_000

// ColdSigner is somebody who signs for cold wallets.
type ColdSigner struct {
	Signer
	// Attention is how well he looks, one of them each time, in parts per million:
	// he notices what is noticed with a greater chance than that.
	Attention []int64 `json:"attention,omitempty"`
	// Decodes is how long he takes to decode what he signs, in nanoseconds, one of
	// them each time. How long people take is theirs, and no posture's to choose.
	Decodes []int64 `json:"decodes,omitempty"`
}

// Signature is one that is due: whose, when, and how well he looks.
type Signature struct {
	Signer    int   // from 1
	At        int64 // virtual nanoseconds
	Attention int64 // parts per million, less is better
	Decodes   int64 // nanoseconds that it takes him, if he has to
}

// Signatures are those of all who sign for a cold wallet and are asked at a time,
// in the order in which they come to it; an even number of 64 bits says how long
// each takes.
func (s *Staff) Signatures(c *ColdSigning, at int64, even uint64) (all []Signature) {
	for i := range c.N {
		one, mine := Signature{Signer: i + 1, At: at}, (even+uint64(i))*golden>>32
		if i < len(s.ColdSigners) {
			who := &s.ColdSigners[i]
			one.At = who.answers(at, mine)
			if n := len(who.Attention); n > 0 {
				one.Attention = who.Attention[(mine>>8)%uint64(n)]
			}
			if n := len(who.Decodes); n > 0 {
				one.Decodes = who.Decodes[(mine>>16)%uint64(n)]
			}
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, Signature.compare)
	return all
}

func (s Signature) compare(other Signature) int { return cmp.Compare(s.At, other.At) }

// Decoded has everybody decode what he signs first.
func Decoded(all []Signature) {
	for i := range all {
		all[i].At += all[i].Decodes
	}
	slices.SortStableFunc(all, Signature.compare)
}

// SignedBy has the last of some people sign at a known time, and the others before
// it, each as much sooner as he would have come to it of all the time that it takes
// them when nobody knows.
func SignedBy(all []Signature, at, until int64) {
	usual := all[len(all)-1].At - at
	for i := range all {
		took := until - at
		if usual > 0 {
			took, _ = money.MulDiv(all[i].At-at, until-at, usual, money.Nearest) // at most that
		}
		all[i].At = at + took
	}
}

// SignCold has people sign for the cold wallet from now on instead of one key in
// a safe.
func (w *Wallet) SignCold(c *ColdSigning) {
	w.people = c
	w.cold = newAddressWallet(c.M, w.coldKeys()...)
}

// coldKeys are those of the next cold wallet that people sign for: as many as
// there are people, and new ones after each time that it got new owners.
func (w *Wallet) coldKeys() (keys []chain.Key) {
	for i := range w.people.N {
		keys = append(keys, chain.DeriveKey(w.seed, "cold/"+w.label, uint32(w.upgrades*MaxSigners+i)))
	}
	w.upgrades++
	return keys
}

// BuildRefill builds a transaction of an amount from cold to hot that nobody has
// signed yet; nil when cold holds too little.
func (w *Wallet) BuildRefill(amount int64) *chain.Transaction {
	return w.buildCold(chain.Output{To: w.hot.address, Amount: amount})
}

// BuildUpgrade builds one that gives the cold wallet new owners, of the venue's own:
// the same people with new keys. It moves as little as a transaction can. It is nil
// on a chain whose addresses are no contracts.
func (w *Wallet) BuildUpgrade() *chain.Transaction {
	if w.spec.Model == chain.UTXO {
		return nil
	}
	next := newAddressWallet(w.people.M, w.coldKeys()...)
	w.next = next
	return w.handedOver(w.buildCold(chain.Output{To: w.cold.address, Amount: 1}), next.address)
}

func (w *Wallet) handedOver(t *chain.Transaction, to chain.Address) *chain.Transaction {
	if t != nil {
		t.NewOwner = to
	}
	return t
}

// Tampered is what becomes of a transaction out of cold storage in the hands of
// whoever holds the host that builds it or shows it, and wants it to be his: on an
// account chain it hands him the wallet, moving nothing, or pays him all that lies
// there, and on the others it pays him what it was to pay.
func (w *Wallet) Tampered(t *chain.Transaction, his chain.Address, pays bool) *chain.Transaction {
	c := t.Clone()
	if w.spec.Model == chain.UTXO || pays {
		c.Outputs[0].To, c.Outputs[0].Memo = his, 0
		if w.spec.Model == chain.Account {
			c.Outputs[0].Amount = w.cold.balance - c.Fee // the page goes on showing what was asked for
		}
		return c
	}
	c.Outputs[0].To = w.cold.address
	return w.handedOver(c, his)
}

func (w *Wallet) buildCold(to chain.Output) *chain.Transaction {
	fee := w.spec.MinFee
	if to.Amount <= 0 || w.cold.balance < to.Amount+fee {
		return nil
	}
	t := &chain.Transaction{Outputs: []chain.Output{to}, Fee: fee, Policies: []chain.Policy{w.cold.policy}}
	if w.spec.Model == chain.Account {
		t.From, t.Nonce = w.cold.address, w.cold.nonce
		return t
	}
	worth := int64(0)
	for _, c := range w.cold.oldest(to.Amount + fee) {
		t.Inputs, worth = append(t.Inputs, c.at), worth+c.amount
	}
	if change := worth - to.Amount - fee; change > 0 {
		t.Outputs = append(t.Outputs, chain.Output{To: w.cold.address, Amount: change})
	}
	return t
}

// SendCold signs a transaction out of cold storage by those people, in whatever
// order, and notes that it was sent. It is nil when somebody else has spent from
// there since it was built.
func (w *Wallet) SendCold(t *chain.Transaction, people []int, cache *chain.SignatureCache) *chain.Transaction {
	s := Sent{Purpose: Refill, Fee: t.Fee, Amount: t.Outputs[0].Amount}
	p := w.cold
	if p.balance < s.Amount+s.Fee || w.spec.Model == chain.Account && t.Nonce != p.nonce {
		return nil
	}
	if t.NewOwner != (chain.Address{}) {
		s.Purpose = Upgrade
	}
	if w.spec.Model == chain.UTXO {
		if !p.holds(t.Inputs) {
			return nil
		}
		s.inputs, _ = p.takeCoins(s.Amount + s.Fee)
		if len(t.Outputs) > 1 {
			s.change.amount = t.Outputs[1].Amount
		}
	} else {
		p.nonce++
		p.balance -= s.Amount + s.Fee
	}
	for _, n := range people {
		cache.Sign(t, &p.all[n-1])
	}
	return w.note(p, t, s)
}

// ColdBusy reports whether a transaction out of cold storage is in no block yet.
func (w *Wallet) ColdBusy() bool {
	return slices.ContainsFunc(w.sent, func(s Sent) bool { return s.from == w.cold.address })
}

// handOver notes that a block gave an address of the venue's new owners. If they
// are not the ones that the venue wanted, what lies there is lost to it, and cold
// storage begins anew elsewhere.
func (w *Wallet) handOver(p *addressWallet, to chain.Address) {
	if w.next != nil && to == w.next.address {
		p.policy, p.keys, p.all = w.next.policy, w.next.keys, w.next.all
		w.next = nil
		return
	}
	if p != w.cold {
		return
	}
	w.lost = append(w.lost, p)
	w.next, w.cold = nil, newAddressWallet(w.people.M, w.coldKeys()...)
}

// Lost lists the cold addresses that somebody else rules now, oldest first.
func (w *Wallet) Lost() (all []chain.Address) {
	for _, p := range w.lost {
		all = append(all, p.address)
	}
	return all
}
