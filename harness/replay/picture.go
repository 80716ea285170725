package replay

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// screen is how large a picture may be, and whether it may be painted.
type screen struct {
	width, height int // height 0 for as many lines as it takes
	color         bool
}

// The picture's measures, in columns and lines.
const (
	timeWidth   = 12 // "26 00:02:38"
	leastWidth  = 50
	leastHeight = 12
	printed     = 12 // entries in a picture that is printed
)

// Print writes pictures one below the other.
func (r *Replay) Print(w io.Writer, moments []int64) error {
	s := screen{width: layout.PageWidth}
	for i, now := range moments {
		if i > 0 {
			fmt.Fprintln(w)
		}
		for _, line := range r.picture(s, now) {
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
	}
	return nil
}

// picture shows a moment, line by line: where it stands in the run, the
// figures, and below them the latest entries up to it.
func (r *Replay) picture(s screen, now int64) []string {
	s.width = max(s.width, leastWidth)
	lines := r.heading(s, now)
	lines = append(lines, r.figures(now, s.width)...)
	side := (s.width - timeWidth - 3) / 2
	lines = append(lines, "", strings.TrimRight(layout.Pad("", timeWidth)+layout.Pad("THE THIEF", side)+" | THE DEFENCE", " "))
	room := 0
	if s.height > 0 {
		room = max(s.height, leastHeight) - len(lines) - 1
	}
	return append(lines, r.latest(s, now, side, room)...)
}

// heading says which run this is and how far it has come.
func (r *Replay) heading(s screen, now int64) []string {
	title := layout.Printable(r.About.Title.EN)
	run := fmt.Sprintf("%s, seed %d", layout.Printable(r.result.Defence.Name), r.result.Seed)
	if r.result.Scale != money.Whole {
		run += ", scale " + r.result.Scale.String()
	}
	gap := max(s.width-layout.Width(title)-layout.Width(run), 2)
	lines := layout.Wrap(title+strings.Repeat(" ", gap)+run, s.width)
	place := fmt.Sprintf("%s UTC%s  %d of %d  ", r.clock(score.Instant(now)), score.Instant(now).Time().In(r.zone).Format("-07:00"), r.position(now)+1, len(r.moments))
	bar := max(s.width-len(place)-2, 8)
	done := int(float64(bar) * float64(now-int64(r.Start)) / float64(max(int64(r.End-r.Start), 1)))
	done = min(max(done, 0), bar)
	lines = append(lines, s.bold(place)+"["+strings.Repeat("#", done)+strings.Repeat(".", bar-done)+"]")
	if now > int64(r.End) {
		lines = append(lines, layout.Wrap("epilogue: the run ended at "+r.clock(r.End)+
			"; the exchange still did this on the record, and nothing of it is scored", s.width)...)
	}
	return lines
}

// latest are the entries up to now that there is room for; those of this very
// moment stand out. A room of 0 lines is enough for a few entries.
func (r *Replay) latest(s screen, now int64, side, room int) []string {
	var lines []string
	n := r.upTo(now)
	for shown := 0; n > 0 && (room > 0 || shown < printed); shown++ {
		n--
		lot := r.row(s, &r.entries[n], now, side)
		if room > 0 && len(lines)+len(lot) > room {
			break
		}
		lines = append(lot, lines...)
	}
	return lines
}

// row is one beat in its column.
func (r *Replay) row(s screen, c *entry, now int64, side int) (lines []string) {
	for i, part := range layout.Wrap(c.text, side) {
		stamp, left, right := "", part, ""
		if i == 0 {
			stamp = r.stamp(c.at)
		}
		if !c.thief {
			left, right = "", part
		}
		line := strings.TrimRight(layout.Pad(stamp, timeWidth)+layout.Pad(left, side)+" | "+right, " ")
		if c.at == now {
			line = s.bold(line)
		}
		lines = append(lines, line)
	}
	return lines
}

// stamp is the time of an entry: in an epilogue, which may come weeks later, with
// its month.
func (r *Replay) stamp(at int64) string {
	format := "02 15:04:05"
	if at > int64(r.End) {
		format = "01-02 15:04"
	}
	return score.Instant(at).Time().In(r.zone).Format(format)
}

func (s screen) bold(line string) string {
	if !s.color {
		return line
	}
	return "\x1b[1m" + line + "\x1b[0m"
}
