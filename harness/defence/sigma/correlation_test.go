package sigma_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

var _ = Describe("A correlation", func() {
	It("counts events by group (event_count)", func() {
		e := typed(correlation("event_count", "condition: {gte: 3}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 8, 0))).To(BeEmpty())
		Expect(told(e, payment(3, 5, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(4, 10, 7, 0))).To(Equal([]string{"c user=7 3 of 1 3 4 *"}))
		Expect(told(e, payment(5, 10, 7, 0))).To(Equal([]string{"c user=7 4 of 1 3 4 5"}))
		Expect(told(e, payment(6, 30, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(7, 31, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(8, 32, 7, 0))).To(Equal([]string{"c user=7 3 of 6 7 8 *"}))
	})

	It("has windows that belong to no boundary and hold both their ends", func() {
		e := typed(correlation("event_count", "condition: {gte: 2}"), sigma.Limits{})
		Expect(told(e, payment(1, 9, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(2, 19, 7, 0))).To(Equal([]string{"c user=7 2 of 1 2 *"}))
		ev := payment(3, 29, 7, 0)
		ev.at++
		Expect(told(e, ev)).To(BeEmpty())
	})

	It("counts values (value_count), each once", func() {
		e := typed(correlation("value_count", "condition: {field: n, gt: 1}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 5))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, 5))).To(BeEmpty())
		Expect(told(e, payment(3, 2, 7, 6))).To(Equal([]string{"c user=7 2 of 1 2 3 *"}))
		Expect(told(e, payment(4, 12, 7, 6))).To(BeEmpty())
	})

	It("counts many values, and combinations of fields", func() {
		e := typed(correlation("value_count", "condition: {field: [n, name], gte: 40}"), sigma.Limits{})
		for i := range 39 {
			Expect(told(e, payment(uint64(i), 0, 7, int64(i)))).To(BeEmpty())
			Expect(told(e, payment(uint64(i), 0, 7, int64(i)))).To(BeEmpty())
		}
		ev := payment(99, 1, 7, 0)
		ev.name = "other"
		Expect(told(e, ev)[0]).To(HavePrefix("c user=7 40 of"))
	})

	It("adds values up beyond 64 bits (value_sum)", func() {
		const most = 1<<63 - 1
		e := typed(correlation("value_sum", "condition: {field: n, gt: 9223372036854775807}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, most))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, most))).To(Equal([]string{"c user=7 18446744073709551614 of 1 2 *"}))
		Expect(told(e, payment(3, 2, 7, -most))).To(BeEmpty())
		Expect(told(e, payment(4, 3, 7, 1))).To(Equal([]string{"c user=7 9223372036854775808 of 1 2 3 4 *"}))
		Expect(told(e, payment(5, 11, 7, 0))).To(BeEmpty())
	})

	It("averages without rounding (value_avg)", func() {
		e := typed(correlation("value_avg", "condition: {field: n, gt: 2.5}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 2))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, 3))).To(BeEmpty())
		Expect(told(e, payment(3, 2, 7, 3))).To(Equal([]string{"c user=7 8/3 of 1 2 3 *"}))
	})

	It("averages of 2^53 + 1 are no 2^53", func() {
		e := typed(correlation("value_avg", "condition: {field: n, gt: 9007199254740992}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 9007199254740993))).To(HaveLen(1))
		Expect(told(e, payment(2, 0, 8, 9007199254740992))).To(BeEmpty())
	})

	It("finds values that are rare among all (value_percentile)", func() {
		e := typed(correlation("value_percentile", "condition: {field: n, lte: 25}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 5))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, 5))).To(BeEmpty())
		Expect(told(e, payment(3, 2, 7, 5))).To(BeEmpty())
		Expect(told(e, payment(4, 3, 7, 6))).To(Equal([]string{"c user=7 25 of 1 2 3 4 *"}))
		Expect(told(e, payment(5, 4, 7, 5))).To(BeEmpty())
	})

	It("finds percentiles of values", func() {
		e := typed(correlation("value_percentile", "condition: {field: n, percentile: 50, gte: 10}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 1))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, 10))).To(BeEmpty())
		Expect(told(e, payment(3, 2, 7, 30))).To(Equal([]string{"c user=7 10 of 1 2 3 *"}))
	})

	It("meets several thresholds at once", func() {
		e := typed(correlation("event_count", "condition: {gt: 1, lte: 2}"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, 0))).To(HaveLen(1))
		Expect(told(e, payment(3, 2, 7, 0))).To(BeEmpty())
	})

	DescribeTable("compares with", func(condition string, counts string) {
		e := typed(correlation("event_count", "condition: {"+condition+"}"), sigma.Limits{})
		got := ""
		for i := range 4 {
			if len(told(e, payment(uint64(i), 0, 7, 0))) > 0 {
				got += string(rune('1' + i))
			}
		}
		Expect(got).To(Equal(counts))
	},
		Entry("gt", "gt: 2", "34"), Entry("gte", "gte: 2", "234"), Entry("lt", "lt: 2", "1"),
		Entry("lte", "lte: 2", "12"), Entry("eq", "eq: 2", "2"), Entry("neq", "neq: 2", "134"),
	)

	const both = "title: c\nname: c\ncorrelation:\n  rules: [entered, paid]\n  group-by: [user]\n  timespan: 10s\n  type: "

	It("wants all its rules, in any order (temporal)", func() {
		e := typed(both+"temporal\n"+paid+entered, sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, 0))).To(BeEmpty())
		Expect(told(e, event{id: 3, at: 2 * second, user: 8})).To(BeEmpty())
		Expect(told(e, event{id: 4, at: 3 * second, user: 7})).To(Equal([]string{"c user=7 2 of 1 2 4 *"}))
	})

	It("or as many of them as its condition says", func() {
		e := typed(both+"temporal\n  condition: {eq: 1}\n"+paid+entered, sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(HaveLen(1))
		Expect(told(e, event{id: 2, at: second, user: 7})).To(BeEmpty())
	})

	It("wants them in their order (temporal_ordered)", func() {
		e := typed(both+"temporal_ordered\n"+paid+entered, sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
		Expect(told(e, event{id: 2, at: second, user: 7})).To(BeEmpty())
		Expect(told(e, payment(3, 2, 7, 0))).To(Equal([]string{"c user=7 2 of 1 2 3 *"}))
		Expect(told(e, payment(4, 12, 7, 0))).To(BeEmpty())
	})

	It("never lets one event follow itself", func() {
		e := typed(strings.ReplaceAll(both, "entered, paid", "one, paid")+"temporal_ordered\n"+paid+strings.ReplaceAll(paid, "name: paid", "name: one"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(2, 0, 7, 0))).To(HaveLen(1))
	})

	It("counts an event once that matches several of its rules", func() {
		e := typed(strings.ReplaceAll(correlation("event_count", "condition: {gte: 2}"), "[paid]", "[paid, one]")+strings.ReplaceAll(paid, "name: paid", "name: one"), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(2, 0, 7, 0))).To(Equal([]string{"c user=7 2 of 1 2 *"}))
	})

	It("joins different fields under one alias", func() {
		e := typed("title: c\nname: c\ncorrelation:\n  type: temporal\n  rules: [entered, paid]\n  group-by: [who]\n  timespan: 10s\n"+
			"  aliases:\n    who: {entered: user, paid: n}\n"+paid+entered, sigma.Limits{})
		Expect(told(e, event{id: 1, user: 7})).To(BeEmpty())
		Expect(told(e, payment(2, 1, 7, 8))).To(BeEmpty())
		Expect(told(e, payment(3, 2, 9, 7))).To(Equal([]string{"c who=7 2 of 1 3 *"}))
	})

	It("makes one group of everything without group-by", func() {
		e := typed(strings.Replace(correlation("event_count", "condition: {gte: 2}"), "  group-by: [user]\n", "", 1), sigma.Limits{})
		Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
		Expect(told(e, payment(2, 0, 8, 0))).To(Equal([]string{"c 2 of 1 2 *"}))
	})

	It("leaves out events that belong to nobody", func() {
		e := typed(correlation("event_count", "condition: {gte: 1}"), sigma.Limits{Diagnose: true})
		Expect(told(e, payment(1, 0, 0, 0))).To(BeEmpty())
		Expect(e.Explain()[0].Windows.Ungrouped).To(Equal(uint64(1)))
	})

	Describe("of correlations", func() {
		const chain = `title: Many failures and a success
id: b180ead8-d58f-40b2-ae54-c8940995b9b6
correlation:
  type: temporal_ordered
  rules: [multiple_failed_login, successful_login]
  group-by: [User]
  timespan: 10m
level: high
---
title: Multiple failures
name: multiple_failed_login
correlation:
  type: event_count
  rules: [failed_login]
  group-by: [User]
  timespan: 10m
  condition: {gte: 3}
---
title: A failure
name: failed_login
logsource: {product: windows, service: security}
detection:
  selection: {EventID: [529, 4625]}
  condition: selection
---
title: A success
name: successful_login
logsource: {product: windows, service: security}
detection:
  selection: {EventID: [528, 4624]}
  condition: selection
`
		It("fires at the end of the chain alone", func() {
			e := watch(chain, sigma.JSONOptions{Time: "t"})
			feed := func(s string) []sigma.Match[struct{}] {
				GinkgoHelper()
				m, err := e.Feed([]byte(s))
				Expect(err).NotTo(HaveOccurred())
				return m
			}
			Expect(feed(`{"t":"2024-01-01T10:00:00Z","EventID":4624,"User":"a"}`)).To(BeEmpty())
			for range 3 {
				Expect(feed(`{"t":"2024-01-01T10:01:00Z","EventID":4625,"User":"a"}`)).To(BeEmpty())
			}
			Expect(feed(`{"t":"2024-01-01T10:02:00Z","EventID":4624,"User":"b"}`)).To(BeEmpty())
			m := feed(`{"t":"2024-01-01T10:11:00Z","EventID":4624,"User":"a"}`)
			Expect(m).To(HaveLen(1))
			Expect(m[0].Rule.ID).To(Equal("b180ead8-d58f-40b2-ae54-c8940995b9b6"))
			Expect(m[0].Group()).To(Equal([]sigma.GroupValue{{Field: "User", Value: "a"}}))
			Expect(m[0].Threshold()).To(Equal("gte 2"))
		})

		It("goes on hearing of a condition that holds for long", func() {
			e := watch(strings.Replace(chain, "timespan: 10m\nlevel", "timespan: 1m\nlevel", 1), sigma.JSONOptions{Time: "t"})
			for _, minute := range []string{"00", "01", "02", "03", "04", "05", "06"} {
				Expect(e.Feed([]byte(`{"t":"2024-01-01T10:` + minute + `:00Z","EventID":4625,"User":"a"}`))).To(BeEmpty())
			}
			Expect(e.Feed([]byte(`{"t":"2024-01-01T10:06:30Z","EventID":4624,"User":"a"}`))).To(HaveLen(1))
		})

		It("has the gravest level of its rules if it names none", func() {
			set := load(strings.Replace(strings.Replace(chain, "level: high\n", "", 1), "  condition: selection\n---", "  condition: selection\nlevel: medium\n---", 1))
			Expect(set.Rules()[0].Level).To(Equal("medium"))
		})

		It("resolves names through the aliases of the chain", func() {
			e := typed("title: top\nname: top\ncorrelation:\n  type: event_count\n  rules: [c]\n  group-by: [who]\n  timespan: 10s\n  condition: {gte: 2}\n---\n"+
				"title: c\nname: c\ncorrelation:\n  type: event_count\n  rules: [paid]\n  group-by: [who]\n  timespan: 10s\n  condition: {gte: 2}\n"+
				"  aliases: {who: {paid: user}}\n"+paid, sigma.Limits{})
			Expect(told(e, payment(1, 0, 7, 0))).To(BeEmpty())
			Expect(told(e, payment(2, 1, 7, 0))).To(BeEmpty())
			Expect(told(e, payment(3, 2, 7, 0))).To(Equal([]string{"top who=7 2 of 2 3 *"}))
		})
	})

	It("keeps its rules silent unless generate says otherwise", func() {
		text := correlation("event_count", "condition: {gte: 2}")
		Expect(told(typed(text, sigma.Limits{}), payment(1, 0, 7, 0))).To(BeEmpty())
		loud := strings.Replace(text, "correlation:", "generate: true\ncorrelation:", 1)
		Expect(told(typed(loud, sigma.Limits{}), payment(1, 0, 7, 0))).To(Equal([]string{"paid of 1 *"}))
	})

	Describe("with late events", func() {
		It("takes those in that the limit allows, and judges every window that they change", func() {
			e := typed(correlation("event_count", "condition: {gte: 3}"), sigma.Limits{Lateness: 20 * second, Diagnose: true})
			Expect(told(e, payment(1, 100, 7, 0))).To(BeEmpty())
			Expect(told(e, payment(2, 110, 7, 0))).To(BeEmpty())
			Expect(told(e, payment(3, 120, 7, 0))).To(BeEmpty())
			Expect(told(e, payment(4, 101, 7, 0))).To(Equal([]string{"c user=7 3 of 1 4 2 *"}))
			Expect(told(e, payment(5, 99, 7, 0))).To(BeEmpty())
			Expect(e.Explain()[0].Windows.Late).To(Equal(uint64(1)))
		})
		It("takes none in unless a limit says so", func() {
			e := typed(correlation("event_count", "condition: {gte: 2}"), sigma.Limits{})
			Expect(told(e, payment(1, 100, 7, 0))).To(BeEmpty())
			Expect(told(e, payment(2, 99, 7, 0))).To(BeEmpty())
			Expect(told(e, payment(3, 100, 7, 0))).To(HaveLen(1))
		})
	})

	Describe("remembers no more than its limits allow", func() {
		It("of events in a group", func() {
			e := typed(correlation("value_sum", "condition: {field: n, gte: 100}"), sigma.Limits{Window: 3, Diagnose: true})
			for i := range 5 {
				Expect(told(e, payment(uint64(i), 0, 7, 30))).To(BeEmpty())
			}
			Expect(e.Explain()[0].Windows.Truncated).To(Equal(uint64(2)))
			Expect(e.Explain()[0].Closest.Measured).To(Equal("90"))
		})
		It("of groups, and gives up those that were silent longest", func() {
			e := typed(correlation("event_count", "condition: {gte: 2}"), sigma.Limits{Groups: 2, Diagnose: true})
			for i, user := range []int64{1, 2, 1, 3} {
				told(e, payment(uint64(i), 0, user, 0))
			}
			Expect(told(e, payment(5, 0, 2, 0))).To(BeEmpty())
			Expect(told(e, payment(6, 0, 3, 0))).To(HaveLen(1))
			Expect(e.Explain()[0].Windows.Evicted).To(Equal(uint64(2)))
		})
		It("of events in all", func() {
			e := typed(correlation("event_count", "condition: {gte: 2}"), sigma.Limits{Events: 3, Diagnose: true})
			for user := range 10 {
				told(e, payment(uint64(user), 0, int64(user+1), 0))
			}
			Expect(e.Explain()[0].Windows.Evicted).To(Equal(uint64(7)))
		})
		It("and forgets what is over", func() {
			e := typed(correlation("event_count", "condition: {gte: 2}"), sigma.Limits{})
			told(e, payment(1, 0, 7, 0))
			e.Advance(10*second + 1)
			Expect(told(e, payment(2, 10, 7, 0))).To(BeEmpty())
		})
	})

	DescribeTable("refuses", func(text, what string) {
		Expect(strings.Split(wrong(text), "\n")[0]).To(Equal("r.yml:" + what))
	},
		Entry("an unknown type", correlation("event_cuont", "condition: {gte: 1}"),
			`4:9: unknown type "event_cuont", expected one of event_count, value_count, temporal, temporal_ordered, value_sum, value_avg, value_percentile; did you mean "event_count"?`),
		Entry("an unknown rule", strings.Replace(correlation("event_count", "condition: {gte: 1}"), "[paid]", "[pad]", 1), `5:10: unknown rule "pad", expected paid; did you mean "paid"?`),
		Entry("no threshold", correlation("event_count", "condition: {}"), "8:3: event_count lacks a threshold, expected gt, gte, lt, lte, eq or neq in condition"),
		Entry("no field", correlation("value_sum", "condition: {gte: 1}"), "8:3: value_sum lacks the field whose values it measures, expected field in condition"),
		Entry("a field that is not read", correlation("event_count", "condition: {gte: 1, field: n}"), "8:3: event_count has a field, expected none: it counts matches"),
		Entry("a fraction of a count", correlation("event_count", "condition: {gte: 1.5}"), "8:3: event_count has the threshold 1.5, expected a whole number: it counts"),
		Entry("a count that cannot be", correlation("event_count", "condition: {lt: 1}"), "8:3: event_count has the condition lt 1, expected one that a count of 1 or more can meet"),
		Entry("more rules than there are", correlation("temporal", "condition: {gte: 2}"), "8:3: temporal has the condition gte 2, expected one that 1 to 1 rules can meet"),
		Entry("another timespan", strings.Replace(correlation("event_count", "condition: {gte: 1}"), "10s", "1w", 1), `7:13: timespan is "1w", expected a number above 0 and s, m, h or d, such as 15m`),
		Entry("no timespan", strings.Replace(correlation("event_count", "condition: {gte: 1}"), "  timespan: 10s\n", "", 1), "3:1: correlation lacks timespan, expected type, rules, timespan and, in most types, condition"),
		Entry("a mistake in the condition", correlation("event_count", "condition: {gtee: 1}"), `8:15: unknown key of condition "gtee", expected one of gt, gte, lt, lte, eq, neq, field, percentile; did you mean "gte"?`),
		Entry("a mistake in the correlation", correlation("event_count", "groupby: [x]"), `8:3: unknown key of correlation "groupby", expected one of type, rules, group-by, timespan, aliases, condition, generate; did you mean "group-by"?`),
		Entry("an alias for another rule", correlation("event_count", "condition: {gte: 1}\n  aliases: {a: {entered: user}}")+entered, `9:17: unknown rule of the correlation "entered", expected paid`),
		Entry("a circle", "title: a\nname: a\ncorrelation: {type: temporal, rules: [b], timespan: 1s}\n---\ntitle: b\nname: b\ncorrelation: {type: temporal, rules: [a], timespan: 1s}\n",
			"1:1: the correlation leads back to itself, or its chain is too long, expected chains of at most 16 that end at detections"),
		Entry("a percentile elsewhere", correlation("value_sum", "condition: {gte: 1, field: n, percentile: 5}"), "8:3: value_sum has a percentile, expected none: it belongs to value_percentile"),
	)

	DescribeTable("that does not fit the events is refused", func(text, what string) {
		Expect(strings.Split(refused(text), "\n")[0]).To(Equal("rules.yml:" + what))
	},
		Entry("by group", strings.Replace(correlation("event_count", "condition: {gte: 1}"), "[user]", "[usr]", 1), `3:1: unknown field "usr", expected one of address, at, n, name, ok, type, user; did you mean "user"?`),
		Entry("by value", correlation("value_sum", "condition: {gte: 1, field: name}"), `3:1: value_sum measures the field name, which is a text, expected an integer`),
		Entry("by a field of other events", "title: c\nname: c\ncorrelation: {type: event_count, rules: [entered], group-by: [n], timespan: 1s, condition: {gte: 1}}\n"+entered,
			`3:1: the field n is in no event of the rule "entered", expected one of address, at, ok, type, user`),
		Entry("by threshold", correlation("event_count", "condition: {gte: 1000000}"), "3:1: the threshold 1000000 is beyond what a window holds, expected at most 32768"),
	)
})
