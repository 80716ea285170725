package main

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

const pair = "bot-vendor-migration,zaif-api-keys-2018-01"

var _ = Describe("exdrill run of a set", func() {
	short := func(args ...string) []string {
		return append([]string{"run", "--scenarios", pair, "--scale", "0.02"}, args...)
	}

	It("prints a line for each scenario, in their order, and fits the page", func() {
		page := fine(short("--defence", "guardrails")...)
		fitsThePage(page)
		lines := strings.Split(page, "\n")
		Expect(lines[0]).To(Equal("guardrails · seed 1 · scale 0.02"))
		Expect(strings.Fields(lines[2])).To(Equal([]string{"scenario", "score", "loss", "harm", "detect", "available", "service", "wall"}))
		Expect(lines[3]).To(HavePrefix(" bot-vendor-migration "))
		Expect(lines[4]).To(HavePrefix(" zaif-api-keys-2018-01 "))
		Expect(page).To(MatchRegexp(`\n service up: 2 of 2; lost of the undefended loss: \d+(\.\d)? %\n$`))
	})

	It("gives each scenario the result that it has alone, whatever runs beside it", func() {
		var list []score.Result
		Expect(json.Unmarshal([]byte(fine(short("--format", "json")...)), &list)).To(Succeed())
		Expect(list).To(HaveLen(2))
		for i, id := range strings.Split(pair, ",") {
			var alone score.Result
			Expect(json.Unmarshal([]byte(fine("run", id, "--scale", "0.02", "--format", "json")), &alone)).To(Succeed())
			Expect(list[i].Log.Head).To(Equal(alone.Log.Head))
			Expect(list[i].Reproduce).To(Equal(alone.Reproduce))
			Expect(list[i].Score).To(Equal(alone.Score))
		}
	})

	It("writes one JUnit file beside the report, keeps every run, and exits 1 when one does not pass", func() {
		folder := GinkgoT().TempDir()
		file, runs := filepath.Join(folder, "junit.xml"), filepath.Join(folder, "runs")
		s := exdrill(short("--defence", "halt-everything", "--junit", file, "--out", runs)...)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.errors).To(BeEmpty())
		Expect(s.out).To(ContainSubstring("\n service down: 2 of 2; lost of the undefended loss: "))
		Expect(s.out).To(ContainSubstring(" again: exdrill run " + zaif + " --defence halt-everything --seed 1 --scale 0.02\n"))
		Expect(names(runs)).To(Equal(strings.Split(pair, ",")))
		for _, id := range strings.Split(pair, ",") {
			Expect(names(filepath.Join(runs, id))).To(ContainElements("manifest.json", "result.json"))
		}
		var suites struct {
			Failures int `xml:"failures,attr"`
			Suite    []struct {
				Name string `xml:"name,attr"`
			} `xml:"testsuite"`
		}
		text, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		Expect(xml.Unmarshal(text, &suites)).To(Succeed())
		Expect(suites.Suite).To(HaveLen(2))
		Expect(suites.Failures).To(BeNumerically(">=", 2))
	})

	It("leaves nothing but the report that was asked for when it is interrupted", func() {
		folder := GinkgoT().TempDir()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		s := exdrillIn(ctx, short("--out", filepath.Join(folder, "runs"), "--junit", filepath.Join(folder, "x.xml"))...)
		Expect(s).To(Equal(said{exitLab, "", "interrupted; nothing was left behind but " + filepath.Join(folder, "x.xml") + "\n"}))
		Expect(names(folder)).To(Equal([]string{"x.xml"}))
	})

	It("names everything that ships with --all", func() {
		f := runFlags{all: true, defences: "none"}
		f.conditions.lab.value, f.conditions.variation.value = "embedded", "record"
		s, err := f.suite(io.Discard)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.names).To(Equal(scenarios.IDs()))
		Expect(s.folders).To(HaveLen(len(s.names)))
	})

	DescribeTable("finds what cannot be run before anything runs", func(line, says string) {
		s := exdrill(strings.Split("run|"+line, "|")...)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(says))
		Expect(s.out).To(BeEmpty())
	},
		Entry(nil, "--all|"+zaif, `"zaif-api-keys-2018-01" is one word too many`),
		Entry(nil, "--all|--scenarios|payday", "--all and --scenarios exclude each other"),
		Entry(nil, "--all|--defence|none,history", "names 2, expected one"),
		Entry(nil, "--scenarios|payday,paydya", `did you mean "payday"?`),
		Entry(nil, "--scenarios|payday,,quiet-week", "names nothing in one place"),
		Entry(nil, "--scenarios|payday,payday", "names payday twice"),
		Entry(nil, "--all|--defence|guardrial", `did you mean "guardrails"?`),
		Entry(nil, "--all|--junit|main.go/x.xml", "--junit main.go/x.xml: mkdir main.go"),
		Entry(nil, zaif+"|--junit|main.go/x.xml", "--junit main.go/x.xml: mkdir main.go"),
	)

	It("makes the folder of a report that there is not yet", func() {
		file := filepath.Join(GinkgoT().TempDir(), "no", "such", "report.xml")
		Expect(exdrill("run", "payday", "--scale", "0.01", "--junit", file).code).To(Equal(exitFine))
		Expect(file).To(BeARegularFile())
	})

	It("says once what is wrong with the defence in every scenario", func() {
		s := exdrill("run", "--all", "--defence", "guardrial")
		Expect(strings.Count(s.errors, "\n")).To(Equal(1))
	})
})

var _ = Describe("The exit code of a set", func() {
	passed := report.Trial{Result: &score.Result{Passed: true}}
	failed := report.Trial{Result: &score.Result{}}
	broken := func(of lab.Blame) report.Trial {
		return report.Trial{Scenario: "payday", Err: &lab.Failure{Of: of, Err: errors.New("gone")}}
	}

	DescribeTable("is that of the first that could not be finished, then of the worst verdict",
		func(code int, trials ...report.Trial) {
			var aside strings.Builder
			err := verdict(&aside, report.Table, trials)
			if code == exitFine {
				Expect(err).NotTo(HaveOccurred())
				return
			}
			Expect(exitCode(err)).To(Equal(code))
			Expect(aside.String()).To(BeEmpty())
		},
		Entry("all well", exitFine, passed, passed),
		Entry("one not passed", exitThreshold, passed, failed, passed),
		Entry("a broken defence", exitDefence, failed, broken(lab.OfDefence), passed),
		Entry("a broken lab before a broken defence", exitLab, broken(lab.OfLab), broken(lab.OfDefence), failed),
	)

	It("says aside what lists of results have no place for", func() {
		var aside strings.Builder
		Expect(exitCode(verdict(&aside, report.JSON, []report.Trial{passed, broken(lab.OfLab)}))).To(Equal(exitLab))
		Expect(aside.String()).To(Equal("payday: the lab failed: gone\n"))
	})
})
