package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// LaTeX is a format that tables of benchmarks have beside the others.
const LaTeX Format = "latex"

// Benchmark is what a benchmark came to.
type Benchmark struct {
	Title   string        `json:"title"` // the conditions that all runs share
	Matrix  *bench.Matrix `json:"matrix"`
	Board   []bench.Entry `json:"leaderboard"`
	Salting bench.Salting `json:"salting"`

	Difficulty []bench.Difficulty `json:"difficulty,omitempty"` // by what thieves hold and their level; none where nobody attacked

	Stability *bench.Stability `json:"stability,omitempty"` // nil where it was not asked for
	Curves    []bench.Curve    `json:"curves,omitempty"`    // of a sweep

	Year     *bill.Year        `json:"year,omitempty"`     // what defences cost in a year
	Separate *bench.Comparison `json:"separate,omitempty"` // of two defences; nil where it was not asked for

	Failures []bench.Failure `json:"failures,omitempty"` // defences that ended runs, and why
}

// WriteBenchmark writes the matrix and the leaderboard.
func WriteBenchmark(w io.Writer, f Format, b *Benchmark, o Options) error {
	switch f {
	case JSON:
		return WriteValue(w, b)
	case CSV:
		return b.csv(w)
	case LaTeX:
		return b.latex(w)
	}
	o.Color = o.Color && f != Markdown
	_, err := fmt.Fprintf(w, "%s\n\n%s\n\n%s%s%s%s\n%s\n%s\n%s", o.heading(f, b.Title), b.Salting, b.board(f), stabilityText(b.Stability),
		yearText(f, b.Year, b.separated(), o)+partsTables(f, b.Board, o)+difficultyText(f, b.Difficulty, o), curvesTable(f, b.Curves, o), b.scores(f, o)+separate(f, b.Separate, o), b.cost(), FailuresText(f, b.Failures, o))
	return err
}

// FailuresText says which defences ended runs, and why; empty if none did.
func FailuresText(f Format, list []bench.Failure, o Options) string {
	if len(list) == 0 {
		return ""
	}
	o.Color = o.Color && f != Markdown
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n", o.heading(f, "Defences that failed: each such run counts as -100, and is made again by the same command"))
	for _, x := range list {
		fmt.Fprintf(&b, "\n  %s in %s: %d of %s, the first on seed %d\n", layout.Printable(x.Defence), layout.Printable(x.Scenario), x.Runs, layout.Count(x.Of, "run"), x.Seed)
		for line := range strings.SplitSeq(strings.TrimSpace(x.Why), "\n") {
			fmt.Fprintf(&b, "    %s\n", layout.Printable(line))
		}
	}
	if f == Markdown {
		return strings.ReplaceAll(b.String(), "\n  ", "\n      ") // as it is, in a block of code
	}
	return b.String()
}

// separated names the two defences that are compared, if any are.
func (b *Benchmark) separated() []string {
	if b.Separate == nil {
		return nil
	}
	return []string{b.Separate.Before, b.Separate.After}
}

// board is the leaderboard, first because it is the answer.
func (b *Benchmark) board(f Format) string {
	var rows [][]any
	for i := range b.Board {
		rows = append(rows, boardCells(&b.Board[i]))
	}
	return tableOf(f, "rlrrrrll", boardColumns, rows) + b.unconfined(f)
}

// unconfined says which defences have no place because nothing kept them from
// looking around.
func (b *Benchmark) unconfined(f Format) (text string) {
	for i := range b.Board {
		if e := &b.Board[i]; e.Unconfined != "" {
			text += fmt.Sprintf("\n %s is not ranked: it ran unconfined, because %s\n", e.Defence, e.Unconfined)
		}
	}
	if f == Markdown {
		text = strings.ReplaceAll(text, "\n ", "\n")
	}
	return text
}

// scores are those of all defences, scenario by scenario.
func (b *Benchmark) scores(f Format, o Options) string {
	title, align, separator := o.in(bold, "Mean score, 95 % interval, worst seed")+"\n\n", "", "\n"
	if f == Markdown {
		title, align, separator = "", "l"+strings.Repeat("r", len(b.Matrix.Defences)), " · "
	}
	heads, rows := []any{"scenario"}, [][]any(nil)
	for _, d := range b.Matrix.Defences {
		heads = append(heads, d)
	}
	for _, s := range b.Matrix.Scenarios {
		rows = append(rows, b.cells(s, separator))
	}
	return title + tableOf(f, align, heads, rows)
}

var boardColumns = []any{"rank", "defence", "score", "95 % interval", "attacked", "unattacked", "weakest in", "leaving one out"}

