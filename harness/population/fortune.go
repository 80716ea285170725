package population

import (
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// makerFund is how many times over a market maker could fill all its quotes;
// traderFund how many median orders a momentum trader could fill on each side.
// Synthetic: they never run dry in an ordinary week.
const (
	makerFund  = 100
	traderFund = 300
)

// endow books what everybody owns at the start: what the scenario's figures
// draw, and at least what his plans may use.
func (b *builder) endow() error {
	holdings, err := b.byAsset(b.sc.Population.Holdings)
	if err != nil {
		return err
	}
	c := b.cast
	for i := range c.roles {
		r := &c.roles[i]
		g := &c.groups[r.group]
		owns := b.need[i*len(c.coins):][:len(c.coins)]
		switch {
		case g.kind == maker:
			b.fundMaker(int(r.index), owns)
		case g.kind == momentum:
			b.fundTrader(int(r.index), g, owns)
		case g.kind == foreign:
			if err := b.ready(r, owns); err != nil {
				return err
			}
		case r.victim != 0:
			copy(owns, c.victims[r.victim-1].owns)
		default:
			s := b.stream(sim.Customer(uint32(i+1)), forLoot)
			fortune := g.balance.draw(&s, r.times)
			for a := range owns {
				share, _ := money.MulDiv(fortune, holdings[a], sim.Whole, money.Down)
				owns[a] = max(owns[a], c.worth(share, uint16(a+1)))
			}
		}
		b.book(uint32(i+1), owns)
	}
	return b.afford()
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

func (b *builder) fundMaker(n int, owns []int64) {
	c := b.cast
	for _, q := range c.quotes[n] {
		t := &c.markets[q.Market-1]
		worth, ok := t.spec.Notional(c.prices.At(q.Market, c.start), t.size, money.Up)
		if !ok {
			worth = math.MaxInt64 >> 20
		}
		raise(&owns[t.spec.Base-1], t.size*makerFund/2)
		raise(&owns[t.spec.Quote-1], worth*makerFund/2)
	}
}

func (b *builder) fundTrader(n int, g *group, owns []int64) {
	t := &b.cast.markets[b.cast.followed[n]-1]
	raise(&owns[t.spec.Base-1], b.cast.worth(g.order.median*traderFund, t.spec.Base))
	raise(&owns[t.spec.Quote-1], b.cast.worth(g.order.median*traderFund, t.spec.Quote))
}

// afford checks that there can be as many coins as everybody owns together.
func (b *builder) afford() error {
	g := &b.world.Genesis
	total := make([]int64, len(g.Assets))
	for i := range g.Balances {
		raise(&total[g.Balances[i].Asset-1], g.Balances[i].Amount)
	}
	for a := range total {
		from := &b.venue.Assets[a]
		supply, err := b.amount(&from.Supply)
		if err != nil {
			return err
		}
		if raise(&total[a], g.Assets[a].HouseFunds); total[a] > supply {
			return bad(from.Supply.Pos, "supply of %d base units of %s, but everybody owns %d together", supply, g.Assets[a].Code, total[a])
		}
	}
	return nil
}

// thief draws where the thief calls from, and what his victims own.
func (b *builder) thief() error {
	from := b.sc.Compromise
	if !from.Credentials() && (from == nil || len(from.Own) == 0) {
		return nil
	}
	if err := b.outside(from); err != nil {
		return err
	}
	for class := range from.Victims {
		if err := b.loot(&from.Victims[class], class); err != nil {
			return err
		}
	}
	return nil
}

// outside draws where the thief calls from: from the same addresses at every
// venue.
func (b *builder) outside(from *scenarios.Compromise) error {
	if b.world.Venue > 0 && len(b.shared.sources) > 0 {
		b.world.Truth.Sources = slices.Clone(b.shared.sources)
		return nil
	}
	s := b.stream(sim.Attacker, forCasting)
	at, err := b.addresses(&s, &from.Sources)
	if err != nil {
		return err
	}
	b.world.Truth.Sources = slices.Clone(b.cast.sources[at.first:][:at.count])
	return nil
}

// loot shares out what a class of victims owns together.
func (b *builder) loot(from *scenarios.Victims, class int) error {
	total, err := b.amount(&from.Total)
	if err != nil {
		return err
	}
	holdings, err := b.byAsset(from.Holdings)
	if err != nil {
		return err
	}
	var members []*victimhood
	var parts []int64
	var sum int64
	s := b.stream(sim.Actor(class), forLoot)
	for i := range b.cast.victims {
		if v := &b.cast.victims[i]; v.class == class {
			members = append(members, v)
			part := tail{sim.Whole, from.Spread.PPM}.draw(&s, 1) + sim.Whole/10
			parts, sum = append(parts, part), sum+part
		}
	}
	for n, v := range members {
		v.owns = make([]int64, len(b.cast.coins))
		for a := range v.owns {
			value, _ := money.MulDiv(total, parts[n], sum, money.Down)
			value, _ = money.MulDiv(value, holdings[a], sim.Whole, money.Down)
			v.owns[a] = b.cast.worth(value, uint16(a+1))
		}
	}
	return nil
}

// truth sums up what the referee must know.
func (b *builder) truth() error {
	t := &b.world.Truth
	for _, k := range b.world.Dump {
		t.Keys = append(t.Keys, k.Key)
		if k.Live {
			t.Accounts = append(t.Accounts, k.Account)
		}
	}
	for _, o := range b.world.Own {
		t.OwnAccounts = append(t.OwnAccounts, o.Account)
	}
	if k := b.sc.Compromise; k != nil {
		for _, w := range k.Wallets {
			t.Wallets = append(t.Wallets, w.Text)
		}
	}
	return nil
}
