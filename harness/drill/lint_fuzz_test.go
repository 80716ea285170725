package drill_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

// others are values that a figure may be changed into, of its own kind as far as a
// text can tell.
func others(text string) []string {
	number, unit, spaced := strings.Cut(text, " ")
	switch {
	case spaced:
		return []string{"0 " + unit, "0.0001 " + unit, "100 " + unit, "1000000 " + unit, number + "9 " + unit}
	case strings.HasSuffix(text, "m") || strings.HasSuffix(text, "s") || strings.HasSuffix(text, "h"):
		return []string{"0s", "1s", "3h", "2d"}
	case strings.Trim(text, "0123456789") == "":
		return []string{"0", "1", "7", "5000", text + "0"}
	}
	return []string{text}
}

var _ = Describe("Whatever lint lets pass", func() {
	It("runs, whichever figure is changed", func() {
		s, err := drill.Scenario("../../scenarios/testdata/several-tokens")
		Expect(err).NotTo(HaveOccurred())
		whole := strings.Split(s.File("scenario.yaml"), "\n")
		same, err := scenarios.Parse("whole.yaml", []byte(s.File("scenario.yaml")))
		Expect(err).NotTo(HaveOccurred())
		folder := GinkgoT().TempDir()
		passed := 0
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			if passed >= mostPlayed {
				return
			}
			leaf := rapid.SampledFrom(same.Leaves).Draw(t, "figure")
			into := rapid.SampledFrom(others(leaf.Text)).Draw(t, "value")
			lines := append([]string(nil), whole...)
			line := []rune(lines[leaf.Pos.Line-1])
			before, rest := string(line[:leaf.Pos.Column-1]), string(line[leaf.Pos.Column-1:])
			lines[leaf.Pos.Line-1] = before + into + strings.TrimPrefix(rest, leaf.Text)
			file := filepath.Join(folder, "scenario.yaml")
			if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := drill.Lint(context.Background(), file); err != nil {
				return
			}
			passed++
			stage, err := drill.Open(file, drill.WithScale(0.02))
			if err == nil {
				_, err = stage.Watch(context.Background())
			}
			if err != nil {
				t.Fatalf("%s is %s instead of %s, which lint lets pass: %v", leaf.Path, into, leaf.Text, err)
			}
		})
		Expect(passed).To(BeNumerically(">", 0))
	})
})

// mostPlayed is how many runs the spec above plays: all in a soak.
var mostPlayed = map[bool]int{true: 1 << 30, false: 3}[os.Getenv("EXDRILL_SOAK") != ""]
