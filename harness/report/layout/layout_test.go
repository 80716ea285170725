package layout_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/exdrill/exdrill/harness/report/layout"
)

func ExampleWrap() {
	fmt.Printf("%q\n", layout.Wrap("one two three", 7))
	fmt.Printf("%q\n", layout.Wrap("incomprehensibilities", 10))
	fmt.Printf("%q\n", layout.Wrap("取引所。訓練", 8))
	fmt.Printf("%q\n", layout.Wrap("取引所。訓練", 6)) // a full stop begins no line
	fmt.Printf("%q\n", layout.Wrap("", 5))
	fmt.Printf("%q\n", layout.Wrap("as long as it likes", 0))
	// Output:
	// ["one two" "three"]
	// ["incomprehe" "nsibilitie" "s"]
	// ["取引所。" "訓練"]
	// ["取引" "所。訓" "練"]
	// [""]
	// ["as long as it likes"]
}

func ExampleMarkdown() {
	layout.Markdown(os.Stdout, "# Title\n\nOne\ntwo.\n\n- **a** point\n  goes on\n- 取引\n  所\n\n```\nas  it   is\n```\n")
	// Output:
	// Title
	// =====
	//
	// One two.
	//
	// - a point goes on
	// - 取引所
	//
	//     as  it   is
}

func ExamplePrintable() {
	fmt.Println(layout.Printable("a\x1b[2Jb\n\u009bc"))
	// Output: a [2Jb  c
}

func ExampleThousands() {
	for _, text := range []string{"6236810.1 MONA", "about 88549, 88400 to 1088700", "102", "98.8 %", "on 18 September 2018"} {
		fmt.Println(layout.Thousands(text))
	}
	// Output:
	// 6,236,810.1 MONA
	// about 88,549, 88,400 to 1,088,700
	// 102
	// 98.8 %
	// on 18 September 2018
}

func ExampleCount() {
	fmt.Println(layout.Count(0, "run"), layout.Count(1, "run"), layout.Count(12, "run"))
	fmt.Println(layout.Plural(1, "it is one|they are more"), layout.Plural(2, "it is one|they are more"), layout.Plural(2, "回"))
	// Output:
	// 0 runs 1 run 12 runs
	// it is one they are more 回
}

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
		lines := layout.Wrap(s, width)
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
