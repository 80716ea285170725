package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// unzippedLines reads a compressed file of lines.
func unzippedLines[T any](path string) (list []T) {
	GinkgoHelper()
	text, err := os.ReadFile(path)
	Expect(err).NotTo(HaveOccurred())
	z, err := gzip.NewReader(bytes.NewReader(text))
	Expect(err).NotTo(HaveOccurred())
	for lines := bufio.NewScanner(z); lines.Scan(); {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			Fail(err.Error()) // an Expect for each of so many lines takes longer than reading them
		}
		list = append(list, v)
	}
	return list
}

// labelled is a line of labels.ndjson.gz, eventLine as much of one of events.
type (
	labelled struct {
		Venue            string
		Seq              int
		Label, Technique string
	}
	eventLine struct {
		Unmapped struct {
			Seq        int
			Type       string
			Key        uint32
			Source     string
			Withdrawal uint32
		}
	}
)

var _ = Describe("exdrill dataset", func() {
	dataset := func(args ...string) (folder string) {
		GinkgoHelper()
		folder = filepath.Join(GinkgoT().TempDir(), "telemetry")
		s := exdrill(append([]string{"dataset", "--scale", "0.01", "--out", folder}, args...)...)
		Expect(s.errors).To(BeEmpty())
		Expect(s.code).To(Equal(exitFine))
		return folder
	}

	It("labels every event in a file of its own, and describes itself", func() {
		folder := dataset("--scenarios", zaif+",payday", "--seeds", "1,2", "--variation", "record")
		Expect(names(folder)).To(Equal([]string{"card.md", "payday", zaif}))
		one := filepath.Join(folder, zaif, "seed-1")
		Expect(names(one)).To(Equal([]string{"events.ndjson.gz", "labels.ndjson.gz"}))
		events, labels := unzippedLines[eventLine](filepath.Join(one, "events.ndjson.gz")), unzippedLines[labelled](filepath.Join(one, "labels.ndjson.gz"))
		Expect(labels).To(HaveLen(len(events)))
		count, how := make(map[string]int), make(map[string]int)
		robbed := make(map[uint32]bool) // withdrawals that the thief asked for
		for i, l := range labels {
			e := &events[i].Unmapped
			if l.Seq != i+1 || e.Seq != i+1 || (l.Label == "attacker") != (l.Technique != "") {
				Fail(fmt.Sprintf("line %d: %+v of %+v", i+1, l, *e))
			}
			if count[l.Label]++; l.Technique != "" {
				how[l.Technique]++
			}
			if e.Type == "withdrawal_requested" && l.Label == "attacker" {
				robbed[e.Withdrawal] = true
				Expect(l.Technique).To(Equal("withdraw_direct"))
			}
			if e.Withdrawal != 0 && robbed[e.Withdrawal] {
				Expect(l.Label).To(Equal("attacker"), "also what becomes of it later")
			}
		}
		Expect(robbed).NotTo(BeEmpty())
		for _, l := range []string{"attacker", "victim", "honest"} {
			Expect(count[l]).To(BeNumerically(">", 0), l)
		}
		Expect(how).To(HaveKey("present_key"))
		Expect(slices.ContainsFunc(unzippedLines[labelled](filepath.Join(folder, "payday", "seed-2", "labels.ndjson.gz")),
			func(l labelled) bool { return l.Label != "honest" })).To(BeFalse())
		card, err := os.ReadFile(filepath.Join(folder, "card.md"))
		Expect(err).NotTo(HaveOccurred())
		for _, part := range []string{"# Labelled telemetry", "## What is synthetic", "### payday: ", "`" + zaif + "/seed-2` | yes |", "1001 to 1020", "- `clock.start`"} {
			Expect(string(card)).To(ContainSubstring(part))
		}
		Expect(string(card)).NotTo(ContainSubstring(folder))
	})

	It("says who spent from a hot wallet, where the venue hears of spends at all", func() {
		const id = "zaif-hot-wallet-2018-09"
		sc, err := scenarios.Load(id)
		Expect(err).NotTo(HaveOccurred())
		listening := filepath.Join(GinkgoT().TempDir(), id)
		for _, f := range sc.Files {
			put(listening, f.Name, strings.Replace(string(f.Data), "chain_feed: none", "chain_feed: {after: 20s}", 1))
		}
		folder := dataset("--scenarios", listening, "--variation", "record")
		spent := 0
		for _, l := range unzippedLines[labelled](filepath.Join(folder, "zaif-hot-wallet-2018-09", "seed-1", "labels.ndjson.gz")) {
			if l.Label == "attacker" {
				spent++
				Expect([]string{l.Venue, l.Technique}).To(Equal([]string{"", "sign_with_stolen_key"}))
			}
		}
		Expect(spent).To(BeNumerically(">", 0))
	})

	It("writes the same bytes again", func() {
		read := func() []byte {
			text, err := os.ReadFile(filepath.Join(dataset("--scenarios", zaif), zaif, "seed-1", "labels.ndjson.gz"))
			Expect(err).NotTo(HaveOccurred())
			return text
		}
		Expect(read()).To(Equal(read()))
	})

	DescribeTable("refuses, and leaves nothing", func(says string, args ...string) {
		folder := GinkgoT().TempDir()
		s := exdrill(append([]string{"dataset", "--out", filepath.Join(folder, "a", "b")}, args...)...)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(says))
		Expect(names(folder)).To(BeEmpty())
	},
		Entry("the seeds of smoke tests", "--seeds has 1001: seeds 1001 to 1020, for smoke tests, are kept from training", "--seeds", "1000-1030"),
		Entry("the last of them", "--seeds has 1020", "--seeds", "1020"),
		Entry("salted runs", `--salt: salted runs are kept from training`, "--salt", "x"),
		Entry("a scenario that there is not", `did you mean "payday"?`, "--scenarios", "paydya"),
		Entry("a defence that there is not", "no defence is called", "--scenarios", "payday", "--defence", "nobody"),
		Entry("no share", "--scale", "--scale", "7"),
	)

	It("wants to know where to write, a folder that is not there", func() {
		Expect(exdrill("dataset").errors).To(ContainSubstring("--out is missing"))
		Expect(exdrill("dataset", "--out", GinkgoT().TempDir()).errors).To(ContainSubstring("is there already"))
	})
})
