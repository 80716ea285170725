package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/explain"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange"
)

// mostShown is how many alerts or actions a page shows; JSON has them all.
const mostShown = 100

// WriteExplained writes one result with its explanation: as JSON one object,
// that of the result with a member "explanation"; for people the explanation
// alone, to be read below the result. Other formats have no place for it.
func WriteExplained(w io.Writer, f Format, r *score.Result, x *explain.Explanation, o Options) error {
	if f == JSON {
		return WriteValue(w, struct {
			*score.Result
			Explanation *explain.Explanation `json:"explanation"`
		}{r, x})
	}
	if err := Write(w, f, []score.Result{*r}, o); err != nil {
		return err
	}
	_, err := io.WriteString(w, explanationText(x, o, f == Markdown))
	return err
}

// explanationText is the explanation for people, in a fence where it stands in
// Markdown.
func explanationText(x *explain.Explanation, o Options, fenced bool) string {
	p := &explainer{o: o, x: x}
	p.heading(fmt.Sprintf("Why the alerts fired (%s, venue time)", Count(int64(len(x.Alerts)))))
	shown(p, x.Alerts, "no alert was raised", p.alert)
	p.heading(fmt.Sprintf("What the actions changed (%s)", Count(int64(len(x.Actions)))))
	shown(p, x.Actions, "no action was taken", p.action)
	if len(x.Findings) > 0 {
		p.heading(fmt.Sprintf("What controls found (%s)", Count(int64(len(x.Findings)))))
		shown(p, x.Findings, "", p.finding)
	}
	p.obstacles()
	p.rules()
	if fenced {
		return "\n```\n" + strings.TrimLeft(p.b.String(), "\n") + "```\n"
	}
	return p.b.String()
}

// explainer writes an explanation.
type explainer struct {
	o Options
	x *explain.Explanation
	b strings.Builder
}

func (p *explainer) heading(text string) {
	fmt.Fprintf(&p.b, "\n%s\n", p.o.in(bold, text))
}

// line writes a text that is broken to fit the page, indented; what goes on is
// indented by two more.
func (p *explainer) line(indent int, text string) {
	space := strings.Repeat(" ", indent)
	broken := strings.ReplaceAll(wrap(text, page-indent-2), "\n", "\n"+space+"  ")
	p.b.WriteString(space + broken + "\n")
}

// at is a moment by the venue's clock, to the second.
func (p *explainer) at(t int64) string {
	return time.Unix(0, t).In(location(p.x.Zone)).Format("2006-01-02 15:04:05")
}

// place is where something happened, if there are several venues.
func place(venue string) string {
	if venue == "" {
		return ""
	}
	return venue + " "
}

// shown tells of the first things of a list, or that there are none.
func shown[T any](p *explainer, list []T, none string, tell func(*T)) {
	for i := range list[:min(len(list), mostShown)] {
		tell(&list[i])
	}
	switch left := len(list) - mostShown; {
	case len(list) == 0:
		p.line(1, none)
	case left > 0:
		p.line(1, fmt.Sprintf("and %s more; --format json has all", Count(int64(left))))
	}
}

func (p *explainer) alert(a *explain.AlertReason) {
	title := a.Rule
	if a.Title != "" && a.Title != a.Rule {
		title += ": " + a.Title
	}
	p.line(1, fmt.Sprintf("%s  %s%s  %s", p.at(a.At), place(a.Venue), a.Level, title))
	if a.Why != nil {
		p.line(3, p.window(a.Why))
	}
	parts := named(&a.Alert)
	if len(parts) == 0 {
		parts = []string{"nobody"}
	}
	p.line(3, "names "+strings.Join(parts, "; "))
}

// finding says what a control came upon, and what came of it.
func (p *explainer) finding(f *explain.Finding) {
	p.line(1, fmt.Sprintf("%s  %s%s  event %d: %s", p.at(f.At), place(f.Venue), f.Control, f.Seq, f.About))
	switch {
	case f.Type != mockexchange.CodeDiffers.String():
		p.line(3, "somebody did not sign it, and it was given up")
	case f.ReplacedAt > 0:
		p.line(3, "reviewed code took its place at "+p.at(f.ReplacedAt))
	default:
		p.line(3, "somebody looked at it and let it run")
	}
}

// window says which events made a rule fire.
func (p *explainer) window(w *explain.Window) string {
	text := "by event " + listOf(w.Events, len(w.Events))
	if len(w.Events) > 1 {
		text = fmt.Sprintf("by %s: %s", counted(len(w.Events), "event"), listOf(w.Events, len(w.Events)))
	}
	if w.Until > w.From {
		text += fmt.Sprintf(" from %s to %s (%s)", p.at(w.From), p.at(w.Until), Span(score.Elapsed(w.Until-w.From)))
	}
	if w.Threshold != "" {
		text += fmt.Sprintf(", which came to %s, wanted %s", w.Measured, w.Threshold)
	}
	return text + together(w.Group)
}

// together is what the events of a window have in common.
func together(group []sigma.GroupValue) string {
	var parts []string
	for _, g := range group {
		parts = append(parts, g.Field+" "+g.Value)
	}
	if parts == nil {
		return ""
	}
	return ", all of " + strings.Join(parts, ", ")
}

// mostNamed is how many of a kind a page shows.
const mostNamed = 6

