package perturb

import (
	"time"

	"github.com/exdrill/exdrill/scenarios"
)

// staff redraws how busy a venue's staff is, how often it sends the house's coins
// and how well it looks: nobody has published any of it.
func (v *perturbation) staff() {
	for i := range v.sc.Venues {
		s := v.sc.Venues[i].Staff
		if s == nil {
			continue
		}
		for _, rate := range []*scenarios.Rate{&s.Reads, &s.Changes, &s.Limits} {
			rate.Micro = timesOf(rate.Micro, v.multiple(2))
		}
		more := v.multiple(2) // and then less each time: no more leaves in all than there is
		s.Every.Value = time.Duration(timesOf(int64(s.Every.Value), more))
		s.Move.Median = v.sized(v.scaled(s.Move.Median, more))
		s.Partners = v.count(s.Partners)
		for _, share := range []*scenarios.Share{&s.Tests, &s.New, &s.Night} {
			share.PPM = min(timesOf(share.PPM, v.multiple(2)), mostOfMoves)
		}
		s.Asks.PPM = v.chance.Between(leastAsks, mostAsks)
		for j := range s.Audits {
			s.Audits[j].Reads = v.count(s.Audits[j].Reads)
		}
		for j := range s.Moves {
			s.Moves[j].Amount = v.loot(s.Moves[j].Amount)
		}
		v.desk(s)
	}
}

// The largest share of moves that are preceded by a small one, go to a new address,
// or are made by night, and how often people ask; parts per million.
const (
	mostOfMoves         = 600_000
	leastAsks, mostAsks = 400_000, 950_000
)

// desk redraws whose machine the thief holds, in the same department.
func (v *perturbation) desk(s *scenarios.Staff) {
	k := v.sc.Compromise
	if k == nil || !v.sc.AtDesk() || len(k.Hosts) != 1 {
		return
	}
	k.Hosts[0].Text = s.Desk(v.chance.N(s.Treasury.Value))
	for i := range v.sc.Campaign.Steps {
		for j := range v.sc.Campaign.Steps[i].Transfers {
			if t := &v.sc.Campaign.Steps[i].Transfers[j]; t.Host != nil {
				t.Host = &k.Hosts[0]
			}
		}
	}
}
