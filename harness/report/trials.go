package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Trial is one scenario of a suite: its result, or why there is none.
type Trial struct {
	Scenario string // as it was named
	Defence  string
	Result   *score.Result
	Err      error
	Began    time.Time
	Took     time.Duration // on the wall, its world included
}

// WriteTrials writes what a suite of scenarios came to, one defence in all of them:
// as one table with a line for each, as one JUnit file, as a list of results.
// A trial that has no result is in the table and an error in JUnit; lists of
// results leave it out.
func WriteTrials(w io.Writer, f Format, trials []Trial, o Options) error {
	switch f {
	case JSON:
		return writeJSONList(w, results(trials))
	case JUnit:
		return WriteSuites(w, TrialSuites(trials), o)
	case Markdown:
		return writeTrialsMarkdown(w, trials)
	case CSV:
		return writeCSV(w, results(trials))
	}
	_, err := io.WriteString(w, trialTable(trials, o))
	return err
}

// results are those that there are.
func results(trials []Trial) []score.Result {
	list := []score.Result{}
	for _, t := range trials {
		if t.Result != nil {
			list = append(list, *t.Result)
		}
	}
	return list
}

var trialColumns = []any{"scenario", "score", "loss", "harm", "detect", "available", "service", "wall"}

// line is one trial's line of the table.
func (t *Trial) line(o Options) []any {
	if t.Result == nil {
		return []any{t.Scenario, "-", "-", "-", "-", "-", o.in(red, "not finished"), "-"}
	}
	c := card{t.Result, o}
	return []any{
		c.Scenario.ID, c.score(), c.briefLoss(), c.brief(c.Harm.Total), c.detectedAfter(),
		ShareText(c.Harm.Availability), c.verdict(), wall(c.Timing.WallMS),
	}
}

// brief is money with no more decimals than a table has room for: five digits
// or so that say something.
func (c card) brief(a score.Amount) string {
	unit := money.Pow10(c.Loss.Decimals)
	keep := uint8(5)
	switch size := max(int64(a), -int64(a)); {
	case size/10_000 >= unit:
		keep = 0
	case size/100 >= unit:
		keep = 2
	case size >= unit:
		keep = 4
	}
	if keep >= c.Loss.Decimals {
		return c.money(a)
	}
	rounded, _ := money.MulDiv(int64(a), 1, money.Pow10(c.Loss.Decimals-keep), money.Nearest) // smaller than before
	return Money(score.Amount(rounded), c.Loss.Currency, keep)
}

// briefLoss is the loss with its share of the undefended one.
func (c card) briefLoss() string {
	if !c.Attacked() {
		return c.brief(c.Loss.Net)
	}
	return c.brief(c.Loss.Net) + " (" + Percent(int64(c.Loss.Net), int64(c.Loss.Undefended)) + ")"
}

// wall is how long somebody waited.
func wall(ms int64) string {
	return fmt.Sprintf("%.1f s", (time.Duration(ms) * time.Millisecond).Seconds())
}

// trialHead is the table with its title.
func trialHead(f Format, trials []Trial, o Options) string {
	var rows [][]any
	for i := range trials {
		rows = append(rows, trials[i].line(o))
	}
	return o.heading(f, trialTitle(trials)) + "\n\n" + tableOf(f, "lrrrrrlr", trialColumns, rows)
}

func trialTable(trials []Trial, o Options) string {
	b := trialHead(Table, trials, o)
	for i := range trials {
		b += trials[i].trouble(o)
	}
	return b + trialsUnconfined(trials, o) + "\n " + trialSum(trials) + "\n"
}

// trialsUnconfined says so if the defence, which all trials share, was not
// confined.
func trialsUnconfined(trials []Trial, o Options) string {
	for _, t := range trials {
		if t.Result != nil && t.Result.Unconfined != "" {
			return "\n" + card{t.Result, o}.unconfined("")
		}
	}
	return ""
}