// listOf is the first few of n things.
func listOf[T any](first []T, n int) string {
	var parts []string
	for _, one := range first[:min(len(first), mostNamed)] {
		parts = append(parts, fmt.Sprint(one))
	}
	text := strings.Join(parts, ", ")
	if left := n - len(parts); left > 0 {
		text += fmt.Sprintf(" and %s more", Count(int64(left)))
	}
	return text
}

// counted is a number of things: "1 customer", "2 customers".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return Count(int64(n)) + " " + what + "s"
}

func (p *explainer) action(a *explain.ActionEffect) {
	p.line(1, fmt.Sprintf("%s  %s%s", p.at(a.At), place(a.Venue), targets(&a.Action)))
	text := a.Code
	if a.Changed > 0 {
		text += fmt.Sprintf(", changed %s", Count(int64(a.Changed)))
	}
	for _, e := range a.Effects {
		text += "; " + effectText(&e)
	}
	if a.Code == "ok" && len(a.Effects) == 0 && a.Changed == 0 {
		text += ", changed nothing"
	}
	p.line(3, text)
}

func effectText(e *explain.Effect) string {
	return fmt.Sprintf("%s %s (event %s)", Count(int64(e.Count)), e.Type, listOf(e.First, e.Count))
}

// targets is an action with whom it is about.
func targets(a *defence.Action) string {
	parts := append([]string{a.Name}, named(&defence.Alert{Keys: a.Keys, Accounts: a.Accounts, Addresses: a.Addresses})...)
	parts = kindOf(parts, "withdrawals", a.Withdrawals)
	for _, s := range []string{a.Market, a.Asset} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

func (p *explainer) obstacles() {
	p.heading("What stood in the way of honest customers")
	if len(p.x.Obstacles) == 0 {
		p.line(1, "nothing that this defence did")
	}
	for i := range p.x.Obstacles {
		o := &p.x.Obstacles[i]
		kind := "action"
		if o.Standing {
			kind = "control"
		}
		p.line(1, fmt.Sprintf("%s%s (%s): %s, %s", place(o.Venue), o.Control, kind, counted(o.Customers, "customer"), counted(o.Times, "time")))
		for _, item := range o.Items {
			p.line(3, fmt.Sprintf("%s, %s", harmed([]score.HarmItem{item}), p.money(item.Price)))
		}
		for _, s := range o.Examples {
			p.line(3, p.sample(&s))
		}
	}
}

func (p *explainer) sample(s *explain.ObstacleSample) string {
	text := fmt.Sprintf("event %d, %s: account %d, %s", s.Seq, p.at(s.At), s.Account, kindText(s.Kind, 1))
	if s.Value != 0 {
		text += " of " + p.money(s.Value)
	}
	if s.Code != "" && s.Code != "ok" {
		text += ": " + s.Code
	}
	return text
}

func (p *explainer) money(a score.Amount) string { return Money(a, p.x.Currency, p.x.Decimals) }

func (p *explainer) rules() {
	for i := range p.x.Rules {
		r := &p.x.Rules[i]
		p.heading(fmt.Sprintf("The rule %s%s (%s)", place(r.Venue), r.Rule, r.Kind))
		p.rule(r)
	}
}

func (p *explainer) rule(r *explain.RuleReason) {
	if r.Matches > 0 {
		p.line(1, fmt.Sprintf("held %s", counted(int(r.Matches), "time")))
	} else {
		p.line(1, "never held")
	}
	if r.Windows == nil {
		p.detection(r)
		return
	}
	w := r.Windows
	p.line(1, fmt.Sprintf("%s of the rules that it watches, in %s; wanted %s", matches(w.Events), counted(int(w.Groups), "group"), r.Threshold))
	for _, lost := range []struct {
		n    uint64
		text string
	}{
		{w.Ungrouped, "had no value to group by"},
		{w.Valueless, "had no value to measure"},
		{w.Late, "came too late"},
		{w.Truncated, "were given up because their group was full"},
		{w.Evicted, "groups were given up because there were too many"},
	} {
		if lost.n > 0 {
			p.line(1, Count(int64(lost.n))+" "+lost.text)
		}
	}
	if c := r.Closest; c != nil {
		p.line(1, fmt.Sprintf("closest: %s, from %s to %s%s", c.Measured, p.at(c.From), p.at(c.Until), together(c.Group)))
	} else {
		p.line(1, "no event came into a window")
	}
}

func matches(n uint64) string {
	if n == 1 {
		return "1 match"
	}
	return Count(int64(n)) + " matches"
}

// detection says how far the events of a rule's log source came.
func (p *explainer) detection(r *explain.RuleReason) {
	p.line(1, fmt.Sprintf("%s events of its log source", Count(int64(r.Events))))
	for _, s := range r.Selections {
		text := fmt.Sprintf("held for %s", Count(int64(s.N)))
		if s.N == 0 {
			text = "never held"
		}
		p.line(1, s.Name+" "+text)
	}
	if len(r.NeverSeen) > 0 {
		p.line(1, "fields that none of these events had: "+strings.Join(r.NeverSeen, ", "))
	}
}

// named lists whom an alert accuses, kind by kind.
func named(a *defence.Alert) (list []string) {
	list = kindOf(list, "keys", a.Keys)
	list = kindOf(list, "accounts", a.Accounts)
	list = kindOf(list, "sources", a.Sources)
	list = kindOf(list, "addresses", a.Addresses)
	return kindOf(list, "wallets", a.Wallets)
}

// kindOf adds the things of a kind, if there are any.
func kindOf[T any](list []string, kind string, things []T) []string {
	if len(things) == 0 {
		return list
	}
	return append(list, kind+" "+listOf(things, len(things)))
}
