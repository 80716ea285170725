package main

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
)

const suiteText = `apiVersion: exdrill/v1
defence: ./mine
scenarios: [zaif-api-keys-2018-01]
seeds: 1
scale: 2 %
thresholds:
  score: ">= 5"
  detect: "<= 10m"
`

// suite writes a suite with its defence into a folder of its own.
func suite(change ...string) string {
	GinkgoHelper()
	folder := GinkgoT().TempDir()
	put(folder, "mine/defence.yaml", "name: mine\nversion: \"1\"\ndescription: ours\n")
	put(folder, "mine/posture.yaml", "controls:\n  withdrawal_opt_in: {}\n")
	return put(folder, "exdrill.yaml", strings.NewReplacer(change...).Replace(suiteText))
}

var _ = Describe("exdrill test", func() {
	It("ends with code 1 when a threshold fails, and says how to see it again", func() {
		path := suite()
		s := exdrill("test", path)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.errors).To(BeEmpty())
		again := "exdrill run " + zaif + " --defence " + filepath.Join(filepath.Dir(path), "mine") + " --seed 1 --scale 0.02"
		Expect(s.out).To(ContainSubstring("detect in " + zaif + ": wanted <= 10m, measured never, worst seed 1; to see it again:\n  " + again + "\n"))
		Expect(s.out).To(HaveSuffix("\n2 passed, 1 failed\n"))
		Expect(fine(strings.Fields(again)[1:]...)).To(ContainSubstring("mine · seed 1"))
	})

	It("is fine when all hold", func() {
		out := fine("test", suite(`  detect: "<= 10m"`, ""))
		Expect(out).To(HaveSuffix("2 passed, 0 failed\n"))
		fitsThePage(out)
	})

	It("writes JUnit that CI systems read, into a file", func() {
		path := suite()
		file := filepath.Join(filepath.Dir(path), "report.xml")
		s := exdrill("test", path, "--format", "junit", "--output", file)
		Expect(s).To(Equal(said{code: exitThreshold}))
		text, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		var report struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Suite    []struct {
				Name string `xml:"name,attr"`
				Case []struct {
					Name    string `xml:"name,attr"`
					Class   string `xml:"classname,attr"`
					Failure *struct {
						Message string `xml:"message,attr"`
						Text    string `xml:",chardata"`
					} `xml:"failure"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		Expect(xml.Unmarshal(text, &report)).To(Succeed())
		Expect([]int{report.Tests, report.Failures}).To(Equal([]int{4, 1}))
		Expect(report.Suite).To(HaveLen(1))
		cases := report.Suite[0].Case
		Expect(cases).To(HaveLen(4))
		Expect(cases[0].Name).To(Equal("seed 1"))
		Expect(cases[2].Failure).To(BeNil())
		Expect([]string{cases[3].Name, cases[3].Class}).To(Equal([]string{"detect", zaif + ".mine"}))
		Expect(cases[3].Failure.Message).To(Equal("wanted <= 10m, measured never"))
		Expect(cases[3].Failure.Text).To(ContainSubstring("worst seed: 1"))
		Expect(cases[3].Failure.Text).To(ContainSubstring("exdrill run " + zaif))
		Expect(names(filepath.Dir(path))).To(Equal([]string{"exdrill.yaml", "mine", "report.xml"}))
	})

	It("writes JSON and Markdown too", func() {
		path := suite()
		var r drill.Report
		Expect(json.Unmarshal([]byte(exdrill("test", path, "--format", "json").out), &r)).To(Succeed())
		Expect(r.Verdicts).To(HaveLen(3))
		Expect(r.Passed).To(BeFalse())
		Expect(r.Results).To(HaveLen(1))
		Expect(exdrill("test", path, "--format", "markdown").out).To(ContainSubstring("\n| " + zaif + " | detect | <= 10m | never | 1 | FAILED |\n"))
	})

	It("records a baseline and holds to it", func() {
		path := suite("thresholds:\n", "baseline: baseline.json\nthresholds:\n", `  detect: "<= 10m"`, "")
		file := filepath.Join(filepath.Dir(path), "baseline.json")
		s := exdrill("test", path)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(Equal(filepath.ToSlash(file) + ":1:1: no such file, expected a baseline recorded with: exdrill test " + path + " --update-baseline\n"))
		s = exdrill("test", path, "--update-baseline")
		Expect([]any{s.code, s.errors}).To(Equal([]any{exitFine, file + ": recorded\n"}))
		Expect(fine("test", path)).To(ContainSubstring(" baseline "))
		text, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(file, []byte(strings.Replace(string(text), `"engine": "`, `"engine": "old-`, 1)), 0o644)).To(Succeed())
		Expect(exdrill("test", path).errors).To(ContainSubstring(`recorded with engine "old-`))
	})

	It("finds what cannot be written or recorded before it runs", func() {
		below := put(GinkgoT().TempDir(), "file", "") + "/report.xml"
		Expect(exdrill("test", suite(), "--output", below).errors).To(HavePrefix("--output " + below + ": mkdir "))
		Expect(exdrill("test", suite(), "--update-baseline").errors).To(ContainSubstring("exdrill.yaml:1:13: baseline is missing"))
	})

	It("looks for exdrill.yaml where it stands", func() {
		GinkgoT().Chdir(filepath.Dir(suite()))
		Expect(exdrill("test").code).To(Equal(exitThreshold))
		GinkgoT().Chdir(GinkgoT().TempDir())
		Expect(exdrill("test").errors).To(HavePrefix("exdrill.yaml:1:1: no such file"))
	})
})
