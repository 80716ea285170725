package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
)

// small is what specs run: the shipped scenario with few customers.
func small(args ...string) []string { return append([]string{"run", zaif, "--scale", "0.02"}, args...) }

var _ = Describe("exdrill run", func() {
	It("prints a scorecard that fits the page and says how to run it again", func() {
		card := fine(small("--defence", "guardrails", "--seed", "3")...)
		fitsThePage(card)
		for _, part := range []string{"guardrails · seed 3", "Score ", "Lost ", "Saved ", "Harmed ", "Detected ", "Contained "} {
			Expect(card).To(ContainSubstring(part))
		}
		Expect(card).To(HaveSuffix(" again: exdrill run " + zaif + " --defence guardrails --seed 3 --scale 0.02\n"))
		Expect(card).NotTo(ContainSubstring("\x1b"))
		again := strings.Fields(card[strings.LastIndex(card, "exdrill run ")+len("exdrill "):])
		Expect(fine(again...)).To(Equal(card))
	})

	It("sets several defences side by side", func() {
		table := fine(small("--defence", "none, history,oracle", "--details")...)
		for _, name := range []string{"none", "history", "oracle"} {
			Expect(table).To(ContainSubstring("\n " + name + " "))
		}
	})

	It("writes every format", func() {
		var r score.Result
		Expect(json.Unmarshal([]byte(fine(small("--format", "json")...)), &r)).To(Succeed())
		Expect([]string{r.Schema, r.Scenario.ID, r.Defence.Name}).To(Equal([]string{"exdrill.result/v1", zaif, "none"}))
		Expect(r.Timing.Commands).To(BeNumerically(">", 10_000))

		var list []score.Result
		Expect(json.Unmarshal([]byte(fine(small("--format", "json", "--defence", "none,history")...)), &list)).To(Succeed())
		Expect(list).To(HaveLen(2))

		rows, err := csv.NewReader(strings.NewReader(fine(small("--format", "csv")...))).ReadAll()
		Expect(err).NotTo(HaveOccurred())
		Expect(rows).To(HaveLen(2))
		Expect(rows[1]).To(HaveLen(len(rows[0])))

		var suites struct {
			Suite []struct {
				Case []struct {
					Name string `xml:"name,attr"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		Expect(xml.Unmarshal([]byte(fine(small("--format", "junit")...)), &suites)).To(Succeed())
		Expect(suites.Suite).To(HaveLen(1))
		Expect(len(suites.Suite[0].Case)).To(BeNumerically(">", 10))

		Expect(fine(small("--format", "markdown")...)).To(ContainSubstring("\n| none | 0.00 |"))
	})

	It("may find that nobody comes when the scenario is redrawn", func() {
		var quiet, busy bool
		for seed := 1; seed <= 30 && !(quiet && busy); seed++ {
			args := small("--variation", "perturbed", "--seed", fmt.Sprint(seed))
			var r score.Result
			Expect(json.Unmarshal([]byte(fine(append(args, "--format", "json")...)), &r)).To(Succeed())
			if r.Loss.Undefended > 0 {
				busy = true
				Expect(r.Score.String()).To(Equal("0.00"))
				continue
			}
			quiet = true
			Expect(r.Score.String()).To(Equal("100.00"))
			fitsThePage(fine(args...))
		}
		Expect(quiet && busy).To(BeTrue())
	})

	It("keeps a run in a folder, which events reads", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "runs", "one")
		fine(small("--defence", "history", "--out", folder)...)
		Expect(names(folder)).To(Equal([]string{
			"alerts.ndjson", "commands.ndjson.gz", "defence", "events.ndjson.gz", "manifest.json",
			"report.html", "result.json", "scenario", "timeline.json",
		}))
		Expect(names(filepath.Dir(folder))).To(Equal([]string{"one"}))
		var r score.Result
		text, err := os.ReadFile(filepath.Join(folder, "result.json"))
		Expect(err).NotTo(HaveOccurred())
		Expect(json.Unmarshal(text, &r)).To(Succeed())
		Expect(r.Log.Path).To(Equal(folder))
		Expect(names(filepath.Join(folder, "scenario"))).To(ContainElements("scenario.yaml", "brief.md", "story.ja.md"))

		// What the folder holds is what the run said.
		asked := []string{"--type", "withdrawal_requested", "--around", "2018-01-06 18:00", "--within", "2h", "--limit", "0", "--format", "json"}
		ofFolder := exdrill(append([]string{"events", folder}, asked...)...)
		live := exdrill(append([]string{"events", zaif, "--scale", "0.02", "--defence", "history"}, asked...)...)
		Expect(ofFolder.code).To(Equal(exitFine))
		Expect(ofFolder.out).NotTo(BeEmpty())
		Expect(ofFolder.out).To(Equal(live.out))

		Expect(exdrill(small("--out", folder)...).errors).To(ContainSubstring("is there already"))
		put(folder, "events.ndjson", "{}\n")
		s := exdrill("events", folder)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("events.ndjson:1:1: "))
	})

	It("leaves nothing when it is interrupted", func() {
		folder := GinkgoT().TempDir()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		s := exdrillIn(ctx, small("--out", filepath.Join(folder, "runs", "one"))...)
		Expect(s).To(Equal(said{exitLab, "", "interrupted; nothing was left behind\n"}))
		Expect(names(folder)).To(BeEmpty())
	})
})

var _ = Describe("exdrill events", func() {
	events := func(args ...string) said {
		return exdrill(append([]string{"events", zaif, "--scale", "0.02"}, args...)...)
	}

	It("shows a line for every event that meets all conditions, and counts aside", func() {
		s := events("--service", "access", "--type", "auth_refused", "--where", "code=dead_key", "--where", "key>0", "--limit", "3")
		Expect(s.code).To(Equal(exitFine))
		lines := strings.Split(strings.TrimSpace(s.out), "\n")
		Expect(lines).To(HaveLen(3))
		for _, l := range lines {
			Expect(l).To(MatchRegexp(`^2018-01-0\d \d\d:\d\d:\d\d\.\d{3}  access +auth_refused +op=\w+ auth=key source=[\d.]+ .*code=dead_key$`))
		}
		Expect(s.errors).To(Equal("3 events, times at UTC+09:00; there are more, --limit 0 shows all\n"))
	})

	It("looks around a time of the venue's day", func() {
		s := events("--around", "16:00", "--within", "30s", "--limit", "0", "--format", "json")
		toTheSecond := events("--around", "15:59:40", "--within", "50s", "--limit", "0", "--format", "json").out
		for line := range strings.SplitSeq(strings.TrimSpace(s.out), "\n") {
			var e struct{ At int64 }
			Expect(json.Unmarshal([]byte(line), &e)).To(Succeed())
			minute := e.At / 1e9 % 86_400 // 16:00 in Japan is 07:00 UTC
			Expect(minute).To(BeNumerically("~", 7*3600, 31))
			Expect(toTheSecond).To(ContainSubstring(line))
		}
	})

	It("compares", func() {
		total := func(conditions ...string) int {
			GinkgoHelper()
			args := []string{"--limit", "0", "--type", "withdrawal_requested"}
			for _, c := range conditions {
				args = append(args, "--where", c)
			}
			s := events(args...)
			Expect(s.code).To(Equal(exitFine))
			return strings.Count(s.out, "\n")
		}
		all := total()
		Expect(all).To(BeNumerically(">", 100))
		Expect(total("asset=BTC") + total("asset != BTC")).To(Equal(all))
		Expect(total("value>1000000") + total("value<1000001")).To(Equal(all))
		Expect(total("asset=ETC")).To(BeZero())
	})

	It("says when there is one or none", func() {
		Expect(events("--limit", "1").errors).To(HavePrefix("1 event, "))
		Expect(events("--where", "source=203.0.113.7").errors).To(HavePrefix("0 events"))
	})
})
