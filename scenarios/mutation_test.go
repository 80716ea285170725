package scenarios_test

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

const (
	zaif = "zaif-api-keys-2018-01"
	// caret marks, in the text of a mutation, where an error is expected.
	caret = "‸"
	file  = "it.yaml"
)

// read gives a text of the Zaif scenario's folder: of the scenario itself one that
// extends nothing, so that all of the format stands in it.
func read(name string) string {
	GinkgoHelper()
	place := filepath.Join(zaif, name)
	if name == "scenario.yaml" {
		place = filepath.Join("testdata", "whole.yaml")
	}
	text, err := os.ReadFile(place)
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

// mutate replaces the first occurrence of a text in the Zaif file. Where the
// new text has carets, it also gives their positions.
func mutate(old, mutant string) (src string, at []yamldoc.Position) {
	GinkgoHelper()
	before, after, found := strings.Cut(read("scenario.yaml"), old)
	Expect(found).To(BeTrue(), "the file does not contain %q", old)
	src = before
	for i, part := range strings.Split(mutant, caret) {
		if i > 0 {
			at = append(at, end(src))
		}
		src += part
	}
	return src + after, at
}

// locate finds the position of the caret in the first occurrence of a text.
func locate(src, place string) yamldoc.Position {
	GinkgoHelper()
	before, after, _ := strings.Cut(place, caret)
	i := strings.Index(src, before+after)
	Expect(i).To(BeNumerically(">=", 0), "the mutant does not contain %q", place)
	return end(src[:i+len(before)])
}

// end is the position right behind a text.
func end(text string) yamldoc.Position {
	lines := strings.Split(text, "\n")
	return yamldoc.Position{File: file, Line: len(lines), Column: len([]rune(lines[len(lines)-1])) + 1}
}

// complaints parses a text that must not load.
func complaints(src string) yamldoc.Errors {
	GinkgoHelper()
	s, err := scenarios.Parse(file, []byte(src))
	Expect(s).To(BeNil())
	Expect(err).To(BeAssignableToTypeOf(yamldoc.Errors{}))
	return err.(yamldoc.Errors)
}

// cut takes a section at the left margin out of a file.
func cut(src, section string) string {
	GinkgoHelper()
	before, rest, found := strings.Cut(src, "\n"+section+":")
	Expect(found).To(BeTrue(), "no section %s", section)
	lines := strings.Split(rest, "\n")
	for i, line := range lines[1:] {
		if line != "" && !strings.HasPrefix(line, " ") {
			return before + "\n" + strings.Join(lines[i+1:], "\n")
		}
	}
	return before + "\n"
}
