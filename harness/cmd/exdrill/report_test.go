package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/score"
)

var _ = Describe("exdrill report", func() {
	Context("of a run folder", Ordered, func() {
		var folder string
		read := func(name string) string {
			GinkgoHelper()
			text, err := os.ReadFile(filepath.Join(folder, name))
			Expect(err).NotTo(HaveOccurred())
			return string(text)
		}
		BeforeAll(func() {
			folder = filepath.Join(GinkgoT().TempDir(), "run")
			fine("run", zaif, "--defence", "history", "--scale", "0.01", "--out", folder)
		})

		It("finds the page and the timeline there, and writes the same page again", func() {
			first, manifest := read(keep.PageFile("en")), read("manifest.json")
			Expect(first).To(ContainSubstring("<!doctype html>"))
			Expect(manifest).To(And(ContainSubstring("report.html"), ContainSubstring("timeline.json")))
			Expect(fine("report", folder)).To(Equal(filepath.Join(folder, keep.PageFile("en")) + "\n"))
			Expect(read(keep.PageFile("en")) == first).To(BeTrue(), "it is made from what the folder holds")
			Expect(read("manifest.json")).To(MatchJSON(manifest))
		})

		It("adds a page in Japanese to the folder and its manifest", func() {
			fine("report", folder, "--lang", "ja")
			Expect(read(keep.PageFile("ja"))).To(ContainSubstring("採点表"))
			Expect(read("manifest.json")).To(ContainSubstring(keep.PageFile("ja")))
		})

		It("writes page, Navigator layer and CSV where they are wanted", func() {
			top := GinkgoT().TempDir()
			page, layer, table := filepath.Join(top, "p.html"), filepath.Join(top, "l.json"), filepath.Join(top, "t.csv")
			Expect(fine("report", folder, "--output", page, "--navigator", layer, "--csv", table)).To(Equal(page + "\n" + layer + "\n" + table + "\n"))
			text, err := os.ReadFile(layer)
			Expect(err).NotTo(HaveOccurred())
			Expect(json.Valid(text)).To(BeTrue())
			Expect(names(top)).To(ConsistOf("p.html", "l.json", "t.csv"))
		})

		It("shows an ablation of the same defence and no other", func() {
			top := GinkgoT().TempDir()
			about := func(defence string) string {
				return put(top, defence+".json", `{"schema":"exdrill.ablation/v1","scenario":{"id":"`+zaif+`"},"defence":{"name":"`+defence+`"},"parts":[{"name":"watching","score":{"value":7}}]}`)
			}
			page := filepath.Join(top, "p.html")
			fine("report", folder, "--ablation", about("history"), "--output", page)
			text, err := os.ReadFile(page)
			Expect(err).NotTo(HaveOccurred())
			Expect(string(text)).To(ContainSubstring("watching"))
			s := exdrill("report", folder, "--ablation", about("guardrails"), "--output", page)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring("is about guardrails in " + zaif + ", expected one about history"))
		})

		It("refuses flags that are about stores", func() {
			s := exdrill("report", folder, "--since", "old.db")
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(Equal("--since is about run stores, but this is a run folder\n"))
		})
	})

	It("of a store writes the leaderboard, with the difference from an earlier one", func() {
		top := GinkgoT().TempDir()
		keep := func(name string, points score.Points) string {
			path := filepath.Join(top, name)
			s, err := runs.Open(path)
			Expect(err).NotTo(HaveOccurred())
			for seed := uint64(1); seed <= 3; seed++ {
				id := runs.Identity{Scenario: "payday", ScenarioDigest: "s", Defence: "guardrails", DefenceDigest: "d", Seed: seed, Scale: 100_000, Variation: "perturbed", Lab: "embedded", Engine: name}
				Expect(s.Put(&runs.Row{Identity: id, Score: points, ClosedDay: 100, Currency: "JPY", Passed: true})).To(Succeed())
			}
			Expect(s.Close()).To(Succeed())
			return path
		}
		was, is := keep("old.db", 4_000), keep("new.db", 7_000)
		page := filepath.Join(top, "new.html")
		s := exdrill("report", is, "--since", was)
		Expect(s.out).To(Equal(page + "\n"))
		Expect(s.code).To(Equal(exitFine))
		Expect(strings.Split(s.errors, "\n")).To(HaveExactElements( // nobody ran these, and it shows
			And(HavePrefix("warning: "+is+": its runs were changed after they were made: payday against guardrails, seed 1: it has figures and no result (and 2 more); "), HaveSuffix("tells all of it")),
			HavePrefix("warning: not the shipped scenario payday: "), HavePrefix("warning: not the shipped defence guardrails: "), ""))
		text, err := os.ReadFile(page)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(text)).To(And(ContainSubstring("Since old.db"), ContainSubstring("&#43;30.0"), ContainSubstring("a difference may be the program")))
		s = exdrill("report", is, "--scale", "1")
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("holds no such runs"))
		Expect(exdrill("report", is, "--csv", "x.csv").errors).To(ContainSubstring("--csv is about a run folder"))
	})

	DescribeTable("says what it expected", func(make func() string, why string) {
		s := exdrill("report", make())
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(why))
	},
		Entry("nothing there", func() string { return filepath.Join(GinkgoT().TempDir(), "gone") }, "expected a run folder or a run store"),
		Entry("an empty folder", func() string { return GinkgoT().TempDir() }, "expected a folder that `exdrill run --out` kept"),
		Entry("no store", func() string { return put(GinkgoT().TempDir(), "x.db", "hello") }, "not a run store"))
})
