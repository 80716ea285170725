package score

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Merge is what one run came to at all of its venues together. Sums are exact
// up to the largest number there is; lists are in the order of time. The order
// of the tallies does not matter, and one alone is unchanged. Currency and
// tariff are the first's, as all venues of a scenario share them.
//
// The thief is first seen where he is first seen, and moves last where he moves
// last; he is answered when the last venue at which he took something has
// answered him, because until then he goes on elsewhere.
func Merge(tallies []Tally) Tally {
	if len(tallies) == 0 {
		return Tally{}
	}
	m := *tallies[0].Clone()
	for i := range tallies[1:] {
		m.join(tallies[i+1].Clone())
	}
	if len(tallies) > 1 {
		m.sort()
	}
	return m
}

// join adds another venue's tally. Lists are put into their order later.
func (t *Tally) join(o *Tally) {
	t.Start, t.ClockEnd, t.End = min(t.Start, o.Start), max(t.ClockEnd, o.ClockEnd), max(t.End, o.End)
	t.Attack = t.Attack || o.Attack
	t.Commands += o.Commands
	t.Actions += o.Actions
	t.Taken, t.Recovered = money.AddCapped(t.Taken, o.Taken), money.AddCapped(t.Recovered, o.Recovered)
	t.Given = money.AddCapped(t.Given, o.Given)
	t.Changes = append(t.Changes, o.Changes...)
	t.Harm.Add(&o.Harm)
	t.Impacts = append(t.Impacts, o.Impacts...)
	for k := range t.Intents.All {
		t.Intents.All[k] = money.AddCapped(t.Intents.All[k], o.Intents.All[k])
		t.Intents.Refused[k] = money.AddCapped(t.Intents.Refused[k], o.Intents.Refused[k])
	}
	t.Thief = t.Thief.join(&o.Thief)
	t.Alerts = append(t.Alerts, o.Alerts...)
	t.Entities = joinNamings(t.Entities, o.Entities)
	t.Statements = append(t.Statements, o.Statements...)
	t.Facts = joinFacts(t.Facts, o.Facts)
}

// sort puts lists into the order of time, equal times into an order of their
// own, so that it does not show whose came first.
func (t *Tally) sort() {
	slices.SortFunc(t.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Delta, b.Delta))
	})
	impact.Sort(t.Impacts)
	slices.SortFunc(t.Alerts, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Rule, b.Rule), compareFlags(a.True, b.True),
			cmp.Compare(a.Named, b.Named), cmp.Compare(a.Guilty, b.Guilty), cmp.Compare(a.Charged, b.Charged), cmp.Compare(a.Customers, b.Customers),
			cmp.Compare(a.Held, b.Held))
	})
	slices.SortFunc(t.Statements, func(a, b Statement) int {
		return cmp.Or(
			cmp.Compare(a.At, b.At), cmp.Compare(a.By, b.By), cmp.Compare(a.Claim, b.Claim),
			compareFlags(a.Judged, b.Judged), compareFlags(a.False, b.False), cmp.Compare(a.Settled, b.Settled),
		)
	})
	t.Statements = agree(t.Statements)
	t.recount()
}

func compareFlags(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// agree makes one of what somebody who is no venue said: each venue's referee
// heard it and judged what he knows. An admission is true if it is true of one
// venue, everything else is false if it is false of one. Alike statements stand
// next to each other, a true one before a false one.
func agree(list []Statement) []Statement {
	var agreed []Statement
	for _, s := range list {
		if n := len(agreed); n > 0 && s.By != "" && s.saidWith(&agreed[n-1]) {
			last := &agreed[n-1]
			last.Judged = last.Judged || s.Judged
			last.Settled = settledEverywhere(last, &s)
			last.False = s.False && !(s.Admits() && !last.False)
			continue
		}
		agreed = append(agreed, s)
	}
	return agreed
}

// settledEverywhere is when what is false of two statements that are one came
// true of both; 0 for never.
func settledEverywhere(a, b *Statement) int64 {
	switch {
	case !a.False:
		return b.Settled
	case a.Settled == 0 || b.Settled == 0:
		return 0
	}
	return max(a.Settled, b.Settled)
}

// saidWith reports whether two statements are one.
func (s *Statement) saidWith(o *Statement) bool {
	return s.At == o.At && s.By == o.By && s.Claim == o.Claim
}

// joinNamings adds up entities: what has the same number at two venues is two
// things.
func joinNamings(a, b []Naming) []Naming {
	for _, n := range b {
		at := slices.IndexFunc(a, func(have Naming) bool { return have.Kind == n.Kind })
		if at < 0 {
			a = append(a, n)
			continue
		}
		a[at].Named += n.Named
		a[at].Right += n.Right
		a[at].Used += n.Used
		a[at].Found += n.Found
	}
	return a
}

func (t Thief) join(o *Thief) Thief {
	m := Thief{
		FirstSeen: earlier(t.FirstSeen, o.FirstSeen), LastMove: max(t.LastMove, o.LastMove),
		Commands: t.Commands + o.Commands, Refused: t.Refused + o.Refused, Stopped: t.Stopped + o.Stopped,
	}
	switch {
	case t.LastMove != 0 && o.LastMove != 0:
		m.Answered = max(t.Answered, o.Answered)
	case t.LastMove != 0:
		m.Answered = t.Answered
	case o.LastMove != 0:
		m.Answered = o.Answered
	default:
		m.Answered = earlier(t.Answered, o.Answered)
	}
	return m
}

// earlier is the earlier of two times of which 0 means never.
func earlier(a, b int64) int64 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
