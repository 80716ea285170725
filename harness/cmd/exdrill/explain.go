package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
)

// explainFlags ask why a run went as it did.
type explainFlags struct {
	why  bool
	rule string
}

func (f *explainFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.why, "explain", false, "say why each alert fired, what each action changed, and what stood in honest customers' way")
	c.Flags().StringVar(&f.rule, "explain-rule", "", "the same, and why the `RULE` fired or stayed silent")
}

// asked reports whether anything is to be explained.
func (f *explainFlags) asked() bool { return f.why || f.rule != "" }

// check finds what cannot be explained before anything runs.
func (f *explainFlags) check(format string, names []string, guards []*defence.Defence) error {
	switch {
	case !f.asked():
		return nil
	case len(names) > 1:
		return fmt.Errorf("--explain is about one run, but --defence names %d, expected one", len(names))
	case format != "table" && format != "json" && format != "markdown":
		return fmt.Errorf("--explain with --format %s, expected table, json or markdown", format)
	case f.rule == "":
		return nil
	}
	rules := rules.RuleNames(guards[0])
	if rules == nil {
		return fmt.Errorf("--explain-rule %q: the defence %s has no rules", f.rule, names[0])
	}
	return known("--explain-rule", f.rule, rules)
}

// inquiry gathers what a run's explanation is made of.
type inquiry struct {
	witness *witness
	mutex   sync.Mutex
	watches map[string]*rules.Watch // by venue, those of the last of equal runs
	unnamed []*rules.Watch
}

func newInquiry(stage *drill.Stage) *inquiry {
	return &inquiry{witness: newWitness(stage)}
}

// options make a run tell what the inquiry asks.
func (q *inquiry) options() []drill.Option {
	return []drill.Option{
		drill.WithObserver(q.witness.observer()),
		drill.WithDiagnosis(func(w *rules.Watch) {
			q.mutex.Lock()
			defer q.mutex.Unlock()
			q.unnamed = append(q.unnamed, w)
		}),
	}
}

// explain is the explanation of a run that is over.
func (q *inquiry) explain(r *drill.Result, rule string) *report.Explanation {
	q.watches = make(map[string]*rules.Watch)
	for _, w := range q.unnamed {
		q.watches[w.Venue()] = w
	}
	x := &report.Explanation{
		Alerts: q.alerts(r.Outcome.Alerts), Actions: q.witness.actionsOf(r.Outcome.Actions),
		Obstacles: report.ObstaclesOf(r.Outcome.Tally, len(q.witness.scenes) > 1),
		Zone:      r.Clock.Zone, Currency: r.Loss.Currency, Decimals: r.Loss.Decimals,
	}
	if rule != "" {
		for _, s := range q.witness.scenes {
			x.Rules = append(x.Rules, q.rules(s, rule)...)
		}
	}
	return x
}

// watch is the monitor of a venue; nil if it is not made of rules.
func (q *inquiry) watch(s *scene) *rules.Watch { return q.watches[s.world.Genesis.Name] }

// alerts puts beside every alert what made it fire: a venue's monitor told of
// its findings in the same order.
func (q *inquiry) alerts(alerts []defence.Alert) []report.AlertReason {
	findings := make(map[string][]rules.Finding)
	for _, s := range q.witness.scenes {
		if w := q.watch(s); w != nil {
			findings[s.venue] = w.Findings()
		}
	}
	list := []report.AlertReason{}
	for _, a := range alerts {
		one := report.AlertReason{Alert: a}
		if left := findings[a.Venue]; len(left) > 0 {
			one.Why, findings[a.Venue] = report.WindowOf(&left[0]), left[1:]
		}
		list = append(list, one)
	}
	return list
}

// rules tells about a rule at one venue and, below it, about those that it
// watches.
func (q *inquiry) rules(s *scene, rule string) (list []report.RuleReason) {
	w := q.watch(s)
	if w == nil {
		return nil
	}
	all := w.Explain()
	wanted := []string{rule}
	for i := 0; i < len(wanted); i++ {
		at := slices.IndexFunc(all, func(x sigma.Explanation) bool { return x.Rule.Label() == wanted[i] })
		if at < 0 {
			continue
		}
		list = append(list, report.RuleReasonOf(&all[at], s.venue))
		for _, other := range all[at].Rule.Refers() {
			if !slices.Contains(wanted, other.Label()) {
				wanted = append(wanted, other.Label())
			}
		}
	}
	return list
}

// errSet says that a set of scenarios is not explained.
var errSet = errors.New("--explain is about one run, expected one SCENARIO")
