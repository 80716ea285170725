package report

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/exdrill/exdrill/harness/report/layout"
)

// grid is a table with heads.
type grid struct{ layout.Grid }

func newGrid(header ...any) grid {
	t := grid{layout.NewGrid()}
	if len(header) > 0 {
		t.AppendHeader(header)
	}
	return t
}

// right aligns columns, counted from 1, to the right: those with figures.
func (g grid) right(columns ...int) grid {
	var c []table.ColumnConfig
	for _, n := range columns {
		c = append(c, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	g.SetColumnConfigs(c)
	return g
}

func (g grid) add(cells ...any) { g.AppendRow(cells) }

// tableOf writes rows below their heads, for terminals or as Markdown. Each
// column is l for texts or r for figures.
func tableOf(f Format, align string, heads []any, rows [][]any) string {
	if f == Markdown {
		text := markdownHead(align, heads...)
		for _, row := range rows {
			text += markdownRow(row...)
		}
		return text
	}
	t := newGrid(heads...)
	var figures []int
	for i, a := range align {
		if a == 'r' {
			figures = append(figures, i+1)
		}
	}
	t.right(figures...)
	for _, row := range rows {
		t.add(row...)
	}
	return t.String()
}

// heading stands above a table.
func (o Options) heading(f Format, text string) string {
	if f == Markdown {
		return "## " + cell(text)
	}
	return o.in(bold, text)
}

// wrapLines is wrap for each line of a text.
func wrapLines(words string, width int) string {
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		lines[i] = wrap(line, width)
	}
	return strings.Join(lines, "\n")
}

// wrap breaks a text into lines of a width, at its blanks where it can.
func wrap(words string, width int) string { return strings.Join(layout.Wrap(words, width), "\n") }