func boardCells(e *bench.Entry) []any {
	rank, place := "-", "not ranked"
	if e.Rank > 0 {
		rank, place = strconv.Itoa(e.Rank), fmt.Sprintf("place %d", e.Rank)
		if e.BestRank != e.WorstRank {
			place = fmt.Sprintf("place %d to %d", e.BestRank, e.WorstRank)
		}
	}
	if e.Unconfined != "" {
		place = "not ranked: unconfined"
	}
	if len(e.Missing) > 0 {
		place = "no runs in " + strings.Join(e.Missing, ", ")
	}
	weakest := fmt.Sprintf("%s (%s)", e.Worst.Scenario, tenths(e.Worst.Mean))
	return []any{rank, e.Defence, tenths(e.Score), span(e.Interval), partScore(e.Attacked), partScore(e.Unattacked), weakest, place}
}

// cells are one scenario and its scores, defence by defence, in parts that are
// set apart by the separator.
func (b *Benchmark) cells(scenario, separator string) []any {
	list := []any{scenario}
	for _, d := range b.Matrix.Defences {
		c := b.Matrix.Cell(scenario, d)
		if c == nil {
			list = append(list, "-")
			continue
		}
		parts := []string{tenths(c.Mean)}
		if c.Interval != nil {
			parts = append(parts, span(c.Interval))
		}
		parts = append(parts, "worst "+tenths(c.Worst))
		if c.Failed > 0 {
			parts = append(parts, fmt.Sprintf("%d of %d FAILED", c.Failed, c.N))
		}
		list = append(list, strings.Join(parts, separator))
	}
	return list
}

// cost says what a run takes.
func (b *Benchmark) cost() string {
	runs, wall := 0, 0.0
	for _, c := range b.Matrix.Cells {
		runs += c.N
		wall += c.WallMS * float64(c.N)
	}
	if runs == 0 {
		return "no runs"
	}
	return fmt.Sprintf(layout.Plural(runs, "%d score, %.0f ms|%d scores, %.0f ms each on average"), runs, wall/float64(runs))
}

func tenths(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// span is an interval; too few seeds have none.
func span(i *statistics.Interval) string {
	if i == nil {
		return "-"
	}
	return "[" + tenths(i.Low) + ", " + tenths(i.High) + "]"
}

// csv has one line for each cell.
func (b *Benchmark) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	lines := [][]string{{"scenario", "defence", "runs", "mean", "median", "low95", "high95", "worst", "worst_seed", "standing", "response", "attacks", "lost", "passed", "failed", "wall_ms_per_run"}}
	for _, c := range b.Matrix.Cells {
		low, high := "", ""
		if c.Interval != nil {
			low, high = decimals(c.Interval.Low), decimals(c.Interval.High)
		}
		lines = append(lines, []string{
			c.Scenario, c.Defence, strconv.Itoa(c.N), decimals(c.Mean), decimals(c.Median), low, high,
			decimals(c.Worst), strconv.FormatUint(c.WorstSeed, 10), some(c.Standing), some(c.Response),
			strconv.Itoa(c.Attacks), shareOf(c.Lost), strconv.Itoa(c.Passed), strconv.Itoa(c.Failed), strconv.FormatFloat(c.WallMS, 'f', 0, 64),
		})
	}
	return out.WriteAll(lines)
}

func decimals(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// shareOf is a part of one with four decimals, empty if it is undefined.
func shareOf(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', 4, 64)
}

func some(v *float64) string {
	if v == nil {
		return ""
	}
	return decimals(*v)
}

// latex is a tabular that needs no package.
func (b *Benchmark) latex(w io.Writer) error {
	fmt.Fprintf(w, "%% %s\n\\begin{tabular}{l%s}\n\\hline\nscenario & %s \\\\\n\\hline\n",
		b.Title, strings.Repeat("r", len(b.Matrix.Defences)), escapeLaTeX(strings.Join(b.Matrix.Defences, "\x00")))
	for _, s := range b.Matrix.Scenarios {
		line := []string{s}
		for _, d := range b.Matrix.Defences {
			text := "--"
			if c := b.Matrix.Cell(s, d); c != nil {
				text = "$" + tenths(c.Mean) + "$"
			}
			line = append(line, text)
		}
		fmt.Fprintf(w, "%s \\\\\n", escapeLaTeX(strings.Join(line, "\x00")))
	}
	line := []string{"all"}
	for _, d := range b.Matrix.Defences {
		for i := range b.Board {
			if b.Board[i].Defence == d {
				line = append(line, "$"+tenths(b.Board[i].Score)+"$")
			}
		}
	}
	_, err := fmt.Fprintf(w, "\\hline\n%s \\\\\n\\hline\n\\multicolumn{%d}{l}{%s} \\\\\n\\end{tabular}\n", escapeLaTeX(strings.Join(line, "\x00")), len(line), escapeLaTeX(b.Salting.String()))
	return err
}

// escapeLaTeX escapes what names and figures can hold; a zero byte is the
// border between two cells.
func escapeLaTeX(text string) string {
	return strings.NewReplacer("_", `\_`, "%", `\%`, "&", `\&`, "#", `\#`, "\x00", " & ").Replace(text)
}
