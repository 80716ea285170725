package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/store"
)

// replaceIn changes a file and nothing else.
func replaceIn(path, old, now string) {
	GinkgoHelper()
	changed := strings.Replace(content(path), old, now, 1)
	Expect(changed).NotTo(Equal(content(path)))
	Expect(os.WriteFile(path, []byte(changed), 0o644)).To(Succeed())
}

// relist forges the manifest of a run folder, so that it lists what is there.
func relist(folder string) {
	GinkgoHelper()
	m, err := store.RunFolder(folder).Manifest()
	Expect(err).NotTo(HaveOccurred())
	m.Files, err = store.Hashes(folder, store.ManifestFile)
	Expect(err).NotTo(HaveOccurred())
	text, err := json.MarshalIndent(m, "", "  ")
	Expect(err).NotTo(HaveOccurred())
	Expect(os.WriteFile(filepath.Join(folder, store.ManifestFile), append(text, '\n'), 0o644)).To(Succeed())
}

var _ = Describe("The folder of a run that was altered after it was written", Ordered, func() {
	var original string
	BeforeAll(func() { original = tiny("history") })

	// copied is the folder once more, to be spoilt.
	copied := func() string {
		GinkgoHelper()
		folder := filepath.Join(GinkgoT().TempDir(), "one")
		Expect(os.CopyFS(folder, os.DirFS(original))).To(Succeed())
		return folder
	}

	It("is shown with a warning by every command that shows it, and is not scored", func() {
		folder := copied()
		fine("export", folder, "--telemetry", "--output", filepath.Join(GinkgoT().TempDir(), "t.ndjson"))
		replaceIn(filepath.Join(folder, "result.json"), `"recovered": "`, `"recovered": "1`)
		says := folder + ": changed after it was written: result.json: its SHA-256 is "
		for _, words := range [][]string{
			{"report", folder}, {"replay", folder, "--at", "21:14"}, {"events", folder, "--limit", "1"}, {"export", folder, "--telemetry"},
		} {
			s := exdrill(words...)
			Expect(s.code).To(Equal(exitFine), "%v: %s", words, s.errors)
			Expect(s.errors).To(And(HavePrefix("warning: "+says), ContainSubstring(`"exdrill verify `+folder+`" tells all of it`)))
		}
		Expect(content(filepath.Join(folder, "report.html"))).To(ContainSubstring("Files of this run were changed after it was written, or their hashes were: result.json."))

		s := exdrill("compare", original, folder)
		Expect(s.code).To(Equal(exitFine))
		Expect(s.errors).To(HavePrefix("warning: " + says))

		s = exdrill("score", folder, "--alerts", filepath.Join(folder, "alerts.ndjson"))
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(HavePrefix(says))
	})

	It("is not altered by a page, or by an ablation beside it", func() {
		folder := copied()
		fine("report", folder, "--lang", "ja")
		replaceIn(filepath.Join(folder, "report.html"), "<h1>", "<h1>oops ")
		fine("report", folder)
		Expect(content(filepath.Join(folder, "report.html"))).NotTo(ContainSubstring("oops"))
	})

	It("whose events are cut off is told with file and line, and leaves no half export", func() {
		folder := copied()
		events := filepath.Join(folder, store.RunFolder(folder).Name("events.ndjson"))
		whole := content(events)
		Expect(os.WriteFile(events, []byte(whole[:len(whole)/2]), 0o644)).To(Succeed())
		target := put(GinkgoT().TempDir(), "t.ndjson", "what was there\n")
		for _, words := range [][]string{{"export", folder, "--telemetry", "--output", target}, {"events", folder, "--limit", "0"}} {
			s := exdrill(words...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(MatchRegexp(`(?m)^` + events + `:\d{4,}:1: the file is cut off here, expected an event as exdrill writes`))
		}
		Expect(content(target)).To(Equal("what was there\n"))
		Expect(names(filepath.Dir(target))).To(Equal([]string{"t.ndjson"}))
	})

	It("whose result is gone is named", func() {
		folder := copied()
		path := filepath.Join(folder, "result.json")
		Expect(os.Remove(path)).To(Succeed())
		for _, words := range [][]string{{"report", folder}, {"replay", folder, "--at", "21:14"}, {"score", folder, "--alerts", os.DevNull}} {
			s := exdrill(words...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring(path + ": no such file or directory, expected the result of a run"))
		}
	})

	It("in the manifest alone is not blamed on the file", func() {
		folder := copied()
		manifest := filepath.Join(folder, "manifest.json")
		text := []byte(content(manifest))
		at := bytes.Index(text, []byte(`"timeline.json": "`)) + len(`"timeline.json": "`) + 40 // deep within the hash
		text[at] = "0123456789abcdef0"[strings.IndexByte("0123456789abcdef", text[at])+1]
		Expect(os.WriteFile(manifest, text, 0o644)).To(Succeed())
		s := exdrill("verify", folder)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(And(MatchRegexp(`\n  manifest.json:\d+: the hash of timeline.json was changed: the file is what the run made again has\n`), Not(ContainSubstring("\n  timeline.json: "))))
		Expect(exdrill("report", folder).errors).To(MatchRegexp(`timeline\.json: its SHA-256 is [0-9a-f]{64}, but manifest\.json lists [0-9a-f]{64}: one of the two was changed`))
	})
})

var _ = Describe("A changed copy under a shipped name", func() {
	It("is told of wherever its results are shown", func() {
		work := GinkgoT().TempDir()
		scenario := filepath.Join(work, "payday")
		Expect(os.CopyFS(scenario, os.DirFS("../../../scenarios/payday"))).To(Succeed())
		replaceIn(filepath.Join(scenario, "scenario.yaml"), "version: ", "version: 9")
		guard := filepath.Dir(put(work, "none/defence.yaml", "name: none\nversion: \"1\"\ndescription: not that one\n"))
		put(guard, "posture.yaml", "controls: {withdrawal_opt_in: {}}\n")
		notes := func(text string) string { return strings.Join(strings.Fields(text), " ") }
		says := And(ContainSubstring("warning: not the shipped scenario payday: it has the digest "), ContainSubstring("warning: not the shipped defence none: it has the digest "))

		folder, file := filepath.Join(work, "one"), filepath.Join(work, "runs.db")
		Expect(notes(fine("run", scenario, "--defence", guard, "--scale", "0.01", "--out", folder))).To(says)
		Expect(content(filepath.Join(folder, "report.html"))).To(ContainSubstring("Not the scenario payday that ships: it has the digest "))
		bench := []string{"bench", "--scenarios", scenario, "--defences", guard, "--seeds", "1", "--scale", "0.01", "--store", file, "--quiet"}
		Expect(notes(fine(bench...))).To(says)
		s := exdrill(append(bench, "--format", "json")...)
		Expect(s.code).To(Equal(exitFine))
		Expect(notes(s.errors)).To(says)
		s = exdrill("report", file)
		Expect(s.code).To(Equal(exitFine))
		Expect(notes(s.errors)).To(says)
		Expect(content(filepath.Join(work, "runs.html"))).To(And(ContainSubstring("Not the scenario payday that ships: "), ContainSubstring("Not the defence none that ships: ")))

		By("and its runs are told from those of the shipped one")
		bench[2], bench[4] = "payday", "none"
		fine(bench...)
		s = exdrill("report", file)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(MatchRegexp(`runs of 2 versions of payday \([0-9a-f]{12}, [0-9a-f]{12}\) do not belong in one table, expected one: choose with --only payday=[0-9a-f]{12}\n$`))
		digest := resultOf(folder)
		Expect(exdrill("report", file, "--only", "payday="+digest.Scenario.Digest[:12]).code).To(Equal(exitFine))
		for _, wrong := range []struct {
			only []string
			says string
		}{
			{[]string{"pay day=ab"}, `"pay day"`},
			{[]string{"paydya=ab"}, `did you mean "payday"?`},
			{[]string{"payday=AB"}, "the digits 0 to 9 and a to f"},
			{[]string{"payday=" + strings.Repeat("a", 65)}, "1 to 64 of the digits"},
			{[]string{"payday=ab", "payday=cd"}, "--only names payday twice, as ab and cd, expected one version of it"},
			{[]string{"payday=" + strings.Repeat("0", 64)}, "the store has no such version of it, expected the beginning of "},
		} {
			words := []string{"report", file}
			for _, only := range wrong.only {
				words = append(words, "--only", only)
			}
			s := exdrill(words...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring(wrong.says))
		}

		By("and where two of them are compared, or one is stepped through")
		for _, sides := range [][]string{{folder, folder}, {filepath.Join(folder, "result.json"), folder}} {
			Expect(notes(fine("compare", sides[0], sides[1]))).To(says)
		}
		s = exdrill("compare", folder, folder, "--format", "json")
		Expect(notes(s.errors)).To(says)
		s = exdrill("replay", folder, "--at", "12:00")
		Expect(s.code).To(Equal(exitFine), s.errors)
		Expect(notes(s.errors)).To(says)
		Expect(exdrill("report", file, "--only", "payday").errors).To(ContainSubstring("expected NAME=DIGEST"))
	})
})
