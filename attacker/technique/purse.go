package technique

import "slices"

// Purse hands out the addresses that the thief sends to, in their order. When
// the last of a coin has been used it starts again with the first: a thief who
// runs out of fresh addresses uses old ones.
type Purse struct {
	addresses map[string][]string // by asset code; never changed
	used      []use
}

type use struct {
	asset string
	count int
}

// NewPurse fills a purse with addresses by asset code.
func NewPurse(addresses map[string][]string) *Purse { return &Purse{addresses: addresses} }

// Next is an address for a coin; ok is false if he has none for it.
func (p *Purse) Next(asset string) (address string, ok bool) {
	list := p.addresses[asset]
	if len(list) == 0 {
		return "", false
	}
	i := slices.IndexFunc(p.used, func(u use) bool { return u.asset == asset })
	if i < 0 {
		i = len(p.used)
		p.used = append(p.used, use{asset: asset})
	}
	address = list[p.used[i].count%len(list)]
	p.used[i].count++
	return address, true
}

// Has says whether there is any address for a coin.
func (p *Purse) Has(asset string) bool { return len(p.addresses[asset]) > 0 }
