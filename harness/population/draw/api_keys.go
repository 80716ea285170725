package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// keyDraft is a key before it has an id.
type keyDraft struct {
	access.Key
	used   bool // its owner, a program that he forgot, or a thief who waits presents it
	stolen bool
	leaked bool // it was made for the bot vendor whose customers' keys leaked
	class  int  // of victims, index; -1 for none

	opened int64 // when the thief opened the account, if it is his own; else 0
}

// apiKeys makes all keys and gives them ids, which are a permutation.
func (b *builder) apiKeys() error {
	for i := range b.members {
		b.key(uint32(i + 1))
	}
	b.dumpEnds()
	b.openingDates()
	b.vendorLabels()
	c := b.model
	s := b.stream(0, model.ForIDs)
	ids := s.Permutation(len(b.keys))
	b.world.Genesis.Keys = make([]access.Key, len(b.keys))
	b.world.HonestUse = make([]bool, len(b.keys))
	c.APIKeys = make([]access.Credential, len(b.keys))
	for i := range b.keys {
		k, id := &b.keys[i], ids[i]+1
		b.world.Genesis.Keys[id-1] = k.Key
		c.APIKeys[id-1] = access.KeyCredential(c.VenueSeed, id)
		if k.used {
			r := &c.Holders[k.Account-1]
			r.Key, r.Idle = id, false
			r.CanTrade, r.CanWithdraw = k.Scopes&access.Trade != 0, k.Scopes&access.Withdraw != 0
			b.world.HonestUse[id-1] = k.opened == 0 && k.Deleted == 0 && c.Groups[r.Group].ByAPI > 0
		}
		switch {
		case k.stolen:
			b.addStolen(k, id)
		case k.opened != 0:
			b.addAttackerAccount(k, id)
		}
	}
	b.sortAttackerAccounts()
	b.shuffleDump()
	b.publish()
	return nil
}

// key drafts the keys of one account, if it has any.
func (b *builder) key(account uint32) {
	p := b.members[account-1]
	s := b.stream(sim.Customer(account), model.ForKeys)
	k := keyDraft{Key: access.Key{Account: account, Scopes: access.Read}, class: -1}
	kind := b.model.Groups[p.group].Kind
	if kind == model.AttackerAccounts {
		b.attackerKey(&s, p, k)
		return
	}
	from := b.sc.Population.Groups[p.group].Keys
	switch {
	case kind == model.MarketMakers || kind == model.MomentumTraders || kind == model.BreakoutTraders:
		b.botKey(&s, k)
		return
	case p.group == b.cohort.group && p.index < b.cohort.live:
		// Who does not use that key may have another, as anybody.
		if b.cohortKey(&s, p, k) || b.model.Holders[account-1].Idle {
			return
		}
	case p.group == b.cohort.group && p.index < b.cohort.live+b.cohort.deads:
		b.deletedKey(&s, p.index == b.cohort.live, k)
		if b.model.Holders[account-1].Idle {
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
		k.Created = min(k.Created, k.Deleted-model.Day)
	}
	b.adoptControls(&s, p, k)
}

// openingDates draws when accounts were opened: before their keys were made.
func (b *builder) openingDates() {
	accounts := b.world.Genesis.Accounts
	for i := range accounts {
		s := b.stream(sim.Customer(uint32(i+1)), model.ForOpening)
		accounts[i].Created = b.model.Start - s.Between(model.Day, 1200*model.Day)
		if b.model.Is(i, model.Newcomers) {
			accounts[i].Created = b.model.Start - s.Between(model.Day/24, 7*model.Day)
		}
	}
	for i := range b.keys {
		k := &b.keys[i]
		a := &accounts[k.Account-1]
		if k.opened != 0 {
			a.Created = k.opened
			continue
		}
		if a.Created >= k.Created {
			s := b.stream(sim.Customer(k.Account), model.ForOpening)
			a.Created = k.Created - s.Between(model.Day/24, 200*model.Day)
		}
	}
}

// adoptControls draws what the owner would do under controls that leave it to him, and
// adds the key.
func (b *builder) adoptControls(s *sim.Stream, p groupMember, k keyDraft) {
	a, name := &b.venue.Adoption, b.model.Groups[p.group].Name
	lists, renews := s.Chance(b.adopts(a.AllowList, name)), s.Chance(b.adopts(a.Renewal, name))
	asks := s.Chance(b.adopts(a.WithdrawalOptIn, name))
	if lists {
		at := b.model.Holders[k.Account-1].Sources
		k.Listed = b.model.Sources[at.First:][:at.Count:at.Count]
		k.Listed = append(k.Listed, b.announcedSources(s, &b.model.Holders[k.Account-1])...)
	}
	if renewed := b.model.Start - s.Between(0, 25*model.Day); renews {
		k.Renewed = max(renewed, k.Created)
		k.Renews = k.used || !b.model.Holders[k.Account-1].Idle
	}
	k.WithdrawOK = asks && k.Scopes&access.Withdraw != 0
	b.keys = append(b.keys, k)
}

// announcedSources are the addresses that an owner adds to his allow-list because his
// vendor is about to move there.
func (b *builder) announcedSources(s *sim.Stream, r *model.Holder) []access.Source {
	if r.Move == 0 {
		return nil
	}
	move := &b.model.VendorMoves[r.Move-1]
	if !s.Chance(move.Listed) {
		return nil
	}
	return b.model.Sources[move.To.First:][:move.To.Count]
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
