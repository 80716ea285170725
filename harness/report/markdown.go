package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// writeMarkdown writes one table for each group of results that compare, with
// the documented figures and the bill of harm of a single result below it.
func writeMarkdown(w io.Writer, results []score.Result, o Options) error {
	o.Color = false
	var b strings.Builder
	for _, group := range grouped(results) {
		first := group[0]
		fmt.Fprintf(&b, "## %s\n\n", cell(strings.Join(append([]string{first.scenario(), fmt.Sprintf("seed %d", first.Seed)}, first.conditions()...), " · ")))
		b.WriteString(markdownHead("lrlrrrrll", "defence", "score", "service", "lost", "saved", "harmed", "available", "detected after", "contained after"))
		for _, c := range group {
			b.WriteString(markdownRow(c.cells()...))
		}
		fmt.Fprintf(&b, "\n%s\n\n", first.units())
		for _, c := range group {
			if c.Unconfined != "" {
				fmt.Fprintf(&b, "**%s ran unconfined:** %s; no leaderboard ranks such a run\n\n", cell(c.Defence.Name), cell(c.Unconfined))
			}
		}
		if len(results) == 1 || o.Details {
			for _, c := range group {
				b.WriteString(c.markdownDetails())
			}
		}
		fmt.Fprintf(&b, "```\n%s\n```\n\n", again(group))
	}
	_, err := io.WriteString(w, strings.TrimSuffix(b.String(), "\n"))
	return err
}

// units says what loss and harm are measured by.
func (c card) units() string {
	text := fmt.Sprintf("Closing for a day costs honest customers %s", c.money(c.Harm.ClosedDay)) + c.unit()
	if c.Attacked() {
		return fmt.Sprintf("Undefended, the venue loses %s. ", c.money(c.Loss.Undefended)) + text
	}
	return "No attack comes. " + text
}

// unit says what harm costs a hundred points, at the end of a sentence about a
// closed day.
func (c card) unit() string {
	if c.Harm.UnitIs == score.UnitLoss {
		return fmt.Sprintf("; the unit of harm is %s, 1 %% of that loss%s.", c.money(c.Harm.Unit), c.scaled())
	}
	return ", the unit of harm."
}

// scaled says that a share of a loss is that of customers whom a scale shrinks.
func (c card) scaled() string {
	if c.Scale == money.Whole {
		return ""
	}
	return " times the scale"
}

func (c card) markdownDetails() string {
	var b strings.Builder
	for _, p := range c.problems() {
		fmt.Fprintf(&b, "**%s failed:** %s\n\n", cell(c.Defence.Name), cell(p))
	}
	if len(c.Harm.Items) > 0 {
		fmt.Fprintf(&b, "### Harm done by %s\n\n%s\n", cell(c.Defence.Name), c.harmTable(Markdown))
	}
	if len(c.Facts) > 0 {
		b.WriteString("### The record\n\n| | figure | documented | measured |\n|---|---|---|---|\n")
		for i := range c.Facts {
			f := &c.Facts[i]
			mark := ""
			if f.Holds != nil {
				mark = map[bool]string{true: "✓", false: "✗"}[*f.Holds]
			}
			b.WriteString(markdownRow(mark, figure(f), documented(f), measured(f)))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// markdownHead is the head of a table: its columns, each l for texts or r for
// figures.
func markdownHead(align string, columns ...any) string {
	return markdownRow(columns...) + strings.NewReplacer("l", "|---", "r", "|--:").Replace(align) + "|\n"
}

func markdownRow(cells ...any) string {
	row := "|"
	for _, c := range cells {
		row += " " + cell(fmt.Sprint(c)) + " |"
	}
	return row + "\n"
}

// cell keeps a text from breaking its table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(text)
}
