package scenarios

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// checker looks at what the shape of a file cannot tell: whether names refer to
// something, sums add up and times follow each other. What was not given has
// no position, was complained of already and is passed over.
type checker struct {
	s      *Scenario
	errs   yamldoc.Errors
	assets map[string]*Asset // of the first venue, where amounts belong
	codes  []string
	groups []string

	networks, rhythms []string

	alone   bool          // part of the scenario cannot be had, and names may refer to it
	partial map[Name]bool // groups of which part cannot be had
}

// checkAlone checks of a scenario, of which part cannot be had, what does not
// depend on that part.
func checkAlone(s *Scenario, d *decoder) yamldoc.Errors {
	c := &checker{s: s, assets: map[string]*Asset{}, alone: true}
	c.head()
	c.sources(nil)
	c.clock()
	c.population()
	c.variation()
	c.claims(d.claims)
	return c.errs
}

func check(s *Scenario, d *decoder) yamldoc.Errors {
	c := &checker{s: s, assets: map[string]*Asset{}, partial: d.partial}
	c.settleEntries()
	c.head()
	c.sources(d.cited)
	c.clock()
	c.venues()
	c.amounts(d.amounts)
	c.population()
	if len(s.Entries) > 0 {
		c.entries()
	} else {
		c.attack()
	}
	c.choices()
	c.history()
	c.facts()
	c.limits()
	c.variation()
	c.size()
	c.claims(d.claims)
	return c.errs
}

func (c *checker) complain(pos yamldoc.Position, problem, expected, nearest string) {
	if pos.Line > 0 {
		c.errs = append(c.errs, &yamldoc.Error{Pos: pos, Problem: problem, Expected: expected, Nearest: nearest})
	}
}

// known complains of a name that refers to nothing.
func (c *checker) known(kind string, n Name, names []string) bool {
	if n.Pos.Line == 0 || slices.Contains(names, n.Text) {
		return true
	}
	if slices.Contains(names, "") { // one that has no name, which was told, may be meant
		return false
	}
	expected := "none, because there are none"
	switch len(names) {
	case 0:
	case 1:
		expected = "one of " + names[0]
	default:
		expected = yamldoc.OneOf(n.Text, names)
	}
	c.complain(n.Pos, "unknown "+kind+" "+yamldoc.Quoted(n.Text), expected, yamldoc.Nearest(n.Text, names))
	return false
}

// claims checks what fields say of themselves in their tags.
func (c *checker) claims(all []claim) {
	known := map[string][]string{
		"asset": c.codes, "group": c.groups, "venue": c.venueNames(), "market": c.symbols(), "network": c.networks, "rhythm": c.rhythms,
	}
	for _, one := range all {
		for _, check := range strings.Fields(one.checks) {
			if names, ok := known[check]; ok {
				if c.alone {
					continue
				}
				for _, n := range namesIn(one.value) {
					c.known(check, n, names)
				}
				continue
			}
			if kind, ok := strings.CutPrefix(check, "unique="); ok {
				seen := map[string]yamldoc.Position{}
				for _, n := range namesIn(one.value) {
					c.unique(strings.ReplaceAll(kind, "_", " "), n, seen)
				}
				continue
			}
			c.holds(check, one.key, one.value)
		}
	}
}

// namesIn are the names that a field holds: its own, those of a list, the keys
// of a table.
func namesIn(v reflect.Value) (list []Name) {
	if n, ok := v.Interface().(Name); ok {
		return []Name{n}
	}
	if v.Kind() == reflect.Struct {
		return namesIn(v.Field(0))
	}
	for i := range v.Len() {
		list = append(list, namesIn(v.Index(i))...)
	}
	return list
}

// holds checks a figure: that it is positive, most=9, or a time that lies within
// the clock or the run. Days are in their order, and may have to be past.
func (c *checker) holds(check, name string, v reflect.Value) {
	switch of := v.Addr().Interface().(type) {
	case *Time:
		if check == "record" && c.alone { // whether there is an epilogue is not known
			return
		}
		if check == "record" {
			c.onRecord(name, *of, false)
			return
		}
		c.within(name, *of, check == "run")
	case *Pause:
		c.pause(*of)
	case *Days:
		c.days(*of)
		if check == "past" {
			c.past(name, *of)
		}
	case leaf:
		if most, ok := strings.CutPrefix(check, "most="); ok {
			bound, _ := count(most)
			c.atMost(name, *of.(*Number), bound)
		} else if v.Field(0).Int() == 0 {
			c.complain(of.stated().Pos, name+" is 0", "more than 0", "")
		} else if d, ok := of.(*Duration); ok && d.Value < time.Second {
			c.complain(d.Pos, name+" is "+d.Value.String(), "1s or more: what happens oftener a run does not get through", "")
		}
	}
}

// unique complains of a name that was used before.
func (c *checker) unique(kind string, n Name, seen map[string]yamldoc.Position) {
	if n.Pos.Line == 0 {
		return
	}
	if first, ok := seen[n.Text]; ok {
		expected := "another name, as it is taken in line "
		if kind == "control" { // its name is not the scenario's to choose
			expected = "it only once, as in line "
		}
		c.complain(n.Pos, kind+" "+yamldoc.Quoted(n.Text)+" appears twice", expected+strconv.Itoa(first.Line), "")
		return
	}
	seen[n.Text] = n.Pos
}

