package technique

import (
	"math/bits"
	"math/rand/v2"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// View is what a run works with: one key, or one coin's chain, what is known
// through it, and what the thief brought along.
type View struct {
	Key       *KeyKnowledge
	Partner   *KeyKnowledge         // of the step's partner key, an account of the thief's own; nil without
	Markets   []attacker.MarketInfo // public knowledge
	Assets    []attacker.AssetInfo  // public knowledge
	Limits    *Limits               // that refusals taught him
	Addresses *AddressPool          // where he sends
	Chance    *Chance
	Wallet    *SigningWallet // on a chain: what he can sign for; else nil
	Approval  *Approval      // what he can make of the venue's approval; nil if nothing

	Amounts, Prices money.Precision // as he writes them
}

// asset is what is publicly known of an asset; nil for one that the venue does
// not list.
func (v View) asset(code string) *attacker.AssetInfo {
	for i := range v.Assets {
		if v.Assets[i].Code == code {
			return &v.Assets[i]
		}
	}
	return nil
}

// listed is what is publicly known of a market; nil for one that the venue does
// not list.
func (v View) listed(name string) *attacker.MarketInfo {
	for i := range v.Markets {
		if v.Markets[i].Name == name {
			return &v.Markets[i]
		}
	}
	return nil
}

// market is what is publicly known of a market; the zero value, with the name
// alone, for one that the venue does not list.
func (v View) market(name string) attacker.MarketInfo {
	if m := v.listed(name); m != nil {
		return *m
	}
	return attacker.MarketInfo{Name: name}
}

// written is an amount as he writes it, on the step: at most as much, and at
// least the least if that is there.
func (v View) written(amount, least, step int64) int64 {
	if amount < 1 || len(v.Amounts) == 0 {
		return amount
	}
	short := v.Amounts.Round(amount, v.Chance.Between(0, million), money.Down)
	if short -= short % max(step, 1); short < least {
		return amount
	}
	return short
}

// writtenPrice is a price as he writes it, on the tick.
func (v View) writtenPrice(price, tick int64, up bool) int64 {
	if price < 1 || len(v.Prices) == 0 {
		return price
	}
	r := money.Down
	if up {
		r = money.Up
	}
	price = v.Prices.Round(price, v.Chance.Between(0, million), r)
	return max(price-price%max(tick, 1), 1)
}

// AddressPool hands out the addresses that the thief sends to, in their order.
// When the last of a coin has been used it starts again with the first: a thief
// who runs out of fresh addresses uses old ones.
type AddressPool struct {
	addresses map[string][]string // by asset code; never changed
	used      map[string]int      // how many were handed out, by asset code
}

// NewAddressPool fills a pool with addresses by asset code.
func NewAddressPool(addresses map[string][]string) *AddressPool {
	return &AddressPool{addresses: addresses, used: map[string]int{}}
}

// Next is an address for a coin; ok is false if he has none for it.
func (p *AddressPool) Next(asset string) (address string, ok bool) {
	list := p.addresses[asset]
	if len(list) == 0 {
		return "", false
	}
	address = list[p.used[asset]%len(list)]
	p.used[asset]++
	return address, true
}

// Has says whether there is any address for a coin.
func (p *AddressPool) Has(asset string) bool { return len(p.addresses[asset]) > 0 }

// Chance is one stream of chance. It is plain data: a copy of the value runs
// through the same draws again.
type Chance struct{ pcg rand.PCG }

// NewChance is the stream of that number under a seed. The odd factor, 2^64
// over the golden ratio, keeps the states of neighbouring streams far apart.
func NewChance(seed, stream uint64) Chance {
	return Chance{pcg: *rand.NewPCG(seed, (stream+1)*0x9e3779b97f4a7c15)}
}

// Between draws a whole number from low to high, high itself left out. It is
// low when the span is empty. The product of 128 bits leaves a bias below
// one in 2^30 for the spans used here.
func (c *Chance) Between(low, high int64) int64 {
	if high <= low {
		return low
	}
	n, _ := bits.Mul64(c.pcg.Uint64(), uint64(high-low))
	return low + int64(n)
}
