package yamldoc_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

const shipped = "zaif-api-keys-2018-01"

var _ = Describe("A message about a name", func() {
	It("lists a few names, and of many the three nearest", func() {
		many := strings.Fields("a b c d e f g h i j k l m n o p q r s t u v w keys_presented keys_presented_dead keys_presented_live")
		Expect(yamldoc.OneOf("keys_present", many[:25])).To(Equal("one of " + strings.Join(many[:25], ", ")))
		Expect(yamldoc.OneOf("keys_present", many)).To(Equal("one of 26, such as keys_presented, keys_presented_dead, keys_presented_live"))
		Expect(yamldoc.OneOf("", many)).To(Equal("one of 26, such as a, b, c"))
	})
})

var _ = Describe("The nearest name", func() {
	names := []string{"none", "history", "halt-everything", "guardrails", shipped, "binance-sys-2018-07", "freeze_accounts", "ask_freeze"}

	DescribeTable("is the one that was meant", func(typed, meant string) {
		Expect(yamldoc.Nearest(typed, names)).To(Equal(meant))
	},
		Entry("as it is", "history", "history"),
		Entry("a letter lost", "histry", "history"),
		Entry("a letter too many", "nonne", "none"),
		Entry("a letter changed", "guardrials", "guardrails"),
		Entry("two neighbours exchanged", "zaif-api-kesy-2018-01", shipped),
		Entry("a digit and a plural", "zaif-api-key-2018-02", shipped),
		Entry("nothing comes near", "coincheck", ""),
		Entry("a part of it", "guard", "guardrails"),
		Entry("a part of several", "2018", "binance-sys-2018-07"),
		Entry("the beginning of one, and the end of a shorter one", "freeze", "freeze_accounts"),
		Entry("too small a part", "is", ""),
		Entry("nothing was typed", "", ""),
		Entry("a third of it is wrong", "nxnx", ""),
		Entry("something short that shares none", "xy", ""),
	)

	It("is none without candidates", func() {
		Expect(yamldoc.Nearest("none", nil)).To(BeEmpty())
	})

	It("is found whichever letter is wrong", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			name := rapid.SampledFrom(names).Draw(t, "name")
			i := rapid.IntRange(0, len(name)-1).Draw(t, "place")
			mistyped := name[:i] + rapid.SampledFrom([]string{"", "x", "xy"[:1] + name[i:i+1]}).Draw(t, "typed") + name[i+1:]
			if got := yamldoc.Nearest(mistyped, names); got != name {
				t.Fatalf("%q gives %q, not %q", mistyped, got, name)
			}
		})
	})
})

var _ = Describe("What was expected instead of a name", func() {
	It("lists each name once", func() {
		Expect(yamldoc.OneOf("x", []string{"people", "people", "bots"})).To(Equal("one of people, bots"))
		Expect(yamldoc.Choice([]string{"box", "box"})).To(Equal("box"))
	})
})
