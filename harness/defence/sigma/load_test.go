package sigma_test

import (
	"errors"
	"strings"
	"testing/fstest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

const whoami = `title: Whoami Execution
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: whoami
status: test
description: somebody asks who he is
author: a, b
license: MIT
references: [https://example.org/a]
date: 2024-01-02
modified: 2024-02-03
tags: [attack.t1033, aadapt.adt3028.003]
logsource: {category: process_creation, product: windows, definition: auditing is on}
detection:
  selection: {Image: 'C:\Windows\System32\whoami.exe'}
  condition: selection
fields: [CommandLine]
falsepositives: [administrators]
level: high
scope: [server]
our_own_key: x
`

var _ = Describe("Loading", func() {
	It("reads what a rule says about itself", func() {
		r := load(whoami).Rules()[0]
		Expect(r.Title).To(Equal("Whoami Execution"))
		Expect(r.ID).To(Equal("929a690e-bef0-4204-a928-ef5e620d6fcc"))
		Expect(r.Label()).To(Equal("whoami"))
		Expect(r.Status).To(Equal("test"))
		Expect(r.Level).To(Equal("high"))
		Expect(r.Tags).To(Equal([]string{"attack.t1033", "aadapt.adt3028.003"}))
		Expect(r.Logsource).To(Equal(sigma.Logsource{Category: "process_creation", Product: "windows"}))
		Expect(r.References).To(Equal([]string{"https://example.org/a"}))
		Expect(r.FalsePositives).To(Equal([]string{"administrators"}))
		Expect(r.Fields).To(Equal([]string{"CommandLine"}))
		Expect(r.Scope).To(Equal([]string{"server"}))
		Expect(r.Kind()).To(Equal("detection"))
		Expect([]string{r.Author, r.License, r.Date, r.Modified}).To(Equal([]string{"a, b", "MIT", "2024-01-02", "2024-02-03"}))
	})

	It("reads several documents of a file, and several files", func() {
		set, err := sigma.Load([]sigma.File{
			{Name: "a.yml", Data: []byte("---\n" + search("a: 1") + "---\n" + search("a: 2"))},
			{Name: "b.yml", Data: []byte(search("a: 3"))},
		}, sigma.Options{})
		Expect(err).NotTo(HaveOccurred())
		Expect(set.Rules()).To(HaveLen(3))
		Expect(set.Rules()[1].Pos.String()).To(Equal("a.yml:9:1"))
	})

	It("finds the rules of a folder and leaves tests out", func() {
		files, err := sigma.Files(fstest.MapFS{
			"b.yaml": {Data: []byte("b")}, "sub/a.yml": {Data: []byte("a")}, "tests/a.yml": {Data: []byte("x")},
			"README.md": {Data: []byte("x")}, ".hidden.yml": {Data: []byte("x")},
		}, "rules")
		Expect(err).NotTo(HaveOccurred())
		Expect(files).To(Equal([]sigma.File{{Name: "rules/b.yaml", Data: []byte("b")}, {Name: "rules/sub/a.yml", Data: []byte("a")}}))
	})

	It("keeps the rules that are right beside those that are not", func() {
		set, err := sigma.Load([]sigma.File{{Name: "r.yml", Data: []byte(search("a: 1") + "---\n" + search("a|contians: 2"))}}, sigma.Options{})
		Expect(set.Rules()).To(HaveLen(1))
		var all yamldoc.Errors
		Expect(errors.As(err, &all)).To(BeTrue())
		Expect(all[0].Pos.Line).To(Equal(12))
	})

	It("renames fields, values and log sources", func() {
		set, err := sigma.Load([]sigma.File{{Name: "r.yml", Data: []byte(search("Benutzer: [Hans, Grete]\nx|fieldref: Benutzer"))}}, sigma.Options{Mapping: sigma.Mapping{
			Fields:     map[string]string{"Benutzer": "user"},
			Values:     map[string]map[string]string{"Benutzer": {"Hans": "john"}},
			Logsources: []sigma.LogsourceAlias{{From: sigma.Logsource{Product: "p"}, To: sigma.Logsource{Product: "q", Service: "r"}}},
		}})
		Expect(err).NotTo(HaveOccurred())
		Expect(set.Rules()[0].Logsource).To(Equal(sigma.Logsource{Product: "q", Service: "r"}))
		e, err := sigma.NewJSON(set, sigma.JSONOptions{})
		Expect(err).NotTo(HaveOccurred())
		Expect(e.Feed([]byte(`{"user":"john","x":"john"}`))).To(HaveLen(1))
		Expect(e.Feed([]byte(`{"user":"grete","x":"grete"}`))).To(HaveLen(1))
		Expect(e.Feed([]byte(`{"user":"hans","x":"hans"}`))).To(BeEmpty())
	})

	Describe("expands placeholders", func() {
		options := sigma.Options{Placeholders: map[string][]string{"Servers": {"srv*", "db1"}, "nets": {"10.0.0.0/8"}, "n": {"5"}}}
		engine := func(lines string) *sigma.JSONEngine {
			GinkgoHelper()
			set, err := sigma.Load([]sigma.File{{Name: "r.yml", Data: []byte(search(lines))}}, options)
			Expect(err).NotTo(HaveOccurred())
			e, err := sigma.NewJSON(set, sigma.JSONOptions{})
			Expect(err).NotTo(HaveOccurred())
			return e
		}
		DescribeTable("to", func(lines, yes, no string) {
			e := engine(lines)
			Expect(e.Feed([]byte(yes))).To(HaveLen(1))
			Expect(e.Feed([]byte(no))).To(BeEmpty())
		},
			Entry("their values", "a|expand: '%Servers%'", `{"a":"srv7"}`, `{"a":"%Servers%"}`),
			Entry("each of them", "a|expand: '%Servers%'", `{"a":"DB1"}`, `{"a":"db2"}`),
			Entry("values within a text", "a|expand: 'x-%Servers%-y'", `{"a":"x-db1-y"}`, `{"a":"db1"}`),
			Entry("a percent sign", `a|expand: '\%plain%n%'`, `{"a":"%plain5"}`, `{"a":"5"}`),
			Entry("networks", "a|cidr|expand: '%nets%'", `{"a":"10.1.1.1"}`, `{"a":"11.1.1.1"}`),
			Entry("numbers", "a|gt|expand: '%n%'", `{"a":6}`, `{"a":5}`),
		)
		It("but only with the modifier", func() {
			Expect(fires(search("a: '%Servers%'"), `{"a":"%servers%"}`)).To(BeTrue())
		})
		It("and refuses those that it does not know", func() {
			Expect(wrong(search("a|expand: '%Server%'"))).To(Equal(`r.yml:5:15: unknown placeholder "Server", expected none`))
		})
	})

	DescribeTable("refuses a search", func(lines, told string) {
		Expect(strings.Split(wrong(search(lines)), "\n")[0]).To(Equal("r.yml:" + told))
	},
		Entry("with an unknown modifier", "a|contians: x",
			`5:5: unknown modifier "contians", expected one of 31, such as contains, month, exists; did you mean "contains"?`),
		Entry("with a modifier twice", "a|cased|cased: x", `5:5: the modifier cased stands here twice, expected each once`),
		Entry("with two places", "a|contains|endswith: x", "5:5: the modifiers contain two places, expected one of contains, startswith, endswith"),
		Entry("with two orders", "a|gt|lt: 1", "5:5: two comparisons in one key, expected one; a range is two lines, or two searches"),
		Entry("with re and contains", "a|re|contains: x", "5:5: the modifiers re and contains stand together, expected re with i, m, s, all, neq, expand or alone"),
		Entry("with a flag alone", "a|i: x", "5:5: the modifier i stands without re before it, expected re|i"),
		Entry("with exists and more", "a|exists|cased: true", "5:5: the modifiers exists and cased stand together, expected exists alone"),
		Entry("with exists and a text", "a|exists: x", "5:15: exists has a text, expected true or false"),
		Entry("with all and one value", "a|contains|all: x", "5:5: the modifier all has a single value, expected several values, or the key without all"),
		Entry("with null in a list", "a: [x, null]", "5:12: null stands in a list or behind a modifier, expected field: null in a search of its own"),
		Entry("with an empty list", "a: []", "5:5: the list of values is empty, expected at least one value"),
		Entry("with a mapping as value", "a: {b: c}", `5:9: the value of "a" is a mapping, expected a value or a list of values`),
		Entry("with a text to compare by size", "a|gt: x", `5:11: the value is "x", expected a number without quotes`),
		Entry("with a number in quotes", "a|gt: '5'", `5:11: the value is "5", expected a number without quotes`),
		Entry("with a broken expression", "a|re: '('", "5:11: no regular expression: missing closing ): `(`, expected one without look-around and back-references"),
		Entry("with a look-ahead", "a|re: 'x(?=y)'", "5:11: no regular expression: invalid or unsupported Perl syntax: `(?=`, expected one without look-around and back-references"),
		Entry("with a broken network", "a|cidr: 10.0.0.0/40", `5:13: no network: "10.0.0.0/40", expected a network such as 10.0.0.0/8 or 2001:db8::/32`),
		Entry("with a wildcard to encode", "a|base64: 'x*'", `5:15: a value with wildcards is to be encoded, expected a plain text, with \* and \? for the characters themselves`),
		Entry("with encodings in the wrong order", "a|base64|wide: x", "5:5: the encodings base64, wide stand in this order, expected at most one of utf16le, utf16be, utf16, wide, and behind it at most one of base64, base64offset"),
		Entry("with a place before the encoding", "a|contains|base64offset: xyz", "5:5: base64offset stands behind the place to look at, expected base64offset before contains, startswith or endswith"),
		Entry("with a key twice", "a: 1\na: 2", `6:5: the key "a" stands here twice, expected each key once`),
		Entry("with an anchor", "a: &x 1", "5:8: YAML's anchor stands here, expected a plain value"),
		Entry("with a part that is no whole number", "a|hour: 1.5", `5:13: the value is "1.5", expected a number without quotes`),
	)

	DescribeTable("refuses a rule", func(text, told string) {
		Expect(strings.Split(wrong(text), "\n")[0]).To(Equal("r.yml:" + told))
	},
		Entry("that is empty", "", "1:1: the file is empty, expected a Sigma rule"),
		Entry("that is no YAML", "a: [", "1:4: not YAML: sequence end token ']' not found, expected YAML"),
		Entry("that is a list", "- a\n", "1:1: the document is a list, expected a Sigma rule: a mapping with title, logsource and detection"),
		Entry("without a title", "logsource: {product: p}\ndetection: {s: {a: 1}, condition: s}\n", "1:1: title is missing, expected a short text that says what the rule finds"),
		Entry("without a log source", "title: t\ndetection: {s: {a: 1}, condition: s}\n", "1:1: logsource is missing, expected a mapping with category, product or service"),
		Entry("with an empty log source", "title: t\nlogsource: {definition: x}\ndetection: {s: {a: 1}, condition: s}\n", "2:1: logsource names no category, product or service, expected at least one of them"),
		Entry("with a mistake in the log source", "title: t\nlogsource: {product: p, servce: x}\ndetection: {s: {a: 1}, condition: s}\n",
			`2:25: unknown key of logsource "servce", expected one of category, product, service, definition; did you mean "service"?`),
		Entry("that detects nothing", "title: t\nlogsource: {product: p}\n", "1:1: the document has no detection, correlation or filter, expected one of them"),
		Entry("without a condition", "title: t\nlogsource: {product: p}\ndetection: {s: {a: 1}}\n", "3:1: detection lacks condition, expected which searches must hold, such as condition: selection"),
		Entry("with a timeframe", rule("s: {a: 1}\ntimeframe: 5m\ncondition: s"), "5:3: timeframe belongs to aggregations, which Sigma 2 replaced, expected a correlation with a timespan"),
		Entry("with an empty search", rule("s: []\ncondition: s"), "4:6: the search s is an empty list, expected a mapping of fields, a list of such mappings, or a list of keywords"),
		Entry("with a mistake in a key", search("a: 1")+"levl: high\n", `7:1: unknown key "levl", expected one of title, id, name, related, taxonomy, status, description, license, references, author, date, modified, logsource, fields, falsepositives, level, tags, scope, detection, correlation, filter, generate; did you mean "level"?`),
		Entry("with another level", search("a: 1")+"level: hgih\n", `7:8: unknown level "hgih", expected one of informational, low, medium, high, critical; did you mean "high"?`),
		Entry("that says it is unsupported", search("a: 1")+"status: unsupported\n", "7:9: the status is unsupported: the rule says that it cannot be used, expected another status"),
		Entry("with a broken tag", search("a: 1")+"tags: [T1078]\n", `7:7: no tag: "T1078", expected a namespace, a point and a name in lower case, such as attack.t1078`),
		Entry("of another taxonomy", search("a: 1")+"taxonomy: ours\n", `7:11: unknown taxonomy "ours", expected sigma`),
		Entry("with an id that is taken", search("a: 1")+"id: x\n---\n"+search("a: 1")+"id: x\n", `9:1: the id "x" is taken by the rule at r.yml:1:1, expected one rule for each id`),
		Entry("nested too deeply", "a: "+strings.Repeat("[", 40), "1:36: values are nested too deeply, expected at most 32 levels"),
	)
})
