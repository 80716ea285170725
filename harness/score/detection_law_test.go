package score_test

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"

	"pgregory.net/rapid"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The laws of detection", func() {
	law := func(check func(t *rapid.T)) { GinkgoHelper(); rapid.Check(GinkgoT(), check) }
	// graded is what alerts are worth while a thief shows himself at 16:00.
	graded := func(alerts []defence.Alert) score.Detection {
		s := NewStage(Setup())
		alerts = slices.Clone(alerts)
		slices.SortStableFunc(alerts, func(a, b defence.Alert) int { return int(max(-1, min(1, a.At-b.At))) })
		shown := false
		for i := range alerts {
			if !shown && alerts[i].At >= Start+16*Hour {
				s.Refuse(Start+16*Hour, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
				shown = true
			}
			s.Alert(&alerts[i])
		}
		if !shown {
			s.Refuse(Start+16*Hour, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
		}
		return score.Grade(s.Tally(), Undefended(), nil, score.Desk{Budget: 6})
	}
	draw := func(t *rapid.T) (list []defence.Alert) {
		ids := rapid.SliceOfN(rapid.Uint32Range(1, 10), 0, 5)
		for range rapid.IntRange(1, 6).Draw(t, "alerts") {
			list = append(list, defence.Alert{
				At:   Start + rapid.Int64Range(0, 72).Draw(t, "when")*Hour/2,
				Keys: ids.Draw(t, "keys"), Accounts: ids.Draw(t, "accounts"),
			})
		}
		return list
	}
	later := func(a, b score.Detection) bool {
		return a.DetectedAt == 0 || b.DetectedAt != 0 && a.DetectedAt >= b.DetectedAt
	}
	below := func(t *rapid.T, a, b score.Detection) {
		for name, p := range a.NAB {
			if *p > *b.NAB[name] {
				t.Fatalf("%s %s, above %s", name, p, b.NAB[name])
			}
		}
	}

	It("naming more innocents in an alert never detects earlier, and never gains", func() {
		law(func(t *rapid.T) {
			few := draw(t)
			many := slices.Clone(few)
			at := rapid.IntRange(0, len(few)-1).Draw(t, "in which")
			innocents := rapid.SliceOfN(rapid.Uint32Range(4, 9), 1, 6)
			many[at].Keys = append(slices.Clone(few[at].Keys), innocents.Draw(t, "more keys")...)
			many[at].Accounts = append(slices.Clone(few[at].Accounts), innocents.Draw(t, "more accounts")...)
			f, m := graded(few), graded(many)
			if !later(m, f) {
				t.Fatalf("detected at %d, before %d", m.DetectedAt, f.DetectedAt)
			}
			below(t, m, f)
		})
	})

	It("dividing an alert costs as much, and finds only what one of its parts names well enough", func() {
		law(func(t *rapid.T) {
			whole := draw(t)
			at := rapid.IntRange(0, len(whole)-1).Draw(t, "which")
			one := whole[at]
			k, n := rapid.IntRange(0, len(one.Keys)).Draw(t, "keys"), rapid.IntRange(0, len(one.Accounts)).Draw(t, "accounts")
			first, second := one, one
			first.Keys, second.Keys = one.Keys[:k], one.Keys[k:]
			first.Accounts, second.Accounts = one.Accounts[:n], one.Accounts[n:]
			if len(first.Keys)+len(first.Accounts) == 0 || len(second.Keys)+len(second.Accounts) == 0 {
				t.Skip("nothing to divide")
			}
			divided := append(slices.Delete(slices.Clone(whole), at, at+1), first, second)
			w, d := graded(whole), graded(divided)
			if w.Alerts.Cases != d.Alerts.Cases || w.Alerts.Worst != d.Alerts.Worst {
				t.Fatalf("cases %+v became %+v", w.Alerts, d.Alerts)
			}
			if !later(w, d) {
				t.Fatalf("the whole is detected at %d, its parts only at %d", w.DetectedAt, d.DetectedAt)
			}
		})
	})

	It("saying it twice changes nothing", func() {
		law(func(t *rapid.T) {
			once := draw(t)
			twice := append(slices.Clone(once), once[rapid.IntRange(0, len(once)-1).Draw(t, "which")])
			o, w := graded(once), graded(twice)
			if *o.Alerts.Peace != *w.Alerts.Peace {
				t.Fatalf("%+v became %+v", o.Alerts.Peace, w.Alerts.Peace)
			}
			w.Alerts.True, w.Alerts.False, w.Alerts.Peace = o.Alerts.True, o.Alerts.False, o.Alerts.Peace
			if o.DetectedAt != w.DetectedAt || o.Alerts != w.Alerts || *o.NAB["balanced"] != *w.NAB["balanced"] {
				t.Fatalf("%+v became %+v", o, w)
			}
		})
	})
})
