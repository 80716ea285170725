package score

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Fact is one documented figure of the incident, with what the record says.
type Fact struct {
	Name     string
	Says     string // the same in words
	Measure  string // the observation it is compared with; empty for a recorded fact
	Asset    string // that the measure is about, of a market its base asset; empty for all
	Venue    string // that the measure is about; empty for all together
	Claim    string // that the statements make which the measure is about; empty for all
	Kind     string // scenarios.FactMeasured, FactGiven or FactRecorded
	Response bool   // depends on what the exchange did; otherwise it is about the attack alone
	Text     string // the expected value as the record gives it
	Time     bool   // Lo and Hi are virtual nanoseconds, otherwise numbers
	Lo, Hi   int64  // the bounds, inclusive; equal for an exact figure
	Decimals uint8  // of the numbers: the bounds are in 10^-Decimals
	Unit     string // that the record writes behind a number: "BTC", "%"; empty for none
	AsOf     int64  // virtual nanoseconds; only what happened up to here counts
	Offset   int    // seconds east of UTC of the clocks that the record goes by
	From     string // provenance: seed, public, derived or synthetic
	Sources  []string
	Also     []string // what others say, where the figure is disputed, with their sources
}

// Measured is what a run says about a fact.
type Measured struct {
	Value    int64 `json:"value"`              // a number, or virtual nanoseconds
	Decimals uint8 `json:"decimals,omitempty"` // of the number, which is in 10^-Decimals
	Known    bool  `json:"known"`              // false if nothing that the measure looks at happened
	Join     Join  `json:"join,omitempty"`
	AsOf     int64 `json:"as_of,omitempty"` // up to which statements count
	// Elsewhere says that the fact is about another venue.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// Facts takes the documented figures out of a scenario.
func Facts(sc *scenarios.Scenario) []Fact {
	facts := make([]Fact, len(sc.Facts))
	for i := range sc.Facts {
		facts[i] = factOf(&sc.Facts[i], sc.Clock.Zone.Offset)
	}
	return facts
}

func factOf(f *scenarios.Fact, offset int) Fact {
	fact := Fact{
		Name: f.Name.Text, Says: f.Says.EN, Text: f.Expected.Text,
		Kind:     f.Kind.Text,
		Response: f.About.Text == scenarios.AboutResponse,
		Time:     f.Expected.Kind == scenarios.FigureTime,
		Lo:       f.Expected.Lo, Hi: f.Expected.Hi, AsOf: f.AsOf.Unix, Offset: offset,
		Decimals: uint8(f.Expected.Decimals), Unit: f.Expected.Unit,
		From: f.Expected.From.String(),
	}
	if f.Asset != nil {
		fact.Asset = f.Asset.Text
	}
	if f.Venue != nil {
		fact.Venue = f.Venue.Text
	}
	if f.Claim != nil {
		fact.Claim = f.Claim.Text
	}
	if f.Measure != nil {
		fact.Measure = f.Measure.Text
	}
	fact.Sources = names(f.Expected.Sources)
	for _, other := range f.Expected.Also {
		origin := names(other.Sources)
		if len(origin) == 0 {
			origin = []string{other.From.String()}
		}
		fact.Also = append(fact.Also, fmt.Sprintf("%s (%s)", other.Text, strings.Join(origin, ", ")))
	}
	return fact
}

func names(list []scenarios.Name) (texts []string) {
	for _, n := range list {
		texts = append(texts, n.Text)
	}
	return texts
}

// holds reports whether what was measured lies within what is documented, as
// precisely as that is: 5966.14 holds against 5966.1, and 5966.15 does not.
func (f *Fact) holds(m Measured) bool {
	if !m.Known {
		return false
	}
	value := m.in(f.Decimals)
	return f.Lo <= value && value <= f.Hi
}

// in is a number in 10^-decimals, to the nearest, a half up.
func (m Measured) in(decimals uint8) int64 {
	value, ok := money.MulDiv(m.Value, money.Pow10(decimals), money.Pow10(m.Decimals), money.Nearest)
	if !ok {
		return math.MaxInt64
	}
	return value
}

// expected is the documented figure: a day by its date, an approximate number
// with its range.
func (f *Fact) expected() string {
	switch {
	case f.Time && f.Hi-f.Lo == day-1:
		return f.text(Measured{Value: f.Lo})
	case f.Time || f.Lo == f.Hi:
		return f.Text
	}
	return fmt.Sprintf("about %s, %s to %s", f.Text, f.number(f.Lo), f.number(f.Hi))
}

// text is a measured figure as people read it: a number as precisely as the
// record has it, and where a day is documented, a day.
func (f *Fact) text(m Measured) string {
	if !f.Time {
		return f.number(m.in(f.Decimals))
	}
	layout := time.RFC3339Nano // which writes a fraction only where there is one
	if f.Hi-f.Lo == day-1 {
		layout = time.DateOnly
	}
	return time.Unix(0, m.Value).In(time.FixedZone("", f.Offset)).Format(layout)
}

// number writes a number as the record does, with all its decimals and its unit.
func (f *Fact) number(n int64) string {
	text := money.Unit{Decimals: f.Decimals}.Format(n)
	if f.Unit != "" {
		text += " " + f.Unit
	}
	return text
}
