package perturb

import (
	"reflect"
	"time"

	"github.com/exdrill/exdrill/scenarios"
)

// A variant begins in any second of ten years: its date says nothing of the
// record's, nor of anything else that is drawn.
var (
	firstStart = time.Date(2016, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	lastStart  = time.Date(2025, time.December, 31, 0, 0, 0, 0, time.UTC).Unix()
)

// calendar moves everything to another time, what happens to the exchange and
// what it does within the clock besides, and the dates of the keys in question by
// days of their own.
func (v *perturbation) calendar() {
	if v.bounds.Calendar {
		start := v.chance.Between(firstStart, lastStart) * int64(time.Second)
		by := time.Duration(start - v.sc.Clock.Start.Unix)
		v.hours = by - wholeDays(by)
		v.move(v.sc, by)
	}
	by := time.Duration(v.chance.Between(-int64(v.bounds.Earlier.Value), int64(v.bounds.Later.Value)))
	keys := v.keyDates()
	v.move(v.sc.Campaign, by)
	v.move(&v.sc.Statements, by)
	for i := range v.sc.History.Alerts {
		v.move(&v.sc.History.Alerts[i].At, by)
	}
	for i := range v.sc.History.Actions {
		v.response(&v.sc.History.Actions[i], by, keys)
	}
	if k := v.sc.Compromise; k.Credentials() {
		v.move(&k.Complaints.Start, by)
	}
	v.eachKeyDate(func(d *scenarios.Days) { v.move(d, keys) })
	clamp(v.sc.Campaign, &v.sc.Clock)
	clamp(&v.sc.History.Alerts, &v.sc.Clock)
	v.schedule(by)
}

// response moves what the exchange did. A bound on the age of keys moves with
// the keys, which know days alone, unless it is that all of them are meant.
func (v *perturbation) response(a *scenarios.Action, by, keys time.Duration) {
	late := a.At.Unix > v.sc.Clock.End.Unix // it comes after the clock, wherever in it the rest happens
	for _, t := range []*scenarios.Time{&a.At, a.Since, a.Until} {
		v.move(t, by)
		if !late {
			clamp(t, &v.sc.Clock)
		}
	}
	if u := a.CreatedUntil; u != nil && u.Unix >= v.sc.Clock.Start.Unix {
		v.move(u, by)
	} else {
		v.move(u, keys-v.hours)
	}
}

// keyDates draws by how many days the dates of keys move: all of them together, or
// the stolen ones would be older or younger than everybody's. They are over when
// the clock starts.
func (v *perturbation) keyDates() time.Duration {
	most := v.bounds.KeyDates.Value
	room := most
	v.eachKeyDate(func(d *scenarios.Days) {
		room = min(room, (v.sc.Clock.Start.Unix-int64(day)-d.Last.End)/int64(day))
	})
	return time.Duration(v.chance.Between(-most, room)) * day
}

// eachKeyDate calls do for the days on which keys were made and deleted, and those
// on which the thief opened accounts.
func (v *perturbation) eachKeyDate(do func(*scenarios.Days)) {
	k := v.sc.Compromise
	switch {
	case k.Credentials():
		do(&k.Cohort.Created)
		do(&k.Dump.Created)
		do(&k.Dump.DeletedOn)
	case !v.sc.ApprovalPath():
		return
	}
	for i := range k.AttackerAccounts {
		do(&k.AttackerAccounts[i].Opened)
	}
	for i := range v.sc.Population.Groups {
		if g := v.sc.Population.Groups[i].Keys; g != nil {
			do(&g.Created)
			if g.Deleted != nil {
				do(g.Deleted)
			}
		}
	}
}

const day = 24 * time.Hour

// schedule moves surges, vendors and prices: the day's event comes
// at another time, all of it together.
func (v *perturbation) schedule(by time.Duration) {
	shift := func(root any) {
		v.move(root, by)
		clamp(root, &v.sc.Clock)
	}
	shift(&v.sc.Population.Surges)
	shift(&v.sc.Population.Moves)
	for i := range v.sc.Venues {
		shift(&v.sc.Venues[i].Migrations)
		if r := v.sc.Venues[i].Releases; r != nil {
			shift(&r.Planned)
		}
		if o := v.sc.Venues[i].WalletOperations; o != nil {
			shift(&o.Payments)
		}
		shift(&v.sc.Venues[i].ColdTransfers)
		if s := v.sc.Venues[i].Staff; s != nil {
			shift(&s.Audits)
			shift(&s.Moves)
		}
		shift(&v.sc.Venues[i].SigningLimits)
		shift(&v.sc.Venues[i].WalletUpgrades)
		for j := range v.sc.Venues[i].Markets {
			shift(&v.sc.Venues[i].Markets[j].Price.Moves)
		}
	}
}

// stated is what a figure carries beside its value: where it stands in the file and
// who says so, which nobody redraws.
var stated = reflect.TypeFor[scenarios.Stated]()

// each calls do for every T that root, a pointer, leads to, in the order of
// the file.
func each[T any](root any, do func(*T)) {
	v := reflect.ValueOf(root)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		visitEach(v.Elem(), do)
	}
}

func visitEach[T any](v reflect.Value, do func(*T)) {
	if t, ok := v.Addr().Interface().(*T); ok {
		do(t)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			visitEach(v.Elem(), do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visitEach(v.Index(i), do)
		}
	case reflect.Struct:
		if v.Type() == stated {
			return
		}
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				visitEach(f, do)
			}
		}
	}
}

// move shifts every time and every day that root leads to. Days only move by
// whole days, and never further on than the times.
func (v *perturbation) move(root any, by time.Duration) {
	each(root, func(t *scenarios.Time) {
		if t.Unix != 0 {
			t.Unix += int64(by)
			t.Text = time.Unix(0, t.Unix).In(v.zone).Format(time.RFC3339)
		}
	})
	days := int64(wholeDays(by))
	each(root, func(d *scenarios.Day) {
		if d.Start != 0 {
			d.Start, d.End = d.Start+days, d.End+days
			d.Text = time.Unix(0, d.Start).In(v.zone).Format(time.DateOnly)
		}
	})
}

// wholeDays rounds down.
func wholeDays(by time.Duration) time.Duration {
	days := by.Truncate(24 * time.Hour)
	if days > by {
		days -= 24 * time.Hour
	}
	return days
}

// clamp keeps every time that root leads to within the clock.
func clamp(root any, clock *scenarios.Clock) {
	each(root, func(t *scenarios.Time) {
		if t.Unix != 0 {
			t.Unix = min(max(t.Unix, clock.Start.Unix), clock.End.Unix)
		}
	})
}
