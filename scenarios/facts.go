package scenarios

import (
	"math"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Fact is one documented figure.
type Fact struct {
	Name     Name      `key:"name"`
	Says     Bilingual `key:"says"`
	Kind     Name      `key:"kind,optional"`                // absent: measured beside a measure, recorded without
	About    Name      `key:"about,optional"`               // absent: the attack
	Measure  *Name     `key:"measure,optional"`             // what to compare with; absent in a recorded fact
	Asset    *Name     `key:"asset,optional" check:"asset"` // that the measure is about; absent for all
	Venue    *Name     `key:"venue,optional" check:"venue"` // that the measure is about; absent for all together
	Claim    *Name     `key:"claim,optional"`               // of the statements that the measure is about; absent for all
	Expected Figure    `key:"expected"`
	AsOf     Time      `key:"as_of,optional"` // only what happened up to here counts; absent: up to the end of the clock
}

// Kinds of facts, and what they are about.
const (
	FactMeasured = "measured" // held against every run
	FactGiven    = "given"    // what the scenario is built with; a run can only confirm it
	FactRecorded = "recorded" // told only

	AboutAttack   = "attack"   // holds whether or not anybody responds
	AboutResponse = "response" // depends on what the exchange did
)

// FigureKind says what a Figure is.
type FigureKind uint8

// The kinds of figures.
const (
	FigureNumber FigureKind = iota // a number, perhaps with decimals
	FigureAmount                   // money, such as "5966.1 BTC"
	FigureShare                    // a part of a whole, such as "98.8 %"
	FigureTime                     // a moment or a day
	FigureText                     // words; Lo and Hi are 0
)

// Figure is what the record says a fact comes to: a number, an amount, a share,
// a time, a day or, for what is only recorded, words. It is as precise as it is
// written: what a run measures is rounded to its decimals before it is compared.
type Figure struct {
	Kind     FigureKind
	Text     string // as the file writes it
	Lo, Hi   int64  // inclusive bounds: 10^-Decimals of a unit, or nanoseconds since the Unix epoch
	Decimals int    // that the number or one of its bounds is written with, at most 9
	Unit     string // of an amount the code of its asset, "%" of a share, otherwise empty
	Stated
}

// usual fills in what a fact leaves out because it is as in most.
func (f *Fact) usual(k *Clock) {
	if f.Kind.Text == "" {
		f.Kind = Name{FactRecorded, f.Name.Pos}
		if f.Measure != nil {
			f.Kind.Text = FactMeasured
		}
	}
	if f.About.Text == "" {
		f.About = Name{AboutAttack, f.Name.Pos}
	}
	if f.AsOf.Text == "" {
		f.AsOf = Time{Text: k.End.Text, Unix: k.End.Unix, Stated: Stated{Pos: f.Name.Pos, Origin: Origin{From: FromSynthetic}}}
	}
}

func (c *checker) facts() {
	for i := range c.s.Facts {
		f := &c.s.Facts[i]
		f.usual(&c.s.Clock)
		c.known("kind", f.Kind, []string{FactMeasured, FactGiven, FactRecorded})
		c.known("subject", f.About, []string{AboutAttack, AboutResponse})
		switch f.Kind.Text {
		case FactMeasured, FactGiven:
			c.measured(f)
		case FactRecorded:
			if f.Measure != nil {
				c.complain(f.Measure.Pos, "measure stands in a recorded fact", "kind: measured or given, or nothing here", "")
			}
		}
	}
}

func (c *checker) measured(f *Fact) {
	c.onRecord("as_of", f.AsOf, true)
	if f.Claim != nil {
		c.known("claim", *f.Claim, claims())
	}
	if f.Measure == nil {
		c.complain(f.Name.Pos, "measure is missing", "it in a measured or given fact", "")
	}
	if f.Expected.Kind == FigureText {
		c.complain(f.Expected.Pos, "expected is "+yamldoc.Quoted(f.Expected.Text), "a number, an amount, a share or a time in a measured or given fact", "")
	}
}

func (f *Figure) wants() string {
	return `a number, an amount such as "5966.1 BTC", a share such as "98.8 %", a time or a day with its offset, or words in quotes`
}

// mostDecimals is how many a figure can have.
const mostDecimals = 9

func (f *Figure) read(from *yamldoc.Node) bool {
	f.Text = from.Text
	var t Time
	var d Day
	switch {
	case from.Quoted:
		f.Kind = FigureText
		return from.Text != ""
	case f.readNumber(from):
	case t.read(from):
		f.Kind, f.Lo, f.Hi = FigureTime, t.Unix, t.Unix
	case d.read(from):
		f.Kind, f.Lo, f.Hi = FigureTime, d.Start, d.End
		f.Text = d.Text
	default:
		return false
	}
	return true
}

// readNumber reads digits, perhaps with a point between them, and a unit, if
// there is one.
func (f *Figure) readNumber(from *yamldoc.Node) bool {
	number, unit, spaced := strings.Cut(from.Text, " ")
	if spaced && !plain(unit) {
		return false
	}
	_, part, _ := strings.Cut(number, ".")
	value, ok := fixed(number, len(part))
	if !ok || len(part) > mostDecimals {
		return false
	}
	f.Lo, f.Hi, f.Decimals, f.Unit = value, value, len(part), unit
	switch {
	case unit == "%":
		f.Kind = FigureShare
	case spaced:
		f.Kind = FigureAmount
	default:
		f.Kind = FigureNumber
	}
	return true
}

// tooMuch holds of what would be a figure if it had fewer digits.
func (f *Figure) tooMuch(text string) string {
	if number, _, _ := strings.Cut(text, " "); decimal(number) {
		return "at most 9 decimals and 18 digits in all"
	}
	return ""
}

func (f *Figure) spread(lo, hi leaf) bool {
	low, high := lo.(*Figure), hi.(*Figure)
	if f.Kind == FigureText || low.Kind != f.Kind || high.Kind != f.Kind || low.Unit != f.Unit || high.Unit != f.Unit {
		return false
	}
	decimals := max(f.Decimals, low.Decimals, high.Decimals)
	for _, one := range []*Figure{f, low, high} {
		if !one.finer(decimals) {
			return false
		}
	}
	inside := low.Lo <= f.Lo && f.Hi <= high.Hi
	f.Lo, f.Hi = low.Lo, high.Hi
	return inside
}

// finer writes a number with more decimals; false if it has too many digits then.
func (f *Figure) finer(decimals int) bool {
	for ; f.Decimals < decimals; f.Decimals++ {
		if f.Lo > math.MaxInt64/10 || f.Hi > math.MaxInt64/10 {
			return false
		}
		f.Lo, f.Hi = f.Lo*10, f.Hi*10
	}
	return true
}
