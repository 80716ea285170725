package report

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// WriteAblation writes what the parts of a defence contribute.
func WriteAblation(w io.Writer, f Format, a *bench.Ablation, o Options) error {
	switch f {
	case JSON:
		return WriteValue(w, a)
	case CSV:
		return ablationCSV(w, a)
	case Markdown:
		return ablationMarkdown(w, a)
	}
	_, err := fmt.Fprintf(w, "%s\n\n%s\n%s%s\n", o.in(bold, wrap(ablationTitle(a), 98)), ablationTable(a, o), ablationNotes(a), wrap(Answer(a), 98))
	return err
}

func ablationTitle(a *bench.Ablation) string {
	text := fmt.Sprintf("%s · %s · %s · scale %g", a.Scenario.ID, a.Defence.Name, layout.Count(len(a.Seeds), "seed"), float64(a.Scale)/money.Whole)
	if a.Variation != score.Record {
		text += " · " + a.Variation
	}
	if a.Adaptation > 0 {
		text += fmt.Sprintf(" · adaptation %d", a.Adaptation)
	}
	return text
}

// ranked are the parts, those that contribute most first.
func ranked(a *bench.Ablation) []bench.Contribution {
	list := slices.Clone(a.Parts)
	slices.SortStableFunc(list, func(x, y bench.Contribution) int {
		return cmp.Compare(y.Score.Value, x.Score.Value)
	})
	return list
}

var ablationColumns = []any{"part", "points", "money saved", "harm", "alone", "without it", ""}

// ablationTable sets the parts under each other, with a bar for the points of
// each, and the whole below them.
func ablationTable(a *bench.Ablation, o Options) string {
	t := newGrid(ablationColumns...).right(2, 3, 4, 5, 6)
	most := 0.0
	for i := range a.Parts {
		most = max(most, math.Abs(a.Parts[i].Score.Value))
	}
	for _, c := range ranked(a) {
		t.add(cut(c.Name, 26), signed(c.Score.Value)+off(c.Score.Error), part(c.Saved.Share), part(c.Harm.Share),
			tenths(c.Alone.Score), tenths(c.Without.Score), o.in(tint(c.Score.Value), bar(c.Score.Value, most)))
	}
	gain := a.Whole.Score - a.Nothing.Score
	t.add("all together", signed(gain), Percent(int64(a.Whole.Saved), int64(a.Undefended)), Percent(int64(a.Whole.Harm), int64(a.ClosedDay)), tenths(a.Whole.Score), tenths(a.Nothing.Score), "")
	return t.String()
}

// cut shortens a name that would break the table.
func cut(name string, most int) string {
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	return string([]rune(name)[:most-1]) + "…"
}

func signed(v float64) string {
	if math.Abs(v) < 0.05 {
		return "0.0"
	}
	return fmt.Sprintf("%+.1f", v)
}

func off(by float64) string {
	if by == 0 {
		return ""
	}
	return " ±" + tenths(by)
}

func part(share float64) string {
	if math.Abs(share) < 0.0005 {
		return "0 %"
	}
	return fmt.Sprintf("%+.1f %%", 100*share)
}

func tint(v float64) paint {
	if v < 0 {
		return red
	}
	return green
}

// barWidth is how many letters the longest bar takes.
const barWidth = 16

// bar draws a value: full blocks for a gain, shaded ones for a loss.
func bar(v, most float64) string {
	if most == 0 {
		return ""
	}
	n := int(math.Round(math.Abs(v) / most * barWidth))
	if v < 0 {
		return strings.Repeat("▒", n)
	}
	return strings.Repeat("█", n)
}

// ablationNotes say how the figures were come by.
func ablationNotes(a *bench.Ablation) string {
	how := fmt.Sprintf("exactly, from all %d choices of parts", 1<<len(a.Parts))
	if a.Orders > 0 {
		how = fmt.Sprintf("from %s; ± holds for all of them with 95 %% confidence", layout.Count(a.Orders, "drawn order"))
	}
	text := "Points, money and harm are shares of what all together do (Shapley values), " + how + ". " +
		"Alone and without it are scores: of the part by itself, and of the defence that leaves it out. " +
		fmt.Sprintf("Money is of the %s that the thief takes from an undefended venue, harm of the %s of a closed day. %s runs.",
			Money(a.Undefended, a.Currency, a.Decimals), Money(a.ClosedDay, a.Currency, a.Decimals), Count(int64(a.Runs)))
	return wrap(text, 98) + "\n\n"
}

