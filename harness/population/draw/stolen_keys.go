package draw

import (
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// cohortKey drafts a live key of the cohort and says whether its owner uses it. The
// first ones are stolen.
func (b *builder) cohortKey(s *sim.Stream, p groupMember, k keyDraft) (used bool) {
	from := b.sc.Compromise
	trade := int64(sim.Whole)
	if keys := b.sc.Population.Groups[p.group].Keys; keys != nil {
		trade = keys.Trade.PPM
	}
	k.used, k.leaked = s.Chance(from.Cohort.HonestUse.PPM), from.Cohort.ForVendor
	if p.index >= b.cohort.stolen {
		k.Created = within(s, from.Cohort.Created)
		k.Scopes |= scope(s, trade, access.Trade) | scope(s, from.Cohort.Withdraw.PPM, access.Withdraw)
		b.adoptControls(s, p, k)
		return k.used
	}
	k.stolen, k.class = true, b.victimClass(p.index)
	k.Created = within(s, from.Dump.Created)
	k.Scopes |= access.Trade
	if from.Victims[k.class].Withdraw {
		k.Scopes |= access.Withdraw
	}
	b.adoptControls(s, p, k)
	return k.used
}

// deletedKey drafts a key of the dump that its owner has deleted, one of them
// on the first day of deletions.
func (b *builder) deletedKey(s *sim.Stream, first bool, k keyDraft) {
	from := b.sc.Compromise
	k.stolen, k.leaked = true, from.Cohort.ForVendor
	k.Deleted = within(s, from.Dump.DeletedOn)
	if first {
		k.Deleted = onDay(s, from.Dump.DeletedOn.First)
	}
	k.Created = s.Between(from.Dump.Created.First.Start, min(from.Dump.Created.Last.End, k.Deleted-model.Day))
	k.Scopes |= access.Trade | scope(s, from.Cohort.Withdraw.PPM, access.Withdraw)
	b.keys = append(b.keys, k)
}

// victimClass is the class of the n-th victim.
func (b *builder) victimClass(n int) int {
	for i := range b.sc.Compromise.Victims {
		if n -= int(b.sc.Compromise.Victims[i].Accounts.Value); n < 0 {
			return i
		}
	}
	return len(b.sc.Compromise.Victims) - 1
}

// dumpEnds sees to it that live keys of the dump were created on its first and on
// its last day.
func (b *builder) dumpEnds() {
	if !b.sc.Compromise.Credentials() {
		return
	}
	var live []int
	for i := range b.keys {
		if b.keys[i].stolen && b.keys[i].Deleted == 0 {
			live = append(live, i)
		}
	}
	s := b.stream(1, model.ForDump)
	days := b.sc.Compromise.Dump.Created
	for n, i := range s.Permutation(len(live)) {
		switch n {
		case 0:
			b.keys[live[i]].Created = onDay(&s, days.First)
		case 1:
			b.keys[live[i]].Created = onDay(&s, days.Last)
		default:
			return
		}
	}
}

// addStolen enters a key into the dump and its owner among the victims.
func (b *builder) addStolen(k *keyDraft, id uint32) {
	one := Stolen{Key: id, Account: k.Account, Live: k.Deleted == 0, Created: k.Created, Deleted: k.Deleted}
	if k.class >= 0 {
		one.Class = b.sc.Compromise.Victims[k.class].Name.Text
		b.model.Victims = append(b.model.Victims, model.Victim{
			Account: k.Account, Key: id, Class: k.class,
		})
		b.model.Holders[k.Account-1].Victim = uint32(len(b.model.Victims))
	}
	b.world.Dump = append(b.world.Dump, one)
}

// shuffleDump draws the order in which the thief has the keys.
func (b *builder) shuffleDump() {
	s := b.stream(2, model.ForDump)
	sorted := slices.Clone(b.world.Dump)
	for i, place := range s.Permutation(len(sorted)) {
		b.world.Dump[place] = sorted[i]
	}
}

// publish draws which keys of the dump were shown in public.
func (b *builder) publish() {
	if k := b.sc.Compromise; !k.Credentials() || k.Dump.Published == nil {
		return
	}
	s := b.stream(3, model.ForDump)
	for _, n := range s.Permutation(len(b.world.Dump))[:b.sc.Compromise.Dump.Published.Value] {
		b.world.Dump[n].Published = true
	}
}
