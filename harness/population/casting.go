package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// part is one account: the n-th member of a group.
type part struct {
	group int
	index int
}

// cohort is the set of keys that the stolen ones are part of. The first live
// members of its group own them, stolen ones first; behind them come those who
// deleted a key that is in the dump, and the rest. Account ids hide this order.
type cohort struct {
	group               int
	live, stolen, deads int
}

// casting gives everybody an account. Ids are a permutation, so that they tell
// nothing.
func (b *builder) casting() error {
	s := b.stream(0, forRoles)
	var all []part
	k, err := b.suspects(&s)
	if err != nil {
		return err
	}
	b.cohort = k
	b.strangers()
	for g := range b.cast.groups {
		members := b.cast.groups[g].members
		for i := range members {
			all = append(all, part{g, i})
		}
	}
	b.parts = make([]part, len(all))
	for i, place := range s.Permutation(len(all)) {
		b.parts[place] = all[i]
	}
	return b.cards()
}

// suspects draws how many keys the cohort has, and sees to it that its group is
// large enough.
func (b *builder) suspects(s *sim.Stream) (k cohort, err error) {
	from := b.sc.Compromise
	if !from.Credentials() {
		return cohort{group: -1}, nil
	}
	k.group = -1
	for g := range b.cast.groups {
		if b.cast.groups[g].name == from.Cohort.Group.Text {
			k.group = g
		}
	}
	if k.group < 0 || b.cast.groups[k.group].kind != customer || b.cast.groups[k.group].scalable {
		return k, bad(from.Cohort.Group.Pos, "group %q of the cohort, expected customers that the scale does not shrink", from.Cohort.Group.Text)
	}
	k.live = int(s.Between(from.Cohort.Keys.Lo, from.Cohort.Keys.Hi))
	k.stolen, k.deads = int(from.Dump.Live.Value), int(from.Dump.Deleted.Value)
	if k.stolen > k.live {
		return k, bad(from.Dump.Live.Pos, "%d stolen keys, expected at most the cohort's %d", k.stolen, k.live)
	}
	g := &b.cast.groups[k.group]
	g.members = max(g.members, k.live+k.deads)
	return k, nil
}

// cards fills in everybody's role and account.
func (b *builder) cards() error {
	c, venue := b.cast, &b.world.Genesis
	c.roles = make([]role, len(b.parts))
	for i, p := range b.parts {
		account := uint32(i + 1)
		s := b.stream(sim.Customer(account), forCasting)
		r := &c.roles[i]
		*r = role{group: uint16(p.group), index: uint32(p.index), times: 1}
		if err := b.settle(&s, p, r); err != nil {
			return err
		}
		g := &c.groups[p.group]
		if g.kind != foreign {
			if s.Chance(g.whales) {
				r.times = g.whaleTimes
			}
			r.factor = s.Chance(b.adopts(b.venue.Adoption.SecondFactor, g.name))
			r.idle = b.idles(p, account)
		}
		c.logins = append(c.logins, access.LoginCredential(c.venue, account))
		venue.Accounts = append(venue.Accounts, mockexchange.Account{Factor: r.factor})
		b.world.AccountWeight = append(b.world.AccountWeight, b.weight(g))
	}
	return nil
}

// settle gives a member his addresses, or those of his vendor.
func (b *builder) settle(s *sim.Stream, p part, r *role) (err error) {
	if b.cast.groups[p.group].kind == foreign {
		return nil
	}
	if vendors := b.vendors[p.group]; len(vendors) > 0 {
		v := int(s.N(int64(len(vendors))))
		r.at, r.move = vendors[v], b.moving(p.group, v)
		return nil
	}
	r.at, err = b.addresses(s, &b.sc.Population.Groups[p.group].Sources)
	return err
}

// weight is how much a member of a group counts in harm.
func (b *builder) weight(g *group) int64 {
	switch {
	case g.kind == maker || g.kind == momentum || g.kind == foreign:
		return 0
	case g.scalable:
		return sim.Whole
	}
	return b.scale
}

// adopts is the share of a group that would use a voluntary control: the
// scenario's, times what the world is drawn with, and never more than all.
func (b *builder) adopts(t scenarios.Table[scenarios.Share], group string) int64 {
	share, _ := t.Get(group)
	times, _ := money.MulDiv(share.PPM, b.adoption, sim.Whole, money.Down)
	return min(times, sim.Whole)
}
