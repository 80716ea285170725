package sigma_test

import (
	"net/netip"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// swap changes a text that must be there.
func swap(text, old, put string) string {
	GinkgoHelper()
	Expect(text).To(ContainSubstring(old))
	return strings.Replace(text, old, put, 1)
}

// till puts searches into a rule about payments, door into one about logins.
func till(lines string) string {
	return swap(search(lines), "product: p", "product: shop, service: till")
}

func door(lines string) string {
	return swap(search(lines), "product: p", "product: shop, service: door")
}

var _ = Describe("Typed events", func() {
	e := event{
		id: 1, at: 1714980600 * second, class: 1, user: 7, n: 12, name: "Hans", ok: true,
		address: netip.MustParseAddr("10.1.2.3"),
	}
	DescribeTable("are read by column", func(lines string, matches bool) {
		Expect(typed(till(lines), sigma.Limits{}).Feed(&e)).To(HaveLen(map[bool]int{true: 1}[matches]))
	},
		Entry("integers", "n: 12", true), Entry("other integers", "n: 13", false),
		Entry("integers in a list", "n: [1, 12]", true), Entry("integers in another", "n: [1, 2]", false),
		Entry("integers by size", "n|gte: 12", true), Entry("integers by more", "n|gt: 12", false), Entry("integers by fractions", "n|gt: 11.5", true),
		Entry("integers with a wildcard", "n: '1*'", true), Entry("integers as text", "n|contains: 2", true),
		Entry("integers that differ", "n|neq: 13", true), Entry("integers that do not", "n|neq: [12, 13]", false),
		Entry("texts", "name: hans", true), Entry("texts by their end", "name|endswith: NS", true), Entry("texts with case", "name|cased: hans", false),
		Entry("truth", "ok: true", true), Entry("untruth", "ok: false", false),
		Entry("addresses", "address: 10.1.2.3", true), Entry("networks", "address|cidr: 10.0.0.0/8", true), Entry("other networks", "address|cidr: 11.0.0.0/8", false),
		Entry("dates", "at|hour: 7", true), Entry("other dates", "at|hour: 8", false),
		Entry("what is fixed", "type: PAYMENT", true), Entry("what is there", "n|exists: true", true), Entry("null", "user: null", false),
		Entry("other columns", "user|fieldref|neq: n", true), Entry("other columns by size", "user|lt|fieldref: n", true), Entry("the same columns", "n|fieldref: n", true),
		Entry("keywords", "'|contains': hAn", true), Entry("keywords in addresses", "'|contains': '1.2'", true), Entry("keywords nowhere", "'|contains': nowhere", false),
	)

	It("match null where a value stands for nobody", func() {
		Expect(typed(till("user: null"), sigma.Limits{}).Feed(&event{class: 1})).To(HaveLen(1))
		Expect(typed(till("user: 0"), sigma.Limits{}).Feed(&event{class: 1})).To(HaveLen(1))
	})

	It("are seen by the rules of their log source", func() {
		d := typed(door("user: 7")+"---\n"+till("user: 7"), sigma.Limits{})
		for class := range 2 {
			m := d.Feed(&event{class: class, user: 7})
			Expect(m).To(HaveLen(1))
			Expect(m[0].Rule.Logsource.Service).To(Equal([]string{"door", "till"}[class]))
		}
		Expect(typed(swap(search("user: 7"), "product: p", "product: shop"), sigma.Limits{}).Feed(&event{user: 7})).To(HaveLen(1))
	})

	DescribeTable("refuse rules that no event can match", func(text, what string) {
		Expect(refused(text)).To(Equal("rules.yml:" + what))
	},
		Entry("about other sources", search("a: 1"), `1:1: no events come from product p, expected one of product shop service door, product shop service till`),
		Entry("about unknown fields", till("usr: 1"), `5:5: unknown field "usr", expected one of address, at, n, name, ok, type, user; did you mean "user"?`),
		Entry("about fields of other events", door("n: 1"), `5:5: the field n is in no event of the log source, expected one of address, at, ok, type, user`),
		Entry("about unknown references", till("n|fieldref: m"), `5:5: unknown field "m", expected one of address, at, n, name, ok, type, user`),
		Entry("with values out of a closed list", till("type: paymnt"), `5:5: unknown value of type "paymnt", expected one of login, payment; did you mean "payment"?`),
		Entry("with texts for integers", till("n: x"), `5:5: the field n is an integer and never "x", expected a whole number`),
		Entry("with texts for truth", till("ok: maybe"), `5:5: the field ok is true or false and never "maybe", expected true or false`),
		Entry("with sizes of texts", till("name|gt: 5"), `5:5: the field name is a text, expected an integer for a comparison by size`),
		Entry("with networks of integers", till("n|cidr: 10.0.0.0/8"), `5:5: the field n is an integer, expected an address`),
		Entry("with hours of integers", till("n|hour: 1"), `5:5: the field n is an integer, expected a date`),
		Entry("that contradict themselves", till("type: login"), `1:1: the rule "t" can hold for no event of product shop service till, expected searches for fields and values that stand together in one event`),
	)

	Describe("explain", func() {
		It("why a rule stayed silent", func() {
			x := typed(till("n: 5\nuser: 7"), sigma.Limits{Diagnose: true})
			told(x, event{class: 1, user: 7})
			told(x, event{class: 0, user: 7})
			Expect(x.Explain()[0].Stats).To(Equal(sigma.Stats{
				Events: 1, Selections: []sigma.Counted{{Name: "s"}}, Fields: []sigma.Counted{{Name: "n", N: 1}, {Name: "user", N: 1}},
			}))
		})
		It("which fields no event had", func() {
			j := watch(search("a: 1\nb: 2"), sigma.JSONOptions{Limits: sigma.Limits{Diagnose: true}})
			Expect(j.Feed([]byte(`{"a":1}`))).To(BeEmpty())
			Expect(j.Explain()[0].NeverSeen).To(Equal([]string{"b"}))
		})
		It("how close a correlation came", func() {
			x := typed(correlation("event_count", "condition: {gte: 5}"), sigma.Limits{Diagnose: true})
			for i, user := range []int64{1, 2, 2, 2, 1} {
				told(x, payment(uint64(i), int64(i), user, 0))
			}
			Expect(x.Explain()[0].Threshold).To(Equal("gte 5"))
			Expect(*x.Explain()[0].Closest).To(Equal(sigma.Closest{
				Group: []sigma.GroupValue{{Field: "user", Value: "2"}}, From: second, Until: 3 * second, Measured: "3",
			}))
		})
	})
})
