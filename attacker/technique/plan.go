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
	if len(side) == 0 {
		return 0
	}
	return side[0].Price
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
	for _, b := range v.Known.Balances {
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

// way is how one balance gets to the target: a lot, and where that ends at a
// bridge the lot that leads on.
type way struct{ first, onward lot }

// planner turns balances into lots.
type planner struct {
	v      View
	t      terms
	books  books
	target string
	budget int // orders still to be planned
	lots   []lot
}

// plan is the lots for exactly count orders, or for as many as the balances
// are enough for. If there are more assets than orders, the least valuable
// ones are left alone. Lots that feed a bridge come before the others.
func (p *planner) plan() []lot {
	for _, w := range p.ways() {
		p.take(w)
	}
	shares := make([]share, len(p.lots))
	for i := range p.lots {
		l := &p.lots[i]
		shares[i] = share{worth: l.worth, parts: 1, most: l.most(p.v, p.t)}
	}
	deal(shares, p.budget)
	for i := range p.lots {
		p.lots[i].parts = shares[i].parts
	}
	slices.SortStableFunc(p.lots, func(a, b lot) int { return cmp.Compare(rank(a), rank(b)) })
	return p.lots
}

// rank puts the lots that are fed by others behind those.
func rank(l lot) int {
	if l.fed {
		return 1
	}
	return 0
}

// ways finds what can be sold, the most valuable first.
func (p *planner) ways() []way {
	var found []way
	for _, b := range p.v.Known.Balances {
		if w, ok := p.way(b); ok {
			found = append(found, w)
		}
	}
	slices.SortStableFunc(found, func(a, b way) int { return cmp.Compare(b.first.worth, a.first.worth) })
	return found
}

// way values a balance; ok is false if it cannot be sold.
func (p *planner) way(b attacker.Balance) (w way, ok bool) {
	if b.Free <= 0 || b.Asset == p.target {
		return w, false
	}
	first, second, bridge, ok := path(p.v.Markets, b.Asset, p.target)
	if !ok {
		return w, false
	}
	w.first = p.lot(b.Asset, first, b.Free)
	if w.first.most(p.v, p.t) == 0 {
		return w, false
	}
	if bridge == "" {
		return w, true
	}
	w.onward = p.lot(bridge, second, p.careful(w.first.worth))
	w.onward.fed = true
	w.first.worth = w.onward.worth
	return w, w.onward.best > 0
}

// lot values an amount of an asset at the best price.
func (p *planner) lot(asset string, h hop, amount int64) lot {
	l := lot{asset: asset, hop: h, amount: amount, best: p.books.best(h)}
	if l.best > 0 {
		l.worth = l.proceeds(amount, p.v)
	}
	return l
}

// careful is what surely comes of expected proceeds: less the share that he
// would let the price slip.
func (p *planner) careful(proceeds int64) int64 { return scale(proceeds, million-p.t.through) }

// take plans one order for a way, and one more for a bridge that no lot crosses
// yet, if so many are left.
func (p *planner) take(w way) {
	if w.onward.asset == "" {
		if !p.merge(w.first) {
			p.add(w.first)
		}
		return
	}
	crossed := slices.ContainsFunc(p.lots, func(l lot) bool { return l.asset == w.onward.asset })
	if !crossed && (p.budget < 2 || w.onward.most(p.v, p.t) == 0) {
		return
	}
	if p.add(w.first) && !p.merge(w.onward) {
		p.add(w.onward)
	}
}

// add starts a lot if an order is left for it.
func (p *planner) add(l lot) bool {
	if p.budget == 0 {
		return false
	}
	p.budget--
	p.lots = append(p.lots, l)
	return true
}

// merge joins an amount to the lot of the same asset; false if there is none.
func (p *planner) merge(l lot) bool {
	i := slices.IndexFunc(p.lots, func(have lot) bool { return have.asset == l.asset })
	if i < 0 {
		return false
	}
	p.lots[i].amount += l.amount
	p.lots[i].worth += l.worth
	p.lots[i].fed = p.lots[i].fed || l.fed
	return true
}
