package main

import (
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
)

// FuzzWrap breaks anything into lines: none is too wide, and no character but
// blanks gets lost.
func FuzzWrap(f *testing.F) {
	f.Add("one two three", 7)
	f.Add("取引所。API キーの「一覧」", 6)
	f.Add("a  b   incomprehensibilities ", 3)
	f.Fuzz(func(t *testing.T, s string, width int) {
		if width < 2 || width > 200 || strings.ContainsAny(s, "\x1b\n\r\t") {
			t.Skip()
		}
		lines := wrap(s, width)
		for _, l := range lines {
			if w := text.StringWidthWithoutEscSequences(l); w > width {
				t.Fatalf("%q is %d wide, expected at most %d", l, w, width)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if have := bare(strings.Join(lines, "")); have != bare(string([]rune(s))) {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}

// FuzzCondition reads anything as a --where: it is refused, or its parts are
// what was written.
func FuzzCondition(f *testing.F) {
	for _, s := range []string{"code=dead_key", "key != 3", "value>1000000", "a==b", "!=", "x=a>b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCondition(s)
		if err != nil {
			return
		}
		if strings.TrimSpace(c.field) != c.field || strings.ContainsAny(c.field, "=<>!") || !strings.Contains(s, c.op) || !strings.Contains(s, c.value) {
			t.Fatalf("%q became %+v", s, c)
		}
	})
}
