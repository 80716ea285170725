package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/drill"
)

var _ = Describe("exdrill ablate", func() {
	const two = "none[posture.withdrawal_opt_in={}][posture.first_seen_hold={}]"
	small := []string{"--defence", two, "--seeds", "1", "--scale", "0.01", "--candidates=false"}

	It("shows what each part contributes, with bars, and answers the question", func() {
		picture := filepath.Join(GinkgoT().TempDir(), "parts.svg")
		page := fine(append([]string{"ablate", zaif, "--svg", picture}, small...)...)
		fitsThePage(page)
		for _, part := range []string{zaif + " · ", " withdrawal_opt_in ", " first_seen_hold ", " all together ", "█", "all 4\nchoices of parts", "What would have saved the money: "} {
			Expect(strings.ReplaceAll(page, "all 4 choices", "all 4\nchoices")).To(ContainSubstring(part))
		}
		text, err := os.ReadFile(picture)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(text)).To(HavePrefix("<svg xmlns="))
	})

	It("writes what pages read", func() {
		var a bench.Ablation
		Expect(json.Unmarshal([]byte(fine(append([]string{"ablate", zaif, "--format", "json"}, small...)...)), &a)).To(Succeed())
		Expect(a.Schema).To(Equal(bench.AblationSchema))
		Expect(a.Parts).To(HaveLen(2))
		Expect(a.Defence.Name).To(Equal(two))
	})

	DescribeTable("refuses what makes no sense", func(want string, args ...string) {
		s := exdrill(append([]string{"ablate"}, args...)...)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.out).To(BeEmpty())
		Expect(s.errors).To(ContainSubstring(want))
	},
		Entry("no scenario", "a SCENARIO"),
		Entry("a defence without parts", "neither controls nor a monitor", zaif, "--defence", "none"),
		Entry("too few orders", "--orders 3, expected at least 4", zaif, "--orders", "3"),
		Entry("a level", "--adaptation 4", zaif, "--adaptation", "4"),
		Entry("no workers", "--workers 0", zaif, "--workers", "0"),
		Entry("a part that there is not", `unknown part "moat"`, zaif, "--defence", "guardrails[only=moat]"),
		Entry("a folder that cannot be", "--svg", zaif, "--svg", "main.go/a.svg"),
	)
})

var _ = Describe("exdrill bench", func() {
	small := func(args ...string) []string {
		store := filepath.Join(GinkgoT().TempDir(), "runs.db")
		return append([]string{"bench", "--store", store, "--scenarios", zaif, "--seeds", "1", "--scale", "0.01"}, args...)
	}

	It("sweeps a value into a curve of loss prevented against harm", func() {
		picture := filepath.Join(GinkgoT().TempDir(), "curve.svg")
		page := fine(small("--defences", "guardrails", "--set", "posture.first_seen_hold.for=1h,24h", "--svg", picture)...)
		Expect(page).To(ContainSubstring("\nposture.first_seen_hold.for in guardrails\n"))
		Expect(page).To(MatchRegexp(`(?m)^ 1h +[0-9.]+ % +[0-9.]+ % `))
		Expect(page).NotTo(ContainSubstring("The order"), "variants of one defence are no leaderboard")
		text, err := os.ReadFile(picture)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(text)).To(ContainSubstring(">24h<"))
	})

	It("says how firmly the order stands, under other adoption, too", func() {
		page := fine(small("--defences", "none,guardrails", "--adoption", "0.5,1")...)
		Expect(page).To(ContainSubstring("\nThe order "))
		Expect(strings.Join(strings.Fields(page), " ")).To(ContainSubstring("adoption of voluntary controls times 0.5"))
		Expect(page).To(ContainSubstring("2 scores, "), "one of each adoption is shown")
	})

	DescribeTable("refuses sweeps that make no sense", func(want string, args ...string) {
		s := exdrill(small(args...)...)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(want))
	},
		Entry("of nothing", `--set "x"`, "--defences", "guardrails", "--set", "x"),
		Entry("of every defence there is", "--set without --defences", "--set", "posture.hot_cap.share=1 %"),
		Entry("of an unknown control", `unknown control "moat"`, "--defences", "guardrails", "--set", "posture.moat.depth=1"),
		Entry("twice", "is given twice", "--defences", "guardrails", "--set", "playbook.quiet=1h", "--set", "playbook.quiet=2h"),
		Entry("a picture of none", "--svg draws", "--svg", "a.svg"),
		Entry("no adoption", "--adoption 0, expected a multiple", "--adoption", "0"),
		Entry("adoption twice", "each multiple once", "--adoption", "1,1"),
	)

	It("keeps runs of variants so that they can be verified", func() {
		for _, guard := range []string{"none[posture.first_seen_hold.for=6h]", "guardrails[only=withdrawal_opt_in]"} {
			folder := filepath.Join(GinkgoT().TempDir(), "run")
			fine("run", zaif, "--scale", "0.01", "--defence", guard, "--out", folder, "--quiet")
			fine("verify", folder)
		}
	})

	It("runs are shown with the adoption that they were made with, and can be made again", func() {
		out := fine("run", zaif, "--scale", "0.01", "--adoption", "0.5", "--format", "json")
		Expect(out).To(ContainSubstring(`"adoption": 0.5`))
		Expect(out).To(ContainSubstring(`--scale 0.01 --adoption 0.5"`))
	})
})

