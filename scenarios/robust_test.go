package scenarios_test

import (
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// sound says what is wrong with the outcome of a parse; empty if nothing is.
func sound(src string, s *scenarios.Scenario, err error) string {
	if err == nil {
		if s == nil {
			return "neither a scenario nor an error"
		}
		return ""
	}
	errs, ok := err.(yamldoc.Errors)
	if !ok || len(errs) == 0 || s != nil {
		return "not an error of its own: " + err.Error()
	}
	lines := strings.Count(src, "\n") + 1
	for i, e := range errs {
		if e.Pos.Line < 1 || e.Pos.Line > lines || e.Pos.Column < 1 || e.Problem == "" || e.Expected == "" {
			return "an error without place or words: " + e.Error()
		}
		if i > 0 && e.Pos.Line < errs[i-1].Pos.Line {
			return "errors out of order"
		}
	}
	return ""
}

var _ = Describe("A damaged scenario", func() {
	It("loads or tells what is wrong, whichever line is lost, doubled or moved", func() {
		whole := strings.Split(read("scenario.yaml"), "\n")
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			lines := append([]string(nil), whole...)
			i := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
			switch rapid.SampledFrom([]string{"lost", "doubled", "indented", "halved"}).Draw(t, "damage") {
			case "lost":
				lines = append(lines[:i], lines[i+1:]...)
			case "doubled":
				lines = append(lines[:i+1], lines[i:]...)
			case "indented":
				lines[i] = "  " + lines[i]
			case "halved":
				lines[i] = strings.ToValidUTF8(lines[i][:len(lines[i])/2], "")
			}
			src := strings.Join(lines, "\n")
			s, err := scenarios.Parse(file, []byte(src))
			if wrong := sound(src, s, err); wrong != "" {
				t.Fatal(wrong)
			}
		})
	})

	It("tells the exact place of any figure that is not one", func() {
		s := parsed(read("scenario.yaml"))
		whole := strings.Split(read("scenario.yaml"), "\n")
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			leaf := rapid.SampledFrom(s.Leaves).Draw(t, "figure")
			lines := append([]string(nil), whole...)
			line := []rune(lines[leaf.Pos.Line-1])
			before, rest := string(line[:leaf.Pos.Column-1]), string(line[leaf.Pos.Column-1:])
			if !strings.HasPrefix(rest, leaf.Text) {
				t.Fatalf("%s is not at %s", leaf.Text, leaf.Pos)
			}
			lines[leaf.Pos.Line-1] = before + "a~b" + strings.TrimPrefix(rest, leaf.Text)
			_, err := scenarios.Parse(file, []byte(strings.Join(lines, "\n")))
			errs, _ := err.(yamldoc.Errors)
			for _, e := range errs {
				if e.Pos.Line == leaf.Pos.Line && e.Pos.Column == leaf.Pos.Column && strings.HasSuffix(e.Problem, `is "a~b"`) {
					return
				}
			}
			t.Fatalf("%s at %s is nonsense, but the errors are %v", leaf.Path, leaf.Pos, err)
		})
	})

	It("becomes a control scenario without its attack", func() {
		src := strings.Replace(read("scenario.yaml"), "position: user_credential", "position: none", 1)
		src = cut(cut(src, "compromise"), "campaign")
		s, err := scenarios.Parse(file, []byte(src))
		Expect(err).NotTo(HaveOccurred())
		Expect(s.Compromise).To(BeNil())
		Expect(s.Campaign).To(BeNil())
	})
})

func FuzzParse(f *testing.F) {
	RegisterTestingT(f)
	whole := read("scenario.yaml")
	f.Add(whole)
	for _, section := range strings.Split(whole, "\n\n") {
		f.Add(section)
	}
	for _, odd := range []string{"", "? a\n: b", "a: {is: [], also: {}}", "- - -", "a: |\n  b\n c", "floor: {is: }", "{", "\"\\", "a:\r\n b: \t", "%YAML 1.2\n---\na"} {
		f.Add(odd)
	}
	f.Fuzz(func(t *testing.T, src string) {
		s, err := scenarios.Parse(file, []byte(src))
		if wrong := sound(src, s, err); wrong != "" {
			t.Fatal(wrong)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := scenarios.Load(zaif); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	for b.Loop() {
		if _, err := scenarios.List(); err != nil {
			b.Fatal(err)
		}
	}
}
