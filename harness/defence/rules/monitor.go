package rules

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange"
)

// Monitor is a monitor made of rules and a playbook. What Explain and Findings
// tell is for the people who wrote the rules; the lab asks after the run.
type Monitor struct {
	book      *Book
	diagnose  bool
	venue     string
	directory *defence.Directory
	engine    *sigma.Engine[*mockexchange.Event, mention]
	index     map[*sigma.Rule]int
	accuses   []accusation
	told      map[accused]int64 // when a rule last named somebody
	swept     int64             // when told was last cleared of what is over
	executor  *executor
	findings  []Finding
}

// maxFindings bounds what is kept for Findings.
const maxFindings = 10_000

// Diagnose makes the watch count what Explain tells; call it before Hello.
func (w *Monitor) Diagnose() { w.diagnose = true }

// Hello compiles the rules for the venue.
func (w *Monitor) Hello(h *defence.Hello) error {
	w.venue, w.directory = h.Venue, defence.NewDirectory(h.Assets, h.Markets, h.Vendors...)
	engine, err := w.book.compile(w.directory, w.diagnose)
	if err != nil {
		return err
	}
	w.engine, w.index, w.told = engine, map[*sigma.Rule]int{}, map[accused]int64{}
	for i, rule := range engine.Rules() {
		w.index[rule] = i
		w.accuses = append(w.accuses, accusationOf(rule))
	}
	w.executor = newExecutor(&w.book.playbook, w.directory)
	return nil
}

// Step feeds the events to the rules and does what the playbook says. All that
// a rule found in one step is one alert.
func (w *Monitor) Step(b *defence.Batch) (defence.Answer, error) {
	found := make([]*Finding, len(w.accuses))
	var order []int
	for i := range b.Events {
		for _, m := range w.engine.Feed(&b.Events[i]) {
			r := w.index[m.Rule]
			if w.book.muted[m.Rule.Label()] || !w.news(r, &m) {
				continue
			}
			if found[r] == nil {
				found[r] = w.finding(b.Now, &m)
				order = append(order, r)
			}
			w.extend(found[r], r, &m)
		}
	}
	var a defence.Answer
	for _, r := range order {
		a.Alerts = append(a.Alerts, found[r].Alert)
		if len(w.findings) < maxFindings {
			w.findings = append(w.findings, *found[r])
		}
		w.executor.alert(b.Now, found[r])
	}
	a.Actions = w.executor.due(b.Now)
	a.WakeAt = w.executor.next()
	w.sweep(b.Now)
	return a, nil
}

// Close says goodbye.
func (w *Monitor) Close() error { return nil }

// news reports whether a match names somebody whom the rule has not named for
// as long as it is to be quiet, and remembers whom it names.
func (w *Monitor) news(rule int, m *sigma.Match[mention]) (yes bool) {
	quiet, anybody := int64(w.book.playbook.quiet), false
	note := func(who accused) {
		if at, ok := w.told[who]; !ok || m.At-at >= quiet {
			yes = true
			w.told[who] = m.At
		}
	}
	see := func(s *mention) {
		w.accuses[rule].each(s, func(kind int, id uint32) {
			anybody = true
			who := accused{rule: rule, kind: kind, id: id}
			if kind == accuseAddress {
				who.address = s.address
			}
			note(who)
		})
	}
	// Later matches of a condition that goes on differ in the new event alone.
	if m.First {
		m.Each(func(s sigma.Seen[mention]) { see(&s.Note) })
	} else {
		see(&m.Note)
	}
	if !anybody && m.First {
		note(accused{rule: rule, kind: accuseNobody})
	}
	return yes
}

func (w *Monitor) finding(now int64, m *sigma.Match[mention]) *Finding {
	level := m.Rule.Level
	if level == "" {
		level = "medium"
	}
	return &Finding{
		Alert: defence.Alert{At: now, Rule: m.Rule.Label(), Title: m.Rule.Title, Level: level, Tags: m.Rule.Tags},
		Group: m.Group(), Measured: m.Measured(), Threshold: m.Threshold(),
	}
}

// extend adds to a finding what a match shows.
func (w *Monitor) extend(f *Finding, rule int, m *sigma.Match[mention]) {
	add := func(s sigma.Seen[mention]) {
		if f.From == 0 || s.At < f.From {
			f.From = s.At
		}
		f.Until = max(f.Until, s.At)
		if len(f.Events) < maxEvidence {
			f.Events = append(f.Events, s.ID)
		}
		w.accuses[rule].each(&s.Note, func(kind int, id uint32) { f.name(kind, id, &s.Note, w.directory) })
		f.scene(&s.Note)
	}
	if m.First {
		m.Each(add)
		return
	}
	add(sigma.Seen[mention]{At: m.At, ID: m.ID, Note: m.Note})
}

// sweep forgets now and then whom rules named so long ago that it is news again.
func (w *Monitor) sweep(now int64) {
	quiet := int64(w.book.playbook.quiet)
	if now-w.swept < quiet {
		return
	}
	w.swept = now
	for who, at := range w.told {
		if now-at >= quiet {
			delete(w.told, who)
		}
	}
}

// Venue is the name of the venue that the watch guards.
func (w *Monitor) Venue() string { return w.venue }

// Findings gives what the rules found, the first 10,000, in their order.
func (w *Monitor) Findings() []Finding { return w.findings }

// Explain tells about every rule why it matched or stayed silent. Most of it
// wants Diagnose.
func (w *Monitor) Explain() []sigma.Explanation {
	if w.engine == nil {
		return nil
	}
	return w.engine.Explain()
}
