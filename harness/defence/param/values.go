package param

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Values is the parameters of one control as a posture gives them.
type Values struct {
	Page    *yamldoc.Page
	Control yamldoc.Entry
	given   []yamldoc.Entry
	Terms   Terms
}

// AnyUnit stands for the currency where no scenario says which one it is.
var AnyUnit = money.Unit{Code: "the currency", Decimals: money.MaxDecimals}

// Terms is what a scenario demands of a bundle.
type Terms struct {
	Unit  money.Unit    // of the reference currency, the finest possible if it is unknown
	Yen   Yen           // what yen are worth in it, if the scenario is known and says so
	Hold  time.Duration // longest hold allowed, if the scenario is known
	Zone  time.Duration // of the venue, east of UTC
	Bound bool          // the scenario is known
	Lint  bool          // nothing is run: amounts are only checked
}

// New gives parameters to a control, or to whatever else is told by
// key.
func New(p *yamldoc.Page, control yamldoc.Entry, given []yamldoc.Entry, t Terms) *Values {
	return &Values{Page: p, Control: control, given: given, Terms: t}
}

// Find gives the parameter of a name; ok is false if the posture leaves it out.
func (p *Values) Find(name string) (e yamldoc.Entry, ok bool) {
	for _, e := range p.given {
		if e.Key == name {
			return e, true
		}
	}
	return yamldoc.Entry{}, false
}

// Duration reads a span of time above 0, such as 90s, 24h or 30d.
func (p *Values) Duration(name string, unless time.Duration) time.Duration {
	const wanted = "a time above 0 such as 90s, 24h or 30d"
	e, ok := p.Find(name)
	if !ok {
		return unless
	}
	s, ok := p.Page.Text(e, wanted)
	if !ok {
		return unless
	}
	d, ok := parseDuration(s)
	if !ok || d <= 0 {
		p.Page.Reject(p.Page.Place(e), name+" is "+yamldoc.Quoted(s), wanted)
		return unless
	}
	return d
}

// Hold reads a Duration for which withdrawals wait. Whatever waits must be
// over a day before the run ends, or a defence would win by outlasting it.
func (p *Values) Hold(name string, unless time.Duration) time.Duration {
	d := p.Duration(name, unless)
	if p.Terms.Bound && d > p.Terms.Hold {
		at := p.Control.At
		if e, ok := p.Find(name); ok {
			at = p.Page.Place(e)
		}
		p.Page.Reject(at, name+" is "+Days(d),
			"at most "+Days(p.Terms.Hold)+", the scenario's settlement tail less 24h")
	}
	return d
}

// Amount reads a decimal amount of the reference currency above 0 that must be
// given, and returns it in base units. An amount of yen, such as "500000
// JPY-equivalent", is taken at its worth in the scenario's currency, so that a
// bundle means the same everywhere.
func (p *Values) Amount(name string) int64 {
	const wanted = "a decimal amount of the reference currency above 0, such as 500000"
	e, ok := p.Find(name)
	if !ok {
		p.Page.Reject(p.Control.At, p.Control.Key+" lacks "+name, wanted)
		return 0
	}
	s, ok := p.Page.Text(e, wanted)
	if !ok {
		return 0
	}
	n, err := p.parse(s)
	switch at := p.Page.Place(e); {
	case err == nil && n < 0:
		p.Page.Reject(at, name+" is negative: "+s, wanted)
	case err == nil && n > 0 && n <= money.MaxSupply:
		if p.Terms.Bound || p.Terms.Lint {
			return n
		}
		p.Page.Reject(at, name+" is an amount of a currency that is not known", "a scenario to load the bundle for")
	case p.Terms.Bound && tooFine(s):
		p.Page.Reject(at, name+" is "+yamldoc.Quoted(s), fmt.Sprintf("at most %d decimals, as %s has", p.Terms.Unit.Decimals, p.Terms.Unit.Code))
	default:
		p.Page.Reject(at, name+" is "+yamldoc.Quoted(s), wanted)
	}
	return 0
}

// parse reads an amount with its unit, which may be left out.
func (p *Values) parse(s string) (int64, error) {
	number, unit, stated := strings.Cut(s, " ")
	switch {
	case !stated || p.Terms.Bound && unit == p.Terms.Unit.Code:
		return p.Terms.Unit.Parse(number)
	case unit != yenCode && unit != yenCode+"-equivalent":
		return 0, fmt.Errorf("no unit %q", unit)
	}
	yen, err := money.Unit{Code: yenCode}.Parse(number)
	if err != nil || !p.Terms.Bound {
		return yen, err
	}
	n, ok := p.Terms.Yen.Units(yen)
	if !ok {
		return 0, errors.New("no worth in the currency")
	}
	return n, nil
}

// tooFine reports whether a text that is no amount would be one if the
// currency had more decimals.
func tooFine(s string) bool {
	_, err := money.Unit{Decimals: money.MaxDecimals}.Parse(s)
	return err == nil && strings.Contains(s, ".")
}

// parseDuration reads spans as Go writes them, with days before the hours.
func parseDuration(s string) (time.Duration, bool) {
	whole, rest, found := strings.Cut(s, "d")
	if !found {
		d, err := time.ParseDuration(s)
		return d, err == nil
	}
	n, err := strconv.ParseUint(whole, 10, 16)
	if err != nil {
		return 0, false
	}
	span := time.Duration(n) * 24 * time.Hour
	if rest == "" {
		return span, true
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d < 0 || span+d < span {
		return 0, false
	}
	return span + d, true
}

// Days writes a span as parseDuration reads it, without parts that are 0.
func Days(d time.Duration) string {
	s := ""
	if n := d / (24 * time.Hour); n > 1 {
		s, d = strconv.FormatInt(int64(n), 10)+"d", d%(24*time.Hour)
		if d == 0 {
			return s
		}
	}
	t := d.String()
	if strings.HasSuffix(t, "m0s") {
		t = t[:len(t)-2]
	}
	if strings.HasSuffix(t, "h0m") {
		t = t[:len(t)-2]
	}
	return s + t
}

// CurrencyOf is the unit of a scenario's reference currency.
func CurrencyOf(sc *scenarios.Scenario) money.Unit {
	for _, v := range sc.Venues {
		for _, a := range v.Assets {
			if a.Code.Text == sc.Currency.Text {
				return money.Unit{Code: a.Code.Text, Decimals: uint8(a.Decimals.Value)}
			}
		}
	}
	return money.Unit{Code: sc.Currency.Text}
}
