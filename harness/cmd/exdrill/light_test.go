package main

import (
	"path/filepath"
	"regexp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

// slower is what makes a scenario's runs a third as long to play, to keep and to read:
// however few its customers are, most of what happens is that chains find blocks and
// that market makers move their quotes.
var slower = []struct {
	was *regexp.Regexp
	is  string
}{
	{regexp.MustCompile(`block_interval: \w+`), "block_interval: 30m"},
	{regexp.MustCompile(`pay_out_every: \w+`), "pay_out_every: 1h"},
	{regexp.MustCompile(`quotes: \{every: \w+, move: [\d.]+ %`), "quotes: {every: 10m, move: 2 %"},
	{regexp.MustCompile(`levels: \d+`), "levels: 2"},
	{regexp.MustCompile(`(?m)^id: .*`), "id: light"},
}

// light is the folder of a scenario of a spec's own: a shipped one at a slower pace, for
// specs to which it does not matter whose record a run is of.
func light(id string) string {
	GinkgoHelper()
	sc, err := scenarios.Load(id)
	Expect(err).NotTo(HaveOccurred())
	folder := filepath.Join(GinkgoT().TempDir(), "light")
	for _, f := range sc.Files {
		text := string(f.Data)
		if f.Name == "scenario.yaml" {
			text = slow(text)
		}
		put(folder, f.Name, text)
	}
	return folder
}

// slow is a scenario's text at a slower pace.
func slow(text string) string {
	GinkgoHelper()
	for _, s := range slower {
		Expect(text).To(MatchRegexp(s.was.String()))
		text = s.was.ReplaceAllString(text, s.is)
	}
	return text
}
