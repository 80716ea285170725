package population

import (
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// draft is a key before it has an id.
type draft struct {
	access.Key
	used   bool // its owner, or a program that he forgot, presents it
	stolen bool
	class  int // of victims, index; -1 for none

	opened int64 // when the thief opened the account, if it is his own; else 0
}

// keyring makes all keys and gives them ids, which are a permutation.
func (b *builder) keyring() error {
	for i := range b.parts {
		b.key(uint32(i + 1))
	}
	b.ends()
	b.opened()
	c := b.cast
	s := b.stream(0, forIDs)
	ids := s.Permutation(len(b.keys))
	b.world.Genesis.Keys = make([]access.Key, len(b.keys))
	b.world.HonestUse = make([]bool, len(b.keys))
	c.keys = make([]access.Credential, len(b.keys))
	for i := range b.keys {
		k, id := &b.keys[i], ids[i]+1
		b.world.Genesis.Keys[id-1] = k.Key
		c.keys[id-1] = access.KeyCredential(c.venue, id)
		if k.used {
			r := &c.roles[k.Account-1]
			r.key, r.idle = id, false
			r.canTrade, r.canWithdraw = k.Scopes&access.Trade != 0, k.Scopes&access.Withdraw != 0
			b.world.HonestUse[id-1] = k.Deleted == 0 && c.groups[r.group].byAPI > 0
		}
		switch {
		case k.stolen:
			b.stolen(k, id)
		case k.opened != 0:
			b.owned(k, id)
		}
	}
	b.sortOwn()
	b.shuffleDump()
	b.publish()
	return nil
}

// key drafts the keys of one account, if it has any.
func (b *builder) key(account uint32) {
	p := b.parts[account-1]
	s := b.stream(sim.Customer(account), forKeys)
	k := draft{Key: access.Key{Account: account, Scopes: access.Read}, class: -1}
	kind := b.cast.groups[p.group].kind
	if kind == foreign {
		b.opener(&s, p, k)
		return
	}
	from := b.sc.Population.Groups[p.group].Keys
	switch {
	case kind == maker || kind == momentum:
		b.professional(&s, k)
		return
	case p.group == b.cohort.group && p.index < b.cohort.live:
		b.suspect(&s, p, k)
		return
	case p.group == b.cohort.group && p.index < b.cohort.live+b.cohort.deads:
		b.discarded(&s, p.index == b.cohort.live, k)
		if b.cast.roles[account-1].idle {
			return
		}
	}
	if from == nil || !s.Chance(from.Share.PPM) {
		return
	}
	k.used = true
	k.Created = within(&s, from.Created)
	k.Scopes |= scope(&s, from.Trade.PPM, access.Trade) | scope(&s, from.Withdraw.PPM, access.Withdraw)
	if from.Deleted != nil {
		k.Deleted = within(&s, *from.Deleted)
		k.Created = min(k.Created, k.Deleted-day)
	}
	b.adopt(&s, p, k)
}

// suspect drafts a live key of the cohort. The first ones are stolen.
func (b *builder) suspect(s *sim.Stream, p part, k draft) {
	from := b.sc.Compromise
	trade := int64(sim.Whole)
	if keys := b.sc.Population.Groups[p.group].Keys; keys != nil {
		trade = keys.Trade.PPM
	}
	k.used = s.Chance(from.Cohort.HonestUse.PPM)
	if p.index >= b.cohort.stolen {
		k.Created = within(s, from.Cohort.Created)
		k.Scopes |= scope(s, trade, access.Trade) | scope(s, from.Cohort.Withdraw.PPM, access.Withdraw)
		b.adopt(s, p, k)
		return
	}
	k.stolen, k.class = true, b.class(p.index)
	k.Created = within(s, from.Dump.Created)
	k.Scopes |= access.Trade
	if from.Victims[k.class].Withdraw {
		k.Scopes |= access.Withdraw
	}
	b.adopt(s, p, k)
}

// discarded drafts a key of the dump that its owner has deleted, one of them
// on the first day of deletions.
func (b *builder) discarded(s *sim.Stream, first bool, k draft) {
	from := b.sc.Compromise
	k.stolen = true
	k.Deleted = within(s, from.Dump.DeletedOn)
	if first {
		k.Deleted = onDay(s, from.Dump.DeletedOn.First)
	}
	k.Created = s.Between(from.Dump.Created.First.Start, min(from.Dump.Created.Last.End, k.Deleted-day))
	k.Scopes |= access.Trade | scope(s, from.Cohort.Withdraw.PPM, access.Withdraw)
	b.keys = append(b.keys, k)
}

// class is the class of the n-th victim.
func (b *builder) class(n int) int {
	for i := range b.sc.Compromise.Victims {
		if n -= int(b.sc.Compromise.Victims[i].Accounts.Value); n < 0 {
			return i
		}
	}
	return len(b.sc.Compromise.Victims) - 1
}

// ends sees to it that live keys of the dump were created on its first and on
// its last day.
func (b *builder) ends() {
	if !b.sc.Compromise.Credentials() {
		return
	}
	var live []int
	for i := range b.keys {
		if b.keys[i].stolen && b.keys[i].Deleted == 0 {
			live = append(live, i)
		}
	}
	s := b.stream(1, forDump)
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

// opened draws when accounts were opened: before their keys were made.
func (b *builder) opened() {
	accounts := b.world.Genesis.Accounts
	for i := range accounts {
		s := b.stream(sim.Customer(uint32(i+1)), forOpening)
		accounts[i].Created = b.cast.start - s.Between(day, 1200*day)
	}
	for i := range b.keys {
		k := &b.keys[i]
		a := &accounts[k.Account-1]
		if k.opened != 0 {
			a.Created = k.opened
			continue
		}
		if a.Created >= k.Created {
			s := b.stream(sim.Customer(k.Account), forOpening)
			a.Created = k.Created - s.Between(day/24, 200*day)
		}
	}
}

// adopt draws what the owner would do under controls that leave it to him, and
// adds the key.
func (b *builder) adopt(s *sim.Stream, p part, k draft) {
	a, name := &b.venue.Adoption, b.cast.groups[p.group].name
	lists, renews := s.Chance(b.adopts(a.AllowList, name)), s.Chance(b.adopts(a.Renewal, name))
	asks := s.Chance(b.adopts(a.WithdrawalOptIn, name))
	if lists {
		at := b.cast.roles[k.Account-1].at
		k.Listed = b.cast.sources[at.first:][:at.count:at.count]
		k.Listed = append(k.Listed, b.told(s, &b.cast.roles[k.Account-1])...)
	}
	if renewed := b.cast.start - s.Between(0, 25*day); renews {
		k.Renewed = max(renewed, k.Created)
		k.Renews = k.used || !b.cast.roles[k.Account-1].idle
	}
	k.WithdrawOK = asks && k.Scopes&access.Withdraw != 0
	b.keys = append(b.keys, k)
}

// told are the addresses that an owner adds to his allow-list because his
// vendor is about to move there.
func (b *builder) told(s *sim.Stream, r *role) []access.Source {
	if r.move == 0 {
		return nil
	}
	move := &b.cast.moves[r.move-1]
	if !s.Chance(move.listed) {
		return nil
	}
	return b.cast.sources[move.to.first:][:move.to.count]
}

// stolen enters a key into the dump and its owner among the victims.
func (b *builder) stolen(k *draft, id uint32) {
	one := Stolen{Key: id, Account: k.Account, Live: k.Deleted == 0, Created: k.Created, Deleted: k.Deleted}
	if k.class >= 0 {
		one.Class = b.sc.Compromise.Victims[k.class].Name.Text
		b.cast.victims = append(b.cast.victims, victimhood{
			account: k.Account, key: id, class: k.class, openOrders: uint8(b.sc.Compromise.Victims[k.class].OpenOrders.Value),
		})
		b.cast.roles[k.Account-1].victim = uint32(len(b.cast.victims))
	}
	b.world.Dump = append(b.world.Dump, one)
}

// shuffleDump draws the order in which the thief has the keys.
func (b *builder) shuffleDump() {
	s := b.stream(2, forDump)
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
	s := b.stream(3, forDump)
	for _, n := range s.Permutation(len(b.world.Dump))[:b.sc.Compromise.Dump.Published.Value] {
		b.world.Dump[n].Published = true
	}
}

func scope(s *sim.Stream, chance int64, right access.Scopes) access.Scopes {
	if s.Chance(chance) {
		return right
	}
	return 0
}

// within draws a moment in a span of days.
func within(s *sim.Stream, d scenarios.Days) int64 { return s.Between(d.First.Start, d.Last.End) }

func onDay(s *sim.Stream, d scenarios.Day) int64 { return s.Between(d.Start, d.End) }
