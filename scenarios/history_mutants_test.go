package scenarios_test

import (
	"fmt"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// Whatever the exchange did or said, some documented figure tells of it: a
// response that leaves one act out is not the record's, and a fact shows it.
var _ = Describe("A response of the record with one act left out", Label("embedded"), func() {
	for _, d := range records {
		It("is not taken for that of "+d.id, Label("scenario:"+d.id), func(ctx SpecContext) {
			stage := open(d.id, 1, 0.02)
			Expect(allHold(against(ctx, stage, drill.WithDefence("history")))).To(BeTrue(), "with nothing left out")
			var unnoticed []string
			for _, l := range some(4, lesserResponses(load(d.id))) {
				if allHold(against(ctx, stage, drill.WithLoaded("history", l.defence))) {
					unnoticed = append(unnoticed, l.without)
				}
			}
			Expect(unnoticed).To(BeEmpty())
		})
	}
})

// Whatever the exchange did at a documented minute, a figure has that minute.
var _ = Describe("A response of the record a minute late", Label("embedded"), func() {
	for _, id := range []string{zaifKeys, "binance-sys-2018-07"} {
		It("is not taken for that of "+id, Label("scenario:"+id), func(ctx SpecContext) {
			l, minutes := minuteLate(load(id))
			Expect(minutes).NotTo(BeEmpty())
			r := against(ctx, open(id, 1, 0.02), drill.WithLoaded("history", l.defence))
			for minute, acts := range minutes {
				var noticed int
				for i, f := range r.Facts {
					expected := &load(id).Facts[i].Expected
					if f.Holds != nil && !*f.Holds && expected.Lo <= minute && minute <= expected.Hi {
						noticed++
					}
				}
				Expect(noticed).To(BeNumerically(">=", len(acts)), "%v", acts)
			}
		})
	}
})

// minuteLate is a response in which everything of which a minute is documented comes
// a minute late, and what that is, by the minute.
func minuteLate(s *scenarios.Scenario) (l *lesser, acts map[int64][]string) {
	l, acts = &lesser{without: "a minute", record: *s}, map[int64][]string{}
	later := func(at *scenarios.Time, what string) {
		day := (at.Unix+int64(s.Clock.Zone.Offset)*int64(time.Second))%(24*hour) == 0 // of which no minute is documented
		if at.From != scenarios.FromSynthetic && !day {
			acts[at.Unix] = append(acts[at.Unix], what)
			at.Unix += int64(time.Minute)
		}
	}
	l.record.History.Alerts = slices.Clone(s.History.Alerts)
	for i := range l.record.History.Alerts {
		later(&l.record.History.Alerts[i].At, "alert")
	}
	l.record.History.Actions = slices.Clone(s.History.Actions)
	for i := range l.record.History.Actions {
		later(&l.record.History.Actions[i].At, s.History.Actions[i].Action.Text)
	}
	l.record.Statements = slices.Clone(s.Statements)
	for i := range l.record.Statements {
		if a := &l.record.Statements[i]; a.By == nil {
			later(&a.At, a.Claim.Text)
		}
	}
	return l, acts
}

// lesser is the exchange's response without one act.
type lesser struct {
	without string
	record  scenarios.Scenario
	of      defence.Maker
}

// Make makes a monitor that goes by the lesser record, whatever the run is of.
func (l *lesser) Make(seed uint64, _ *scenarios.Scenario) (defence.Monitor, error) {
	return l.of.Make(seed, &l.record)
}

// defence is history with the lesser record. Stages share runs by the digest.
func (l *lesser) defence(s *scenarios.Scenario) (*defence.Defence, error) {
	d, err := bundle.Load("history", s)
	if err != nil {
		return nil, err
	}
	watch := *d.Watch
	l.of, watch.Maker = watch.Maker, l
	d.Watch, d.Digest = &watch, l.without
	return d, nil
}

// lesserResponses leave out each act of a record in turn.
func lesserResponses(s *scenarios.Scenario) (all []*lesser) {
	without := func(what string, leave func(*scenarios.Scenario)) {
		l := &lesser{without: what, record: *s}
		leave(&l.record)
		all = append(all, l)
	}
	for i, a := range s.History.Actions {
		without(fmt.Sprintf("%s at %s (%v)", a.Action.Text, a.At.Text, a.Action.Pos), func(s *scenarios.Scenario) {
			s.History.Actions = slices.Delete(slices.Clone(s.History.Actions), i, i+1)
		})
	}
	for i, a := range s.History.Alerts {
		without(fmt.Sprintf("alert at %s (%v)", a.At.Text, a.Names.Pos), func(s *scenarios.Scenario) {
			s.History.Alerts = slices.Delete(slices.Clone(s.History.Alerts), i, i+1)
		})
	}
	for i, a := range s.Statements {
		if a.By != nil {
			continue // somebody else said it, whatever the exchange did
		}
		without(fmt.Sprintf("%s said at %s (%v)", a.Claim.Text, a.At.Text, a.Claim.Pos), func(s *scenarios.Scenario) {
			s.Statements = slices.Delete(slices.Clone(s.Statements), i, i+1)
		})
	}
	return all
}

// allHold reports whether every fact that is held against a run holds in it.
func allHold(r *drill.Result) bool {
	return !slices.ContainsFunc(r.Facts, func(f score.FactResult) bool { return f.Holds != nil && !*f.Holds })
}
