package population

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
)

// passOn plans the withdrawals of what people deposit to that end: to a wallet of
// their own, from where they go on.
func (p *Population) passOn(q *sim.Queue) {
	for _, o := range p.model.Onward {
		i := int(o.Account) - 1
		e := reaction{
			kind: signIn, then: tryAgain, intent: o.Intent, asset: o.Asset, amount: o.Amount, to: p.model.OwnWallet(i, o.Asset), onward: true,
		}
		e.at = o.At
		q.Push(p.schedule(i, e), sim.Customer(o.Account))
	}
}

// depositAhead has those who know that a deposit stays for so long, and see the day
// coming on which they will need it, send it so much earlier. What would have come
// before the drill comes when it comes, so that as much does as ever.
func (p *Population) depositAhead(hold int64) {
	type deposit struct {
		account, asset uint32
		at             int64
	}
	ahead := map[deposit]bool{}
	for _, o := range p.model.Onward {
		i := int(o.Account) - 1
		s := p.model.Stream(i, model.ForAdapting+uint64(o.Intent)<<16)
		if o.Deposited-hold > p.model.Start && p.model.Adopts(i, model.KnowsRules) && s.Chance(p.model.Nudged(model.Foresees)) {
			ahead[deposit{o.Account, uint32(o.Asset), o.Deposited}] = true
		}
	}
	p.deposits = slices.Clone(p.deposits)
	for a := range p.deposits {
		list := slices.Clone(p.deposits[a])
		for n := range list {
			if d := &list[n]; ahead[deposit{d.Account, uint32(a + 1), d.At}] {
				d.At -= hold
			}
		}
		slices.SortFunc(list, func(d, e model.Deposit) int {
			return cmp.Or(cmp.Compare(d.At, e.At), cmp.Compare(d.Account, e.Account))
		})
		p.deposits[a] = list
	}
}
