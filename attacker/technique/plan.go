package technique

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/attacker"
)

// books is what the thief has seen of the markets, by index; the zero Depth
// for those that he has not looked at.
type books []attacker.Depth

// best is the best price that an order of this hop would meet; 0 for none.
func (b books) best(h hop) int64 {
	side := b[h.market].Bids
	if h.buy {
		side = b[h.market].Asks
	}
	return top(side)
}

// markets lists those that lead from what an account holds to the target, in
// the order in which he comes upon them.
func markets(v View, target string) []int {
	var list []int
	add := func(h hop) {
		if !slices.Contains(list, h.market) {
			list = append(list, h.market)
		}
	}
	for _, b := range v.Key.Balances {
		if b.Free == 0 || b.Asset == target {
			continue
		}
		first, second, bridge, ok := path(v.Markets, b.Asset, target)
		if !ok {
			continue
		}
		add(first)
		if bridge != "" {
			add(second)
		}
	}
	return list
}

// conversion is how one balance gets to the target: a batch of orders, and
// where that ends at a bridge the batch that leads on.
type conversion struct{ first, onward orderBatch }

// planner turns balances into batches.
type planner struct {
	v       View
	t       terms
	books   books
	target  string
	budget  int // orders still to be planned
	batches []orderBatch
}

// plan is the batches for exactly count orders, or for as many as the balances
// are enough for. If there are more assets than orders, the least valuable
// ones are left alone. Batches that feed a bridge come before the others.
func (p *planner) plan() []orderBatch {
	for _, c := range p.conversions() {
		p.take(c)
	}
	shares := make([]share, len(p.batches))
	for i := range p.batches {
		b := &p.batches[i]
		shares[i] = share{worth: b.worth, parts: 1, most: b.most(p.v, p.t)}
	}
	distribute(shares, p.budget)
	for i := range p.batches {
		p.batches[i].parts = shares[i].parts
	}
	slices.SortStableFunc(p.batches, func(a, b orderBatch) int { return cmp.Compare(rank(a), rank(b)) })
	return p.batches
}

// rank puts the batches that are fed by others behind those.
func rank(b orderBatch) int {
	if b.fed {
		return 1
	}
	return 0
}

// conversions finds what can be sold, the most valuable first.
func (p *planner) conversions() []conversion {
	var found []conversion
	for _, b := range p.v.Key.Balances {
		if c, ok := p.conversion(b); ok {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b conversion) int { return cmp.Compare(b.first.worth, a.first.worth) })
	return found
}

// conversion values a balance; ok is false if it cannot be sold.
func (p *planner) conversion(b attacker.Balance) (c conversion, ok bool) {
	if b.Free <= 0 || b.Asset == p.target {
		return c, false
	}
	first, second, bridge, ok := path(p.v.Markets, b.Asset, p.target)
	if !ok {
		return c, false
	}
	c.first = p.batch(b.Asset, first, b.Free)
	if c.first.most(p.v, p.t) == 0 {
		return c, false
	}
	if bridge == "" {
		return c, true
	}
	c.onward = p.batch(bridge, second, p.careful(c.first.worth))
	c.onward.fed = true
	c.first.worth = c.onward.worth
	return c, c.onward.best > 0
}

// batch values an amount of an asset at the best price.
func (p *planner) batch(asset string, h hop, amount int64) orderBatch {
	b := orderBatch{asset: asset, hop: h, amount: amount, best: p.books.best(h)}
	if b.best > 0 {
		b.worth = b.proceeds(amount, p.v)
	}
	return b
}

// careful is what surely comes of expected proceeds: less the share that he
// would let the price slip.
func (p *planner) careful(proceeds int64) int64 { return scale(proceeds, million-p.t.through) }

// take plans one order for a conversion, and one more for a bridge that no batch
// crosses yet, if so many are left.
func (p *planner) take(c conversion) {
	if c.onward.asset == "" {
		if !p.merge(c.first) {
			p.add(c.first)
		}
		return
	}
	crossed := slices.ContainsFunc(p.batches, func(b orderBatch) bool { return b.asset == c.onward.asset })
	if !crossed && (p.budget < 2 || c.onward.most(p.v, p.t) == 0) {
		return
	}
	if p.add(c.first) && !p.merge(c.onward) {
		p.add(c.onward)
	}
}

// add starts a batch if an order is left for it.
func (p *planner) add(b orderBatch) bool {
	if p.budget == 0 {
		return false
	}
	p.budget--
	p.batches = append(p.batches, b)
	return true
}

// merge joins an amount to the batch of the same asset; false if there is none.
func (p *planner) merge(b orderBatch) bool {
	i := slices.IndexFunc(p.batches, func(have orderBatch) bool { return have.asset == b.asset })
	if i < 0 {
		return false
	}
	p.batches[i].amount += b.amount
	p.batches[i].worth += b.worth
	p.batches[i].fed = p.batches[i].fed || b.fed
	return true
}
