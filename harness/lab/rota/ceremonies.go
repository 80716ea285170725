package rota

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// holders hold a cold key each, in a safe: they have to go there.
func (f *Values) holders() habits {
	return habits{
		opens: 9 * time.Hour, closes: 18 * time.Hour,
		reachable: f[HolderReachable], reach: f.span(HolderReach), away: f[HolderAway],
		answers: f.span(HolderAnswers), spread: 1_000_000, slowest: 4 * time.Hour,
	}
}

const (
	ceremonySpan = 600_000 // one in six takes longer than 1.6 medians
	saturday     = 6
	drawnAhead   = 61 // ceremonies; after so many they go as before
)

// ceremonies draws those who hold the cold keys, and how their ceremonies go.
func (d *drawing) ceremonies() custody.Ceremonies {
	f := d.values
	c := custody.Ceremonies{Quorum: int(f[ColdQuorum]), PerDay: int(f[CeremonyDay]), Hours: uint32(f[CeremonyHours])}
	holders := f.holders()
	for i := range int(f[ColdHolders]) {
		s := d.stream(i, sim.Purpose("cold storage/holders"))
		c.Holders = append(c.Holders, d.person(&s, &holders, saturday))
	}
	s := d.stream(0, sim.Purpose("cold storage/ceremonies"))
	for _, takes := range heavy(&s, drawnAhead, f.span(CeremonyTakes), ceremonySpan, 30*time.Minute, 8*time.Hour) {
		c.Drawn = append(c.Drawn, custody.Ceremony{Takes: takes, Fails: s.Chance(f[CeremonyFails])})
	}
	return c
}

// Prepared is a staff that was told in time of every ceremony it will have to
// hold: those who hold the cold keys are there the moment they are needed, and
// done. It takes them the same hours.
func Prepared(s custody.Staff) custody.Staff {
	c := &s.Ceremonies
	*c = custody.Ceremonies{Holders: make([]custody.Signer, len(c.Holders)), Quorum: c.Quorum, Hours: c.Hours}
	return s
}
