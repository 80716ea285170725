package param

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Share reads a share above 0, such as "4 %", in parts per million.
func (p *Values) Share(name string, unless int64) int64 {
	return p.percent(name, unless, 1_000_000, `a share above 0 and up to 100 %, such as "4 %"`)
}

// Multiple reads a share above 0 that may be more than the whole, such as
// "500 %", in parts per million.
func (p *Values) Multiple(name string, unless int64) int64 {
	return p.percent(name, unless, 1_000_000_000, `a share above 0 and up to 100000 %, such as "120 %"`)
}

func (p *Values) percent(name string, unless, most int64, wanted string) int64 {
	e, ok := p.Find(name)
	if !ok {
		return unless
	}
	s, ok := p.Page.Text(e, wanted)
	if !ok {
		return unless
	}
	number, percent := strings.CutSuffix(s, " %")
	n, err := money.Unit{Decimals: 4}.Parse(number)
	if !percent || err != nil || n <= 0 || n > most {
		p.Page.Reject(p.Page.Place(e), name+" is "+yamldoc.Quoted(s), wanted)
		return unless
	}
	return n
}

// Number reads a whole number between two bounds.
func (p *Values) Number(name string, unless, least, most int) int {
	wanted := fmt.Sprintf("a whole number from %d to %d", least, most)
	e, ok := p.Find(name)
	if !ok {
		return unless
	}
	s, ok := p.Page.Text(e, wanted)
	if !ok {
		return unless
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		p.Page.Reject(p.Page.Place(e), name+" is "+yamldoc.Quoted(s), wanted)
		return unless
	}
	return n
}

// Flag reads true or false.
func (p *Values) Flag(name string, unless bool) bool {
	const wanted = "true or false"
	e, ok := p.Find(name)
	if !ok {
		return unless
	}
	if b, ok := e.Value.(*ast.BoolNode); ok {
		return b.Value
	}
	if s, ok := p.Page.Text(e, wanted); ok {
		p.Page.Reject(p.Page.Place(e), name+" is "+yamldoc.Quoted(s), wanted)
	}
	return unless
}
