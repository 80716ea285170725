package param

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Values is the parameters of a control, or of whatever else has some, as a
// bundle gives them. What is wrong with one goes to the reader of its file.
type Values struct {
	file     *yamldoc.Reader
	owner    yamldoc.Entry
	given    []yamldoc.Entry
	defaults map[string]string
	terms    Terms
}

// New gives parameters to their owner.
func New(file *yamldoc.Reader, owner yamldoc.Entry, given []yamldoc.Entry, t Terms) *Values {
	return &Values{file, owner, given, map[string]string{}, t}
}

// Default gives a parameter a value for where it is left out, written as a
// bundle would write it. Without one it is 0 or false.
func (v *Values) Default(name, text string) { v.defaults[name] = text }

// Find gives the parameter of a name; ok is false if it is left out.
func (v *Values) Find(name string) (e yamldoc.Entry, ok bool) {
	for _, e := range v.given {
		if e.Key == name {
			return e, true
		}
	}
	return yamldoc.Entry{}, false
}

// Given reports whether a parameter is not left out.
func (v *Values) Given(name string) bool {
	_, ok := v.Find(name)
	return ok
}

// read reads a parameter that may be left out.
func read[T any](v *Values, name, wanted string, parse func(text string) (value T, ok bool)) (value T) {
	if text, ok := v.defaults[name]; ok {
		value, _ = parse(text)
	}
	e, ok := v.Find(name)
	if !ok {
		return value
	}
	text, ok := v.file.Text(e, wanted)
	if !ok {
		return value
	}
	given, ok := parse(text)
	if !ok {
		v.file.Wrong(e, wanted)
		return value
	}
	return given
}

// Duration reads a span of time above 0, such as 90s, 24h or 30d.
func (v *Values) Duration(name string) time.Duration {
	return read(v, name, "a time above 0 such as 90s, 24h or 30d", func(text string) (time.Duration, bool) {
		d, ok := parseDuration(text)
		return d, ok && d > 0
	})
}

// DurationFrom reads a Duration that cannot be shorter than something takes.
func (v *Values) DurationFrom(name string, least time.Duration) time.Duration {
	d := v.Duration(name)
	if e, ok := v.Find(name); ok && d > 0 && d < least {
		v.file.Reject(e.Place(), name+" is "+days(d), "at least "+days(least))
	}
	return d
}

// DurationUpTo reads a Duration that has a bound.
func (v *Values) DurationUpTo(name string, most time.Duration) time.Duration {
	return v.upTo(name, most, "")
}

// DurationBetween reads a Duration that has a bound at either end, such as the time
// that people take.
func (v *Values) DurationBetween(name string, least, most time.Duration) time.Duration {
	v.DurationFrom(name, least)
	return v.upTo(name, most, "")
}

// Hold reads a Duration for which withdrawals wait. Whatever waits must be
// over a day before the run ends, or a defence would win by outlasting it.
func (v *Values) Hold(name string) time.Duration {
	if !v.terms.bound {
		return v.Duration(name)
	}
	return v.upTo(name, v.terms.hold, ", the scenario's settlement tail less 24h")
}

// HoldIfPossible is the same with a default that gives way to the scenario.
func (v *Values) HoldIfPossible(name string) time.Duration {
	if v.Given(name) || !v.terms.bound {
		return v.Hold(name)
	}
	return min(v.Duration(name), v.terms.hold)
}

func (v *Values) upTo(name string, most time.Duration, because string) time.Duration {
	d := v.Duration(name)
	if d > most {
		at := v.owner.Pos
		if e, ok := v.Find(name); ok {
			at = e.Place()
		}
		v.file.Reject(at, name+" is "+days(d), "at most "+days(most)+because)
	}
	return d
}

// Amount reads a decimal amount of the reference currency above 0 that must be
// given, and returns it in base units. An amount of yen, such as "500000
// JPY-equivalent", is taken at its worth in the scenario's currency, so that a
// bundle means the same everywhere.
func (v *Values) Amount(name string) int64 {
	const wanted = "a decimal amount of the reference currency above 0, such as 500000"
	e, ok := v.Find(name)
	if !ok {
		v.file.Reject(v.owner.Pos, v.owner.Key+" lacks "+name, wanted)
		return 0
	}
	s, ok := v.file.Text(e, wanted)
	if !ok {
		return 0
	}
	n, err := v.parse(s)
	switch at := e.Place(); {
	case err == nil && n < 0:
		v.file.Reject(at, name+" is negative: "+s, wanted)
	case err == nil && n > 0 && n <= money.MaxSupply:
		if v.terms.bound || v.terms.lint {
			return n
		}
		v.file.Reject(at, name+" is an amount of a currency that is not known", "a scenario to load the bundle for")
	case v.terms.bound && tooFine(s):
		v.file.Reject(at, name+" is "+yamldoc.Quoted(s), fmt.Sprintf("at most %d decimals, as %s has", v.terms.unit.Decimals, v.terms.unit.Code))
	default:
		v.file.Reject(at, name+" is "+yamldoc.Quoted(s), wanted)
	}
	return 0
}

// parse reads an amount with its unit, which may be left out.
func (v *Values) parse(s string) (int64, error) {
	number, unit, stated := strings.Cut(s, " ")
	switch {
	case !stated || v.terms.bound && unit == v.terms.unit.Code:
		return v.terms.unit.Parse(number)
	case unit != yenCode && unit != yenCode+"-equivalent":
		return 0, fmt.Errorf("no unit %q", unit)
	}
	yen, err := money.Unit{Code: yenCode}.Parse(number)
	if err != nil || !v.terms.bound {
		return yen, err
	}
	n, ok := v.terms.Yen.Units(yen)
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