// atMost complains of a number, or the end of its range, above a bound.
func (c *checker) atMost(name string, n Number, most int64) {
	if n.Value = max(n.Value, n.Hi); n.Value > most {
		c.complain(n.Pos, name+" is "+strconv.FormatInt(n.Value, 10), "at most "+strconv.FormatInt(most, 10), "")
	}
}

// days complains of a span that ends before it begins.
func (c *checker) days(d Days) {
	if d.Last.Start < d.First.Start && d.First.Pos.Line > 0 {
		c.complain(d.Last.Pos, "last is "+d.Last.Text, "a day that is not before the first, "+d.First.Text, "")
	}
}

// after complains of a time that is not later than another one.
func (c *checker) after(name string, t, other Time, otherName string) {
	if t.Unix <= other.Unix && other.Pos.Line > 0 {
		c.complain(t.Pos, name+" is "+t.Text, "a time after "+otherName+", "+other.Text, "")
	}
}

// within complains of a time outside the clock, or where the tail counts too,
// outside the run.
func (c *checker) within(name string, t Time, tail bool) {
	k := &c.s.Clock
	if !k.sound() || tail && k.Tail.Pos.Line == 0 {
		return
	}
	end, expected := k.End.Unix, "a time from "+k.Start.Text+" to "+k.End.Text
	if tail {
		end += int64(k.Tail.Value)
		expected += " or " + k.Tail.Value.String() + " after it"
	}
	if t.Unix < k.Start.Unix || t.Unix > end {
		c.complain(t.Pos, name+" is "+t.Text+", outside the clock", expected, "")
	}
}

// onRecord complains of a time that is neither within the clock, or where the tail
// counts too the run, nor in the epilogue of what has one.
func (c *checker) onRecord(name string, t Time, tail bool) {
	k := &c.s.Clock
	switch {
	case k.Epilogue == nil:
		c.within(name, t, tail)
	case k.Epilogue.Pos.Line == 0, !k.sound(): // which was told
	case t.Unix < k.Start.Unix || t.Unix > k.Epilogue.Unix:
		c.complain(t.Pos, name+" is "+t.Text+", outside the clock", "a time from "+k.Start.Text+" to the end of the epilogue, "+k.Epilogue.Text, "")
	}
}

// addsUp complains of shares that do not add up.
func (c *checker) addsUp(name string, t Table[Share]) {
	sum := int64(0)
	for i := range t {
		sum += t[i].Value.PPM
	}
	if len(t) > 0 && sum != 1_000_000 {
		c.complain(t[0].Key.Pos, "the shares of "+name+" add up to "+percent(sum), "100 %", "")
	}
}

// percent writes parts per million as a file would.
func percent(ppm int64) string {
	text := strconv.FormatInt(ppm/10_000, 10)
	if part := ppm % 10_000; part != 0 {
		text += "." + strings.TrimRight(strconv.FormatInt(10_000+part, 10)[1:], "0")
	}
	return text + " %"
}

// posOf is where a figure stands that may be absent.
func posOf[T any, P interface {
	*T
	stated() *Stated
}](p P) yamldoc.Position {
	if p == nil {
		return yamldoc.Position{}
	}
	return p.stated().Pos
}

// Vocabulary is the names that mean something to those who run a scenario.
type Vocabulary struct {
	Techniques []string // of the attacker
	Controls   []string // standing ones
	Actions    []string // of an operator
	Measures   []Measure
	Harms      []string // rows of the tariff
}

// Validate checks the names of a loaded scenario against a vocabulary. The
// error is of type yamldoc.Errors.
func Validate(s *Scenario, v Vocabulary) error {
	c := &checker{s: s}
	c.techniquesAndActions(v)
	for i := range s.Venues {
		for j := range s.Venues[i].Posture {
			c.known("control", s.Venues[i].Posture[j].Control, v.Controls)
		}
	}
	for i := range s.Facts {
		c.measure(&s.Facts[i], v)
	}
	for i := range s.Tariff {
		c.known("harm", s.Tariff[i].Key, v.Harms)
	}
	return c.errs.Sorted()
}

// techniquesAndActions checks techniques and actions.
func (c *checker) techniquesAndActions(v Vocabulary) {
	s := c.s
	campaigns := []*Campaign{s.Campaign}
	if len(s.Entries) > 0 {
		campaigns = nil
	}
	for i := range s.Entries {
		campaigns = append(campaigns, &s.Entries[i].Campaign)
	}
	for _, k := range campaigns {
		for i := 0; k != nil && i < len(k.Steps); i++ {
			c.known("technique", k.Steps[i].Technique, v.Techniques)
		}
	}
	for i := range s.History.Actions {
		c.known("action", s.History.Actions[i].Action, v.Actions)
	}
	for i := range s.Latencies.Actions {
		c.known("action", s.Latencies.Actions[i].Key, v.Actions)
	}
	both := slices.Concat(v.Actions, v.Controls)
	for i := range s.Lesson.Containments {
		c.known("action or control", s.Lesson.Containments[i].Action, both)
	}
}
