package scenarios

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Number is a count, 0 or more. An approximate one has a range.
type Number struct {
	Value  int64
	Lo, Hi int64 // inclusive; equal to Value for an exact one
	Stated
}

// Exactly makes a count one without a range.
func (n *Number) Exactly(value int64) { n.Value, n.Lo, n.Hi = value, value, value }

// Share is a part of a whole, from 0 to 100 %, written as "35 %" or "200 ppm".
type Share struct {
	PPM int64 // parts per million, at most 1,000,000
	Stated
}

// Setting is a parameter of a control, in words that the control reads.
type Setting struct {
	Text string
	Stated
}

// Fee is a part of what somebody gets that a venue keeps, from -1 to 100 %; below
// zero it pays instead, as venues do that look for traders.
type Fee struct {
	PPM int64 // parts per million
	Stated
}

// Ratio is a proportion that may exceed the whole, 0 or more, written as
// "180 %" or "200 ppm".
type Ratio struct {
	PPM int64 // parts per million
	Stated
}

// Rate is how often something happens, written as "0.35 a day".
type Rate struct {
	Micro int64 // millionths a day
	Stated
}

// Amount is money, 0 or more, written as "12.5 BTC".
type Amount struct {
	Text  string // the decimal number
	Asset Name   // code of the asset, or the currency
	Stated
}

// Duration is a span of time, 0 or more, written as "90s", "1h30m" or "3d".
type Duration struct {
	Value time.Duration
	Stated
}

// Time is a moment, written in RFC 3339 with its offset.
type Time struct {
	Text string
	Unix int64 // nanoseconds since the Unix epoch
	Stated
}

// Day is a date at a place, written as "2014-08-07+09:00".
type Day struct {
	Text  string // without the offset
	Start int64  // its first nanosecond, since the Unix epoch
	End   int64  // its last nanosecond
	Stated
}

// Moment is a Time, or "onset": the attacker's first action, which is drawn.
type Moment struct {
	Onset bool
	Time
}

// Days is a span of dates, both ends included.
type Days struct {
	First Day `key:"first"`
	Last  Day `key:"last"`
}

// Heavy is an amount with a heavy tail: half of the draws are below the median,
// one in six is above median * (1 + spread).
type Heavy struct {
	Median Amount `key:"median"`
	Spread Ratio  `key:"spread"`
}

// Delay is a waiting time with a heavy tail, as in Heavy.
type Delay struct {
	Median Duration `key:"median"`
	Spread Ratio    `key:"spread"`
}

// Name is an id, or a reference to one, with its place in the file.
type Name struct {
	Text string
	Pos  yamldoc.Position
}

// String is the name itself.
func (n Name) String() string { return n.Text }

// Bilingual is prose for people, in English and in Japanese. What ships is in
// both; who writes for himself may leave the Japanese out, and is warned.
type Bilingual struct {
	EN string `key:"en"`
	JA string `key:"ja,optional"` // empty where there is none
}

// In is the text in a language, "ja" for Japanese where there is any, and
// English for any other.
func (b Bilingual) In(language string) string {
	if language == "ja" && b.JA != "" {
		return b.JA
	}
	return b.EN
}

// Zone is the venue's time zone, written as "Asia/Tokyo +09:00". The offset
// stands in the file because machines without a time-zone database run drills
// too; a scenario is too short for a change of it to matter.
type Zone struct {
	Name   string
	Offset int // seconds east of UTC
	Pos    yamldoc.Position
}

// Table is a mapping whose keys are names, in the order of the file.
type Table[T any] []Row[T]

// Row is one line of a Table.
type Row[T any] struct {
	Key   Name
	Value T
}

// Get finds the value under a key; ok is false if there is none.
func (t Table[T]) Get(key string) (value T, ok bool) {
	for i := range t {
		if t[i].Key.Text == key {
			return t[i].Value, true
		}
	}
	return value, false
}

// leaf is a figure: a scalar with a provenance.
type leaf interface {
	read(n *yamldoc.Node) bool // false if the text is not one
	wants() string             // what is expected, in words
	stated() *Stated
}

// beyond is a leaf that can be too much of what it is.
type beyond interface {
	leaf
	tooMuch(text string) string // what would do, in words; empty if that is not what is wrong
}

