package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/text"
)

// pageWidth is how many columns wide the texts and tables are that people read.
const pageWidth = 100

// grid is a table without a frame. Columns are as wide as their longest cell,
// but for limits; longer cells go on in the next line.
type grid struct {
	limits []int // greatest width by column, 0 for none
	rows   [][]string
}

func newGrid(limits ...int) *grid { return &grid{limits: limits} }

func (g *grid) row(cells ...string) { g.rows = append(g.rows, cells) }

// print writes the table, indented by one column.
func (g *grid) print(w io.Writer) {
	wide := make([]int, len(g.limits))
	wrapped := make([][][]string, len(g.rows))
	for i, row := range g.rows {
		for j, cell := range row {
			lines := wrap(cell, g.limits[j])
			wrapped[i] = append(wrapped[i], lines)
			for _, l := range lines {
				wide[j] = max(wide[j], text.StringWidthWithoutEscSequences(l))
			}
		}
	}
	for _, row := range wrapped {
		printRow(w, row, wide)
	}
}

func printRow(w io.Writer, cells [][]string, wide []int) {
	height := 0
	for _, lines := range cells {
		height = max(height, len(lines))
	}
	for n := range height {
		var b strings.Builder
		for j, lines := range cells {
			cell := ""
			if n < len(lines) {
				cell = lines[n]
			}
			b.WriteString(" " + cell + strings.Repeat(" ", wide[j]-text.StringWidthWithoutEscSequences(cell)+1))
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// wrap breaks a text into lines of a width, between words or between
// characters of scripts that have no spaces. A width of 0 is no limit.
func wrap(s string, width int) []string {
	if width == 0 {
		return []string{s}
	}
	var lines []string
	line, wide := "", 0
	for _, w := range words(s) {
		n := text.StringWidthWithoutEscSequences(strings.TrimRight(w, " "))
		if wide > 0 && wide+n > width {
			lines, line, wide = append(lines, strings.TrimRight(line, " ")), "", 0
		}
		for n > width { // a word that no line can hold
			head := cut(w, width)
			lines, w = append(lines, head), w[len(head):]
			n = text.StringWidthWithoutEscSequences(w)
		}
		line += w
		wide += text.StringWidthWithoutEscSequences(w)
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
		dense := (isWide(before) || isWide(here)) && here != ' ' &&
			!strings.ContainsRune("、。，．・」』）】！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]", here) && !strings.ContainsRune("「『（【([", before)
		if spaced || dense {
			list, from = append(list, string(runes[from:i])), i
		}
	}
	return append(list, string(runes[from:]))
}

// isWide reports whether a character is of a script that is written without
// spaces.
func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r == 'ー'
}

// cut is as much of the beginning of a text as fits a width.
func cut(s string, width int) string {
	wide := 0
	for i, r := range s {
		if wide += text.RuneWidth(r); wide > width && i > 0 {
			return s[:i]
		}
	}
	return s
}
