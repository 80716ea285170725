package scenarios_test

import (
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

// parsed gives the scenario of a text that must load.
func parsed(src string) *scenarios.Scenario {
	GinkgoHelper()
	s, err := scenarios.Parse(file, []byte(src))
	Expect(err).NotTo(HaveOccurred())
	return s
}

// wrong expects just one error, where the caret stands.
func wrong(old, mutant, message string) {
	GinkgoHelper()
	src, at := mutate(old, mutant)
	Expect(at).To(HaveLen(1))
	message = strings.ReplaceAll(message, "{line before}", strconv.Itoa(at[0].Line-1))
	Expect(complaints(src).Error()).To(Equal(at[0].String() + ": " + message))
}

var _ = Describe("Reading a scenario", func() {
	DescribeTable("refuses what is not plain YAML, with its place", func(src, message string) {
		Expect(complaints(src).Error()).To(Equal(message))
	},
		Entry("an open bracket", "id: [1, 2", "it.yaml:1:5: not YAML: sequence end token ']' not found, expected YAML"),
		Entry("an open quote", "id: x\ntitle: \"y\n", "it.yaml:2:8: not YAML: could not find end character of double-quoted text, expected YAML"),
		Entry("nothing", "", "it.yaml:1:1: the file is empty, expected a mapping"),
		Entry("comments only", "# soon\n", "it.yaml:1:1: the file is empty, expected a mapping"),
		Entry("a zero byte", "id: \x00", "it.yaml:1:1: the file has a zero byte, expected text"),
		Entry("a carriage return alone", "id: x\rtitle: y\n", "it.yaml:1:1: the file has a carriage return without a line feed, expected lines that end in line feeds"),
		Entry("words", "once upon a time", `it.yaml:1:1: the file is "once upon a time", expected a mapping`),
		Entry("another encoding", "id: \xe9", "it.yaml:1:1: the file is not UTF-8, expected text"),
		Entry("two documents", "id: x\n---\nid: y\n", "it.yaml:3:1: a second document begins, expected one document"),
		Entry("an anchor", "id: &a x\n", "it.yaml:1:5: YAML's anchor stands here, expected a plain value"),
		Entry("an alias", "id: *a\n", "it.yaml:1:5: YAML's alias stands here, expected a plain value"),
		Entry("a tag", "id: !!str x\n", "it.yaml:1:5: YAML's tag stands here, expected a plain value"),
		Entry("a merge", "<<: {id: x}\n", "it.yaml:1:1: the key is not a plain word, expected a word and a colon"),
		Entry("brackets without end", strings.Repeat("[", 100_000), "it.yaml:1:65: values are nested too deeply, expected at most 64 levels"),
		Entry("dashes without end", strings.Repeat("- ", 100_000), "it.yaml:1:129: values are nested too deeply, expected at most 64 levels"),
		Entry("half a megabyte", strings.Repeat("# more\n", 75_000), "it.yaml:1:1: the file has 525000 bytes, expected at most 262144"),
	)

	DescribeTable("is strict about keys", wrong,
		Entry("an unknown one, with the nearest that is known",
			"  tail: 72h", "  tail: 72h\n  ‸tial: 72h",
			`unknown key "tial", expected one of start, end, tail, zone, epilogue; did you mean "tail"?`),
		Entry("an unknown one that is near to none",
			"  tail: 72h", "  tail: 72h\n  ‸colour: red",
			`unknown key "colour", expected one of start, end, tail, zone, epilogue`),
		Entry("one that appears twice",
			"  tail: 72h", "  tail: 72h\n  ‸tail: 72h",
			`key "tail" appears twice, expected it only once, as in line {line before}`),
		Entry("a missing figure",
			"{earliest: 2018-01-06T16:00:00+09:00, latest: 2018-01-06T17:00:00+09:00}", "‸{earliest: 2018-01-06T16:00:00+09:00}",
			`latest is missing, expected a time with its offset, such as "2018-01-06T16:00:00+09:00"`),
		Entry("a missing name in a list",
			"    - id: read\n      technique: read_account", "    - ‸id: read",
			`technique is missing, expected a name without spaces`),
		Entry("a missing mapping",
			"- {code: JPY, decimals: 0, reference: 1 JPY, supply: 1000000000000000 JPY, chain: none}",
			"- ‸{code: JPY, decimals: 0, reference: 1 JPY, supply: 1000000000000000 JPY}",
			`chain is missing, expected a mapping with on, network, model, relay, block_interval, min_fee, or "none"`),
	)

	DescribeTable("is strict about types", wrong,
		Entry("a number", "count: 3200", "count: ‸many", `count is "many", expected a whole number, 0 or more`),
		Entry("a negative number", "count: 3200", "count: ‸-5", `count is "-5", expected a whole number, 0 or more`),
		Entry("a fraction", "count: 3200", "count: ‸0.5", `count is "0.5", expected a whole number, 0 or more`),
		Entry("a number in quotes", "count: 3200", `count: ‸"3200"`, `count is "3200", expected a whole number, 0 or more`),
		Entry("a number beyond 64 bits", "count: 3200", "count: ‸9223372036854775808", `count is "9223372036854775808", expected a whole number, 0 or more`),
		Entry("no value", "count: 3200", "count:‸", `count is empty, expected a whole number, 0 or more`),
		Entry("a list for a number", "count: 3200", "count: ‸[1, 2]", `count is a list, expected a whole number, 0 or more`),
		Entry("an item of a list", "counts: [14, 11,", "counts: [14, ‸x,", `counts[1] is "x", expected a whole number, 0 or more`),
		Entry("an amount without asset", "withdrawal_fee: 0.001 BTC", "withdrawal_fee: ‸0.001", `withdrawal_fee is "0.001", expected an amount such as "12.5 BTC", 0 or more`),
		Entry("a negative amount", "withdrawal_fee: 0.001 BTC", "withdrawal_fee: ‸-0.001 BTC", `withdrawal_fee is "-0.001 BTC", expected an amount such as "12.5 BTC", 0 or more`),
		Entry("an amount with an exponent", "withdrawal_fee: 0.001 BTC", "withdrawal_fee: ‸1e-3 BTC", `withdrawal_fee is "1e-3 BTC", expected an amount such as "12.5 BTC", 0 or more`),
		Entry("a share of more than all", "hot_share: 30 %", "hot_share: ‸101 %", `hot_share is "101 %", expected a share from 0 to 100 %, such as "35 %" or "200 ppm"`),
		Entry("a negative share", "hot_share: 30 %", "hot_share: ‸-1 %", `hot_share is "-1 %", expected a share from 0 to 100 %, such as "35 %" or "200 ppm"`),
		Entry("a fee that pays more than a hundredth", "maker_fee: {is: -0.01 %, from: seed}", "maker_fee: {is: ‸-1.1 %, from: seed}", `maker_fee is "-1.1 %", expected a fee from -1 to 100 %, such as "0.1 %", or "-0.01 %" where the venue pays`),
		Entry("a share finer than a millionth", "hot_share: 30 %", "hot_share: ‸0.00001 %", `hot_share is "0.00001 %", expected a share from 0 to 100 %, such as "35 %" or "200 ppm"`),
		Entry("a proportion", "volatility: 1 %", "volatility: ‸high", `volatility is "high", expected a proportion such as "180 %" or "200 ppm", 0 or more`),
		Entry("a rate", "logins: 0.6 a day", "logins: ‸0.6", `logins is "0.6", expected a rate such as "0.35 a day", 0 or more`),
		Entry("a duration", "tail: 72h", "tail: ‸72", `tail is "72", expected a duration such as "90s", "1h30m" or "3d", 0 or more`),
		Entry("a duration beyond 64 bits", "tail: 72h", "tail: ‸999999d", `tail is "999999d", expected at most 106751d`),
		Entry("a year that no number of nanoseconds reaches", "until: 2018-01-07T09:45:00+09:00", "until: ‸9999-01-07T09:45:00+09:00", `until is "9999-01-07T09:45:00+09:00", expected a time of a year from 1970 to 2199`),
		Entry("a day that its month has not", "first: 2018-01-06+09:00", "first: ‸2018-02-30+09:00", `first is "2018-02-30+09:00", expected a day that this month has`),
		Entry("an hour that no day has", "until: 2018-01-07T09:45:00+09:00", "until: ‸2018-01-07T25:10:00+09:00", `until is "2018-01-07T25:10:00+09:00", expected an hour from 00 to 23`),
		Entry("a month that is none", "start: onset", "start: ‸2018-13-07T05:10:00+09:00", `start is "2018-13-07T05:10:00+09:00", expected a month from 01 to 12`),
		Entry("a day before all", "first: 2018-01-06+09:00", "first: ‸1969-01-06+09:00", `first is "1969-01-06+09:00", expected a day of a year from 1970 to 2199`),
		Entry("an epilogue that is no time, once", "  tail: 72h", "  tail: 72h\n  epilogue: ‸soon", `epilogue is "soon", expected a time with its offset, such as "2018-01-06T16:00:00+09:00"`),
		Entry("a time without offset", "until: 2018-01-07T09:45:00+09:00", "until: ‸2018-01-07T09:45:00", `until is "2018-01-07T09:45:00", expected a time with its offset, such as "2018-01-06T16:00:00+09:00"`),
		Entry("a day without offset", "first: 2018-01-06+09:00", "first: ‸2018-01-06", `first is "2018-01-06", expected a day with its offset, such as "2014-08-07+09:00"`),
		Entry("a moment", "start: onset", "start: ‸soon", `start is "soon", expected "onset", or a time with its offset such as "2018-01-06T16:00:00+09:00"`),
		Entry("a figure of the record", "{is: 137, from: seed", "{is: ‸about 137, from: seed", `expected is "about 137", expected a number, an amount such as "5966.1 BTC", a share such as "98.8 %", a time or a day with its offset, or words in quotes`),
		Entry("a name", "technique: present_key", "technique: ‸present key", `technique is "present key", expected a name without spaces`),
		Entry("a zone", "zone: Asia/Tokyo +09:00", "zone: ‸Asia/Tokyo", `zone is "Asia/Tokyo", expected a time zone with its offset, such as "Asia/Tokyo +09:00"`),
		Entry("a truth", "scalable: true", "scalable: ‸maybe", `scalable is "maybe", expected true or false`),
		Entry("a version", "version: 3", "version: ‸one", `version is "one", expected a whole number, 1 or more`),
		Entry("a text", "venue: Zaif", "venue: ‸[Zaif]", `venue is a list, expected text`),
		Entry("a list", "posture: []", "posture: ‸none", `posture is "none", expected a list`),
		Entry("a mapping", "pace: {from: synthetic, times: 240, minutes: 90m}", "pace: ‸60x", `pace is "60x", expected a mapping`),
	)

	DescribeTable("wants to know where every figure comes from", wrong,
		Entry("no provenance, here or above", "floor: {is: 90 %, from: synthetic}", "floor: ‸90 %",
			`floor has no provenance, expected from: seed, public, derived or synthetic, beside it or above`),
		Entry("an unknown provenance", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, from: ‸sead}",
			`from is "sead", expected seed, public, derived or synthetic; did you mean "seed"?`),
		Entry("public without source", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, ‸from: public}",
			`from: public has no source, expected source: with ids out of incident.sources beside it`),
		Entry("derived without arithmetic", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, ‸from: derived}",
			`from: derived does not say how, expected how: with the arithmetic beside it`),
		Entry("arithmetic of something else", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, from: seed, ‸how: 45 + 45}",
			`how stands beside from: seed, expected from: derived`),
		Entry("a source of an invention", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, from: synthetic, ‸source: S18}",
			`source stands beside from: synthetic, expected from: public or seed`),
		Entry("a source alone", "floor: {is: 90 %, from: synthetic}", "from: synthetic\nfloor: {is: 90 %, ‸source: S18}",
			`source stands without from, expected from: public or seed beside it`),
		Entry("a source that is not listed", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, from: public, source: ‸S777}",
			`unknown source "S777", expected one of seed, S16, S17, S18, S19, S20, S21, S22, S23, S24`),
		Entry("a source that is a mapping", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, from: public, source: ‸{id: S16}}",
			`source is a mapping, expected an id out of incident.sources, or a list of them`),
		Entry("a mapping without value", "floor: {is: 90 %, from: synthetic}", "floor: ‸{from: synthetic}",
			`floor has no value, expected a share from 0 to 100 %, such as "35 %" or "200 ppm", or a mapping with is: and that`),
		Entry("an unknown key beside a value", "floor: {is: 90 %, from: synthetic}", "floor: {is: 90 %, from: synthetic, ‸alos: []}",
			`unknown key "alos", expected one of is, also, from, source, how, note; did you mean "also"?`),
		Entry("a range that is not one", "range: [950, 1050]", "range: ‸950",
			`range is not two bounds, expected [lowest, highest], each a whole number, 0 or more`),
		Entry("a value outside its range", "range: [950, 1050]", "range: ‸[1001, 1050]",
			`keys is outside its range, expected [lowest, highest] around it`),
		Entry("a reading without provenance", "also: [{is: 9, from: public, source: [S18, S21]}]", "also: [{is: ‸9}]",
			`expected has no provenance, expected from: seed, public, derived or synthetic, beside it`),
		Entry("a reading that is only a number", "also: [{is: 9, from: public, source: [S18, S21]}]", "also: [‸9]",
			`also holds "9", expected a list of {is: value, from: provenance}`),
		Entry("a reading of another type", "also: [{is: 9, from: public, source: [S18, S21]}]", "also: [{is: ‸nine of them, from: public, source: S18}]",
			`expected is "nine of them", expected a number, an amount such as "5966.1 BTC", a share such as "98.8 %", a time or a day with its offset, or words in quotes`),
	)

	It("takes the line ends of other systems", func() {
		windows := strings.ReplaceAll(read("scenario.yaml"), "\n", "\r\n")
		s, err := scenarios.Parse(file, []byte(windows))
		Expect(err).NotTo(HaveOccurred())
		Expect(s.Leaves).To(Equal(parsed(read("scenario.yaml")).Leaves))
	})

	It("collects all that is wrong, in the order of the file", func() {
		src, first := mutate("count: 3200", "count: ‸many")
		src = strings.Replace(src, "clock:\n", "clock:\n  colour: red\n", 1)
		src = strings.Replace(src, "technique: read_account", "technique: read account", 1)
		errs := complaints(src)
		Expect(errs).To(HaveLen(3))
		Expect(errs[0].Problem).To(Equal(`unknown key "colour"`))
		Expect(errs[1].Problem).To(Equal(`count is "many"`))
		Expect(errs[1].Pos.Line).To(Equal(first[0].Line + 1))
		Expect(errs[2].Problem).To(Equal(`technique is "read account"`))
		Expect(strings.Split(errs.Error(), "\n")).To(HaveLen(3))
		Expect(errs.Unwrap()).To(HaveLen(3))
	})
})
