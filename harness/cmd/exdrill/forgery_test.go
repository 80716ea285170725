package main

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

const coincheck = "coincheck-nem-2018-01"

// shippedCopy is a folder of a shipped scenario in which a text is another.
func shippedCopy(work, old, now string) string {
	GinkgoHelper()
	folder := filepath.Join(work, coincheck)
	Expect(os.CopyFS(folder, os.DirFS(filepath.Join("..", "..", "..", "scenarios", coincheck)))).To(Succeed())
	file := filepath.Join(folder, "scenario.yaml")
	text, err := os.ReadFile(file)
	Expect(err).NotTo(HaveOccurred())
	Expect(string(text)).To(ContainSubstring(old))
	Expect(os.WriteFile(file, []byte(strings.Replace(string(text), old, now, 1)), 0o644)).To(Succeed())
	return folder
}

var _ = Describe("A forged run folder", Ordered, func() {
	var work, genuine, folder string
	BeforeAll(func() {
		work = GinkgoT().TempDir()
		genuine = filepath.Join(work, "genuine")
		fine("run", coincheck, "--scale", "0.005", "--defence", "guardrails", "--out", genuine)
	})
	BeforeEach(func() {
		folder = filepath.Join(GinkgoT().TempDir(), "one")
		Expect(os.CopyFS(folder, os.DirFS(genuine))).To(Succeed())
	})
	found := func(folder string) string {
		GinkgoHelper()
		s := exdrill("verify", folder)
		Expect(s.errors).To(BeEmpty())
		Expect(s.code).To(Equal(exitThreshold))
		return s.out
	}

	It("is told from the genuine one, of which verify says what it looked at and what not", func() {
		Expect(fine("verify", genuine)).To(And(
			HavePrefix(genuine+": fine\n"),
			ContainSubstring("\n  scenario "+coincheck+": the shipped one\n  defence guardrails: the shipped one\n  tariff "),
			ContainSubstring("\n  not checked: how long it took, and in which folder it was kept\n"),
			ContainSubstring("\n  not checked: that this program is the one that wrote it: neither has a version\n")))
	})

	It("that plays a changed copy under a shipped id is not of the shipped scenario", func() {
		Expect(os.RemoveAll(folder)).To(Succeed())
		copied := shippedCopy(work, "no_attack: ", "no_attack: 100 % # ")
		fine("run", copied, "--scale", "0.005", "--variation", "perturbed", "--out", folder)
		Expect(found(folder)).To(And(
			ContainSubstring("scenario/: not the shipped scenario "+coincheck+": it has the digest "),
			MatchRegexp(`the first line that differs is scenario\.yaml:\d+; a changed copy is ranked under an id of its own`)))
	})

	It("that prices harm otherwise under a shipped id is not of the shipped scenario, nor at its tariff", func() {
		Expect(os.RemoveAll(folder)).To(Succeed())
		Expect(os.RemoveAll(filepath.Join(work, coincheck))).To(Succeed())
		copied := shippedCopy(work, "\nid: "+coincheck+"\n", "\nid: "+coincheck+"\ntariff: {order_refused: {share: 0.01 %, from: synthetic}}\n")
		fine("run", copied, "--scale", "0.005", "--out", folder)
		Expect(found(folder)).To(And(ContainSubstring("scenario/: not the shipped scenario"), ContainSubstring("result.json: not the shipped tariff")))
	})

	It("that plays another defence under a shipped name is not of the shipped defence", func() {
		Expect(os.RemoveAll(folder)).To(Succeed())
		mine := put(work, "mine/posture.yaml", "controls:\n  first_seen_hold: {for: 2h}\n")
		put(work, "mine/defence.yaml", "name: none\nversion: \"1\"\ndescription: ours\n")
		fine("run", coincheck, "--scale", "0.005", "--defence", filepath.Dir(mine), "--out", folder)
		Expect(found(folder)).To(And(ContainSubstring("defence/: not the shipped defence none: "), ContainSubstring("a changed copy is ranked under a name of its own")))
	})

	It("is fine under names of its own, and says that nobody vouches for it", func() {
		Expect(os.RemoveAll(folder)).To(Succeed())
		copied := shippedCopy(GinkgoT().TempDir(), "\nid: "+coincheck, "\nid: our-night")
		ours := filepath.Join(filepath.Dir(copied), "our-night")
		Expect(os.Rename(copied, ours)).To(Succeed())
		fine("run", ours, "--scale", "0.005", "--defence", "guardrails[posture.hot_cap.share=2 %]", "--out", folder)
		Expect(fine("verify", folder)).To(And(
			ContainSubstring("\n  scenario our-night: none that ships, nobody here vouches for it\n  defence guardrails[posture.hot_cap.share=2 %]: the shipped one\n")))
	})

	It("with a fitting manifest is found out by the run, thing by thing", func() {
		edit(folder, "result.json", `"recovered": "`, `"recovered": "1`)
		edit(folder, "result.json", `"digest": "`, `"digest": "0`)
		edit(folder, "result.json", `"tariff_digest": "`, `"tariff_digest": "0`)
		edit(folder, "result.json", `--seed 1`, `--seed 2`)
		edit(folder, "report.html", "guardrails", "sentinel")
		edit(folder, "scenario/brief.md", "\n", "\nNothing happened.\n")
		Expect(found(folder)).To(And(
			ContainSubstring("\n  result.json: loss.recovered is "), ContainSubstring("\n  result.json: scenario.digest is "),
			ContainSubstring("\n  result.json: not the shipped tariff"), ContainSubstring("\n  result.json: reproduce is "),
			ContainSubstring("\n  report.html:"), ContainSubstring("\n  scenario/: not the shipped scenario"),
		))
	})

	It("with another seed or another defence's name is another run", func() {
		edit(folder, "result.json", `"seed": 1`, `"seed": 2`)
		edit(folder, "result.json", `"name": "guardrails"`, `"name": "both"`)
		Expect(found(folder)).To(And(MatchRegexp(`\n  commands\.ndjson\S*:1: `), ContainSubstring("\n  defence/: not the shipped defence both: ")))
	})

	It("that is cut short is found out, whatever the file", func() {
		for _, name := range filesBelow(folder) {
			path := filepath.Join(folder, name)
			text, err := os.ReadFile(path)
			Expect(err).NotTo(HaveOccurred())
			if len(text) == 0 {
				continue
			}
			Expect(os.Truncate(path, int64(len(text)/2))).To(Succeed())
			if name == "events.ndjson" || name == "commands.ndjson" { // the run is made again for these: once is enough
				Expect(os.WriteFile(path, text, 0o644)).To(Succeed())
				continue
			}
			s := exdrill("verify", folder)
			Expect(s.code).NotTo(Equal(exitFine), name)
			Expect(s.out + s.errors).To(ContainSubstring(name))
			Expect(os.WriteFile(path, text, 0o644)).To(Succeed())
		}
	})
})
