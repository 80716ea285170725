package population

import (
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// strangers adds a group for each class of the thief's own accounts, behind all
// others.
func (b *builder) strangers() {
	b.own = len(b.cast.groups)
	if b.sc.Compromise == nil {
		return
	}
	for i := range b.sc.Compromise.Own {
		o := &b.sc.Compromise.Own[i]
		b.cast.groups = append(b.cast.groups, group{name: o.Name.Text, kind: foreign, members: int(o.Accounts.Value)})
	}
}

// ownClass is the class of own accounts that a group stands for.
func (b *builder) ownClass(group int) *scenarios.Own { return &b.sc.Compromise.Own[group-b.own] }

// opener drafts the key of one of the thief's own accounts, made soon after it
// was opened.
func (b *builder) opener(s *sim.Stream, p part, k draft) {
	from := b.ownClass(p.group)
	k.opened = within(s, from.Opened)
	k.Created = min(k.opened+s.Between(day/24, 20*day), b.cast.start-1)
	k.Scopes |= access.Trade
	if from.Withdraw {
		k.Scopes |= access.Withdraw
	}
	b.keys = append(b.keys, k)
}

// owned enters an own key.
func (b *builder) owned(k *draft, id uint32) {
	group := int(b.cast.roles[k.Account-1].group)
	b.world.Own = append(b.world.Own, Own{Key: id, Account: k.Account, Class: b.ownClass(group).Name.Text})
}

// sortOwn brings the own keys into the order of their classes.
func (b *builder) sortOwn() {
	slices.SortStableFunc(b.world.Own, func(x, y Own) int {
		return int(b.cast.roles[x.Account-1].group) - int(b.cast.roles[y.Account-1].group)
	})
}

// ready gives one of the thief's own accounts its even part of what its class
// holds.
func (b *builder) ready(r *role, owns []int64) error {
	from := b.ownClass(int(r.group))
	for i := range from.Holdings {
		id, err := b.asset(from.Holdings[i].Key)
		if err != nil {
			return err
		}
		total, err := b.amount(&from.Holdings[i].Value)
		if err != nil {
			return err
		}
		owns[id-1] += total / from.Accounts.Value
		if int64(r.index) < total%from.Accounts.Value {
			owns[id-1]++
		}
	}
	return nil
}

// idles draws whether the owner of a key of the cohort, or of one that he
// deleted, does nothing at all while the clock runs.
func (b *builder) idles(p part, account uint32) bool {
	k := b.sc.Compromise
	if k == nil || k.Cohort.Idle == nil || p.group != b.cohort.group || p.index >= b.cohort.live+b.cohort.deads {
		return false
	}
	s := b.stream(sim.Customer(account), forIdling)
	return s.Chance(k.Cohort.Idle.PPM)
}
