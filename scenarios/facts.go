package scenarios

import "github.com/exdrill/exdrill/scenarios/yamldoc"

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
	FigureCount  FigureKind = iota // a whole number
	FigureTime                     // a moment or a day
	FigureAmount                   // money; Lo and Hi are 0
	FigureText                     // words; Lo and Hi are 0
)

// Figure is what the record says a fact comes to: a number, a time, a day, an
// amount or, for what is only recorded, words.
type Figure struct {
	Kind   FigureKind
	Text   string // as the file writes it
	Lo, Hi int64  // inclusive bounds: a count, or nanoseconds since the Unix epoch
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
	if f.Expected.Kind > FigureTime {
		c.complain(f.Expected.Pos, "expected is "+yamldoc.Quoted(f.Expected.Text), "a whole number or a time in a measured or given fact", "")
	}
}

func (f *Figure) wants() string {
	return "a whole number, a time or a day with its offset, an amount, or words in quotes"
}

func (f *Figure) read(from *yamldoc.Node) bool {
	f.Text = from.Text
	var n Number
	var t Time
	var d Day
	var a Amount
	switch {
	case from.Quoted:
		f.Kind = FigureText
		return from.Text != ""
	case n.read(from):
		f.Kind, f.Lo, f.Hi = FigureCount, n.Value, n.Value
	case t.read(from):
		f.Kind, f.Lo, f.Hi = FigureTime, t.Unix, t.Unix
	case d.read(from):
		f.Kind, f.Lo, f.Hi = FigureTime, d.Start, d.End
		f.Text = d.Text
	case a.read(from):
		f.Kind = FigureAmount
	default:
		return false
	}
	return true
}

func (f *Figure) spread(lo, hi leaf) bool {
	low, high := lo.(*Figure), hi.(*Figure)
	if f.Kind > FigureTime || low.Kind != f.Kind || high.Kind != f.Kind {
		return false
	}
	inside := low.Lo <= f.Lo && f.Hi <= high.Hi
	f.Lo, f.Hi = low.Lo, high.Hi
	return inside
}
