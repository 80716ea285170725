package rules

import (
	"io/fs"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// playbook says what follows from alerts.
type playbook struct {
	quiet     time.Duration // a rule is silent about whom it accused for so long
	responses []*response
}

// response is one entry of a playbook: for which alerts, who acts, and how.
type response struct {
	name     string
	rules    []string // one of these; empty for any
	tags     []string // one of these
	level    int      // at least this one
	do       []*actionTemplate
	operator bool
	delay    time.Duration
	opens    time.Duration // working hours of the operator, since midnight UTC
	closes   time.Duration // the same as opens: around the clock
	cooldown time.Duration

	after    int // so many alerts within a time lead to more
	within   time.Duration
	escalate []*actionTemplate

	undo   time.Duration // after this the alert is reviewed; 0 never
	unless []string      // rules that confirm it; empty: any further alert of a higher level does
}

// actionTemplate is an action with parameters that come from the alert, or are fixed.
type actionTemplate struct {
	action *action.Info
	fixed  defence.Action
	from   map[string]bool // fields that the alert fills in
	lasts  time.Duration   // until is so long after the action; 0 for no end
	back   time.Duration   // since is so long before the action
}

// subjects are the fields of actions that an alert can fill in, as "alert".
var subjects = []string{"keys", "accounts", "withdrawals", "addresses", "vendor", "market", "asset"}

// fromAlert is what stands for whatever the alert names.
const fromAlert = "alert"

// readPlaybook reads playbook.yaml.
func readPlaybook(from fs.FS, shown string, t param.Terms, set *sigma.Set) (made playbook, err error) {
	file, entries := param.Open(from, shown, PlaybookFile, "a mapping with responses")
	p := &reader{file}
	given := param.New(&p.Reader, yamldoc.Entry{}, entries, t)
	given.Default("quiet", "1h")
	made.quiet = given.Duration("quiet")
	p.Keys(entries, yamldoc.Key{Name: "quiet"}, yamldoc.Key{Name: "responses", Read: func(e yamldoc.Entry) {
		for _, one := range p.Items(e, "a list of responses") {
			made.responses = append(made.responses, p.response(e, one.Value, t, set))
		}
	}})
	if len(p.Errs) == 0 {
		p.Require(entries, "a mapping with responses", "responses")
	}
	return made, p.Err()
}

func (p *reader) response(e yamldoc.Entry, n *yamldoc.Node, t param.Terms, set *sigma.Set) *response {
	r := &response{}
	lines := p.Mapping(n, "a mapping with when and do")
	given := param.New(&p.Reader, e, lines, t)
	r.delay = given.Duration("delay")
	r.cooldown = given.Duration("cooldown")
	p.Keys(lines,
		yamldoc.Key{Name: "name", Read: func(e yamldoc.Entry) { r.name, _ = p.Text(e, "a name") }},
		yamldoc.Key{Name: "when", Read: func(e yamldoc.Entry) { p.when(r, e, set) }},
		yamldoc.Key{Name: "by", Read: func(e yamldoc.Entry) { r.operator = p.by(e) }},
		yamldoc.Key{Name: "delay"},
		yamldoc.Key{Name: "hours", Read: func(e yamldoc.Entry) { p.hours(r, e, t) }},
		yamldoc.Key{Name: "cooldown"},
		yamldoc.Key{Name: "do", Read: func(e yamldoc.Entry) { r.do = p.orders(e, t) }},
		yamldoc.Key{Name: "escalate", Read: func(e yamldoc.Entry) { p.escalation(r, e, t) }},
		yamldoc.Key{Name: "undo", Read: func(e yamldoc.Entry) { p.undoing(r, e, t, set) }})
	if r.do == nil && r.escalate == nil && len(p.Errs) == 0 {
		p.Reject(e.Place(), "a response does nothing", "actions under do")
	}
	if !r.operator && (r.delay > 0 || r.opens != r.closes) {
		p.Reject(e.Place(), "a response has a delay or hours and is automatic", "by: operator")
	}
	return r
}

// when reads for which alerts a response is.
func (p *reader) when(r *response, e yamldoc.Entry, set *sigma.Set) {
	p.Keys(p.Mapping(e.Value, "a mapping with rule, level or tag"),
		yamldoc.Key{Name: "rule", Read: func(e yamldoc.Entry) { r.rules = p.ruleNames(e, set) }},
		yamldoc.Key{Name: "level", Read: func(e yamldoc.Entry) {
			s, ok := p.Text(e, yamldoc.Choice(sigma.Levels()))
			if r.level = slices.Index(sigma.Levels(), s); ok && r.level < 0 {
				p.Unknown(e.Place(), "level", s, sigma.Levels())
			}
		}},
		yamldoc.Key{Name: "tag", Read: func(e yamldoc.Entry) { r.tags = p.Names(e, "tags such as attack.t1657") }})
}

// noSuchRule is what playbooks say of rules that do not exist.
const noSuchRule = "rule that raises alerts"

// ruleNames reads names of rules that raise alerts.
func (p *reader) ruleNames(e yamldoc.Entry, set *sigma.Set) []string {
	var known []string
	for _, rule := range set.Rules() {
		if !rule.Silent {
			known = append(known, rule.Label())
		}
	}
	names := p.Names(e, "names of rules")
	for _, n := range names {
		if !slices.Contains(known, n) {
			p.Unknown(e.Place(), noSuchRule, n, known)
		}
	}
	return names
}

func (p *reader) by(e yamldoc.Entry) bool {
	names := []string{"automatic", "operator"}
	s, ok := p.Text(e, yamldoc.Choice(names))
	if ok && !slices.Contains(names, s) {
		p.Unknown(e.Place(), "hand", s, names)
	}
	return s == "operator"
}

// hours reads {opens: "09:00", closes: "18:00"} in the venue's time.
func (p *reader) hours(r *response, e yamldoc.Entry, t param.Terms) {
	const wanted = `a mapping with opens and closes, such as {opens: "09:00", closes: "18:00"}`
	lines := p.Mapping(e.Value, wanted)
	p.Keys(lines, yamldoc.Key{Name: "opens"}, yamldoc.Key{Name: "closes"})
	given := param.New(&p.Reader, e, lines, t)
	given.Default("opens", "09:00")
	given.Default("closes", "18:00")
	r.opens, r.closes = given.Clock("opens"), given.Clock("closes")
}

func (p *reader) escalation(r *response, e yamldoc.Entry, t param.Terms) {
	lines := p.Mapping(e.Value, "a mapping with alerts, within and do")
	given := param.New(&p.Reader, e, lines, t)
	given.Default("alerts", "3")
	given.Default("within", "1h")
	r.after, r.within = given.Number("alerts", 1, 1000), given.Duration("within")
	p.Keys(lines, yamldoc.Key{Name: "alerts"}, yamldoc.Key{Name: "within"},
		yamldoc.Key{Name: "do", Read: func(e yamldoc.Entry) { r.escalate = p.orders(e, t) }})
	if r.escalate == nil && len(p.Errs) == 0 {
		p.Reject(e.Pos, "escalate does nothing", "actions under do")
	}
}

func (p *reader) undoing(r *response, e yamldoc.Entry, t param.Terms, set *sigma.Set) {
	lines := p.Mapping(e.Value, "a mapping with after and unless")
	given := param.New(&p.Reader, e, lines, t)
	given.Default("after", "1h")
	r.undo = given.Duration("after")
	p.Keys(lines, yamldoc.Key{Name: "after"},
		yamldoc.Key{Name: "unless", Read: func(e yamldoc.Entry) { r.unless = p.ruleNames(e, set) }})
}

func (p *reader) orders(e yamldoc.Entry, t param.Terms) (all []*actionTemplate) {
	for _, one := range p.Items(e, "a list of actions") {
		lines := p.Mapping(one.Value, "a mapping with action and its parameters")
		if o := p.order(e, lines, t); o != nil {
			all = append(all, o)
		}
	}
	return all
}

func (p *reader) order(e yamldoc.Entry, lines []yamldoc.Entry, t param.Terms) *actionTemplate {
	i := slices.IndexFunc(lines, func(l yamldoc.Entry) bool { return l.Key == "action" })
	if i < 0 {
		p.Reject(e.Place(), "an action has no name", "action: one of "+yamldoc.Choice(action.Names()))
		return nil
	}
	name, _ := p.Text(lines[i], "the name of an action")
	o := &actionTemplate{action: action.Named(name), fixed: defence.Action{Name: name}, from: map[string]bool{}}
	if o.action == nil {
		p.Unknown(lines[i].Place(), "action", name, action.Names())
		return nil
	}
	before := len(p.Errs)
	given := param.New(&p.Reader, lines[i], lines, t)
	for _, line := range lines {
		if line.Key != "action" {
			p.parameter(o, line, given)
		}
	}
	if len(p.Errs) == before {
		p.complete(o, lines[i])
	}
	return o
}

// complete refuses an order that lacks what its action needs.
func (p *reader) complete(o *actionTemplate, e yamldoc.Entry) {
	for _, field := range o.action.Fields(action.Required) {
		if !o.sets(field) {
			p.Reject(e.Pos, o.action.Name+" lacks "+field, field)
		}
	}
	if some := o.action.Fields(action.OneOf); len(some) > 0 && !slices.ContainsFunc(some, o.sets) {
		p.Reject(e.Pos, o.action.Name+" has no target", "at least "+yamldoc.Choice(some))
	}
}

// sets reports whether the order fills a field of its action.
func (o *actionTemplate) sets(field string) bool {
	if o.from[field] || field == "until" && o.lasts > 0 || field == "since" && o.back > 0 {
		return true
	}
	return action.Sets(&o.fixed, field)
}

// parameter reads one parameter of an action.
func (p *reader) parameter(o *actionTemplate, e yamldoc.Entry, given *param.Values) {
	field := e.Key
	switch field { // for and last are how until and since are written
	case "for":
		field = "until"
	case "last":
		field = "since"
	}
	if _, ok := o.action.Reads(field); !ok || field != e.Key && field == "" {
		p.Unknown(e.Pos, "parameter of "+o.action.Name, e.Key, o.action.Fields())
		return
	}
	if slices.Contains(subjects, field) {
		p.subject(o, e)
		return
	}
	switch e.Key {
	case "for":
		o.lasts = given.Hold("for")
	case "last":
		o.back = given.Duration("last")
	case "amount":
		o.fixed.Amount = given.Amount("amount")
	case "count":
		o.fixed.Count = uint32(given.Number("count", 1, 1_000_000))
	case "new_addresses_only":
		o.fixed.NewOnly = given.Flag("new_addresses_only")
	case "text":
		o.fixed.Text, _ = p.Text(e, "a text")
	case "scopes":
		o.fixed.Scopes = p.rights(e)
	case "created_until":
		if s, ok := p.Text(e, "now"); ok && s != "now" {
			p.Wrong(e, "now, the moment of the action")
		}
		o.from["created_until"] = true
	default:
		p.Reject(e.Pos, "a playbook cannot give "+e.Key, "for in place of until, last in place of since")
	}
}

// subject reads whom an action is about: whom the alert names, or a market or
// an asset by name.
func (p *reader) subject(o *actionTemplate, e yamldoc.Entry) {
	s, ok := p.Text(e, fromAlert)
	switch {
	case !ok:
	case s == fromAlert:
		o.from[e.Key] = true
	case e.Key == "market":
		o.fixed.Market = s
	case e.Key == "asset":
		o.fixed.Asset = s
	default:
		p.Wrong(e, fromAlert+", which is whom the alert names")
	}
}

func (p *reader) rights(e yamldoc.Entry) (all access.Scopes) {
	for _, name := range p.Names(e, "rights out of read, trade, withdraw") {
		right := access.ScopeNamed(name)
		if right == 0 {
			p.Unknown(e.Place(), "right", name, access.ScopeNames())
		}
		all |= right
	}
	return all
}
