package model

import "github.com/exdrill/exdrill/harness/sim"

// ArrivalRates are the arrival rates of a customer: how often he does what.
type ArrivalRates struct {
	Gap      int64               // mean time between two arrivals, in average hours; 0 for never
	Kinds    [ArrivalKinds]int64 // weights of what an arrival is
	PerVisit [Activities]int64   // how often each is done in a visit, mean, parts per million
	Profile  int
}

// What an arrival can be.
const (
	Visit   = iota // to the website: log in, look around, do things
	KeyRead        // by the customer's program
	KeyOrder
	KeyWithdrawal
	ArrivalKinds
)

// What people do in a visit.
const (
	Look = iota
	Place
	Withdraw
	Complain
	Activities
)

// Rates is how a member lives at a moment.
func (m *Model) Rates(r *Holder, now int64) *ArrivalRates {
	return &m.ArrivalRates[int(r.Rates)+RatesPerPhase*m.Groups[r.Group].PhaseIndex(now)]
}

// NextArrival draws when a member next sets out, 0 for never. Waiting has no memory,
// so where a phase ends before the wait does, it begins anew in the next.
func (m *Model) NextArrival(s *sim.Stream, r *Holder, now int64) int64 {
	g := &m.Groups[r.Group]
	for n := g.PhaseIndex(now); n < len(g.Phases); n++ {
		until := g.Phases[n].Until
		t := &m.ArrivalRates[int(r.Rates)+RatesPerPhase*n]
		if t.Gap > 0 {
			if at := m.Profiles[t.Profile].After(now, s.Exponential(t.Gap), m.Zone); at < until {
				return at
			}
		}
		now = until
	}
	return 0
}

// InARow is the share of a program's reads and orders that follow the one before
// within seconds: programs look at what there is, order, look at what came of it
// and lay out several orders, and then wait for the next occasion. Synthetic: 50 %
// to 90 %. How many they make a day is the scenario's.
const InARow = 750_000

// ArrivalRates works out how often a member does what in the n-th phase. What
// follows in a row is no arrival.
func (g *Group) ArrivalRates(n int, keyed bool) ArrivalRates {
	r := &g.Phases[n]
	t := ArrivalRates{Profile: g.Profile}
	// The scenario counts test sends among the withdrawals.
	tests := r.FirstTime * r.TestSend / sim.Whole
	daily := [Activities]int64{
		Look: r.Reads, Place: r.Orders,
		Withdraw: r.Withdrawals * sim.Whole / (sim.Whole + tests), Complain: r.Complaints,
	}
	t.Kinds[Visit] = r.Logins
	for activity, kind := range programs() {
		byKey := int64(0)
		if keyed && kind != Visit {
			byKey = daily[activity] / 1000 * g.ByAPI / 1000
		}
		switch kind {
		case KeyRead, KeyOrder:
			t.Kinds[kind] += byKey / 1000 * (sim.Whole - InARow) / 1000
		default:
			t.Kinds[kind] += byKey
		}
		if r.Logins > 0 {
			t.PerVisit[activity] = (daily[activity] - byKey) * 1000 / r.Logins * 1000
		}
	}
	t.Gap = MeanGap(t.Kinds[Visit] + t.Kinds[KeyRead] + t.Kinds[KeyOrder] + t.Kinds[KeyWithdrawal])
	return t
}

// programs tells as which kind of arrival a program does a activity.
func programs() [Activities]int {
	return [Activities]int{Look: KeyRead, Place: KeyOrder, Withdraw: KeyWithdrawal, Complain: Visit}
}

// MeanGap is the mean time between two things that happen so often a day, in
// millionths; 0 for what never happens.
func MeanGap(micro int64) int64 {
	if micro <= 0 {
		return 0
	}
	return Day / 1000 * sim.Whole / micro * 1000
}
