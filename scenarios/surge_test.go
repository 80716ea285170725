package scenarios_test

import (
	"os"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Checking what comes to a venue", func() {
	DescribeTable("knows surges, moves, waypoints and gains", func(id, old, mutant, message string) {
		text, err := os.ReadFile(id + "/scenario.yaml")
		Expect(err).NotTo(HaveOccurred())
		before, after, found := strings.Cut(string(text), old)
		Expect(found).To(BeTrue(), "the file does not contain %q", old)
		head, tail, _ := strings.Cut(mutant, caret)
		at := end(before + head)
		_, err = scenarios.Parse(file, []byte(before+head+tail+after))
		Expect(err).To(MatchError(at.String() + ": " + message))
	},
		Entry("a surge of nobody", "payday", "groups: [people]", "groups: [‸makers]",
			`unknown group of customers "makers", expected one of people, api_bots, vendor_bots`),
		Entry("a surge of traders who have no intents", "payday", "groups: [people]", "groups: [‸momentum_traders]",
			`unknown group of customers "momentum_traders", expected one of people, api_bots, vendor_bots`),
		Entry("a surge that ends before it begins", "payday", "end: 2024-04-26T08:00:00+09:00", "end: ‸2024-04-25T08:00:00+09:00",
			"end is 2024-04-25T08:00:00+09:00, expected a time after the start, 2024-04-25T08:00:00+09:00"),
		Entry("a surge outside the clock", "payday", "end: 2024-04-26T08:00:00+09:00", "end: ‸2024-04-28T08:00:00+09:00",
			"end is 2024-04-28T08:00:00+09:00, outside the clock, expected a time from 2024-04-24T00:00:00+09:00 to 2024-04-27T00:00:00+09:00"),
		Entry("two surges at once", "quiet-week", "groups: [people]\n      start: 2024-05-18", "groups: [‸people]\n      start: 2024-05-17",
			`surges "friday_evening" and "weekend" of "people" overlap, expected one after the other`),
		Entry("an interest in nothing", "listing-day", "interest: {BTC: 26 %,", "interest: {‸BTC: 25 %,",
			"the shares of interest add up to 99 %, expected 100 %"),
		Entry("a rate that is not one", "payday", "withdrawals: 1000 %\n", "withdrawals: ‸ten times\n",
			`withdrawals is "ten times", expected a proportion such as "180 %" or "200 ppm", 0 or more`),
		Entry("a move of people", "bot-vendor-migration", "group: vendor_bots", "group: ‸people",
			`unknown group of vendors' customers "people", expected one of vendor_bots`),
		Entry("a move of more vendors than there are", "bot-vendor-migration", "      vendors: 1\n", "      vendors: ‸4\n",
			"vendors is 4, expected at most 3"),
		Entry("a move to nowhere", "bot-vendor-migration", "sources: {network: hosting_elsewhere,", "sources: {network: ‸elsewhere,",
			`unknown network "elsewhere", expected one of households, hosting, hosting_elsewhere; did you mean "hosting_elsewhere"?`),
		Entry("a price that goes back in time", "listing-day", "{at: 2024-07-10T12:40:00+09:00, times: 300 %}", "{at: ‸2024-07-10T11:40:00+09:00, times: 300 %}",
			"at is 2024-07-10T11:40:00+09:00, expected a time after the waypoint before, 2024-07-10T12:00:00+09:00"),
		Entry("a price of nothing", "listing-day", "times: 300 %", "times: ‸0 %",
			"times is 0, expected more than 0"),
		Entry("winners whom an action cannot be about", "honest-squeeze-2022-12", "action: hold\n      names: profiting_accounts", "action: revoke_keys\n      names: ‸profiting_accounts",
			"names stands beside revoke_keys, expected it beside hold, approve, reject, freeze_accounts, unfreeze_accounts, rollback_trades, compensate, waive_fees"),
	)

	It("wants to know what a profit is where somebody is said to have made one", func() {
		text, err := os.ReadFile("honest-squeeze-2022-12/scenario.yaml")
		Expect(err).NotTo(HaveOccurred())
		var lines []string
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "  gain:") {
				lines = append(lines, line)
			}
		}
		errs := complaints(strings.Join(lines, ""))
		Expect(errs).To(HaveLen(3))
		Expect(errs[0].Problem).To(Equal("names is profiting_accounts"))
		Expect(errs[0].Expected).To(Equal("gain: in history, which says what a profit is"))
	})

	It("tells where every figure of every scenario comes from", func() {
		for _, id := range scenarios.IDs() {
			for _, leaf := range load(id).Leaves {
				Expect(leaf.From).NotTo(Equal(scenarios.FromNone), "%s: %s", id, leaf.Path)
			}
		}
	})
})
