package defence

import (
	"io/fs"
	"slices"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// playbook says what follows from alerts.
type playbook struct {
	quiet     time.Duration // a rule is silent about whom it accused for so long
	responses []*response
}

// quietUnless is how long a rule is silent about somebody it accused.
const quietUnless = time.Hour

// response is one entry of a playbook: for which alerts, who acts, and how.
type response struct {
	name     string
	rules    []string // one of these; empty for any
	tags     []string // one of these
	level    int      // at least this one
	do       []*order
	operator bool
	delay    time.Duration
	opens    time.Duration // working hours of the operator, since midnight UTC
	closes   time.Duration // the same as opens: around the clock
	cooldown time.Duration

	after    int // so many alerts within a time lead to more
	within   time.Duration
	escalate []*order

	undo   time.Duration // after this the alert is reviewed; 0 never
	unless []string      // rules that confirm it; empty: any further alert of a higher level does
}

// order is an action with parameters that come from the alert, or are fixed.
type order struct {
	action *ActionInfo
	fixed  Action
	from   map[string]bool // fields that the alert fills in
	lasts  time.Duration   // until is so long after the action; 0 for no end
	back   time.Duration   // since is so long before the action
}

// subjects are the fields of actions that an alert can fill in, as "alert".
var subjects = []string{"keys", "accounts", "withdrawals", "addresses", "market", "asset"}

// fromAlert is what stands for whatever the alert names.
const fromAlert = "alert"

var (
	playbookKeys = []string{"quiet", "responses"}
	responseKeys = []string{"name", "when", "by", "delay", "hours", "cooldown", "do", "escalate", "undo"}
)

// playbook reads playbook.yaml.
func (p *page) playbook(from fs.FS, t terms, set *sigma.Set) playbook {
	made := playbook{quiet: quietUnless}
	entries := p.open(from, playbookFile, "a mapping with responses")
	given := &Params{page: p, given: entries, terms: t}
	made.quiet = given.Duration("quiet", quietUnless)
	for _, e := range entries {
		switch e.key {
		case "quiet":
		case "responses":
			for _, n := range p.items(e, "a list of responses") {
				made.responses = append(made.responses, p.response(e, n, t, set))
			}
		default:
			p.unknown(e.at, "key", e.key, playbookKeys)
		}
	}
	if len(p.errs) == 0 {
		p.require(entries, "a mapping with responses", "responses")
	}
	return made
}

func (p *page) response(e entry, n ast.Node, t terms, set *sigma.Set) *response {
	r := &response{}
	lines := p.mapping(n, p.place(e), "a mapping with when and do")
	given := &Params{page: p, control: e, given: lines, terms: t}
	r.delay = given.Duration("delay", 0)
	r.cooldown = given.Duration("cooldown", 0)
	for _, line := range lines {
		switch line.key {
		case "name":
			r.name, _ = p.text(line, "a name")
		case "when":
			p.when(r, line, set)
		case "by":
			r.operator = p.by(line)
		case "hours":
			p.hours(r, line, t)
		case "do":
			r.do = p.orders(line, t)
		case "escalate":
			p.escalation(r, line, t)
		case "undo":
			p.undoing(r, line, t, set)
		case "delay", "cooldown":
		default:
			p.unknown(line.at, "key", line.key, responseKeys)
		}
	}
	if r.do == nil && r.escalate == nil && len(p.errs) == 0 {
		p.reject(p.place(e), "a response does nothing", "actions under do")
	}
	if !r.operator && (r.delay > 0 || r.opens != r.closes) {
		p.reject(p.place(e), "a response has a delay or hours and is automatic", "by: operator")
	}
	return r
}

// when reads for which alerts a response is.
func (p *page) when(r *response, e entry, set *sigma.Set) {
	for _, line := range p.mapping(e.value, e.at, "a mapping with rule, level or tag") {
		switch line.key {
		case "rule":
			r.rules = p.ruleNames(line, set)
		case "tag":
			r.tags = p.names(line, "tags such as attack.t1657")
		case "level":
			s, ok := p.text(line, choice(sigma.Levels()))
			if r.level = slices.Index(sigma.Levels(), s); ok && r.level < 0 {
				p.unknown(p.place(line), "level", s, sigma.Levels())
			}
		default:
			p.unknown(line.at, "key", line.key, []string{"rule", "level", "tag"})
		}
	}
}

// ruleNames reads names of rules that raise alerts.
func (p *page) ruleNames(e entry, set *sigma.Set) []string {
	var known []string
	for _, rule := range set.Rules() {
		if !rule.Silent {
			known = append(known, rule.Label())
		}
	}
	names := p.names(e, "names of rules")
	for _, n := range names {
		if !slices.Contains(known, n) {
			p.unknown(p.place(e), noSuchRule, n, known)
		}
	}
	return names
}

// names reads a text or a list of texts.
func (p *page) names(e entry, wanted string) (all []string) {
	if _, list := e.value.(*ast.SequenceNode); !list {
		s, _ := p.text(e, wanted)
		return []string{s}
	}
	for _, n := range p.items(e, wanted) {
		if s, ok := p.text(entry{e.key, e.at, n}, wanted); ok {
			all = append(all, s)
		}
	}
	return all
}

func (p *page) by(e entry) bool {
	names := []string{"automatic", "operator"}
	s, ok := p.text(e, choice(names))
	if ok && !slices.Contains(names, s) {
		p.unknown(p.place(e), "hand", s, names)
	}
	return s == "operator"
}

// hours reads {opens: "09:00", closes: "18:00"} in the venue's time.
func (p *page) hours(r *response, e entry, t terms) {
	const wanted = `a mapping with opens and closes, such as {opens: "09:00", closes: "18:00"}`
	lines := p.mapping(e.value, e.at, wanted)
	for _, line := range lines {
		if line.key != "opens" && line.key != "closes" {
			p.unknown(line.at, "key", line.key, []string{"opens", "closes"})
		}
	}
	given := &Params{page: p, control: e, given: lines, terms: t}
	r.opens, r.closes = given.Clock("opens", "09:00"), given.Clock("closes", "18:00")
}

func (p *page) escalation(r *response, e entry, t terms) {
	lines := p.mapping(e.value, e.at, "a mapping with alerts, within and do")
	given := &Params{page: p, control: e, given: lines, terms: t}
	r.after = given.Number("alerts", 3, 1, 1000)
	r.within = given.Duration("within", time.Hour)
	for _, line := range lines {
		switch line.key {
		case "alerts", "within":
		case "do":
			r.escalate = p.orders(line, t)
		default:
			p.unknown(line.at, "key", line.key, []string{"alerts", "within", "do"})
		}
	}
	if r.escalate == nil && len(p.errs) == 0 {
		p.reject(e.at, "escalate does nothing", "actions under do")
	}
}

func (p *page) undoing(r *response, e entry, t terms, set *sigma.Set) {
	lines := p.mapping(e.value, e.at, "a mapping with after and unless")
	given := &Params{page: p, control: e, given: lines, terms: t}
	r.undo = given.Duration("after", time.Hour)
	for _, line := range lines {
		switch line.key {
		case "after":
		case "unless":
			r.unless = p.ruleNames(line, set)
		default:
			p.unknown(line.at, "key", line.key, []string{"after", "unless"})
		}
	}
}

func (p *page) orders(e entry, t terms) (all []*order) {
	for _, n := range p.items(e, "a list of actions") {
		lines := p.mapping(n, p.place(e), "a mapping with action and its parameters")
		if o := p.order(e, lines, t); o != nil {
			all = append(all, o)
		}
	}
	return all
}

func (p *page) order(e entry, lines []entry, t terms) *order {
	i := slices.IndexFunc(lines, func(l entry) bool { return l.key == "action" })
	if i < 0 {
		p.reject(p.place(e), "an action has no name", "action: one of "+choice(ActionNames()))
		return nil
	}
	name, _ := p.text(lines[i], "the name of an action")
	o := &order{action: actionInfo(name), fixed: Action{Name: name}, from: map[string]bool{}}
	if o.action == nil {
		p.unknown(p.place(lines[i]), "action", name, ActionNames())
		return nil
	}
	before := len(p.errs)
	given := &Params{page: p, control: lines[i], given: lines, terms: t}
	for _, line := range lines {
		if line.key != "action" {
			p.parameter(o, line, given)
		}
	}
	if len(p.errs) == before {
		p.complete(o, lines[i])
	}
	return o
}

// complete refuses an order that lacks what its action needs.
func (p *page) complete(o *order, e entry) {
	for _, field := range o.action.fields(Required) {
		if !o.sets(field) {
			p.reject(e.at, o.action.Name+" lacks "+field, field)
		}
	}
	if some := o.action.fields(OneOf); len(some) > 0 && !slices.ContainsFunc(some, o.sets) {
		p.reject(e.at, o.action.Name+" has no target", "at least "+choice(some))
	}
}

// sets reports whether the order fills a field of its action.
func (o *order) sets(field string) bool {
	if o.from[field] || field == "until" && o.lasts > 0 || field == "since" && o.back > 0 {
		return true
	}
	for _, f := range o.fixed.fields() {
		if f.name == field {
			return f.given
		}
	}
	return false
}

// parameter reads one parameter of an action.
func (p *page) parameter(o *order, e entry, given *Params) {
	field := e.key
	switch field { // for and last are how until and since are written
	case "for":
		field = "until"
	case "last":
		field = "since"
	}
	if _, ok := o.action.reads(field); !ok || field != e.key && field == "" {
		p.unknown(e.at, "parameter of "+o.action.Name, e.key, o.action.fields())
		return
	}
	if slices.Contains(subjects, field) {
		p.subject(o, e)
		return
	}
	switch e.key {
	case "for":
		o.lasts = given.Hold("for", 0)
	case "last":
		o.back = given.Duration("last", 0)
	case "amount":
		o.fixed.Amount = given.Amount("amount")
	case "count":
		o.fixed.Count = uint32(given.Number("count", 0, 1, 1_000_000))
	case "new_addresses_only":
		o.fixed.NewOnly = given.Flag("new_addresses_only", false)
	case "text":
		o.fixed.Text, _ = p.text(e, "a text")
	case "scopes":
		o.fixed.Scopes = p.rights(e)
	case "created_until":
		if s, ok := p.text(e, "now"); ok && s != "now" {
			p.reject(p.place(e), "created_until is "+short(s), "now, the moment of the action")
		}
		o.from["created_until"] = true
	default:
		p.reject(e.at, "a playbook cannot give "+e.key, "for in place of until, last in place of since")
	}
}

// subject reads whom an action is about: whom the alert names, or a market or
// an asset by name.
func (p *page) subject(o *order, e entry) {
	s, ok := p.text(e, fromAlert)
	switch {
	case !ok:
	case s == fromAlert:
		o.from[e.key] = true
	case e.key == "market":
		o.fixed.Market = s
	case e.key == "asset":
		o.fixed.Asset = s
	default:
		p.reject(p.place(e), e.key+" is "+short(s), fromAlert+", which is whom the alert names")
	}
}

func (p *page) rights(e entry) (all access.Scopes) {
	for _, name := range p.names(e, "rights out of read, trade, withdraw") {
		right := scope(name)
		if right == 0 {
			p.unknown(p.place(e), "right", name, []string{"read", "trade", "withdraw"})
		}
		all |= right
	}
	return all
}
