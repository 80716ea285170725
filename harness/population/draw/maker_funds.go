package draw

import (
	"cmp"
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// makerFund is how many times over a market maker could fill all its quotes, and
// leastMakerFund the same of a variant's coin that there cannot be more of.
// Synthetic: they never run dry in an ordinary week.
const (
	makerFund      = 100
	leastMakerFund = 10
)

// fundMakers gives market makers what they quote with. In a variant a coin may be so
// cheap that no chain could count as many as they would bring: there they bring what
// is left, and if that is too little the richest bring less, who then cannot sell all
// that they mean to.
func (b *builder) fundMakers() error {
	quoted := make([]int64, len(b.model.Coins)) // what fills all quotes once
	b.eachQuote(func(_ []int64, asset uint16, amount int64) { raise(&quoted[asset-1], amount) })
	times := make([]int64, len(quoted))
	for a := range times {
		times[a] = makerFund
		if b.variant {
			room, err := b.room(a, quoted[a])
			if err != nil {
				return err
			}
			if fills, ok := money.MulDiv(room, 2, max(quoted[a], 1), money.Down); ok {
				times[a] = min(fills, makerFund)
			}
		}
	}
	b.eachQuote(func(owns []int64, asset uint16, amount int64) { raise(&owns[asset-1], amount*times[asset-1]/2) })
	return nil
}

// eachQuote calls do for what either side of every quote takes, with what its market
// maker owns.
func (b *builder) eachQuote(do func(owns []int64, asset uint16, amount int64)) {
	c := b.model
	for i := range c.Holders {
		r := &c.Holders[i]
		if c.Groups[r.Group].Kind != model.MarketMakers {
			continue
		}
		for _, q := range c.Quotes[r.Index] {
			t := &c.Markets[q.Market-1]
			worth, ok := t.Spec.Notional(c.Prices.At(q.Market, c.Start), t.Size, money.Up)
			if !ok {
				worth = math.MaxInt64 >> 20
			}
			do(b.owns(i), t.Spec.Base, t.Size)
			do(b.owns(i), t.Spec.Quote, worth)
		}
	}
}

// room is how much of an asset market makers can own: what all others leave of it. If
// that were less than makers need at the least, whoever owns most owns less. The house,
// victims and the thief have what the scenario says.
func (b *builder) room(asset int, quoted int64) (int64, error) {
	most, err := b.most(asset)
	if err != nil {
		return 0, err
	}
	c := b.model
	fixed, people := b.world.Genesis.Assets[asset].HouseFunds, []*int64(nil)
	for i := range c.Holders {
		r, amount := &c.Holders[i], &b.owns(i)[asset]
		if r.Victim != 0 || c.Groups[r.Group].Kind == model.AttackerAccounts {
			raise(&fixed, *amount)
		} else {
			people = append(people, amount)
		}
	}
	needed, ok := money.MulDiv(quoted, leastMakerFund, 2, money.Up)
	if !ok || needed > most || fixed > most-needed {
		return most, nil // afford complains
	}
	return most - fixed - capped(people, most-needed-fixed), nil
}

// capped lowers the largest amounts until all are at most so much together, and returns
// how much they are.
func capped(amounts []*int64, most int64) (sum int64) {
	slices.SortFunc(amounts, func(x, y *int64) int { return cmp.Compare(*x, *y) })
	for i, amount := range amounts {
		*amount = min(*amount, (most-sum)/int64(len(amounts)-i))
		sum += *amount
	}
	return sum
}
