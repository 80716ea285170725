package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Switch is the environment variable that has golden files written anew.
const Switch = "EXDRILL_REWRITE"

// Rewriting says whether golden files are written instead of compared.
func Rewriting() bool { return os.Getenv(Switch) == "1" }

// Check holds a text against a golden file and says where they part.
func Check(path, got string) error {
	if Rewriting() {
		return write(path, got)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%w\n%s=1 writes it", err, Switch)
	}
	// A checkout may have given the file the line ends of its system.
	if kept := strings.ReplaceAll(string(want), "\r\n", "\n"); kept != got {
		return parted(path, kept, got)
	}
	return nil
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// shown is how many lines of a difference are worth reading before one looks at
// the whole of it.
const shown = 12

// parted tells of the first lines in which two texts differ.
func parted(path, want, got string) error {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	first := 0
	for first < len(w) && first < len(g) && w[first] == g[first] {
		first++
	}
	for len(w) > first && len(g) > first && w[len(w)-1] == g[len(g)-1] {
		w, g = w[:len(w)-1], g[:len(g)-1]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d differs from what was kept (%s=1 writes it anew)", path, first+1, Switch)
	list(&b, "-", w[first:])
	list(&b, "+", g[first:])
	return fmt.Errorf("%s", b.String())
}

func list(b *strings.Builder, mark string, lines []string) {
	for i, line := range lines {
		if i == shown {
			fmt.Fprintf(b, "\n%s ... and %d lines more", mark, len(lines)-shown)
			return
		}
		b.WriteString("\n" + mark + line)
	}
}
