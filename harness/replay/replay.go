package replay

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Replay is a run to be shown moment by moment.
type Replay struct {
	*timeline.Timeline
	result  *score.Result
	zone    *time.Location
	entries []entry // in the order of time
	moments []int64 // at which there are entries, and the beginning and the end
}

// entry is one thing that somebody did.
type entry struct {
	at    int64
	thief bool // or else the defence
	text  string
}

// Open reads the run of a run folder.
func Open(folder string) (*Replay, error) {
	run := store.RunFolder(folder)
	if _, err := run.Manifest(); err != nil && !errors.Is(err, store.ErrSpelling) {
		return nil, err
	}
	t, err := keep.Timeline(run)
	if err != nil {
		return nil, err
	}
	result, err := run.Result()
	if err != nil {
		return nil, err
	}
	return newReplay(t, result), nil
}

// When reads a time by the venue's clock. A time of day alone means the day on which
// it is nearest to the first loss, or the first of the run where nothing is lost.
func (r *Replay) When(text string) (int64, error) {
	const wanted = `a time such as 21:14, "2018-01-26 21:14" or 2018-01-26T21:14:00+09:00`
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, r.zone); err == nil {
			return r.within(t.UnixNano(), text)
		}
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		day := r.Start.Time().In(r.zone)
		first := time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), t.Second(), 0, r.zone)
		if first.UnixNano() < int64(r.Start) {
			first = first.AddDate(0, 0, 1)
		}
		for lost := r.firstLoss(); lost-first.UnixNano() > int64(12*time.Hour); {
			first = first.AddDate(0, 0, 1)
		}
		return r.within(first.UnixNano(), text)
	}
	return 0, fmt.Errorf("%q, expected %s", text, wanted)
}

// firstLoss is when something was gone first, 0 for never.
func (r *Replay) firstLoss() int64 {
	for _, p := range r.Timeline.Loss.Run {
		if p.Value > 0 {
			return p.At
		}
	}
	return 0
}

func (r *Replay) within(at int64, text string) (int64, error) {
	if at < int64(r.Start) || at > r.Last() {
		return 0, fmt.Errorf("%q is not within the run, expected a time from %s to %s", text, r.clock(r.Start), r.clock(score.Instant(r.Last())))
	}
	return at, nil
}

// Last is the last moment that there is something to show of: the end of the run,
// or what the exchange of a record did last in an epilogue.
func (r *Replay) Last() int64 { return r.moments[len(r.moments)-1] }

// clock shows a time by the venue's clock.
func (r *Replay) clock(at score.Instant) string {
	return at.Time().In(r.zone).Format("2006-01-02 15:04:05")
}

func newReplay(t *timeline.Timeline, result *score.Result) *Replay {
	r := &Replay{Timeline: t, result: result, zone: time.FixedZone("", t.Offset)}
	for i := range t.Deeds {
		r.entries = append(r.entries, entry{int64(t.Deeds[i].At), true, r.deed(&t.Deeds[i])})
	}
	for i := range t.Alerts {
		r.entries = append(r.entries, entry{int64(t.Alerts[i].At), false, r.alert(&t.Alerts[i])})
	}
	for i := range t.Actions {
		r.entries = append(r.entries, entry{int64(t.Actions[i].At), false, r.action(&t.Actions[i])})
	}
	for i := range t.Statements {
		r.entries = append(r.entries, entry{int64(t.Statements[i].At), false, spoken(&t.Statements[i])})
	}
	slices.SortStableFunc(r.entries, func(a, b entry) int { return cmp.Compare(a.at, b.at) })
	r.moments = []int64{int64(t.Start), int64(t.End)}
	for i := range r.entries {
		r.entries[i].text = brief(layout.Printable(r.entries[i].text))
		r.moments = append(r.moments, r.entries[i].at)
	}
	slices.Sort(r.moments)
	r.moments = slices.Compact(r.moments)
	return r
}

// longName is how many characters a name may have, such as an address, until
// only its two ends are shown.
const longName = 24

// brief shortens what is too long to be read anyway.
func brief(text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		if r := []rune(w); len(r) > longName && !strings.ContainsFunc(w, layout.IsWide) {
			words[i] = string(r[:longName/2]) + ".." + string(r[len(r)-longName/4:])
		}
	}
	return strings.Join(words, " ")
}

// often tells of several that stand together in one line.
func (r *Replay) often(n int, until score.Instant) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(" (%d times until %s)", n, until.Time().In(r.zone).Format("15:04:05"))
}

func (r *Replay) deed(d *timeline.Deed) string {
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

func (r *Replay) alert(a *timeline.Alert) string {
	text := "ALERT " + at(a.Venue) + cmp.Or(a.Title, a.Rule)
	if a.Names != "" {
		text += ": " + a.Names
	}
	if !a.True {
		text += ", a false alarm"
	}
	return text + r.often(a.N, a.Until)
}

func (r *Replay) action(a *timeline.Action) string {
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

// Moments are those between two times at which anything happened, both included.
func (r *Replay) Moments(from, to int64) (list []int64) {
	for _, at := range r.moments {
		if at >= from && at <= to {
			list = append(list, at)
		}
	}
	return list
}

// upTo is how many entries there have been by a time.
func (r *Replay) upTo(now int64) int {
	return sort.Search(len(r.entries), func(i int) bool { return r.entries[i].at > now })
}

// position is the number of the last moment that is not after a time, from 0.
func (r *Replay) position(now int64) int {
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

// figures are the lines above the entries.
func (r *Replay) figures(now int64, width int) []string {
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
		if last >= 0 && layout.Width(lines[last])+len(gap)+layout.Width(item) <= wide {
			lines[last] += gap + item
			continue
		}
		lines, title = append(lines, layout.Pad(title, timeWidth)+item), ""
	}
	return lines
}

// holdings are the balances in whole coins; a star marks a hot wallet of which
// the thief holds a key.
func (r *Replay) holdings(now int64) (list []string) {
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
func (r *Replay) paid(now int64) (list []string) {
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
