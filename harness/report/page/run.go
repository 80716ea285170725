// Package page writes reports as one HTML file each, for people: a run, or a
// whole run store. The file works offline, asks for nothing from anywhere, needs
// no scripts and prints well; its charts are drawn by package chart.
package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // machines without a time-zone database show venue times too

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/shipped"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Run is everything that the page of a run shows.
type Run struct {
	Result   *score.Result
	Timeline *timeline.Timeline
	Brief    string          // Markdown, in the page's language; empty for none
	Ablation *bench.Ablation // nil if nobody asked
	Altered  []string        // files of its folder that were changed after it was written
}

//go:embed run.html board.html style.css
var files embed.FS

// style is the look of every page.
func style() template.CSS {
	text, err := files.ReadFile("style.css")
	if err != nil {
		panic(fmt.Sprintf("the page's own style is missing: %v", err))
	}
	return template.CSS(text) // it is ours
}

// render writes one of the embedded templates, filled; nothing where it cannot be
// filled.
func render(w io.Writer, name string, data any) error {
	t, err := template.New(name).ParseFS(files, name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// WriteRun writes the page of a run in a language.
func WriteRun(w io.Writer, r *Run, language string) error {
	return render(w, "run.html", newView(r, language))
}

// view is a run in the words of a page.
type view struct {
	*Run
	W     *words
	Style template.CSS
	Zone  *time.Location

	Title, Subtitle, OneLine, Summary string
	Warnings                          []string
	Brief                             template.HTML
	Tiles                             []tile
	Facts                             []factRow
	Columns                           []column
	Rows                              []line
	MoreRows                          string
	Charts                            charts
}

// charts are the drawings of a page; empty ones are left out.
type charts struct {
	Lanes, Money, Zoom, Harm, Parts, Missing template.HTML
	ZoomTitle                                string
	Balances, Prices, Obstacles              []captioned
}

// captioned is a chart with a line above it.
type captioned struct {
	Title, Note string
	Chart       template.HTML
}

func newView(r *Run, language string) *view {
	v := &view{Run: r, W: in(language), Style: style()}
	v.Zone = time.FixedZone("", r.Timeline.Offset)
	if l, err := time.LoadLocation(r.Result.Clock.Zone); err == nil {
		v.Zone = l
	}
	v.Title = r.Timeline.About.Title.In(language)
	v.Subtitle, v.OneLine = v.subtitle(), v.oneLine()
	v.Warnings = v.W.copies(shipped.Copies(r.Result))
	if len(r.Altered) > 0 {
		v.Warnings = append(v.Warnings, fmt.Sprintf(v.W.Altered, strings.Join(r.Altered, ", ")))
	}
	v.Summary = r.Timeline.About.Summary.In(language)
	v.Brief = markdown(r.Brief)
	v.Tiles, v.Facts = v.tiles(), v.facts()
	v.table()
	v.draw()
	return v
}

func (v *view) money(a score.Amount) string {
	return rounded(a, v.Result.Loss.Currency, v.Result.Loss.Decimals)
}

// subtitle says what was run.
func (v *view) subtitle() string {
	r, w := v.Result, v.W
	text := fmt.Sprintf("%s · %s %d", r.Defence.Name, w.Seed, r.Seed)
	if r.Scale != money.Whole {
		text += fmt.Sprintf(" · %s %s", w.Scale, r.Scale)
	}
	if r.Adaptation != 0 {
		text += fmt.Sprintf(" · %s %d", w.Adaptation, r.Adaptation)
	}
	if r.Unconfined != "" {
		text += " · " + w.Free + r.Unconfined
	}
	if r.Variation == score.Perturbed {
		text += " · " + w.Perturbed
	}
	return text
}

// oneLine is the result in a sentence or two.
func (v *view) oneLine() string {
	r, w := v.Result, v.W
	text := fmt.Sprintf(w.OneLineControl, r.Defence.Name)
	if v.Result.Attacked() {
		saved := r.Saved()
		text = fmt.Sprintf(w.OneLineAttack, r.Defence.Name, v.money(saved), v.money(r.Loss.Undefended),
			report.Percent(int64(saved), int64(r.Loss.Undefended)))
	}
	if w.Lang != Japanese {
		text += " "
	}
	if r.Harm.Total == 0 {
		return text + w.NobodyHurt
	}
	return text + fmt.Sprintf(w.AtACost, v.money(r.Harm.Total), report.Percent(int64(r.Harm.Total), int64(r.Harm.ClosedDay)))
}

// time is a moment by the venue's clock.
func (v *view) time(at score.Instant) time.Time { return at.Time().In(v.Zone) }

// Clock writes a moment for a table.
func (v *view) Clock(at score.Instant) string { return v.W.clock(v.time(at)) }

// When says which days the drill covers.
func (v *view) When() string {
	from, to := v.time(v.Timeline.Start), v.time(v.Timeline.ClockEnd)
	return v.W.date(from) + " – " + v.W.date(to)
}

// ZoneName is the zone as people know it.
func (v *view) ZoneName() string {
	name := v.time(v.Timeline.Start).Format("MST")
	if name == "" || name[0] == '+' || name[0] == '-' {
		return "UTC" + v.time(v.Timeline.Start).Format("-07:00")
	}
	return name
}

// Seized reports whether the prices are those of markets that the thief traded
// on.
func (v *view) Seized() bool {
	return slices.ContainsFunc(v.Timeline.Prices, func(p timeline.Price) bool { return p.Attacked })
}

// Count64 is a number of things with commas.
func (v *view) Count64(n int64) string { return report.Count(n) }

// ShortDigest is enough of the defence's digest to tell it apart.
func (v *view) ShortDigest() string {
	digest := v.Result.Defence.Digest
	return digest[:min(len(digest), 16)]
}
