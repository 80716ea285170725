package scenarios_test

import (
	"os"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// asWritten is what stands in the file of a scenario that ships, before anything of
// what it extends is laid under it.
func asWritten(id string) string {
	GinkgoHelper()
	text, err := os.ReadFile(id + "/scenario.yaml")
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

// saidOf is each line about a file that lies on the disk.
func saidOf(file string) []string {
	GinkgoHelper()
	_, err := scenarios.LoadFile(file)
	Expect(err).To(BeAssignableToTypeOf(yamldoc.Errors{}))
	return strings.Split(err.Error(), "\n")
}

var _ = Describe("A scenario of which part cannot be had", func() {
	named := regexp.MustCompile(`(extends: |like: )([a-z\[][^\s,}]*)`)

	It("is told of that alone where nothing else is wrong", func() {
		for _, id := range scenarios.IDs() {
			src := asWritten(id)
			for _, at := range named.FindAllStringSubmatchIndex(src, -1) {
				spoilt := src[:at[4]] + "zzz" + src[at[5]:]
				if src[at[4]] == '[' {
					spoilt = src[:at[4]] + "[zzz" + src[at[5]-1:]
				}
				_, err := scenarios.Parse("it.yaml", []byte(spoilt))
				Expect(err).To(MatchError(MatchRegexp(`^it.yaml:\d+:\d+: unknown (base|item that it is like) "zzz", [^\n]*$`)), "%s: %s", id, src[at[0]:at[1]])
			}
		}
	})

	DescribeTable("is told of its other mistakes as well", func(old, mutant string, lines ...string) {
		src := strings.Replace(asWritten("quiet-week"), old, mutant, 1)
		Expect(src).NotTo(Equal(asWritten("quiet-week")))
		src = strings.Replace(src, "position: none", "position: nnoe", 1)
		_, err := scenarios.Parse("it.yaml", []byte(src))
		Expect(err).To(MatchError(MatchRegexp(`unknown position "nnoe"`)))
		Expect(err).To(MatchError(MatchRegexp(lines[0])))
		Expect(strings.Count(err.Error(), "\n")).To(Equal(1), "%v", err)
	},
		Entry("a base that is none", "extends: yen", "extends: yne", `unknown base "yne"`),
		Entry("an empty list of bases", "extends: yen", "extends: []", `extends is an empty list, expected the name of a base`),
		Entry("no base", "extends: yen", "extends:", `extends is empty, expected the name of a base`),
	)

	It("is told of names in it where a group is like none", func() {
		file := extending("extends: quiet-week\npopulation: {from: synthetic, holdings: {ZZZ: 100 %}, groups: [{name: people, like: poeple, kind: people}, {name: api_bots}, {name: vendor_bots}]}\n")
		Expect(saidOf(file)).To(ConsistOf(ContainSubstring(`unknown item that it is like "poeple"`), ContainSubstring(`unknown asset "ZZZ"`)))
	})

	It("is told of a circle once, in whichever file it begins", func() {
		file := extending("extends: a.yaml\nfloor: most\n", "a.yaml", "extends: ./own.yaml\n")
		Expect(saidOf(file)).To(ConsistOf(ContainSubstring("a.yaml:1:10: it leads back to ./own.yaml"), ContainSubstring(`own.yaml:7:8: floor is "most"`)))
	})
})

var _ = Describe("One mistake in a scenario", func() {
	It("is one line where a market's asset is none, whatever a base would have had for the market", func() {
		own := "venues: [{name: " + load("quiet-week").Venues[0].Name.Text + ", from: synthetic, markets: [{base: BTC, quote: JPY}, {base: ETH, quote: EUR, tick: 5 JPY}]}]\n"
		Expect(saidOf(extending("extends: quiet-week\n" + own))).To(ConsistOf(MatchRegexp(`unknown asset "EUR"`)))
	})

	It("is one line where the clock ends before it starts", func() {
		src := regexp.MustCompile(`\n  end: \S+`).ReplaceAllString(read("scenario.yaml"), "\n  end: 2017-01-01T00:00:00+09:00")
		Expect(complaints(src).Error()).To(MatchRegexp(`^\S+ end is 2017-01-01T00:00:00\+09:00, expected a time after the start, [^\n]*$`))
	})
})

var _ = Describe("A group that a scenario leaves out of its base's", func() {
	It("is left out of what the base says of adoption, and of nothing that the scenario says", func() {
		groups := "extends: quiet-week\npopulation: {surges: [], groups: [{name: people}, {name: api_bots}]}\n"
		s := loaded(extending(groups))
		for _, shares := range []scenarios.Table[scenarios.Share]{s.Venues[0].Adoption.AllowList, s.Venues[0].Adoption.SecondFactor} {
			Expect(shares).To(HaveLen(2))
		}
		own := "venues: [{name: " + s.Venues[0].Name.Text + ", from: synthetic, adoption: {allow_list: {people: 1 %, vendor_bots: 2 %}}}]\n"
		Expect(saidOf(extending(groups + own))).To(ConsistOf(MatchRegexp(`own.yaml:8:\d+: unknown group "vendor_bots", expected one of people, api_bots`)))
	})
})

var _ = Describe("A scenario's file", func() {
	It("may begin with a byte order mark", func() {
		parsed("\ufeff" + read("scenario.yaml"))
	})

	It("may say what it extends, as a key that it does not know is told", func() {
		Expect(complaints(read("scenario.yaml") + "extents: yen\n").Error()).To(MatchRegexp(`unknown key "extents", expected one of .*, extends; did you mean "extends"\?`))
	})
})