// ranged is a leaf that can be approximate.
type ranged interface {
	leaf
	spread(lo, hi leaf) bool // false if the leaf is outside its own range
}

// plainScalar is a scalar that is no figure and needs no provenance.
type plainScalar interface {
	read(n *yamldoc.Node) bool
	wants() string
}

func (s *Stated) stated() *Stated { return s }

func (n *Number) wants() string { return "a whole number, 0 or more" }

func (s *Setting) wants() string { return "a parameter of the control" }

func (s *Share) wants() string { return `a share from 0 to 100 %, such as "35 %" or "200 ppm"` }

func (f *Fee) wants() string {
	return `a fee from -1 to 100 %, such as "0.1 %", or "-0.01 %" where the venue pays`
}

func (r *Ratio) wants() string { return `a proportion such as "180 %" or "200 ppm", 0 or more` }

func (r *Rate) wants() string { return `a rate such as "0.35 a day", 0 or more` }

func (a *Amount) wants() string { return `an amount such as "12.5 BTC", 0 or more` }

func (d *Duration) wants() string { return `a duration such as "90s", "1h30m" or "3d", 0 or more` }

func (t *Time) wants() string {
	return `a time with its offset, such as "2018-01-06T16:00:00+09:00"`
}

func (d *Day) wants() string { return `a day with its offset, such as "2014-08-07+09:00"` }

func (m *Moment) wants() string {
	return `"onset", or a time with its offset such as "2018-01-06T16:00:00+09:00"`
}

func (n *Name) wants() string { return "a name without spaces" }

func (z *Zone) wants() string { return `a time zone with its offset, such as "Asia/Tokyo +09:00"` }

func (n *Number) read(from *yamldoc.Node) bool {
	v, ok := count(from.Text)
	n.Value, n.Lo, n.Hi = v, v, v
	return ok && !from.Quoted
}

func (n *Number) spread(lo, hi leaf) bool {
	n.Lo, n.Hi = lo.(*Number).Value, hi.(*Number).Value
	return n.Lo <= n.Value && n.Value <= n.Hi
}

func (s *Share) read(from *yamldoc.Node) (ok bool) {
	s.PPM, ok = perMillion(from.Text)
	return ok && s.PPM <= 1_000_000
}

func (s *Setting) read(from *yamldoc.Node) bool {
	s.Text = from.Text
	return from.Text != ""
}

func (f *Fee) read(from *yamldoc.Node) (ok bool) {
	number, negative := strings.CutPrefix(from.Text, "-")
	f.PPM, ok = perMillion(number)
	if negative {
		f.PPM = -f.PPM
	}
	return ok && -10_000 <= f.PPM && f.PPM <= 1_000_000
}

func (r *Ratio) read(from *yamldoc.Node) (ok bool) {
	r.PPM, ok = perMillion(from.Text)
	return ok
}

func (r *Rate) read(from *yamldoc.Node) (ok bool) {
	number, ok := strings.CutSuffix(from.Text, " a day")
	if !ok {
		return false
	}
	r.Micro, ok = fixed(number, 6)
	return ok
}

func (a *Amount) read(from *yamldoc.Node) bool {
	number, asset, ok := strings.Cut(from.Text, " ")
	if !ok || !decimal(number) || !plain(asset) {
		return false
	}
	a.Text, a.Asset = number, Name{asset, from.Pos}
	return true
}

// Units is the amount in base units of an asset with so many decimals; ok is
// false if it has more decimals than that, or more units than 2^63 - 1.
func (a Amount) Units(decimals int64) (units int64, ok bool) {
	if decimals < 0 || decimals > 18 {
		return 0, false
	}
	return fixed(a.Text, int(decimals))
}

var unitsOfTime = []struct {
	name   string
	length time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"ms", time.Millisecond}, {"m", time.Minute}, {"s", time.Second}}

func (d *Duration) read(from *yamldoc.Node) bool {
	d.Value = 0
	rest := from.Text
	for rest != "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, ok := count(rest[:digits])
		if !ok {
			return false
		}
		rest = rest[digits:]
		unit := time.Duration(0)
		for _, u := range unitsOfTime {
			if after, found := strings.CutPrefix(rest, u.name); found {
				unit, rest = u.length, after
				break
			}
		}
		if unit == 0 || n > int64((math.MaxInt64-d.Value)/unit) {
			return false
		}
		d.Value += time.Duration(n) * unit
	}
	return from.Text != ""
}

