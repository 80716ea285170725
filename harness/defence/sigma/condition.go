package sigma

import (
	"fmt"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

const aCondition = "searches joined by and, or, not, parentheses, 1 of, all of"

// condition reads which searches must hold. Of several conditions one must.
func (r *reader) condition(e *yamldoc.Entry, d *detection) *expr {
	nodes := []*yamldoc.Node{e.Value}
	if e.Value.Kind == yamldoc.List {
		nodes = e.Value.Items
	}
	either := &expr{op: opOr}
	for _, n := range nodes {
		if !n.Scalar() {
			r.Reject(n.Pos, "the condition is "+n.Kind.String(), aCondition)
			continue
		}
		p := &conditionParser{r: r, at: n.Pos, d: d, words: words(n.Text)}
		if made := p.parse(); made != nil {
			either.kids = append(either.kids, made)
		}
	}
	if len(nodes) == 0 {
		r.Reject(e.Value.Pos, "the condition is an empty list", aCondition)
	}
	if len(either.kids) == 1 {
		return either.kids[0]
	}
	return either
}

// words splits a condition at spaces and parentheses.
func words(s string) []string {
	for _, sign := range []string{"(", ")", "|"} {
		s = strings.ReplaceAll(s, sign, " "+sign+" ")
	}
	return strings.Fields(s)
}

// conditionParser descends through a condition: or binds least, then and, then
// not, then "x of".
type conditionParser struct {
	r     *reader
	at    yamldoc.Position
	d     *detection
	words []string
	depth int
	bad   bool
}

// maxDepth is how far parentheses and nots may nest.
const maxDepth = 64

func (p *conditionParser) parse() *expr {
	made := p.or()
	if !p.bad && len(p.words) > 0 {
		if p.words[0] == "|" {
			p.wrong("the condition aggregates behind |, which Sigma 2 replaced", "a correlation")
		} else {
			p.wrong("the condition goes on with "+yamldoc.Quoted(p.words[0]), "and, or, or its end")
		}
	}
	if p.bad {
		return nil
	}
	return made
}

func (p *conditionParser) wrong(problem, expected string) *expr {
	if !p.bad {
		p.r.Reject(p.at, problem, expected)
	}
	p.bad = true
	return nil
}

// next reports whether the next word is the given one, in any case.
func (p *conditionParser) next(word string) bool {
	return len(p.words) > 0 && strings.EqualFold(p.words[0], word)
}

func (p *conditionParser) take() string {
	w := p.words[0]
	p.words = p.words[1:]
	return w
}

func (p *conditionParser) or() *expr  { return p.chain("or", opOr, p.and) }
func (p *conditionParser) and() *expr { return p.chain("and", opAnd, p.not) }

func (p *conditionParser) chain(word string, op exprOp, part func() *expr) *expr {
	made := part()
	if p.bad || !p.next(word) {
		return made
	}
	made = &expr{op: op, kids: []*expr{made}}
	for !p.bad && p.next(word) {
		p.take()
		made.kids = append(made.kids, part())
	}
	return made
}

func (p *conditionParser) not() *expr {
	if p.depth++; p.depth > maxDepth {
		return p.wrong("the condition is nested too deeply", fmt.Sprintf("at most %d levels", maxDepth))
	}
	defer func() { p.depth-- }()
	if !p.next("not") {
		return p.primary()
	}
	p.take()
	inner := p.not()
	return &expr{op: opNot, kids: []*expr{inner}}
}

func (p *conditionParser) primary() *expr {
	switch {
	case len(p.words) == 0:
		return p.wrong("the condition ends where a search is missing", "the name of a search")
	case p.next("("):
		p.take()
		made := p.or()
		if p.bad {
			return nil
		}
		if !p.next(")") {
			return p.wrong("a parenthesis is not closed", ")")
		}
		p.take()
		return made
	case len(p.words) > 1 && strings.EqualFold(p.words[1], "of"):
		return p.some()
	}
	name := p.take()
	for i, s := range p.d.selections {
		if s.name == name {
			return &expr{op: opSelection, selection: i}
		}
	}
	if strings.ContainsAny(name, "()|*") {
		return p.wrong("the condition has "+yamldoc.Quoted(name), aCondition)
	}
	p.bad = true
	p.r.Unknown(p.at, "search", name, p.d.names())
	return nil
}

// some reads "1 of them", "any of selection*" or "all of filter_*".
func (p *conditionParser) some() *expr {
	count := strings.ToLower(p.take())
	p.take()
	made := &expr{op: opOr}
	switch count {
	case "1", "any":
	case "all":
		made.op = opAnd
	default:
		return p.wrong("the condition asks for "+yamldoc.Quoted(count)+" of several", "1, any or all")
	}
	if len(p.words) == 0 {
		return p.wrong("the condition ends behind of", "them, or a search with *")
	}
	name := p.take()
	for i, s := range p.d.selections {
		if named(s.name, name) {
			made.kids = append(made.kids, &expr{op: opSelection, selection: i})
		}
	}
	if len(made.kids) == 0 {
		p.bad = true
		p.r.Unknown(p.at, "search", name, p.d.names())
	}
	return made
}

// named reports whether a search is meant by "them" or a name with *. Those
// that begin with an underscore must be called by it.
func named(name, by string) bool {
	if strings.HasPrefix(name, "_") && !strings.HasPrefix(by, "_") {
		return false
	}
	if strings.EqualFold(by, "them") {
		return true
	}
	p := literally(by)
	for i, r := range p.elements {
		if r == '*' {
			p.elements[i] = anyText
		}
	}
	p.cased = true
	return p.match(name)
}

func (d *detection) names() (all []string) {
	for _, s := range d.selections {
		all = append(all, s.name)
	}
	return all
}
