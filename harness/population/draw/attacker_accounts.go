package draw

import (
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// attackerGroup adds a group for each class of the thief's own accounts, behind all
// others.
func (b *builder) attackerGroup() {
	b.attackerGroups = len(b.model.Groups)
	if b.sc.Compromise == nil {
		return
	}
	for i := range b.sc.Compromise.AttackerAccounts {
		o := &b.sc.Compromise.AttackerAccounts[i]
		g := model.Group{}
		if like := b.livesLike(o); like >= 0 {
			g = b.untilUsed(b.model.Groups[like], o)
		}
		g.Name, g.Kind, g.Members, g.Scalable = o.Name.Text, model.AttackerAccounts, int(o.Accounts.Value), false
		b.model.Groups = append(b.model.Groups, g)
	}
}

// livesLike is the group whose members a class of own accounts lives like, -1 for
// none.
func (b *builder) livesLike(o *scenarios.AttackerAccounts) int {
	if o.LivesAs == nil {
		return -1
	}
	return b.groupIndex(o.LivesAs.Text)
}

// untilUsed is the life of a group as the accounts have it that a thief opens, or
// buys, in order to use them one day: they read and trade until he does, and pay
// nothing in or out.
func (b *builder) untilUsed(g model.Group, o *scenarios.AttackerAccounts) model.Group {
	over, lived := b.firstUse(o), g.Phases
	g.Phases, g.NewKey = nil, 0
	for _, p := range lived {
		p.Withdrawals, p.Deposits, p.Complaints = 0, 0, 0
		p.Until = min(p.Until, over)
		if g.Phases = append(g.Phases, p); p.Until == over {
			break
		}
	}
	last := g.Phases[len(g.Phases)-1]
	last.Orders, last.Reads, last.Logins, last.Until = 0, 0, 0, math.MaxInt64
	g.Phases = append(g.Phases, last)
	return g
}

// firstUse is the earliest time at which the thief may do something with a class of
// own accounts.
func (b *builder) firstUse(o *scenarios.AttackerAccounts) int64 {
	first := b.sc.Clock.End.Unix
	for i := range b.sc.Campaign.Steps {
		step := &b.sc.Campaign.Steps[i]
		named := step.With != nil && step.With.Text == o.Name.Text || slices.ContainsFunc(step.On, func(n scenarios.Name) bool { return n.Text == o.Name.Text })
		if named && step.At != nil {
			first = min(first, b.begins(&step.At.Start))
		}
	}
	return first
}

// begins is the earliest time that a moment may be.
func (b *builder) begins(m *scenarios.Moment) int64 {
	if m.Onset {
		return b.sc.Campaign.Onset.Earliest.Unix
	}
	return m.Unix
}

// attackerClass is the class of own accounts that a group stands for.
func (b *builder) attackerClass(group int) *scenarios.AttackerAccounts {
	return &b.sc.Compromise.AttackerAccounts[group-b.attackerGroups]
}

// attackerKey drafts the key of one of the thief's own accounts, made soon after it
// was opened. None is younger than anybody's: a key made in the moment before the
// clock starts would be his.
func (b *builder) attackerKey(s *sim.Stream, p groupMember, k keyDraft) {
	from := b.attackerClass(p.group)
	k.opened, k.used = within(s, from.Opened), from.LivesAs != nil
	k.Created = s.Between(k.opened+model.Day/24, min(k.opened+20*model.Day, b.model.Start-model.Day))
	k.Scopes |= access.Trade
	if from.Withdraw {
		k.Scopes |= access.Withdraw
	}
	b.keys = append(b.keys, k)
}

// addAttackerAccount enters an own key.
func (b *builder) addAttackerAccount(k *keyDraft, id uint32) {
	group := int(b.model.Holders[k.Account-1].Group)
	b.world.AttackerAccounts = append(b.world.AttackerAccounts, AttackerAccount{Key: id, Account: k.Account, Class: b.attackerClass(group).Name.Text})
}

// sortAttackerAccounts brings the own keys into the order of their classes.
func (b *builder) sortAttackerAccounts() {
	slices.SortStableFunc(b.world.AttackerAccounts, func(x, y AttackerAccount) int {
		return int(b.model.Holders[x.Account-1].Group) - int(b.model.Holders[y.Account-1].Group)
	})
}

// fundAttacker gives one of the thief's own accounts its even part of what its class
// holds.
func (b *builder) fundAttacker(r *model.Holder, owns []int64) error {
	from := b.attackerClass(int(r.Group))
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
		if int64(r.Index) < total%from.Accounts.Value {
			owns[id-1]++
		}
	}
	return nil
}
