package custody

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// addressWallet is what the venue can spend from one address: coins on a UTXO
// chain, a balance and a nonce on an account chain. It knows only what blocks
// showed and what the venue itself signed.
type addressWallet struct {
	keys    []chain.Key // those that sign
	all     []chain.Key // and those that may
	policy  chain.Policy
	address chain.Address

	coins  []chain.OutPoint // oldest first; those no longer in amount are gone
	amount map[chain.OutPoint]int64

	// balance is what can be spent, own change included. On an account chain it
	// is below zero while somebody else's spends leave too little for what the
	// venue has signed already.
	balance int64
	nonce   uint64
	// gas is what the venue's transfers of tokens that are in no block yet will
	// take from here; balance is without it.
	gas int64

	// migrated says that the venue moved on to another address by plan: what
	// comes here is credited as ever.
	migrated bool
}

// coin is an output that a wallet can spend, with its worth.
type coin struct {
	at     chain.OutPoint
	amount int64 // base units
}

// newAddressWallet makes the wallet of an address that m of the keys release.
func newAddressWallet(m int, keys ...chain.Key) *addressWallet {
	p := &addressWallet{all: keys, amount: make(map[chain.OutPoint]int64), policy: chain.Policy{M: m}}
	for i := range keys {
		p.policy.Keys = append(p.policy.Keys, keys[i].Public())
	}
	p.keys = keys[:m:m]
	p.address = p.policy.Address()
	return p
}

func (p *addressWallet) addCoin(c coin) {
	p.coins = append(p.coins, c.at)
	p.amount[c.at] = c.amount
	p.balance += c.amount
}

// takeCoins picks coins, oldest first, until they are worth need.
func (p *addressWallet) takeCoins(need int64) (picked []coin, worth int64) {
	taken := 0
	for _, o := range p.coins {
		if worth >= need {
			break
		}
		taken++
		if a, ok := p.amount[o]; ok {
			picked, worth = append(picked, coin{o, a}), worth+a
			delete(p.amount, o)
		}
	}
	p.coins = p.coins[taken:]
	p.balance -= worth
	return picked, worth
}

// oldest lists the coins that takeCoins would pick.
func (p *addressWallet) oldest(need int64) (picked []coin) {
	worth := int64(0)
	for _, o := range p.coins {
		if worth >= need {
			break
		}
		if a, ok := p.amount[o]; ok {
			picked, worth = append(picked, coin{o, a}), worth+a
		}
	}
	return picked
}

// holds reports whether coins are here, all of them.
func (p *addressWallet) holds(coins []chain.OutPoint) bool {
	for _, o := range coins {
		if _, ok := p.amount[o]; !ok {
			return false
		}
	}
	return true
}

// lose takes a coin out that cannot be spent any more; it returns its worth, 0
// for a coin that is not here.
func (p *addressWallet) lose(o chain.OutPoint) int64 {
	a := p.amount[o]
	delete(p.amount, o)
	p.balance -= a
	return a
}

// sign adds the signatures of as many keys as it takes.
func (p *addressWallet) sign(t *chain.Transaction, cache *chain.SignatureCache) {
	for i := range p.keys {
		cache.Sign(t, &p.keys[i])
	}
}
