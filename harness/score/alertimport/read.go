package alertimport

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Range is what alerts about a run can speak of.
type Range struct {
	Start, End int64    // virtual nanoseconds, both included
	Venues     []string // where there are several: an alert names one of them
	Wallets    []string // asset codes

	// Exists reports whether a venue ever had an id, of "keys" or "accounts"; nil
	// where nobody can tell.
	Exists func(venue, kind string, id uint32) bool
}

// Bounds of a file of alerts: a desk that raises more reads none of them.
const (
	maxAlerts = 1_000_000
	maxLine   = 1 << 20 // bytes
)

// Read reads alerts that were raised elsewhere, one JSON object a line;
// empty lines are passed over.
//
//	{"at":"2018-01-06T09:12:30Z","rule":"dead keys","keys":[3371],"sources":["203.0.113.7"]}
//
// at is when it was raised: RFC 3339, or whole nanoseconds since 1970; time, in
// its place, is whole milliseconds, as in OCSF. rule says what raised it. keys
// and accounts are ids, sources IPv4 addresses, addresses 40 hexadecimal digits
// of the chain's, wallets codes of assets whose hot wallet is meant. level,
// title and tags may stand there; venue must where the run has several. That is
// the form of alerts.ndjson in the folder of a run.
//
// The error is of type yamldoc.Errors, with file, line and column.
func Read(name string, from io.Reader, about Range) ([]defence.Alert, error) {
	r := &reader{file: name, about: about}
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if r.line++; len(bytes.TrimSpace(lines.Bytes())) > 0 {
			r.read(lines.Bytes())
		}
		if len(r.alerts) > maxAlerts {
			r.line, r.errs = 1, nil
			r.reject(0, fmt.Sprintf("the file has more than %d alerts", maxAlerts), "fewer")
			break
		}
		if len(r.errs) >= mostErrors {
			break
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		r.line++
		r.reject(0, fmt.Sprintf("the line has more than %d bytes", maxLine), "one alert a line")
	} else if err != nil {
		return nil, err
	}
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	return r.alerts, nil
}

// mostErrors is how many mistakes are told of one file.
const mostErrors = 20

// reader reads alerts line by line.
type reader struct {
	file   string
	line   int
	about  Range
	alerts []defence.Alert
	errs   yamldoc.Errors
	values map[string]int // where in the line the values of its keys begin
}

// reject notes something wrong at an offset of the line.
func (r *reader) reject(offset int, problem, expected string) {
	r.errs = append(r.errs, &yamldoc.Error{
		Pos: yamldoc.Position{File: r.file, Line: r.line, Column: offset + 1}, Problem: problem, Expected: expected,
	})
}

// choice notes a text at an offset that is none of those that there are.
func (r *reader) choice(offset int, problem, text string, known []string) {
	r.reject(offset, problem, "one of "+strings.Join(known, ", "))
	r.errs[len(r.errs)-1].Nearest = yamldoc.Nearest(text, known)
}

// alertKeys are the keys of an alert.
var alertKeys = []string{
	"at", "time", "venue", "rule", "title", "level", "tags", "keys", "accounts", "sources", "addresses", "wallets",
}

// read reads one line.
func (r *reader) read(line []byte) {
	const wanted = `an object such as {"at":"2018-01-06T09:12:30Z","rule":"dead keys","keys":[3371]}`
	before := len(r.errs)
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		r.reject(0, "the line is no JSON object", wanted)
		return
	}
	var a defence.Alert
	seen := map[string]bool{}
	r.values = map[string]int{}
	for d.More() {
		at := next(line, d.InputOffset())
		key, err := d.Token()
		name, _ := key.(string)
		value := next(line, d.InputOffset())
		var raw json.RawMessage
		if err == nil {
			err = d.Decode(&raw)
		}
		switch {
		case err != nil:
			r.reject(at, "not JSON: "+err.Error(), wanted)
			return
		case seen[name]:
			r.reject(at, strconv.Quote(name)+" stands there twice", "it once")
		default:
			r.member(&a, name, raw, at, value)
		}
		seen[name] = true
		r.values[name] = value
	}
	if _, err := d.Token(); err != nil {
		r.reject(next(line, d.InputOffset()), "the object does not end", wanted)
		return
	}
	if rest := next(line, d.InputOffset()); rest < len(line) {
		r.reject(rest, "something stands behind the object", "one alert a line")
		return
	}
	r.complete(seen)
	if len(r.errs) == before {
		r.names(&a)
	}
	if len(r.errs) == before {
		r.alerts = append(r.alerts, a)
	}
}

// next is where the next token of a line begins.
func next(line []byte, offset int64) int {
	i := int(offset)
	for i < len(line) && strings.IndexByte(" \t\r\n,:", line[i]) >= 0 {
		i++
	}
	return i
}

// names finds an alert that names nobody, or somebody whom there never was.
func (r *reader) names(a *defence.Alert) {
	if len(a.Keys)+len(a.Accounts)+len(a.Sources)+len(a.Addresses)+len(a.Wallets) == 0 {
		r.reject(0, "the alert names nothing, so that nobody could look into it", "keys, accounts, sources, addresses or wallets")
		return
	}
	if r.about.Exists == nil {
		return
	}
	venue := a.Venue
	if venue == "" && len(r.about.Venues) == 1 {
		venue = r.about.Venues[0]
	}
	for _, list := range []struct {
		kind string
		ids  []uint32
	}{{"keys", a.Keys}, {"accounts", a.Accounts}} {
		for _, id := range list.ids {
			if !r.about.Exists(venue, list.kind, id) {
				r.reject(r.values[list.kind], fmt.Sprintf("%s has %d, which %s never had", list.kind, id, venue), "ids as the telemetry has them")
				break
			}
		}
	}
}