// telling is the share of the undefended loss from which on an answer names a
// part.
const telling = 0.05

// Answer says in a sentence or two which part saved the money, and which
// control that the defence has not would have.
func Answer(a *bench.Ablation) string {
	if a.Undefended == 0 {
		return calmAnswer(a)
	}
	best := slices.MaxFunc(a.Parts, func(x, y bench.Contribution) int { return cmp.Compare(x.Alone.Saved, y.Alone.Saved) })
	text := fmt.Sprintf("No part of %s would have saved anything worth mentioning by itself.", a.Defence.Name)
	if share := of(best.Alone.Saved, a.Undefended); share >= telling {
		text = fmt.Sprintf("What would have saved the money: %s, which by itself saves %s of it at a harm of %s of a closed day.",
			best.Name, Percent(int64(best.Alone.Saved), int64(a.Undefended)), Percent(int64(best.Alone.Harm), int64(a.ClosedDay)))
	}
	if c := bestCandidate(a); c != nil {
		text += fmt.Sprintf(" Of the controls that it has not, %s would save %s more, at %s more harm (%s points).",
			c.Name, Percent(int64(c.Saved), int64(a.Undefended)), Percent(int64(max(c.Harm, 0)), int64(a.ClosedDay)), signed(c.Score))
	} else if a.Candidates != nil {
		text += " None of the controls that it has not would save much more, with their defaults."
	}
	return text
}

// calmAnswer is about a scenario without a thief.
func calmAnswer(a *bench.Ablation) string {
	worst := slices.MaxFunc(a.Parts, func(x, y bench.Contribution) int { return cmp.Compare(x.Harm.Share, y.Harm.Share) })
	if worst.Harm.Share < 0.0005 {
		return "Nobody attacks here, and no part hurts anybody much."
	}
	return fmt.Sprintf("Nobody attacks here. What hurts honest customers: %s, %.1f %% of a closed day.", worst.Name, 100*worst.Harm.Share)
}

// bestCandidate is the control that would raise the score most and saves money
// worth mentioning; nil if none does.
func bestCandidate(a *bench.Ablation) (best *bench.Candidate) {
	for i := range a.Candidates {
		c := &a.Candidates[i]
		if of(c.Saved, a.Undefended) >= telling && c.Score > 0 && (best == nil || c.Score > best.Score) {
			best = c
		}
	}
	return best
}

func of(part, whole score.Amount) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func ablationMarkdown(w io.Writer, a *bench.Ablation) error {
	fmt.Fprintf(w, "## %s\n\n%s", cell(ablationTitle(a)), markdownHead("lrrrrr", ablationColumns[:6]...))
	for _, c := range ranked(a) {
		fmt.Fprint(w, markdownRow(c.Name, signed(c.Score.Value)+off(c.Score.Error), part(c.Saved.Share), part(c.Harm.Share), tenths(c.Alone.Score), tenths(c.Without.Score)))
	}
	_, err := fmt.Fprintf(w, "\n%s\n%s\n", ablationNotes(a), wrap(Answer(a), 98))
	return err
}

// ablationCSV has one line for each part. Amounts are base units.
func ablationCSV(w io.Writer, a *bench.Ablation) error {
	out := csv.NewWriter(w)
	lines := [][]string{{"part", "kind", "points", "points_error", "saved", "saved_error", "harm", "harm_error", "alone_score", "alone_saved", "alone_harm", "without_score", "without_saved", "without_harm"}}
	amount := func(v score.Amount) string { return strconv.FormatInt(int64(v), 10) }
	for _, c := range a.Parts {
		lines = append(lines, []string{
			c.Name, c.Kind, decimals(c.Score.Value), decimals(c.Score.Error), amount(c.Saved.Amount), amount(c.Saved.Error), amount(c.Harm.Amount), amount(c.Harm.Error),
			decimals(c.Alone.Score), amount(c.Alone.Saved), amount(c.Alone.Harm), decimals(c.Without.Score), amount(c.Without.Saved), amount(c.Without.Harm),
		})
	}
	return out.WriteAll(lines)
}
