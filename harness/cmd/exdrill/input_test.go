package main

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Bad input", func() {
	DescribeTable("ends with code 2 and says what was expected",
		func(line, says string) {
			s := exdrill(strings.Split(line, "|")...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring(says))
			Expect(s.out).To(BeEmpty())
			Expect(strings.Count(s.errors, "\n")).To(BeNumerically("<=", 4), "an error is no page of help")
		},
		Entry(nil, "rnu", `unknown command "rnu", did you mean "run"?`),
		Entry(nil, "quux", `unknown command "quux", expected one of ablate, bench, compare, controls, dataset, env, events, export, fields, lint, list, measures, merge, new, prices, replay, report, reveal, run, score, show, techniques, test, verify`),
		Entry(nil, "play", `unknown command "play", did you mean "replay"?`),
		Entry(nil, "help|rnu", `unknown command "rnu", did you mean "run"?`),
		Entry(nil, "bench|--seeds|5-1", `--seeds has "5-1", expected seeds such as "1-5" or "1, 2, 7", each once`),
		Entry(nil, "new|suite|suite.yaml", "suite.yaml is the name of a file, expected a FOLDER"),
		Entry(nil, "run|"+zaif+"|--defence|sentinel|--explain-rule|dead_key", `--explain-rule "dead_key", did you mean "dead_key_storm"?`),
		Entry(nil, "run", "a SCENARIO is missing; exdrill run --help shows examples"),
		Entry(nil, "run|a|b", `"b" is one word too many`),
		Entry(nil, "list|all", `"all" is one word too many`),
		Entry(nil, "lint", "a PATH is missing"),
		Entry(nil, "run|"+zaif+"|--sead|3", "unknown flag --sead, did you mean --seed?"),
		Entry(nil, "list|--colour", "unknown flag --colour, expected one of --format, --help"),
		Entry(nil, "run|"+zaif+"|--seed|-1", `--seed "-1", expected a whole number, 0 or more`),
		Entry(nil, "run|"+zaif+"|--scale|abc", `--scale "abc", expected a share such as 0.1`),
		Entry(nil, "run|"+zaif+"|--scale|0", `--scale "0", expected a share`),
		Entry(nil, "run|"+zaif+"|--scale|2", "more than 0 and at most 1"),
		Entry(nil, "run|"+zaif+"|--scale|NaN", `--scale "NaN"`),
		Entry(nil, "run|"+zaif+"|--format|yaml", `--format "yaml", expected one of table, json, junit, markdown, csv`),
		Entry(nil, "run|"+zaif+"|--variation|recrod", `--variation "recrod", expected one of record, perturbed`),
		Entry(nil, "run|"+zaif+"|--lab|docker", `--lab "docker", expected one of embedded, containers`),
		Entry(nil, "run|"+zaif+"|--adaptation|4", "adaptation 4, expected 0"),
		Entry(nil, "run|zaif-api-key-2018-01", `did you mean "zaif-api-keys-2018-01"?`),
		Entry(nil, "run|mtgox", `no scenario is called "mtgox", expected one of `),
		Entry(nil, "run|./mtgox", "./mtgox:1:1: no such file, expected a scenario"),
		Entry(nil, "run|"+zaif+"|--defence|guardrial", `no defence is called "guardrial", did you mean "guardrails"?`),
		Entry(nil, "run|"+zaif+"|--defence|./mine", "mine/defence.yaml:1:1: there is no such file, expected"),
		Entry(nil, "run|"+zaif+"|--defence|none,", "names nothing in one place"),
		Entry(nil, "run|"+zaif+"|--defence|none,none", "names none twice"),
		Entry(nil, "run|"+zaif+"|--defence|none,history|--out|x", "--out keeps one run, but --defence names 2"),
		Entry(nil, "show|"+zaif+"|--lang|fr", `--lang "fr", expected one of en, ja`),
		Entry(nil, "fields|--service|withdrawal", `--service "withdrawal", did you mean "withdrawals"?`),
		Entry(nil, "events|"+zaif+"|--type|auth_refuse", `did you mean "auth_refused"?`),
		Entry(nil, "events|"+zaif+"|--where|cod=x", `--where: field "cod", did you mean "code"?`),
		Entry(nil, "events|"+zaif+"|--where|code", "expected field=value"),
		Entry(nil, "events|"+zaif+"|--where|key>many", `key is a number, "many" is none`),
		Entry(nil, "events|"+zaif+"|--where|code>x", "code is no number"),
		Entry(nil, "events|"+zaif+"|--around|25:00", `--around "25:00", expected a time such as 21:14`),
		Entry(nil, "events|"+zaif+"|--within|-5m", "--within -5m0s"),
		Entry(nil, "events|"+zaif+"|--within|soon", `--within "soon", expected a time such as 90s`),
		Entry(nil, "events|"+zaif+"|--limit|-1", "--limit -1, expected 0 for all"),
		Entry(nil, "test|gone.yaml", "gone.yaml:1:1: no such file, expected a suite"),
		Entry(nil, "lint|guardrial", `no such file, scenario or defence, did you mean "guardrails"?`),
		Entry(nil, "lint|./gone", "./gone: no such file or folder"),
	)

	It("finds an existing or impossible --out before anything runs", func() {
		folder := GinkgoT().TempDir()
		s := exdrill("run", zaif, "--out", folder)
		Expect(s).To(Equal(said{exitInput, "", folder + ": is there already, expected a folder that does not exist yet, where one can be made\n"}))
		file := put(folder, "file", "")
		Expect(exdrill("run", zaif, "--out", filepath.Join(file, "one")).code).To(Equal(exitInput))
		Expect(names(folder)).To(Equal([]string{"file"}))
	})

	DescribeTable("in a scenario is named by line and column",
		func(old, now, says string) {
			folder := filepath.Join(GinkgoT().TempDir(), zaif)
			sc, err := scenarios.Load(zaif)
			Expect(err).NotTo(HaveOccurred())
			for _, f := range sc.Files {
				text := string(f.Data)
				if f.Name == "scenario.yaml" {
					Expect(text).To(ContainSubstring(old))
					text = strings.Replace(text, old, now, 1)
				}
				put(folder, f.Name, text)
			}
			for _, command := range []string{"run", "show", "lint", "events"} {
				s := exdrill(command, folder)
				Expect(s.code).To(Equal(exitInput))
				Expect(s.errors).To(MatchRegexp(`(?m)^`+filepath.ToSlash(folder)+`/scenario\.yaml:\d+:\d+: .*`+says), command)
			}
		},
		Entry("a wrong type", "tail: 72h", "tail: [72h]", "tail is a list, expected"),
		Entry("an unknown key", "  tail: 72h", "  tial: 72h", `unknown key "tial".*did you mean "tail"\?`),
		Entry("a negative amount", "supply: 1000000000000000 JPY", "supply: -1 JPY", "supply is .*-1.*, expected"),
		Entry("a time outside the clock", "latest: 2018-01-06T17:00:00+09:00", "latest: 2018-02-06T17:00:00+09:00", "expected"),
		Entry("an unknown action", "action: halt_withdrawals", "action: halt_withdrawal", `did you mean "halt_withdrawals"\?`),
	)

	It("in a defence is named by line and column, every mistake of it", func() {
		folder := GinkgoT().TempDir()
		put(folder, "defence.yaml", "name: mine\nversion: \"1\"\ndescription: ours\n")
		posture := put(folder, "posture.yaml", "controls:\n  first_seen_hodl: {for: 24h}\n  withdrawal_limit: {per_day: -5}\n")
		for _, line := range [][]string{{"run", zaif, "--defence", folder}, {"lint", folder}, {"events", zaif, "--defence", folder}} {
			s := exdrill(line...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring(filepath.ToSlash(posture) + `:2:3: `))
			Expect(s.errors).To(ContainSubstring(`did you mean "first_seen_hold"?`))
			Expect(s.errors).To(ContainSubstring(filepath.ToSlash(posture) + `:3:31: per_day is `))
		}
		Expect(os.Remove(posture)).To(Succeed())
		Expect(exdrill("run", zaif, "--defence", folder).errors).To(ContainSubstring("posture.yaml:1:1: there is no such file"))
	})
})

var _ = Describe("exdrill lint", func() {
	It("finds everything that ships fine", func() {
		Expect(fine("lint", zaif, "guardrails", "oracle")).To(Equal(zaif + ": fine\nguardrails: fine\noracle: fine\n"))
	})

	It("checks suites and folders by what they hold, and tells of all that is wrong", func() {
		folder := GinkgoT().TempDir()
		suite := put(folder, "exdrill.yaml", "apiVersion: exdrill/v1\ndefence: none\nscenarios: ["+zaif+"]\nseeds: 1\n")
		Expect(fine("lint", suite)).To(Equal(suite + ": fine\n"))
		bad := put(folder, "bad.yaml", "apiVersion: exdrill/v1\ndefence: non\nscenarios: ["+zaif+"]\nseeds: 1\n")
		s := exdrill("lint", bad, suite, folder)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.out).To(Equal(suite + ": fine\n"))
		Expect(s.errors).To(HavePrefix(filepath.ToSlash(bad) + ":2:10: no defence is called"))
		Expect(s.errors).To(HaveSuffix(folder + ": the folder holds neither a scenario.yaml nor a defence.yaml nor a Sigma rule\n"))
	})
})
