package draw

import (
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// victims draws where the thief calls from, and what his victims own.
func (b *builder) victims() error {
	from := b.sc.Compromise
	if !from.Credentials() && (from == nil || len(from.AttackerAccounts) == 0) {
		return nil
	}
	if err := b.attackerSources(from); err != nil {
		return err
	}
	for class := range from.Victims {
		if err := b.victimBalances(&from.Victims[class].Owners, class); err != nil {
			return err
		}
	}
	for n := range from.Logins {
		if err := b.victimBalances(&from.Logins[n].Owners, len(from.Victims)+n); err != nil {
			return err
		}
	}
	return nil
}

// attackerSources draws where the thief calls from: from the same addresses at every
// venue.
func (b *builder) attackerSources(from *scenarios.Compromise) error {
	if b.world.Venue > 0 && len(b.shared.sources) > 0 {
		b.world.Truth.Sources = slices.Clone(b.shared.sources)
		return nil
	}
	s := b.stream(sim.Attacker, model.ForHolder)
	// Each is by itself where it is: a proxy at somebody's home, or a rented host.
	one := from.Sources
	one.Addresses.Exactly(1)
	for range s.Between(max(from.Sources.Addresses.Lo, 1), max(from.Sources.Addresses.Hi, 1)) {
		at, err := b.addresses(&s, &one)
		if err != nil {
			return err
		}
		b.world.Truth.Sources = append(b.world.Truth.Sources, b.model.Sources[at.First])
	}
	return nil
}

// victimBalances shares out what a class of victims owns together.
func (b *builder) victimBalances(from *scenarios.Owners, class int) error {
	total, err := b.amount(&from.Total)
	if err != nil {
		return err
	}
	holdings, err := b.byAsset(from.Holdings)
	if err != nil {
		return err
	}
	var members []*model.Victim
	var parts []int64
	var sum int64
	s := b.stream(sim.Actor(class), model.ForBalances)
	for i := range b.model.Victims {
		if v := &b.model.Victims[i]; v.Class == class {
			members = append(members, v)
			part := model.HeavyAmount{Median: sim.Whole, Spread: from.Spread.PPM}.Draw(&s, 1) + sim.Whole/10
			parts, sum = append(parts, part), sum+part
		}
	}
	for n, v := range members {
		v.Balances = make([]int64, len(b.model.Coins))
		for a := range v.Balances {
			value, _ := money.MulDiv(total, parts[n], sum, money.Down)
			value, _ = money.MulDiv(value, holdings[a], sim.Whole, money.Down)
			v.Balances[a] = b.model.FromCurrency(value, uint16(a+1))
		}
	}
	return nil
}

func readNotices(from *scenarios.Complaints) model.Notice {
	return model.Notice{
		Start: from.Start.Unix, Share: from.Share.PPM, Median: int64(from.Delay.Median.Value), Spread: from.Delay.Spread.PPM, Trades: from.Trades,
	}
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
	for _, l := range b.world.Logins {
		t.Accounts = append(t.Accounts, l.Account)
	}
	for _, o := range b.world.AttackerAccounts {
		t.OwnAccounts = append(t.OwnAccounts, o.Account)
	}
	if k := b.sc.Compromise; k != nil {
		for _, w := range k.Wallets {
			t.Wallets = append(t.Wallets, w.Text)
		}
	}
	return nil
}
