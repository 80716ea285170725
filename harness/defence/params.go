package defence

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Params is the parameters of one control as a posture gives them.
type Params struct {
	page    *page
	control entry
	given   []entry
	terms   terms
}

// terms is what a scenario demands of a bundle.
type terms struct {
	unit  money.Unit    // of the reference currency, the finest possible if it is unknown
	yen   Yen           // what yen are worth in it, if the scenario is known and says so
	hold  time.Duration // longest hold allowed, if the scenario is known
	zone  time.Duration // of the venue, east of UTC
	bound bool          // the scenario is known
	lint  bool          // nothing is run: amounts are only checked
}

// find gives the parameter of a name; ok is false if the posture leaves it out.
func (p *Params) find(name string) (e entry, ok bool) {
	for _, e := range p.given {
		if e.key == name {
			return e, true
		}
	}
	return entry{}, false
}

// Duration reads a span of time above 0, such as 90s, 24h or 30d.
func (p *Params) Duration(name string, unless time.Duration) time.Duration {
	const wanted = "a time above 0 such as 90s, 24h or 30d"
	e, ok := p.find(name)
	if !ok {
		return unless
	}
	s, ok := p.page.text(e, wanted)
	if !ok {
		return unless
	}
	d, ok := parseDuration(s)
	if !ok || d <= 0 {
		p.page.reject(p.page.place(e), name+" is "+short(s), wanted)
		return unless
	}
	return d
}

// Hold reads a Duration for which withdrawals wait. Whatever waits must be
// over a day before the run ends, or a defence would win by outlasting it.
func (p *Params) Hold(name string, unless time.Duration) time.Duration {
	d := p.Duration(name, unless)
	if p.terms.bound && d > p.terms.hold {
		at := p.control.at
		if e, ok := p.find(name); ok {
			at = p.page.place(e)
		}
		p.page.reject(at, name+" is "+days(d),
			"at most "+days(p.terms.hold)+", the scenario's settlement tail less 24h")
	}
	return d
}

// Amount reads a decimal amount of the reference currency above 0 that must be
// given, and returns it in base units. An amount of yen, such as "500000
// JPY-equivalent", is taken at its worth in the scenario's currency, so that a
// bundle means the same everywhere.
func (p *Params) Amount(name string) int64 {
	const wanted = "a decimal amount of the reference currency above 0, such as 500000"
	e, ok := p.find(name)
	if !ok {
		p.page.reject(p.control.at, p.control.key+" lacks "+name, wanted)
		return 0
	}
	s, ok := p.page.text(e, wanted)
	if !ok {
		return 0
	}
	n, err := p.parse(s)
	switch at := p.page.place(e); {
	case err == nil && n < 0:
		p.page.reject(at, name+" is negative: "+s, wanted)
	case err == nil && n > 0 && n <= money.MaxSupply:
		if p.terms.bound || p.terms.lint {
			return n
		}
		p.page.reject(at, name+" is an amount of a currency that is not known", "a scenario to load the bundle for")
	case p.terms.bound && tooFine(s):
		p.page.reject(at, name+" is "+short(s), fmt.Sprintf("at most %d decimals, as %s has", p.terms.unit.Decimals, p.terms.unit.Code))
	default:
		p.page.reject(at, name+" is "+short(s), wanted)
	}
	return 0
}

// parse reads an amount with its unit, which may be left out.
func (p *Params) parse(s string) (int64, error) {
	number, unit, stated := strings.Cut(s, " ")
	switch {
	case !stated || p.terms.bound && unit == p.terms.unit.Code:
		return p.terms.unit.Parse(number)
	case unit != yenCode && unit != yenCode+"-equivalent":
		return 0, fmt.Errorf("no unit %q", unit)
	}
	yen, err := money.Unit{Code: yenCode}.Parse(number)
	if err != nil || !p.terms.bound {
		return yen, err
	}
	n, ok := p.terms.yen.Units(yen)
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

// days writes a span as parseDuration reads it, without parts that are 0.
func days(d time.Duration) string {
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

// currencyOf is the unit of a scenario's reference currency.
func currencyOf(sc *scenarios.Scenario) money.Unit {
	for _, v := range sc.Venues {
		for _, a := range v.Assets {
			if a.Code.Text == sc.Currency.Text {
				return money.Unit{Code: a.Code.Text, Decimals: uint8(a.Decimals.Value)}
			}
		}
	}
	return money.Unit{Code: sc.Currency.Text}
}
