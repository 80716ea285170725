package rota

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// holders hold a cold key each, in a safe: they have to go there.
var holders = habits{
	opens: 9 * time.Hour, closes: 18 * time.Hour,
	reachable: 500_000, // 25 to 75 %
	reach:     2 * time.Hour,
	away:      100_000,                                                     // 5 to 20 %
	answers:   30 * time.Minute, spread: 1_000_000, slowest: 4 * time.Hour, // medians of 10 minutes to 2 hours
}

const (
	holding       = 5 // 3 to 7
	cold          = 3 // of them; 2 to 4
	ceremonyTakes = 90 * time.Minute
	ceremonySpan  = 600_000 // one in six takes longer than two hours and 24 minutes; medians of 30 minutes to 4 hours
	ceremonyFails = 50_000  // a key does not open, a check differs; 2 to 10 %
	ceremonyDay   = 2       // begin within 24 hours at most; 1 to 4
	ceremonyHours = 9       // of staff: the way, the ceremony and the record, for three; 6 to 20
	saturday      = 6
	drawnAhead    = 61 // ceremonies; after so many they go as before
)

// ceremonies draws those who hold the cold keys, and how their ceremonies go.
func (d *drawing) ceremonies() custody.Ceremonies {
	c := custody.Ceremonies{Quorum: cold, PerDay: ceremonyDay, Hours: ceremonyHours}
	for i := range holding {
		s := d.stream(i, sim.Purpose("cold storage/holders"))
		c.Holders = append(c.Holders, d.person(&s, &holders, saturday))
	}
	s := d.stream(0, sim.Purpose("cold storage/ceremonies"))
	for _, takes := range heavy(&s, drawnAhead, ceremonyTakes, ceremonySpan, 30*time.Minute, 8*time.Hour) {
		c.Drawn = append(c.Drawn, custody.Ceremony{Takes: takes, Fails: s.Chance(ceremonyFails)})
	}
	return c
}
