package draw

import (
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
		b.model.Groups = append(b.model.Groups, model.Group{Name: o.Name.Text, Kind: model.AttackerAccounts, Members: int(o.Accounts.Value)})
	}
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
	k.opened = within(s, from.Opened)
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