// longestDays is how many days 64 bits of nanoseconds hold.
const longestDays = int64(math.MaxInt64 / (24 * time.Hour))

// tooMuch holds of what would be a duration if its numbers were small.
func (d *Duration) tooMuch(text string) string {
	numbers := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	for _, n := range numbers {
		text = strings.Replace(text, n, "#", 1)
	}
	if !(&Duration{}).read(&yamldoc.Node{Text: strings.ReplaceAll(text, "#", "1")}) {
		return ""
	}
	return "at most " + strconv.FormatInt(longestDays, 10) + "d"
}

const years = " of a year from 1970 to 2199"

// outOfRange is what a date or an hour that does not exist could have been;
// empty if that is not what is wrong with it.
func outOfRange(err error) string {
	var wrong *time.ParseError
	if !errors.As(err, &wrong) {
		return ""
	}
	return map[string]string{
		": month out of range":  "a month from 01 to 12",
		": day out of range":    "a day that this month has",
		": hour out of range":   "an hour from 00 to 23",
		": minute out of range": "a minute from 00 to 59",
		": second out of range": "a second from 00 to 59",
	}[wrong.Message]
}

func (t *Time) tooMuch(text string) string {
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		return outOfRange(err)
	}
	return "a time" + years
}

func (d *Day) tooMuch(text string) string {
	if _, err := time.Parse("2006-01-02Z07:00", text); err != nil {
		return outOfRange(err)
	}
	return "a day" + years
}

func (t *Time) read(from *yamldoc.Node) bool {
	parsed, err := time.Parse(time.RFC3339, from.Text)
	if err != nil || !sensible(parsed) {
		return false
	}
	t.Text, t.Unix = from.Text, parsed.UnixNano()
	return true
}

func (d *Day) read(from *yamldoc.Node) bool {
	parsed, err := time.Parse("2006-01-02Z07:00", from.Text)
	if err != nil || !sensible(parsed) {
		return false
	}
	d.Text = from.Text[:len("2006-01-02")]
	d.Start = parsed.UnixNano()
	d.End = d.Start + int64(24*time.Hour) - 1
	return true
}

func (m *Moment) read(from *yamldoc.Node) bool {
	if from.Text == "onset" {
		m.Onset, m.Text = true, from.Text
		return true
	}
	return m.Time.read(from)
}

func (n *Name) read(from *yamldoc.Node) bool {
	n.Text, n.Pos = from.Text, from.Pos
	return plain(from.Text)
}

func (z *Zone) read(from *yamldoc.Node) bool {
	name, offset, ok := strings.Cut(from.Text, " ")
	parsed, err := time.Parse("-07:00", offset)
	if !ok || err != nil || !plain(name) {
		return false
	}
	_, seconds := parsed.Zone()
	*z = Zone{Name: name, Offset: seconds, Pos: from.Pos}
	return true
}

// Location is the zone with its name as the local one, such as for printing.
func (z Zone) Location() *time.Location { return time.FixedZone(z.Name, z.Offset) }

// sensible keeps times within what fits 64 bits of nanoseconds.
func sensible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

// plain says that a text can be a name.
func plain(text string) bool {
	return text != "" && len(text) <= 80 && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

// count reads digits and nothing else.
func count(text string) (int64, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	v, err := strconv.ParseInt(text, 10, 64)
	return v, err == nil
}

// decimal says that a text is digits, perhaps with a point between them.
func decimal(text string) bool {
	whole, part, point := strings.Cut(text, ".")
	digits := whole + part
	return whole != "" && (part != "" || !point) && len(digits) <= 40 && strings.Trim(digits, "0123456789") == ""
}

// fixed reads a decimal number as an integer with so many decimals.
func fixed(text string, decimals int) (int64, bool) {
	whole, part, _ := strings.Cut(text, ".")
	if !decimal(text) || len(part) > decimals {
		return 0, false
	}
	return count(whole + part + strings.Repeat("0", decimals-len(part)))
}

// perMillion reads "35 %" and "200 ppm".
func perMillion(text string) (int64, bool) {
	if number, ok := strings.CutSuffix(text, " %"); ok {
		return fixed(number, 4)
	}
	if number, ok := strings.CutSuffix(text, " ppm"); ok {
		return count(number)
	}
	return 0, false
}