// complete finds what an alert lacks.
func (r *reader) complete(seen map[string]bool) {
	switch {
	case !seen["at"] && !seen["time"]:
		r.reject(0, "the alert does not say when it was raised", "at or time")
	case seen["at"] && seen["time"]:
		r.reject(0, "the alert has both at and time", "one of them")
	}
	if !seen["rule"] {
		r.reject(0, "the alert does not say what raised it", "rule")
	}
	if !seen["venue"] && len(r.about.Venues) > 1 {
		r.reject(0, "the alert names no venue, and the run has several", "venue, one of "+strings.Join(r.about.Venues, ", "))
	}
}

// member reads one member of an alert, whose key and value begin at offsets.
func (r *reader) member(a *defence.Alert, name string, raw json.RawMessage, key, value int) {
	switch name {
	case "at", "time":
		a.At = r.moment(name, raw, value)
	case "rule":
		before := len(r.errs)
		if a.Rule = r.text(name, raw, value); a.Rule == "" && len(r.errs) == before {
			r.reject(value, "rule is empty", "what raised the alert")
		}
	case "title":
		a.Title = r.text(name, raw, value)
	case "level":
		a.Level = r.oneOf(name, r.text(name, raw, value), sigma.Levels(), value)
	case "venue":
		a.Venue = r.venue(r.text(name, raw, value), value)
	case "tags":
		decode(r, &a.Tags, name, raw, value, "a list of texts")
	case "keys":
		decode(r, &a.Keys, name, raw, value, "a list of ids")
	case "accounts":
		decode(r, &a.Accounts, name, raw, value, "a list of ids")
	case "sources":
		a.Sources = r.sources(raw, value)
	case "addresses":
		a.Addresses = r.addresses(raw, value)
	case "wallets":
		decode(r, &a.Wallets, name, raw, value, "a list of codes of assets")
		for _, w := range a.Wallets {
			r.oneOf("wallets", w, r.about.Wallets, value)
		}
	default:
		r.choice(key, "unknown key "+strconv.Quote(name), name, alertKeys)
	}
}

func decode[T any](r *reader, into *T, name string, raw json.RawMessage, at int, wanted string) {
	if err := json.Unmarshal(raw, into); err != nil {
		r.reject(at, name+" is "+clipped(raw), wanted)
	}
}

func (r *reader) text(name string, raw json.RawMessage, at int) (s string) {
	decode(r, &s, name, raw, at, "a text")
	return s
}

// oneOf wants a text to be one of a few, or empty.
func (r *reader) oneOf(name, s string, known []string, at int) string {
	if s != "" && !slices.Contains(known, s) {
		r.choice(at, name+" is "+strconv.Quote(s), s, known)
	}
	return s
}

// venue is where an alert was raised: one of several, or the only one, whose
// name need not stand there.
func (r *reader) venue(s string, at int) string {
	r.oneOf("venue", s, r.about.Venues, at)
	if len(r.about.Venues) < 2 {
		return ""
	}
	return s
}

// moment reads when an alert was raised.
func (r *reader) moment(name string, raw json.RawMessage, at int) (n int64) {
	wanted, unit := "RFC 3339 such as 2018-01-06T09:12:30Z, or whole nanoseconds since 1970", int64(1)
	if name == "time" {
		wanted, unit = "whole milliseconds since 1970", int64(time.Millisecond)
	}
	var s string
	if json.Unmarshal(raw, &s) == nil && name == "at" {
		t, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			r.reject(at, name+" is "+clipped(raw), wanted)
			return 0
		}
		n = t.UnixNano()
	} else {
		var err error
		n, err = strconv.ParseInt(string(raw), 10, 64)
		if err != nil || n < 0 || n > (1<<63-1)/unit {
			r.reject(at, name+" is "+clipped(raw), wanted)
			return 0
		}
		n *= unit
	}
	if n < r.about.Start || n > r.about.End {
		r.reject(at, name+" is "+clock(n)+", when the run is not", "a time from "+clock(r.about.Start)+" to "+clock(r.about.End))
	}
	return n
}

func clock(n int64) string { return time.Unix(0, n).UTC().Format(time.RFC3339) }

// sources reads addresses of callers: dotted decimal, or the number that stands
// for it.
func (r *reader) sources(raw json.RawMessage, at int) (list []access.Source) {
	const wanted = "a list of IPv4 addresses"
	var all []json.RawMessage
	decode(r, &all, "sources", raw, at, wanted)
	for _, one := range all {
		var s string
		var n uint32
		source, ok := access.Source(0), false
		switch {
		case json.Unmarshal(one, &s) == nil:
			source, ok = access.ParseSource(s)
		case json.Unmarshal(one, &n) == nil:
			source, ok = access.Source(n), true
		}
		if !ok {
			r.reject(at, "sources has "+clipped(one), wanted)
			continue
		}
		list = append(list, source)
	}
	return list
}

// addresses reads addresses on chains.
func (r *reader) addresses(raw json.RawMessage, at int) (list []chain.Address) {
	const wanted = "a list of addresses of 40 hexadecimal digits"
	var all []json.RawMessage
	decode(r, &all, "addresses", raw, at, wanted)
	for _, one := range all {
		var a chain.Address
		if err := json.Unmarshal(one, &a); err != nil {
			r.reject(at, "addresses has "+clipped(one), wanted)
			continue
		}
		list = append(list, a)
	}
	return list
}

// clipped is a value for a message, cut if it is long.
func clipped(raw []byte) string {
	const most = 60
	if len(raw) > most {
		return strings.ToValidUTF8(string(raw[:most]), "") + "..."
	}
	return string(raw)
}
