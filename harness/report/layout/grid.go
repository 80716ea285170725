// Package layout lays texts and tables out for people who read them on a terminal
// or in a log: a page of 100 columns, lines that break where the script allows it,
// Japanese included.
package layout

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// PageWidth is how many columns wide the texts and tables are that people read.
const PageWidth = 100

// Grid is a table without a frame. Columns are as wide as their longest cell,
// but for limits; longer cells go on in the next line.
type Grid struct {
	table.Writer
	limits []int
}

// NewGrid is a table whose columns have limits of their width, 0 for none.
func NewGrid(limits ...int) Grid {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.Style().Format.Header = text.FormatDefault
	return Grid{t, limits}
}

// Row adds a line.
func (g Grid) Row(cells ...string) {
	row := make(table.Row, len(cells))
	for i, c := range cells {
		row[i] = strings.Join(Wrap(c, g.limits[i]), "\n")
	}
	g.AppendRow(row)
}

// String is the table without blanks at the ends of its lines.
func (g Grid) String() string { return Trim(g.Render()) + "\n" }

// Print writes it.
func (g Grid) Print(w io.Writer) { fmt.Fprint(w, g) }

// Trim cuts the blanks at the ends of lines.
func Trim(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

// Wrap breaks a text into lines of a width, between words or between
// characters of scripts that have no spaces. A width of 0 is no limit.
func Wrap(s string, width int) []string {
	if width == 0 {
		return []string{s}
	}
	var lines []string
	line, wide := "", 0
	for _, w := range words(s) {
		n := Width(strings.TrimRight(w, " "))
		if wide > 0 && wide+n > width {
			lines, line, wide = append(lines, strings.TrimRight(line, " ")), "", 0
		}
		for n > width { // a word that no line can hold
			head := Cut(w, width)
			lines, w = append(lines, head), w[len(head):]
			n = Width(w)
		}
		line += w
		wide += Width(w)
	}
	return append(lines, strings.TrimRight(line, " "))
}

// words splits a text where a line may break. Spaces stay with the word before
// them, closing punctuation with what it closes.
func words(s string) (list []string) {
	runes := []rune(s)
	from := 0
	for i := 1; i < len(runes); i++ {
		before, here := runes[i-1], runes[i]
		spaced := before == ' ' && here != ' '
		dense := (IsWide(before) || IsWide(here)) && here != ' ' &&
			!strings.ContainsRune("、。，．・」』）】！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]", here) && !strings.ContainsRune("「『（【([", before)
		if spaced || dense {
			list, from = append(list, string(runes[from:i])), i
		}
	}
	return append(list, string(runes[from:]))
}

// IsWide reports whether a character is of a script that is written without
// spaces.
func IsWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r == 'ー'
}

// Cut is as much of the beginning of a text as fits a width.
func Cut(s string, width int) string {
	wide := 0
	for i, r := range s {
		if wide += text.RuneWidth(r); wide > width && i > 0 {
			return s[:i]
		}
	}
	return s
}

// Width is how many columns of a terminal a text takes.
func Width(s string) int { return text.StringWidthWithoutEscSequences(s) }

// Pad fills a text up to a width.
func Pad(s string, to int) string { return s + strings.Repeat(" ", max(to-Width(s), 0)) }

// Printable is a text without what would move a terminal's cursor: a defence
// may have put anything into it.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
}
