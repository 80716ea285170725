package main

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// reel is a run to be shown moment by moment.
type reel struct {
	*timeline.Timeline
	result  *score.Result
	zone    *time.Location
	beats   []beat  // in the order of time
	moments []int64 // at which there are beats, and the beginning and the end
}

// beat is one thing that somebody did.
type beat struct {
	at    int64
	thief bool // or else the defence
	text  string
}

func newReel(t *timeline.Timeline, result *score.Result) *reel {
	r := &reel{Timeline: t, result: result, zone: time.FixedZone("", t.Offset)}
	for i := range t.Deeds {
		r.beats = append(r.beats, beat{int64(t.Deeds[i].At), true, r.deed(&t.Deeds[i])})
	}
	for i := range t.Alerts {
		r.beats = append(r.beats, beat{int64(t.Alerts[i].At), false, r.alert(&t.Alerts[i])})
	}
	for i := range t.Actions {
		r.beats = append(r.beats, beat{int64(t.Actions[i].At), false, r.action(&t.Actions[i])})
	}
	for i := range t.Statements {
		r.beats = append(r.beats, beat{int64(t.Statements[i].At), false, spoken(&t.Statements[i])})
	}
	slices.SortStableFunc(r.beats, func(a, b beat) int { return cmp.Compare(a.at, b.at) })
	r.moments = []int64{int64(t.Start), int64(t.End)}
	for i := range r.beats {
		r.beats[i].text = brief(printable(r.beats[i].text))
		r.moments = append(r.moments, r.beats[i].at)
	}
	slices.Sort(r.moments)
	r.moments = slices.Compact(r.moments)
	return r
}

// printable is a text without what would move a terminal's cursor: a defence
// may have put anything into it.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
}

// longName is how many characters a name may have, such as an address, until
// only its two ends are shown.
const longName = 24

// brief shortens what is too long to be read anyway.
func brief(text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		if r := []rune(w); len(r) > longName && !strings.ContainsFunc(w, isWide) {
			words[i] = string(r[:longName/2]) + ".." + string(r[len(r)-longName/4:])
		}
	}
	return strings.Join(words, " ")
}

// often tells of several that stand together in one line.
func (r *reel) often(n int, until score.Instant) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(" (%d times until %s)", n, until.Time().In(r.zone).Format("15:04:05"))
}

func (r *reel) deed(d *timeline.Deed) string {
	text := at(d.Venue) + d.Technique
	if d.Asked != "" {
		text += ": " + d.Asked
	}
	switch {
	case d.Skipped:
		text += ", left out: " + d.Result
	case d.Refusal != "":
		text += ", refused: " + d.Refusal
	case d.Result != "":
		text += ", " + d.Result
	}
	return text + r.often(d.N, d.Until)
}

func (r *reel) alert(a *timeline.Alert) string {
	text := "ALERT " + at(a.Venue) + cmp.Or(a.Title, a.Rule)
	if a.Names != "" {
		text += ": " + a.Names
	}
	if !a.True {
		text += ", a false alarm"
	}
	return text + r.often(a.N, a.Until)
}

func (r *reel) action(a *timeline.Action) string {
	text := at(a.Venue) + a.Name
	if a.About != "" {
		text += " " + a.About
	}
	switch {
	case a.Code != "ok":
		text += ", refused: " + a.Code
	case a.Changed > 0:
		text += fmt.Sprintf(", %d changed", a.Changed)
	}
	return text + r.often(a.N, a.Until)
}

func spoken(s *timeline.Statement) string {
	text := `says "` + cmp.Or(s.Says.EN, s.Claim) + `"`
	if s.By != "" {
		text = s.By + " " + text
	}
	if s.False != nil && *s.False {
		text += ", which is false"
	}
	return text
}

// at names a venue where there are several.
func at(venue string) string {
	if venue == "" {
		return ""
	}
	return venue + ": "
}

// upTo is how many beats there have been by a time.
func (r *reel) upTo(now int64) int {
	return sort.Search(len(r.beats), func(i int) bool { return r.beats[i].at > now })
}

// position is the number of the last moment that is not after a time, from 0.
func (r *reel) position(now int64) int {
	return max(sort.Search(len(r.moments), func(i int) bool { return r.moments[i] > now })-1, 0)
}

// value is what a curve has come to by a time; 0 before it begins. Points are
// kept to the millisecond.
func value(curve []timeline.Point, now int64) int64 {
	n := sort.Search(len(curve), func(i int) bool { return curve[i].At > now })
	if n == 0 {
		return 0
	}
	return curve[n-1].Value
}

// figures are the lines above the beats.
func (r *reel) figures(now int64, width int) []string {
	unit := money.Unit{Code: r.Currency, Decimals: r.Decimals}
	lost, would := value(r.Loss.Run, now), value(r.Loss.Undefended, now)
	lines := []string{fmt.Sprintf("lost %s %s, without a defence %s", unit.Human(lost), unit.Code, unit.Human(would))}
	lines = append(lines, flow("hot + cold", r.holdings(now), width)...)
	return append(lines, flow("prices", r.paid(now), width)...)
}

// flow sets items side by side behind their title, and breaks lines between
// them.
func flow(title string, items []string, wide int) (lines []string) {
	const gap = "   "
	for _, item := range items {
		last := len(lines) - 1
		if last >= 0 && width(lines[last])+len(gap)+width(item) <= wide {
			lines[last] += gap + item
			continue
		}
		lines, title = append(lines, pad(title, timeWidth)+item), ""
	}
	return lines
}

// holdings are the balances in whole coins; a star marks a hot wallet of which
// the thief holds a key.
func (r *reel) holdings(now int64) (list []string) {
	for i := range r.Balances {
		b := &r.Balances[i]
		coins := func(curve []timeline.Point) string {
			v, one := value(curve, now), int64(1)
			for range b.Decimals {
				one *= 10
			}
			return money.Unit{}.Human(v / one)
		}
		mark := ""
		if b.Stolen {
			mark = "*"
		}
		list = append(list, fmt.Sprintf("%s%s%s %s + %s", at(b.Venue), b.Asset, mark, coins(b.Hot), coins(b.Cold)))
	}
	return list
}

// paid are the last prices of the markets that the run kept.
func (r *reel) paid(now int64) (list []string) {
	for i := range r.Prices {
		p := &r.Prices[i]
		n := sort.Search(len(p.Spans), func(i int) bool { return p.Spans[i].At > now })
		if n == 0 {
			continue
		}
		price := money.Unit{Decimals: p.Scale}.Human(p.Spans[n-1].Last)
		list = append(list, fmt.Sprintf("%s%s %s %s", at(p.Venue), p.Market, price, p.Quote))
	}
	return list
}
