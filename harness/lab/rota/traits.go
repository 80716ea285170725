package rota

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
)

// Values are what custody's machines and people are taken to be like, a value
// for each Trait.
type Values [traits]int64

// Trait is one thing about them. Nobody has published any, so each has a range,
// and whoever draws conclusions can see whether they survive it.
type Trait uint8

// The traits.
const (
	MachineFails Trait = iota
	AllFail
	RepairTakes
	MachineAnswers
	SignerReachable
	SignerReach
	SignerAway
	SignerAnswers
	HolderReachable
	HolderReach
	HolderAway
	HolderAnswers
	ColdHolders
	ColdQuorum
	CeremonyTakes
	CeremonyFails
	CeremonyDay
	CeremonyHours
	DecodingTakes
	traits
)

// Measure is what a trait counts.
type Measure uint8

// The measures: nanoseconds, parts per million, and things.
const (
	Span Measure = iota
	Share
	Number
)

// TraitInfo is what a trait says, and how far it may be from what is true.
type TraitInfo struct {
	Name string
	Says string
	In   Measure
	// Worst and Best are the ends of the range: those at which custody costs most,
	// and least.
	Worst, Default, Best int64
}

// Traits lists all of them, an element each. All are synthetic. A machine with these is
// there for 99.4 % of the time: a server with no second one beside it, restarted
// for updates and now and then broken. Hosted services promise 99.9 %.
func Traits() [traits]TraitInfo {
	span := func(name, says string, worst, is, best time.Duration) TraitInfo {
		return TraitInfo{Name: name, Says: says, Worst: int64(worst), Default: int64(is), Best: int64(best)}
	}
	share := func(name, says string, worst, is, best int64) TraitInfo {
		return TraitInfo{Name: name, Says: says, In: Share, Worst: worst * sim.Whole / 100, Default: is * sim.Whole / 100, Best: best * sim.Whole / 100}
	}
	number := func(name, says string, worst, is, best int64) TraitInfo {
		return TraitInfo{Name: name, Says: says, In: Number, Worst: worst, Default: is, Best: best}
	}
	const day = 24 * time.Hour
	return [traits]TraitInfo{
		MachineFails: span("machine_fails", "between two failures of a signing machine's own, mean", 7*day, 20*day, 60*day),
		AllFail: span("machines_fail", "between two faults that all signing machines share, mean: one update, one network, one supplier. "+
			"IEC 61508-6 reckons with 1 to 10 % of all faults", 70*day, 180*day, 2000*day),
		RepairTakes:     span("repair_takes", "until a signing machine is back, median; one in six takes two and a half times as long", 8*time.Hour, 2*time.Hour, 30*time.Minute),
		MachineAnswers:  span("machine_answers", "until a signing machine has signed, median", 30*time.Second, 4*time.Second, time.Second),
		SignerReachable: share("signer_reachable", "of the times off of a person who signs pay-outs, those in which he can be called in", 30, 60, 90),
		SignerReach:     span("signer_reach", "until he is there then, median", 2*time.Hour, 30*time.Minute, 10*time.Minute),
		SignerAway:      share("signer_away", "of the days, those on which he is ill or on holiday", 15, 8, 5),
		SignerAnswers:   span("signer_answers", "until he has signed, median", 15*time.Minute, 4*time.Minute, time.Minute),
		HolderReachable: share("holder_reachable", "of the times off of a person who holds a cold key, those in which he can be called in", 25, 50, 75),
		HolderReach:     span("holder_reach", "until he is there then, median", 4*time.Hour, 2*time.Hour, time.Hour),
		HolderAway:      share("holder_away", "of the days, those on which he is ill or on holiday", 20, 10, 5),
		HolderAnswers:   span("holder_answers", "until he has his key out of its safe, median", 2*time.Hour, 30*time.Minute, 10*time.Minute),
		ColdHolders:     number("cold_holders", "people who hold a key of cold storage", 7, 5, 3),
		ColdQuorum:      number("cold_quorum", "of them, those who have to come", 4, 3, 2),
		CeremonyTakes:   span("ceremony_takes", "to bring coins out of cold storage once all are there, median", 4*time.Hour, 90*time.Minute, 30*time.Minute),
		CeremonyFails:   share("ceremony_fails", "of the ceremonies, those that are held again: a key does not open, a check differs", 10, 5, 2),
		CeremonyDay:     number("ceremonies_a_day", "at most, within 24 hours", 1, 2, 4),
		CeremonyHours:   number("ceremony_hours", "hours of staff for one: the way, the ceremony and the record, of all who come", 20, 9, 6),
		DecodingTakes: span("decoding_takes", "until somebody who signs for cold storage has decoded what he signs, on another host, and held it "+
			"against the request, median; one in six takes twice as long, and a contract call that nobody has seen before is the slow end", 30*time.Minute, 5*time.Minute, time.Minute),
	}
}

// Usual is what they are like unless somebody says otherwise.
func Usual() (f Values) {
	for i, info := range Traits() {
		f[i] = info.Default
	}
	return f
}

// Of is what they are taken to be like: as given, or as usual for nil.
func Of(f *Values) *Values {
	if f == nil {
		usual := Usual()
		f = &usual
	}
	return f
}

// span is a trait as a time.
func (f *Values) span(i Trait) time.Duration { return time.Duration(f[i]) }
