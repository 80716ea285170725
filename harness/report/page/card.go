package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/score"
)

// tile is one figure of the scorecard with what puts it into proportion.
type tile struct {
	Name, Value, Note, Class string
}

func (v *view) tiles() []tile {
	return []tile{v.lostTile(), v.keptTile(), v.harmTile(), v.availableTile(), v.detectedTile(), v.containedTile()}
}

func (v *view) lostTile() tile {
	r, w := v.Result, v.W
	t := tile{w.Lost, v.money(r.Loss.Net), w.NoAttack, "k-thief"}
	if v.Result.Attacked() {
		t.Note = fmt.Sprintf(w.OfUndefended, report.Percent(int64(r.Loss.Net), int64(r.Loss.Undefended)), v.money(r.Loss.Undefended))
	}
	if r.Loss.Given != 0 {
		t.Note += w.stop() + fmt.Sprintf(w.Given, v.money(r.Loss.Given))
	}
	if r.Loss.Recovered != 0 {
		t.Note += w.stop() + fmt.Sprintf(w.Recovered, v.money(r.Loss.Recovered))
	}
	return t
}

// stop is what stands between two remarks.
// counted writes how many of something there are, which stands first in a format
// that has a form for one and one for more.
func (w *words) counted(forms string, n int, more ...any) string {
	return fmt.Sprintf(layout.Plural(n, forms), append([]any{n}, more...)...)
}

func (w *words) stop() string {
	if w.Lang == Japanese {
		return "。"
	}
	return "; "
}

func (v *view) keptTile() tile {
	r := v.Result
	t := tile{v.W.Kept, "–", v.W.NoAttack, "k-run"}
	if v.Result.Attacked() {
		t.Value, t.Note = v.money(r.Saved()), report.Percent(int64(r.Saved()), int64(r.Loss.Undefended))
	}
	return t
}

func (v *view) harmTile() tile {
	h := &v.Result.Harm
	note := fmt.Sprintf(v.W.OfClosedDay, report.Percent(int64(h.Total), int64(h.ClosedDay)), v.money(h.ClosedDay))
	if h.UnitIs == score.UnitLoss {
		note += v.W.stop() + fmt.Sprintf(v.W.OfUnit, report.Percent(int64(h.Total), int64(h.Unit)), v.money(h.Unit))
	}
	return tile{v.W.Harmed, v.money(h.Total), note, "k-harm"}
}

func (v *view) availableTile() tile {
	h := &v.Result.Harm
	return tile{v.W.Available, report.ShareText(h.Availability), fmt.Sprintf(v.W.Floor, report.ShareText(h.Floor)), ""}
}

func (v *view) detectedTile() tile {
	d, w := &v.Result.Detection, v.W
	t := tile{w.DetectedAfter, w.Never, fmt.Sprintf(layout.Plural(int(d.Alerts.False), w.FalseAlerts), report.Count(d.Alerts.False)), "k-alert"}
	switch {
	case d.FirstActionAt == 0:
		t.Value = "–"
	case d.ByChance():
		t.Value, t.Note = w.ByChance, fmt.Sprintf(w.ChanceOf, report.ShareText(*d.Chance))+w.stop()+t.Note
	case d.Seconds != nil:
		t.Value = w.span(*d.Seconds)
		if d.LossShareGone != nil {
			t.Note = fmt.Sprintf(w.GoneBy, report.ShareText(*d.LossShareGone)) + w.stop() + t.Note
		}
	}
	return t
}

func (v *view) containedTile() tile {
	r, w := v.Result, v.W
	t := tile{w.ContainedAfter, w.Never, fmt.Sprintf(layout.Plural(int(r.Containment.AttemptsRefused), w.AttemptsRefused), report.Count(int64(r.Containment.AttemptsRefused))), "k-action"}
	switch {
	case r.Detection.FirstActionAt == 0 && r.Attacked():
		t.Value, t.Note = "–", w.Unseen
	case r.Detection.FirstActionAt == 0:
		t.Value, t.Note = "–", w.NoAttack
	case r.Containment.ContainedAt != 0:
		t.Value = w.span(score.Elapsed(r.Containment.ContainedAt - r.Detection.FirstActionAt))
	}
	return t
}

// ScoreClass colours the score.
func (v *view) ScoreClass() string {
	switch {
	case v.Result.Score < 0:
		return "k-thief"
	case v.Result.Score >= 8000:
		return "k-run"
	}
	return "k-harm"
}

// ScoreText is the score with one decimal, and no nought below zero.
func (v *view) ScoreText() string { return points(v.Result.Score) }

func points(p score.Points) string {
	if text := fmt.Sprintf("%.1f", float64(p)/100); text != "-0.0" {
		return text
	}
	return "0.0"
}

// Notes are what else there is to say beside the score.
func (v *view) Notes() (list []string) {
	r, w := v.Result, v.W
	for _, p := range []struct {
		name string
		part score.Part
	}{{w.Posture, r.Standing}, {w.Monitor, r.Response}} {
		if p.part.Score != nil {
			list = append(list, p.name+" "+points(*p.part.Score))
		}
	}
	if hold, apply := r.FactsHeld(); apply > 0 {
		list = append(list, fmt.Sprintf(w.Facts, hold, apply))
	}
	if r.Disclosure.Seconds != nil {
		list = append(list, fmt.Sprintf(w.Disclosure, w.span(*r.Disclosure.Seconds)))
	}
	return list
}

// factRow is a documented figure beside what was measured.
type factRow struct {
	Mark, Class, Says, Documented, Measured, AsOf string
}

func (v *view) facts() (list []factRow) {
	for i := range v.Result.Facts {
		f := &v.Result.Facts[i]
		row := factRow{Mark: "·", Says: f.Says, Documented: v.reading(f.Expected), Measured: "–"}
		if row.Says == "" {
			row.Says = f.Name
		}
		if f.Measured != nil {
			row.Measured = v.reading(*f.Measured)
		}
		if f.Holds != nil {
			row.Mark, row.Class = "✗", "k-thief"
			if *f.Holds {
				row.Mark, row.Class = "✓", "k-run"
			}
		}
		if f.AsOf != 0 {
			row.AsOf = v.moment(v.time(f.AsOf), " 15:04")
		}
		if from := append([]string{}, f.Source...); len(from) > 0 {
			row.Documented += " (" + strings.Join(from, ", ") + ")"
		}
		list = append(list, row)
	}
	return list
}

// reading is a figure as people read it: a time by the venue's clock, large
// numbers with commas.
func (v *view) reading(figure string) string {
	if at, err := time.Parse(time.RFC3339Nano, figure); err == nil {
		layout := " 15:04"
		if at.Second() != 0 || at.Nanosecond() != 0 {
			layout = " 15:04:05"
		}
		return v.moment(at.In(v.Zone), layout)
	}
	return layout.Thousands(figure)
}

// moment is a time with its date, and its year where that is another one than
// the drill's.
func (v *view) moment(at time.Time, layout string) string {
	if at.Year() == v.time(v.Timeline.Start).Year() {
		return v.W.day(at) + at.Format(layout)
	}
	return v.W.date(at) + at.Format(layout)
}