var _ = Describe("exdrill new suite", func() {
	It("writes a suite that loads, and a job", func() {
		for system, file := range jobFiles {
			folder := GinkgoT().TempDir()
			out := fine("new", "suite", folder, "--ci", system)
			Expect(strings.Fields(out)).To(Equal([]string{filepath.Join(folder, "exdrill.yaml"), filepath.Join(folder, file)}))
			_, err := drill.LoadSuite(filepath.Join(folder, "exdrill.yaml"))
			Expect(err).NotTo(HaveOccurred())
			job, err := os.ReadFile(filepath.Join(folder, file))
			Expect(err).NotTo(HaveOccurred())
			Expect(string(job)).To(ContainSubstring("exdrill.yaml"))
		}
	})

	It("holds the defence against its thresholds as it was written", Label("slow"), func() {
		folder := GinkgoT().TempDir()
		fine("new", "suite", folder, "--ci", "none")
		junit := filepath.Join(folder, "report.xml")
		Expect(fine("test", filepath.Join(folder, "exdrill.yaml"), "--junit", junit)).To(HaveSuffix("0 failed\n"))
		text, err := os.ReadFile(junit)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(text)).To(ContainSubstring("<testsuites "))
	})

	It("leaves files alone that are there, and then writes none", func() {
		folder := GinkgoT().TempDir()
		put(folder, ".gitlab-ci.yml", "mine: {}\n")
		s := exdrill("new", "suite", folder, "--ci", "gitlab")
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(".gitlab-ci.yml is there already"))
		Expect(names(folder)).To(Equal([]string{".gitlab-ci.yml"}))
	})

	It("refuses what does not load", func() {
		folder := GinkgoT().TempDir()
		Expect(exdrill("new", "suite", folder, "--defence", "./no-such").code).To(Equal(exitInput))
		Expect(exdrill("new", "suite", folder, "--scenarios", "no-such").code).To(Equal(exitInput))
		Expect(names(folder)).To(BeEmpty())
	})

	It("is how the project holds itself: its suite loads, and its action gives flags that exist", func() {
		root := filepath.Join("..", "..", "..", ".github")
		_, err := drill.LoadSuite(filepath.Join(root, "exdrill.yaml"))
		Expect(err).NotTo(HaveOccurred())
		action, err := os.ReadFile(filepath.Join(root, "actions", "exdrill", "action.yml"))
		Expect(err).NotTo(HaveOccurred())
		Expect(string(action)).To(ContainSubstring(`test "$SUITE" --format markdown ${JUNIT:+--junit "$JUNIT"}`))
		help := fine("test", "--help")
		Expect(help).To(And(ContainSubstring("--format"), ContainSubstring("--junit")))
	})
})
