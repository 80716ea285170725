package sigma_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

const three = "selection_a: {a: 1}\nselection_b: {b: 1}\nfilter_c: {c: 1}\n_hidden: {d: 1}\n"

var _ = Describe("A condition", func() {
	DescribeTable("joins searches", func(condition string, yes, no []string) {
		holds(rule(three+"condition: "+condition), yes, no)
	},
		Entry("and", "selection_a and selection_b", []string{`{"a":1,"b":1}`}, []string{`{"a":1}`, `{"b":1}`}),
		Entry("or", "selection_a or selection_b", []string{`{"a":1}`, `{"b":1}`}, []string{`{"c":1}`}),
		Entry("not", "selection_a and not filter_c", []string{`{"a":1}`}, []string{`{"a":1,"c":1}`, `{}`}),
		Entry("not twice", "not not selection_a", []string{`{"a":1}`}, []string{`{}`}),
		Entry("or binds less than and", "selection_a or selection_b and filter_c", []string{`{"a":1}`, `{"b":1,"c":1}`}, []string{`{"b":1}`}),
		Entry("not binds more than and", "not selection_a and selection_b", []string{`{"b":1}`}, []string{`{"a":1,"b":1}`, `{}`}),
		Entry("parentheses", "(selection_a or selection_b) and filter_c", []string{`{"a":1,"c":1}`}, []string{`{"a":1}`}),
		Entry("1 of them", "1 of them", []string{`{"a":1}`, `{"c":1}`}, []string{`{"d":1}`, `{}`}),
		Entry("any of them", "any of them", []string{`{"b":1}`}, []string{`{"d":1}`}),
		Entry("all of them", "all of them", []string{`{"a":1,"b":1,"c":1}`}, []string{`{"a":1,"b":1}`}),
		Entry("1 of a pattern", "1 of selection*", []string{`{"a":1}`, `{"b":1}`}, []string{`{"c":1}`}),
		Entry("all of a pattern", "all of selection_* and not 1 of filter*", []string{`{"a":1,"b":1}`}, []string{`{"a":1}`, `{"a":1,"b":1,"c":1}`}),
		Entry("a pattern in the middle", "1 of *_a*", []string{`{"a":1}`}, []string{`{"b":1}`}),
		Entry("what is hidden can be called", "1 of _hid*", []string{`{"d":1}`}, []string{`{"a":1}`}),
		Entry("capitals", "selection_a AND NOT filter_c", []string{`{"a":1}`}, []string{`{"a":1,"c":1}`}),
		Entry("a list, of which one must hold", "[selection_a, filter_c]", []string{`{"a":1}`, `{"c":1}`}, []string{`{"b":1}`}),
	)

	DescribeTable("says what is wrong with it", func(condition, told string) {
		Expect(wrong(rule(three + "condition: " + condition))).To(Equal("r.yml:8:14: " + told))
	},
		Entry("an unknown search", "selection_a and selektion_b",
			`unknown search "selektion_b", expected one of selection_a, selection_b, filter_c, _hidden; did you mean "selection_b"?`),
		Entry("a pattern for nothing", "1 of x*", `unknown search "x*", expected one of selection_a, selection_b, filter_c, _hidden`),
		Entry("an open parenthesis", "(selection_a", "a parenthesis is not closed, expected )"),
		Entry("a closed one", "selection_a)", `the condition goes on with ")", expected and, or, or its end`),
		Entry("two searches in a row", "selection_a selection_b", `the condition goes on with "selection_b", expected and, or, or its end`),
		Entry("an end too early", "selection_a and", "the condition ends where a search is missing, expected the name of a search"),
		Entry("another count", "2 of selection*", `the condition asks for "2" of several, expected 1, any or all`),
		Entry("of what", "1 of", "the condition ends behind of, expected them, or a search with *"),
		Entry("an aggregation", "selection_a | count() > 5", "the condition aggregates behind |, which Sigma 2 replaced, expected a correlation"),
	)
})
