package main

import (
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/report"
)

// jsonNumber is a number as conditions write it.
func jsonNumber(n uint64) string { return strconv.FormatUint(n, 10) }

var _ = Describe("exdrill test rules", func() {
	It("runs the cases of a bundle without a drill", func() {
		page := fine("test", "rules", ruleBundle())
		fitsThePage(page)
		Expect(page).To(MatchRegexp(`\n dead_keys +three keys +fire +passed\n dead_keys +one key thrice +stay silent +passed\n`))
		Expect(page).To(ContainSubstring("without a case of both kinds: never\n"))
		Expect(page).To(HaveSuffix("\n2 passed, 0 failed\n"))
	})

	It("breaks no rule's name", func() {
		const name = "a_rule_whose_name_takes_more_than_28_columns"
		folder := ruleBundle()
		put(folder, "rules/"+name+".yml", strings.Replace(content(filepath.Join(folder, "rules", "never.yml")), "name: never", "name: "+name, 1))
		put(folder, "rules/tests/"+name+".yml", "must_not_fire: [{name: one that is as long as a case that fills its column, events: [{type: withdrawal_requested, account: 3, value: 5}]}]\n")
		page := fine("test", "rules", folder)
		fitsThePage(page)
		Expect(page).To(ContainSubstring("\n " + name + " "))
	})

	It("fails where a rule does not do what it must, and says why", func() {
		folder := ruleBundle()
		file := put(folder, "rules/tests/dead_keys.yml", "must_fire: [{name: two, events: [{type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 2, vary: [key]}]}]\n")
		put(folder, "rules/tests/never.yml", "must_fire: [{name: some, events: [{type: withdrawal_requested, account: 3, value: 5}]}]\n")
		s := exdrill("test", "rules", folder)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(ContainSubstring("\n" + filepath.ToSlash(file) + `:1:13: dead_keys, case "two": must fire, but it stayed silent: the closest window came to 2, wanted gte 3` + "\n"))
		Expect(s.out).To(ContainSubstring("it stayed silent: asked held for 1 of 1; much never held"))
		Expect(s.out).To(HaveSuffix("\n0 passed, 2 failed\n"))

		var r report.FixtureReport
		Expect(json.Unmarshal([]byte(exdrill("test", "rules", folder, "--format", "json").out), &r)).To(Succeed())
		Expect(r.Passed).To(BeFalse())
		Expect(r.Cases).To(HaveLen(2))
		Expect(r.Cases[0].Why).To(HavePrefix("it stayed silent"))
		Expect(r.Untested).To(Equal([]string{"dead_keys", "never"}))
	})

	It("writes JUnit, with a case for rules that have too few when it is strict", func() {
		var x struct {
			Failures int `xml:"failures,attr"`
			Suite    []struct {
				Name string `xml:"name,attr"`
				Case []struct {
					Name string `xml:"name,attr"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		file := filepath.Join(GinkgoT().TempDir(), "rules.xml")
		fine("test", "rules", ruleBundle(), "--format", "junit", "--output", file)
		Expect(xml.Unmarshal([]byte(content(file)), &x)).To(Succeed())
		Expect(x.Failures).To(BeZero())
		Expect(x.Suite).To(HaveLen(2))
		Expect(x.Suite[0].Case).To(HaveLen(2))

		x.Suite = nil
		s := exdrill("test", "rules", ruleBundle(), "--format", "junit", "--strict")
		Expect(s.code).To(Equal(exitThreshold))
		Expect(xml.Unmarshal([]byte(s.out), &x)).To(Succeed())
		Expect(x.Failures).To(Equal(1))
	})

	It("names bad fixtures by line and column", func() {
		folder := ruleBundle()
		put(folder, "rules/tests/dead_keys.yml", "must_fire: [{events: [{type: auth}]}]\n")
		put(folder, "rules/tests/never.yml", "must_frie: []\n")
		s := exdrill("test", "rules", folder)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(`/rules/tests/dead_keys.yml:1:30: unknown type "auth"`))
		Expect(s.errors).To(ContainSubstring(`/rules/tests/never.yml:1:1: unknown key "must_frie"`))
		Expect(s.errors).To(ContainSubstring(`did you mean "must_fire"?`))
		Expect(exdrill("test", "rules").errors).To(HavePrefix("exdrill test rules: a BUNDLE, the folder or name of a defence, is missing"))
	})
})

var _ = Describe("exdrill events --as-fixture", func() {
	It("writes what happened as a case that rules can be held against", func() {
		folder := ruleBundle()
		first := explainedBy(small("--defence", folder, "--explain")).Explanation.Alerts[0]
		asked := []string{"events", zaif, "--scale", "0.02", "--where", "source=" + first.Sources[0].String(), "--where", "code=dead_key", "--limit", "40"}
		s := exdrill(append(asked, "--as-fixture")...)
		Expect(s.code).To(Equal(exitFine))
		Expect(s.out).To(HavePrefix("must_fire:\n  - name: \"as it was in " + zaif + "\"\n    events:\n      - {type: auth_refused, at: 1s, "))
		put(folder, "rules/tests/dead_key.yml", s.out)
		Expect(fine("test", "rules", folder)).To(HaveSuffix("\n3 passed, 0 failed\n"))
		fine("lint", folder)

		s = exdrill(append(asked, "--as-fixture=must_not_fire")...)
		Expect(s.out).To(HavePrefix("must_not_fire:\n"))
		put(folder, "rules/tests/dead_key.yml", s.out)
		Expect(exdrill("test", "rules", folder).code).To(Equal(exitThreshold))
	})

	It("does the same of a kept run", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "one")
		fine(small("--out", folder)...)
		asked := []string{"--type", "withdrawal_requested", "--limit", "3", "--as-fixture"}
		ofFolder := exdrill(append([]string{"events", folder}, asked...)...)
		live := exdrill(append([]string{"events", zaif, "--scale", "0.02"}, asked...)...)
		Expect(ofFolder.code).To(Equal(exitFine))
		Expect(strings.Replace(ofFolder.out, "as it was in one", "as it was in "+zaif, 1)).To(Equal(live.out))
	})

	It("refuses what is no fixture", func() {
		Expect(exdrill("events", zaif, "--scale", "0.02", "--where", "source=203.0.113.7", "--as-fixture").errors).To(ContainSubstring("no event to make a fixture of"))
		s := exdrill("events", zaif, "--scale", "0.02", "--limit", "0", "--type", "withdrawal_requested", "--as-fixture")
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(MatchRegexp(`^a fixture of \d+ events has \d+ bytes, expected at most 65536`))
		Expect(exdrill("events", zaif, "--as-fixture=never").errors).To(ContainSubstring(`--as-fixture "never", expected one of must_fire, must_not_fire`))
	})
})

var _ = Describe("exdrill lint of rules", func() {
	It("says of a folder which files load, and why others do not", func() {
		folder := GinkgoT().TempDir()
		good := put(folder, "deep/good.yml", "title: g\nlogsource: {product: exchange, service: access}\ndetection: {s: {key: 1}, condition: s}\n")
		put(folder, ".github/workflow.yml", "on: push\n")
		field := put(folder, "field.yml", "title: f\nlogsource: {product: exchange}\ndetection:\n  s: {acount: 1}\n  condition: s\n")
		other := put(folder, "other.yml", "title: w\nlogsource: {product: windows}\ndetection: {s: {a: 1}, condition: s}\n")
		broken := put(folder, "broken.yml", "title: [\n")
		s := exdrill("lint", folder)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.out).To(Equal(filepath.ToSlash(good) + ": loads\n" + folder + ": 1 of 4 files load\n"))
		Expect(s.errors).To(ContainSubstring(filepath.ToSlash(field) + `:4:7: unknown field "acount", expected one of `))
		Expect(s.errors).To(ContainSubstring(`did you mean "account"?`))
		Expect(s.errors).To(ContainSubstring(filepath.ToSlash(other) + ":1:1: no events come from product windows"))
		Expect(s.errors).To(ContainSubstring(filepath.ToSlash(broken) + ":"))

		Expect(fine("lint", good)).To(Equal(good + ": loads\n"))
		Expect(exdrill("lint", field).errors).To(HavePrefix(filepath.ToSlash(field) + ":4:7: "))
	})

	It("reads a mapping beside them", func() {
		folder := GinkgoT().TempDir()
		put(folder, "siem.yml", "title: t\nlogsource: {product: siem, service: audit}\ndetection: {s: {EventName: Login, user_id: 5}, condition: s}\n")
		mapping := "fields: {EventName: type, user_id: account}\nvalues: {EventName: {Login: logged_in}}\nlogsources: [{from: {product: siem}, to: {product: exchange, service: access}}]\n"
		put(folder, "mapping.yaml", mapping)
		Expect(fine("lint", folder)).To(HaveSuffix(": 1 of 1 file loads\n"))
		bad := put(folder, "mapping.yaml", strings.Replace(mapping, "account", "acount", 1))
		Expect(exdrill("lint", folder).errors).To(HavePrefix(filepath.ToSlash(bad) + `:1:36: unknown field "acount"`))
	})

	It("checks a bundle whole", func() {
		folder := ruleBundle()
		fine("lint", folder)
		put(folder, "defence.yaml", "name: Mine\nversion: \"1\"\ndescription: ours\n")
		put(folder, "posture.yaml", "controls: {first_seen_hodl: {}}\n")
		put(folder, "playbook.yaml", "responses: [{when: {rule: dead_kys}, do: [{action: halt}]}]\n")
		put(folder, "rules/tests/dead_keys.yml", "must_fire: [{events: [{type: auth}]}]\n")
		s := exdrill("lint", folder)
		for _, place := range []string{"defence.yaml:1:7: ", "posture.yaml:1:12: ", "playbook.yaml:1:27: ", "playbook.yaml:1:52: ", "rules/tests/dead_keys.yml:1:30: "} {
			Expect(s.errors).To(ContainSubstring("/" + place))
		}
		put(folder, "rules/dead_keys.yml", "title: t\nname: dead_keys\n")
		s = exdrill("lint", folder)
		Expect(s.errors).To(ContainSubstring("/rules/dead_keys.yml:1:1: "))
		Expect(s.errors).To(ContainSubstring("/playbook.yaml:1:52: "))
		Expect(s.errors).NotTo(ContainSubstring("/playbook.yaml:1:27: "), "nobody knows which rules there would be")
	})
})
