package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// traderFund is how many median orders a momentum or breakout trader could fill on
// each side. Synthetic: they never run dry in an ordinary week.
const traderFund = 300

// balances books what everybody owns at the start: what the scenario's figures
// draw, and at least what his plans may use.
func (b *builder) balances() error {
	holdings, err := b.byAsset(b.sc.Population.Holdings)
	if err != nil {
		return err
	}
	for i := range b.model.Holders {
		if err := b.fund(i, holdings); err != nil {
			return err
		}
	}
	if err := b.fundMakers(); err != nil {
		return err
	}
	for i := range b.model.Holders {
		b.book(uint32(i+1), b.owns(i))
	}
	for a := range b.venue.Assets {
		if err := b.share(&b.venue.Assets[a], uint16(a+1)); err != nil {
			return err
		}
	}
	return b.afford()
}

// owns is what a holder has of each asset.
func (b *builder) owns(holder int) []int64 {
	assets := len(b.model.Coins)
	return b.need[holder*assets:][:assets]
}

// fund draws what a holder has; market makers get theirs when everybody else has.
func (b *builder) fund(i int, holdings []int64) error {
	c, owns := b.model, b.owns(i)
	r := &c.Holders[i]
	g := &c.Groups[r.Group]
	switch {
	case g.Kind == model.MarketMakers:
	case g.Kind == model.MomentumTraders:
		b.fundTrader(c.Followed[r.Index], g, owns)
	case g.Kind == model.BreakoutTraders:
		b.fundTrader(c.Watched[r.Index], g, owns)
	case g.Kind == model.AttackerAccounts:
		return b.fundAttacker(r, owns)
	case r.Victim != 0:
		// He lives like everybody until the thief comes, who then finds all that
		// his class has.
		for a, there := range c.Victims[r.Victim-1].Balances {
			raise(&owns[a], there)
		}
	default:
		s := b.stream(sim.Customer(uint32(i+1)), model.ForBalances)
		wealth := g.Balance.Draw(&s, r.Times)
		for a := range owns {
			share, _ := money.MulDiv(wealth, holdings[a], sim.Whole, money.Down)
			owns[a] = max(owns[a], c.FromCurrency(share, uint16(a+1)))
		}
	}
	return nil
}

// share lets customers own together what the scenario says that they do of an
// asset, whatever the scale: market makers and momentum traders what they trade
// with, and everybody else so many times what he owns already. What is left by
// rounding is the last one's.
func (b *builder) share(from *scenarios.Asset, asset uint16) error {
	total, err := b.amount(from.CustomerFunds)
	if err != nil || from.CustomerFunds == nil {
		return err
	}
	all, people := int64(0), []*mockexchange.Balance(nil)
	for i := range b.world.Genesis.Balances {
		owned := &b.world.Genesis.Balances[i]
		if owned.Asset != asset {
			continue
		}
		switch b.model.Groups[b.model.Holders[owned.Account-1].Group].Kind {
		case model.AttackerAccounts:
		case model.MarketMakers, model.MomentumTraders:
			total -= owned.Amount
		default:
			all, people = all+owned.Amount, append(people, owned)
		}
	}
	if all == 0 || total < all {
		return bad(from.CustomerFunds.Pos, "customer_funds leave people %d base units of %s, but they need %d for what they do", total, from.Code.Text, all)
	}
	left := total
	for _, owned := range people {
		owned.Amount, _ = money.MulDiv(owned.Amount, total, all, money.Down)
		left -= owned.Amount
	}
	people[len(people)-1].Amount += left
	return nil
}

func (b *builder) book(account uint32, owns []int64) {
	for a, amount := range owns {
		if amount > 0 {
			b.world.Genesis.Balances = append(b.world.Genesis.Balances, mockexchange.Balance{
				Account: account, Asset: uint16(a + 1), Amount: amount,
			})
		}
	}
}

func (b *builder) fundTrader(m uint16, g *model.Group, owns []int64) {
	t := &b.model.Markets[m-1]
	raise(&owns[t.Spec.Base-1], b.model.FromCurrency(g.Order.Median*traderFund, t.Spec.Base))
	raise(&owns[t.Spec.Quote-1], b.model.FromCurrency(g.Order.Median*traderFund, t.Spec.Quote))
}

// most is how many base units of an asset everybody and the house can own together.
func (b *builder) most(asset int) (int64, error) {
	supply, err := b.amount(&b.venue.Assets[asset].Supply)
	if b.venue.Assets[asset].Chain != nil {
		supply = min(supply, mockexchange.MostOwed)
	}
	return supply, err
}

// afford checks that there can be as many coins as everybody owns together.
func (b *builder) afford() error {
	g := &b.world.Genesis
	total := make([]int64, len(g.Assets))
	for i := range g.Balances {
		raise(&total[g.Balances[i].Asset-1], g.Balances[i].Amount)
	}
	for a := range total {
		most, err := b.most(a)
		if err != nil {
			return err
		}
		if raise(&total[a], g.Assets[a].HouseFunds); total[a] > most {
			return bad(b.venue.Assets[a].Supply.Pos, "supply of %d base units of %s that a venue can own, but everybody owns %d together", most, g.Assets[a].Code, total[a])
		}
	}
	return nil
}
