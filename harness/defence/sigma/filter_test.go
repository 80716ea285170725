package sigma_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

const filtered = `title: Data compressed
id: 6f3e2987-db24-4c78-a860-b4f4095a7095
logsource: {category: process_creation, product: windows}
detection: {s: {Image: rar.exe}, condition: s}
---
title: Filter administrators
logsource: {category: process_creation, product: windows}
filter:
  rules: [6f3e2987-db24-4c78-a860-b4f4095a7095]
  selection: {User|startswith: adm_}
  condition: selection
`

var _ = Describe("A filter", func() {
	It("suppresses the rules that it names where it holds", func() {
		holds(filtered, []string{`{"Image":"rar.exe","User":"x"}`, `{"Image":"rar.exe"}`}, []string{`{"Image":"rar.exe","User":"adm_x"}`})
	})
	It("leaves other rules alone", func() {
		Expect(fires(filtered+"---\n"+search("Image: rar.exe"), `{"Image":"rar.exe","User":"adm_x"}`)).To(BeTrue())
	})
	It("can be about every rule of its log source", func() {
		all := `title: f
logsource: {product: p}
filter:
  rules: any
  selection: {User: root}
  condition: selection
---
`
		holds(all+search("a: 1"), []string{`{"a":1}`}, []string{`{"a":1,"User":"root"}`})
	})

	DescribeTable("is refused", func(old, put, told string) {
		Expect(wrong(swap(filtered, old, put))).To(Equal("r.yml:" + told))
	},
		Entry("with a negation", "condition: selection\n", "condition: not selection\n",
			"11:14: the filter's condition is a negation: it says what stays, expected what the filter suppresses, such as condition: selection"),
		Entry("with an unknown rule", "rules: [6f3e2987", "rules: [7f3e2987",
			`8:1: unknown rule "7f3e2987-db24-4c78-a860-b4f4095a7095", expected 6f3e2987-db24-4c78-a860-b4f4095a7095; did you mean "6f3e2987-db24-4c78-a860-b4f4095a7095"?`),
		Entry("without rules", "  rules: [6f3e2987-db24-4c78-a860-b4f4095a7095]\n", "", "8:1: filter lacks rules, expected the ids or names of rules, or any"),
		Entry("for another log source", "windows}\nfilter", "linux}\nfilter",
			`8:1: the filter is about product linux category process_creation, the rule "6f3e2987-db24-4c78-a860-b4f4095a7095" about product windows category process_creation, expected one log source`),
	)
})