// trialTitle names the defence and the conditions, which all trials share.
func trialTitle(trials []Trial) string {
	for _, t := range trials {
		if t.Result != nil {
			c := card{Result: t.Result}
			return strings.Join(append([]string{t.Defence, fmt.Sprintf("seed %d", c.Seed)}, c.conditions()...), " · ")
		}
	}
	return trials[0].Defence
}

// trouble says what is wrong with a trial and how to see it again, nothing if
// nothing is.
func (t *Trial) trouble(o Options) string {
	c := card{Result: t.Result, Options: o}
	list, again := []string(nil), ""
	more := "" // what a program said last
	switch {
	case t.Result == nil:
		text := t.Err.Error()
		var failure *lab.Failure
		if errors.As(t.Err, &failure) {
			again = failure.Reproduce
			text = strings.Replace(text, "\nto see it again: "+again, "", 1)
		}
		lines := strings.Split(strings.TrimSpace(text), "\n")
		list = lines[:1]
		for _, line := range lines[1:] {
			more += "       " + layout.Printable(line) + "\n"
		}
	case t.Result.Passed:
		return ""
	default:
		list, again = c.problems(), t.Result.Reproduce
	}
	b := "\n" + c.failures(t.Scenario+": ", list) + more
	if again != "" {
		b += fmt.Sprintf(" %s %s\n", o.in(bold, "again:"), again)
	}
	return b
}

// trialSum counts how the trials ended.
func trialSum(trials []Trial) string {
	ends := make(map[string]int)
	for _, t := range trials {
		if t.Result == nil {
			ends["not finished"]++
		} else {
			ends[card{Result: t.Result}.verdict()]++
		}
	}
	var parts []string
	for _, end := range []string{"service up", "service down", "figures differ", "not finished"} {
		if n := ends[end]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d of %d", end, n, len(trials)))
		}
	}
	return strings.Join(parts, ", ") + lostSum(trials)
}

// lostSum says what was lost where a thief came: whether a trial passed is about
// the service.
func lostSum(trials []Trial) string {
	attacked, sum, most, where := 0, 0.0, -1.0, ""
	for _, t := range trials {
		if c := (card{Result: t.Result}); t.Result != nil && c.Attacked() {
			lost := 100 * float64(c.Loss.Net) / float64(c.Loss.Undefended)
			attacked, sum = attacked+1, sum+lost
			if lost > most {
				most, where = lost, c.Scenario.ID
			}
		}
	}
	switch attacked {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("; lost of the undefended loss: %.1f %%", sum)
	}
	return fmt.Sprintf("; lost of the undefended loss: %.1f %% on average, %.1f %% in %s", sum/float64(attacked), most, where)
}

func writeTrialsMarkdown(w io.Writer, trials []Trial) error {
	var b strings.Builder
	b.WriteString(trialHead(Markdown, trials, Options{}))
	for i := range trials {
		if trouble := trials[i].trouble(Options{}); trouble != "" {
			fmt.Fprintf(&b, "\n```\n%s```\n", strings.TrimLeft(trouble, "\n"))
		}
	}
	if free := trialsUnconfined(trials, Options{}); free != "" {
		fmt.Fprintf(&b, "\n```%s```\n", free)
	}
	fmt.Fprintf(&b, "\n%s\n", trialSum(trials))
	_, err := io.WriteString(w, b.String())
	return err
}

// TrialSuites are the suites of all trials; one without a result has a single
// case, which is an error.
func TrialSuites(trials []Trial) (list []Suite) {
	for _, t := range trials {
		s := Suite{
			Name: path.Base(filepath.ToSlash(t.Scenario)), Properties: []Property{{"scenario", t.Scenario}, {"defence", t.Defence}},
			Cases: []Case{{Name: "run", Class: Class(t.Scenario, t.Defence), Err: t.Err}},
		}
		if t.Result != nil {
			s = suiteOf(t.Result)
		}
		s.Began = t.Began
		s.Cases[0].Took = cmp.Or(t.Took, s.Cases[0].Took)
		list = append(list, s)
	}
	return list
}
