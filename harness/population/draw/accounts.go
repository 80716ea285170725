package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// groupMember is one account: the n-th member of a group.
type groupMember struct {
	group int
	index int
}

// cohort is the set of keys that the stolen ones are part of. The first live
// members of its group own them, stolen ones first; behind them come those who
// deleted a key that is in the dump, and the rest. Account ids hide this order.
type cohort struct {
	group               int
	live, stolen, deads int
	logins              int // members behind those, whose logins are stolen
}

// drawAccounts gives everybody an account. Ids are a permutation, so that they tell
// nothing.
func (b *builder) drawAccounts() error {
	s := b.stream(0, model.ForAccounts)
	var all []groupMember
	k, err := b.drawCohort(&s)
	if err != nil {
		return err
	}
	b.cohort = k
	b.attackerGroup()
	for g := range b.model.Groups {
		members := b.model.Groups[g].Members
		for i := range members {
			all = append(all, groupMember{g, i})
		}
	}
	b.members = make([]groupMember, len(all))
	for i, place := range s.Permutation(len(all)) {
		b.members[place] = all[i]
	}
	return b.fillHolders()
}

// drawCohort draws how many keys the cohort has, and sees to it that its group is
// large enough.
func (b *builder) drawCohort(s *sim.Stream) (k cohort, err error) {
	from := b.sc.Compromise
	if !from.Credentials() {
		return cohort{group: -1}, nil
	}
	k.group = b.groupIndex(from.Cohort.Group.Text)
	if k.group < 0 || b.model.Groups[k.group].Kind != model.Customers || b.model.Groups[k.group].Scalable {
		return k, bad(from.Cohort.Group.Pos, "group %q of the cohort, expected customers that the scale does not shrink", from.Cohort.Group.Text)
	}
	k.live = int(s.Between(from.Cohort.Keys.Lo, from.Cohort.Keys.Hi))
	k.stolen, k.deads = int(from.Dump.Live.Value), int(from.Dump.Deleted.Value)
	if k.stolen > k.live {
		return k, bad(from.Dump.Live.Pos, "%d stolen keys, expected at most the cohort's %d", k.stolen, k.live)
	}
	g := &b.model.Groups[k.group]
	for i := range from.Logins {
		k.logins += int(from.Logins[i].Accounts.Value)
	}
	g.Members = max(g.Members, k.live+k.deads+k.logins)
	return k, nil
}

// fillHolders fills in everybody's holder and account.
func (b *builder) fillHolders() error {
	c, venue := b.model, &b.world.Genesis
	c.Holders = make([]model.Holder, len(b.members))
	for i, p := range b.members {
		account := uint32(i + 1)
		s := b.stream(sim.Customer(account), model.ForHolder)
		r := &c.Holders[i]
		*r = model.Holder{Group: uint16(p.group), Index: uint32(p.index), Times: 1}
		if err := b.assignSources(&s, p, r); err != nil {
			return err
		}
		g := &c.Groups[p.group]
		if g.Kind != model.AttackerAccounts {
			if s.Chance(g.Whales) {
				r.Times = g.WhaleTimes
			}
			r.SecondFactor = s.Chance(b.adopts(b.venue.Adoption.SecondFactor, g.Name))
			r.Idle = b.idles(p, account)
		}
		c.Logins = append(c.Logins, access.LoginCredential(c.VenueSeed, account))
		venue.Accounts = append(venue.Accounts, mockexchange.Account{Factor: r.SecondFactor})
		b.world.AccountWeight = append(b.world.AccountWeight, b.weight(g))
		b.world.AccountGroup = append(b.world.AccountGroup, uint16(p.group))
	}
	return nil
}

// assignSources gives a member his addresses, or those of his vendor.
func (b *builder) assignSources(s *sim.Stream, p groupMember, r *model.Holder) (err error) {
	group := p.group
	if b.model.Groups[group].Kind == model.AttackerAccounts {
		if group = b.livesLike(b.attackerClass(group)); group < 0 {
			return nil
		}
	}
	if vendors := b.vendors[group]; len(vendors) > 0 {
		v := int(s.N(int64(len(vendors))))
		r.Sources, r.Vendor, r.Move = vendors[v], uint8(v+1), b.moveOf(group, v)
		return nil
	}
	r.Sources, err = b.addresses(s, &b.sc.Population.Groups[group].Sources)
	return err
}

// weight is how much a member of a group counts in harm.
func (b *builder) weight(g *model.Group) int64 {
	switch {
	case g.Kind == model.MarketMakers || g.Kind == model.MomentumTraders || g.Kind == model.BreakoutTraders || g.Kind == model.AttackerAccounts:
		return 0
	case g.Scalable:
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

// idles draws whether the owner of a key of the cohort, or of one that he
// deleted, does nothing at all while the clock runs.
func (b *builder) idles(p groupMember, account uint32) bool {
	k := b.sc.Compromise
	if k == nil || k.Cohort.Idle == nil || p.group != b.cohort.group || p.index >= b.cohort.live+b.cohort.deads {
		return false
	}
	s := b.stream(sim.Customer(account), model.ForIdling)
	return s.Chance(k.Cohort.Idle.PPM)
}
