package main

import (
	"encoding/json"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

var commands = []string{"ablate", "bench", "compare", "controls", "dataset", "env", "events", "export", "fields", "lint", "list", "measures", "merge", "new", "replay", "report", "run", "score", "show", "techniques", "test", "verify"}

// fitsThePage checks that no line is too long for people, and none ends in
// blanks.
func fitsThePage(page string) {
	GinkgoHelper()
	for line := range strings.SplitSeq(page, "\n") {
		Expect(text.StringWidthWithoutEscSequences(line)).To(BeNumerically("<=", layout.PageWidth), line)
		Expect(line).To(Equal(strings.TrimRight(line, " ")))
	}
}

var _ = Describe("A page", func() {
	DescribeTable("fits 100 columns",
		func(args ...string) {
			page := fine(args...)
			Expect(page).NotTo(BeEmpty())
			fitsThePage(page)
		},
		Entry("list", "list"),
		Entry("fields", "fields"),
		Entry("the brief", "show", zaif, "--brief"),
		Entry("the brief in Japanese", "show", zaif, "--brief", "--lang", "ja"),
		Entry("the story", "show", zaif),
		Entry("the story in Japanese", "show", zaif, "--lang", "ja"),
	)

	It("of the story has the timeline, the figures with sources, and the techniques", func() {
		page := fine("show", zaif)
		for _, part := range []string{
			"Zaif, January 2018: the old API keys\n====", "\nTimeline (Asia/Tokyo)\n----",
			"2018-01-07 10:00  exchange  halt_withdrawals\n", "keys created up to 2016-06-12 23:59",
			"API keys that the thief presented           102               seed     S17, S18\n", "1,000, 950-1050",
			"disputed:\n", "2018-01-09 11:00", "\nTechniques (ATT&CK ", "T1552.001",
		} {
			Expect(page).To(ContainSubstring(part))
		}
		Expect(strings.Count(page, "dcnews.jp")).To(Equal(1), "sources are told once")
		Expect(page).NotTo(ContainSubstring("**"))
	})

	It("of the story tells every step of the thief's that has an hour, and of every scenario fits 100 columns", func() {
		for id, want := range map[string][]string{
			"release-night":  {"releases code in a hurry, to be reviewed later", "pays somebody 9 BTC of its own"},
			"wallet-upgrade": {"asks for 5 ETH from cold storage", "approves new owners for its cold wallet of ETH, planned for 2023-08-09 18:10", "asks for new owners for its cold wallet of ETH"},
		} {
			page := strings.Join(strings.Fields(fine("show", id)), " ")
			for _, text := range want {
				Expect(page).To(ContainSubstring(text))
			}
		}
		page := strings.Join(strings.Fields(fine("show", "binance-via-2018-03")), " ")
		Expect(page).To(ContainSubstring("2018-03-07 14:50 attacker begins bait (place_bait_orders), key by key until 2018-03-07 14:56"))
		Expect(page).To(ContainSubstring("2018-03-07 14:58 attacker begins buy (buy_from_self), key by key until 2018-03-07 14:59"))
		for _, id := range scenarios.IDs() {
			for _, language := range []string{"en", "ja"} {
				fitsThePage(fine("show", id, "--lang", language))
				fitsThePage(fine("show", id, "--lang", language, "--brief"))
			}
		}
	})

	It("of the brief gives nothing away", func() {
		for _, language := range []string{"en", "ja"} {
			brief := fine("show", zaif, "--brief", "--lang", language)
			for _, secret := range []string{"102", "137", "10:00", "counterfactual", "S18"} {
				Expect(brief).NotTo(ContainSubstring(secret))
			}
		}
	})

	It("of help shows an example for every command", func() {
		root := fine("--help")
		for _, c := range commands {
			Expect(root).To(ContainSubstring("\n  " + c + " "))
			help := fine(c, "--help")
			Expect(help).To(ContainSubstring("\nExamples:\n  exdrill " + c))
			Expect(help).To(ContainSubstring("\nUsage:\n  exdrill " + c))
		}
		Expect(fine()).To(Equal(root))
		Expect(fine("--version")).To(HavePrefix("exdrill "))
	})
})

var _ = Describe("A page for programs", func() {
	It("lists scenarios and defences", func() {
		var v struct {
			Scenarios []struct{ ID, Title, TitleJA, Summary string }
			Defences  []struct{ Name, Version, Description string }
		}
		Expect(json.Unmarshal([]byte(fine("list", "--format", "json")), &v)).To(Succeed())
		Expect(v.Scenarios).To(ContainElement(HaveField("ID", zaif)))
		Expect(v.Defences).To(ContainElements(HaveField("Name", "none"), HaveField("Name", "analyst"), HaveField("Name", "both")))
		for _, d := range v.Defences {
			Expect(fine("list")).To(ContainSubstring(" " + d.Name + " "))
		}
	})

	It("explains every field with a sample", func() {
		var events []telemetry.EventInfo
		Expect(json.Unmarshal([]byte(fine("fields", "--format", "json")), &events)).To(Succeed())
		table := fine("fields")
		for _, e := range events {
			Expect(table).To(ContainSubstring(" " + e.Type + " "))
			for _, f := range e.Fields {
				Expect(f.Sample).NotTo(BeEmpty(), "%s of %s", f.Name, e.Type)
				Expect(table).To(ContainSubstring("\n " + f.Name + " "))
			}
		}
		Expect(json.Unmarshal([]byte(fine("fields", "--format", "json", "--service", "support")), &events)).To(Succeed())
		Expect(events).To(HaveLen(1))
		Expect(events[0].Fields).To(ContainElement(HaveField("Sample", "complained")))
	})
})
