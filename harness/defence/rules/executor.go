package rules

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// executor carry out a playbook: at once where a response is automatic, after a
// delay and in working hours where an operator acts.
type executor struct {
	book   *playbook
	venue  *defence.Directory
	states []responseState
	jobs   []job // what is to be done, in the order in which it was decided
}

// responseState is what a response remembers.
type responseState struct {
	last   int64   // when it last acted; 0 never
	alerts []int64 // times of the alerts that count for its escalation
}

// job is actions that are due at a time.
type job struct {
	at      int64
	actions []defence.Action
	undoes  *review // nil for a response
}

// review is what decides whether a response is taken back: nobody confirmed
// the alert by the time of the review.
type review struct {
	finding   *Finding
	level     int
	unless    []string // rules that confirm it; empty: any alert of a higher level
	confirmed bool
}

func newExecutor(p *playbook, v *defence.Directory) *executor {
	return &executor{book: p, venue: v, states: make([]responseState, len(p.responses))}
}

// alert decides what follows from an alert.
func (h *executor) alert(now int64, f *Finding) {
	level := slices.Index(sigma.Levels(), f.Alert.Level)
	h.confirm(f, level)
	for i, r := range h.book.responses {
		if r.fits(f, level) {
			h.respond(now, r, &h.states[i], f, level)
		}
	}
}

// fits reports whether a response is for an alert.
func (r *response) fits(f *Finding, level int) bool {
	tagged := len(r.tags) == 0 || slices.ContainsFunc(f.Alert.Tags, func(t string) bool { return slices.Contains(r.tags, t) })
	return level >= r.level && tagged && (len(r.rules) == 0 || slices.Contains(r.rules, f.Alert.Rule))
}

func (h *executor) respond(now int64, r *response, s *responseState, f *Finding, level int) {
	if orders := r.escalated(now, s); orders != nil {
		h.plan(now, r, orders, f, level)
	}
	if s.last != 0 && now-s.last < int64(r.cooldown) {
		return
	}
	if r.do != nil {
		s.last = now
		h.plan(now, r, r.do, f, level)
	}
}

// escalated counts an alert and gives what follows when there are enough.
func (r *response) escalated(now int64, s *responseState) []*actionTemplate {
	if r.escalate == nil {
		return nil
	}
	s.alerts = append(s.alerts, now)
	for s.alerts[0] < now-int64(r.within) {
		s.alerts = s.alerts[1:]
	}
	if len(s.alerts) < r.after {
		return nil
	}
	s.alerts = nil
	return r.escalate
}

// plan puts the actions of a response upon the list, and what takes them back.
func (h *executor) plan(now int64, r *response, orders []*actionTemplate, f *Finding, level int) {
	at := r.acts(now)
	var actions []defence.Action
	for _, o := range orders {
		actions = append(actions, o.actions(at, f, h.venue)...)
	}
	if len(actions) == 0 {
		return
	}
	h.jobs = append(h.jobs, job{at: at, actions: actions})
	if back := action.Reverse(actions); r.undo > 0 && len(back) > 0 {
		h.jobs = append(h.jobs, job{at + int64(r.undo), back, &review{finding: f, level: level, unless: r.unless}})
	}
}

// acts is when whoever carries out a response gets to it.
func (r *response) acts(now int64) int64 {
	if !r.operator {
		return now
	}
	at := now + int64(r.delay)
	if r.opens == r.closes {
		return at
	}
	const day = int64(24 * time.Hour)
	clock := at % day
	opens, length := int64(r.opens), (int64(r.closes)-int64(r.opens)+day)%day
	if since := (clock - opens + day) % day; since < length {
		return at
	}
	return at + (opens-clock+day)%day
}

// confirm keeps responses in force that a further alert bears out: one of the
// rules that the response names, or, if it names none, one of a higher level,
// about any of the same accounts, keys, addresses or wallets.
func (h *executor) confirm(f *Finding, level int) {
	for i := range h.jobs {
		o := h.jobs[i].undoes
		if o == nil || o.confirmed || !o.finding.shares(f) {
			continue
		}
		if len(o.unless) > 0 {
			o.confirmed = slices.Contains(o.unless, f.Alert.Rule)
		} else {
			o.confirmed = level > o.level
		}
	}
}

// shares reports whether two findings name any of the same.
func (f *Finding) shares(other *Finding) bool {
	a, b := &f.Alert, &other.Alert
	return common(a.Accounts, b.Accounts) || common(a.Keys, b.Keys) || common(a.Addresses, b.Addresses) || common(a.Wallets, b.Wallets)
}

func common[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// due takes what is to be done by now off the list.
func (h *executor) due(now int64) (all []defence.Action) {
	h.jobs = slices.DeleteFunc(h.jobs, func(j job) bool {
		if j.at > now {
			return false
		}
		if j.undoes == nil || !j.undoes.confirmed {
			all = append(all, j.actions...)
		}
		return true
	})
	return all
}

// next is when something is due; 0 for nothing.
func (h *executor) next() (at int64) {
	for i := range h.jobs {
		if at == 0 || h.jobs[i].at < at {
			at = h.jobs[i].at
		}
	}
	return at
}
