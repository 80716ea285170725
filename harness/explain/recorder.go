package explain

import (
	"slices"
	"sync"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// Recorder gathers what the explanation of one run is made of.
type Recorder struct {
	venues []venue
	mutex  sync.Mutex
	told   []*rules.Monitor // every monitor made of rules; equal runs may be played twice
}

// venue is what is recorded of one venue.
type venue struct {
	name      string // empty for the only one
	own       string // the venue's own name
	directory *defence.Directory
	commands  [][]Effect // what each command of the defence brought about, in their order
	findings  []Finding  // in the order of time
}

// NewRecorder is for one run on a stage.
func NewRecorder(stage *drill.Stage) *Recorder {
	r := &Recorder{}
	for _, w := range stage.Worlds() {
		v := venue{own: w.Genesis.Name, directory: defence.DirectoryOf(&w.Genesis)}
		if len(stage.Worlds()) > 1 {
			v.name = v.own
		}
		r.venues = append(r.venues, v)
	}
	return r
}

// Options make a run tell the recorder. They come after the option that names
// the defence.
func (r *Recorder) Options() []drill.Option {
	return []drill.Option{
		drill.WithObserver(lab.Observer{Command: r.command}),
		drill.WithDiagnosis(func(w *rules.Monitor) {
			r.mutex.Lock()
			defer r.mutex.Unlock()
			r.told = append(r.told, w)
		}),
	}
}

// command hears one command of the run.
func (r *Recorder) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	v := &r.venues[e.Venue]
	v.find(events)
	if e.Actor == sim.Operator {
		v.commands = append(v.commands, effectsOf(events))
	}
	return nil
}

// Explain explains the run that was recorded. A rule that is named is told
// about, too, whether it fired or not.
func (r *Recorder) Explain(run *drill.Result, rule string) *Explanation {
	x := &Explanation{
		Alerts: r.alerts(run.Outcome.Alerts), Actions: r.actions(run.Outcome.Actions),
		Obstacles: obstaclesOf(run.Outcome.Tally, len(r.venues) > 1),
		Zone:      run.Clock.Zone, Currency: run.Loss.Currency, Decimals: run.Loss.Decimals,
	}
	for i := range r.venues {
		x.Findings = append(x.Findings, r.venues[i].findings...)
		if rule != "" {
			x.Rules = append(x.Rules, r.rules(&r.venues[i], rule)...)
		}
	}
	return x
}

// watch is the monitor of a venue; nil if it is not made of rules.
func (r *Recorder) watch(v *venue) *rules.Monitor {
	for _, w := range slices.Backward(r.told) {
		if w.Venue() == v.own {
			return w
		}
	}
	return nil
}

// alerts puts beside every alert what made it fire: a venue's monitor told of
// its findings in the same order.
func (r *Recorder) alerts(alerts []defence.Alert) []AlertReason {
	findings := make(map[string][]rules.Finding)
	for i := range r.venues {
		if w := r.watch(&r.venues[i]); w != nil {
			findings[r.venues[i].name] = w.Findings()
		}
	}
	list := []AlertReason{}
	for _, a := range alerts {
		one := AlertReason{Alert: a}
		if left := findings[a.Venue]; len(left) > 0 {
			one.Why, findings[a.Venue] = windowOf(&left[0]), left[1:]
		}
		list = append(list, one)
	}
	return list
}

// rules tells about a rule at one venue and, below it, about those that it
// watches.
func (r *Recorder) rules(v *venue, rule string) (list []RuleReason) {
	w := r.watch(v)
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
		list = append(list, ruleReasonOf(&all[at], v.name))
		for _, other := range all[at].Rule.Refers() {
			if !slices.Contains(wanted, other.Label()) {
				wanted = append(wanted, other.Label())
			}
		}
	}
	return list
}

// actions lists the actions of a run with what each brought about: every action
// is as many commands as it names things.
func (r *Recorder) actions(acts []lab.AppliedAction) []ActionEffect {
	list := []ActionEffect{}
	for _, act := range acts {
		x := ActionEffect{
			At: act.At, Venue: act.Venue, Action: act.Action, Code: act.Code, Changed: act.Changed, Effects: []Effect{},
		}
		v := &r.venues[max(slices.IndexFunc(r.venues, func(v venue) bool { return v.name == act.Venue }), 0)]
		commands, _ := action.Commands(&act.Action, v.directory) // it was carried out
		n := min(len(commands), len(v.commands))
		for _, effects := range v.commands[:n] {
			for i := range effects {
				x.Effects = withEffect(x.Effects, &effects[i])
			}
		}
		v.commands = v.commands[n:]
		list = append(list, x)
	}
	return list
}

// effectsOf counts events by type, in the order of their first.
func effectsOf(events []mockexchange.Event) (list []Effect) {
	for i := range events {
		list = withEffect(list, &Effect{Type: events[i].Type.String(), Count: 1, First: []uint64{events[i].Seq}})
	}
	return list
}

// withEffect adds an effect to those of its type.
func withEffect(list []Effect, e *Effect) []Effect {
	i := slices.IndexFunc(list, func(x Effect) bool { return x.Type == e.Type })
	if i < 0 {
		return append(list, Effect{e.Type, e.Count, slices.Clone(e.First)})
	}
	x := &list[i]
	x.Count += e.Count
	x.First = append(x.First, e.First[:min(Samples-len(x.First), len(e.First))]...)
	return list
}
