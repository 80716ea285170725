package scenarios_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/scenarios"
)

// pair is the Zaif file with a second venue, own accounts of the thief's and
// what an exchange can do to make a theft good.
func pair() string {
	GinkgoHelper()
	src := read("scenario.yaml")
	before, rest, _ := strings.Cut(src, "venues:\n")
	venue, after, _ := strings.Cut(rest, "\n# 20,000 customers")
	src = before + "venues:\n" +
		strings.Replace(venue, "  - name: zaif\n", "  - name: zaif\n    share: 60 %\n", 1) +
		strings.Replace(venue, "  - name: zaif\n", "  - name: minato\n    share: 40 %\n    migrations:\n"+
			"      - {asset: BTC, at: 2018-01-08T12:00:00+09:00, announced: 2018-01-08T09:00:00+09:00}\n", 1) +
		"\n# 20,000 customers" + after
	for _, change := range [][2]string{
		{"      withdraw: true\n    - name: sent #", "      withdraw: true\n      venue: zaif\n    - name: sent #"},
		{"      withdraw: true\n    - name: sold #", "      withdraw: true\n      venue: zaif\n    - name: sold #"},
		{"      withdraw: true\n    - name: spared #", "      withdraw: true\n      venue: zaif\n    - name: spared #"},
		{"        hot_share: 30 %\n", "        hot_share: 30 %\n        hot_coins: 150\n"},
		{"    deleted_on:\n", "    published: {is: 10, from: synthetic}\n    deleted_on:\n"},
		{"  complaints:\n", "  own:\n    - name: bait\n      from: synthetic\n      venue: zaif\n      accounts: 31\n" +
			"      opened: {first: 2017-06-01+09:00, last: 2017-09-30+09:00}\n      holdings: {MONA: 31000 MONA}\n      withdraw: true\n  complaints:\n"},
		{"    - id: withdraw-as-is", "    - id: bait\n      technique: place_bait_orders\n      on: [bait]\n      at: {start: onset, end: 2018-01-07T08:30:00+09:00}\n" +
			"      params: {market: MONA/JPY, ladder: [{price: 90000.5 JPY, quantity: 10 MONA}, {price: 180000 JPY, quantity: 20 MONA}]}\n" +
			"    - id: buy\n      technique: buy_from_self\n      on: [sold_and_sent]\n      with: bait\n      venue: zaif\n" +
			"      after: {step: convert, delay: 1m, jitter: 1m}\n      params: {market: MONA/JPY, price: 180000 JPY, spend: 90 %, rounds: 3}\n" +
			"    - id: withdraw-as-is"},
		{"    - {at: 2018-01-07T13:00:00+09:00, from: public", "    - at: {is: 2018-01-07T12:45:00+09:00, from: synthetic}\n      from: synthetic\n" +
			"      action: rollback_trades\n      venue: zaif\n      market: MONA/JPY\n      since: 2018-01-07T08:00:00+09:00\n      until: 2018-01-07T10:00:00+09:00\n      price_above: 90000 JPY\n" +
			"    - {at: 2018-01-07T12:50:00+09:00, from: synthetic, action: compensate, names: robbed_accounts, total: 5000000 JPY, since: 2018-01-06T00:00:00+09:00}\n" +
			"    - {at: 2018-01-07T12:55:00+09:00, from: synthetic, action: fund_protection, share: 10 %}\n" +
			"    - {at: 2018-01-07T13:00:00+09:00, from: public"},
		{"    claim: cause_known\n", "    by: 3commas\n    claim: nothing_wrong\n"},
		{"    measure: keys_presented\n", "    measure: keys_presented\n    venue: minato\n"},
	} {
		Expect(src).To(ContainSubstring(change[0]))
		src = strings.Replace(src, change[0], change[1], 1)
	}
	return src
}

// mistaken expects, among the errors of a changed pair, one at the caret.
func mistaken(old, mutant, place, message string) {
	GinkgoHelper()
	src := pair()
	Expect(src).To(ContainSubstring(old))
	src = strings.Replace(src, old, mutant, 1)
	Expect(strings.Split(complaints(src).Error(), "\n")).To(ContainElement(locate(src, place).String() + ": " + message))
}

var _ = Describe("A scenario with several venues", func() {
	It("loads, with its parts where they belong", func() {
		s := parsed(pair())
		Expect(s.Venues).To(HaveLen(2))
		Expect(s.Venues[0].Share.PPM).To(BeEquivalentTo(600_000))
		Expect(s.Venues[1].Migrations).To(HaveLen(1))
		Expect(s.Venues[0].Assets[1].HotCoins.Value).To(BeEquivalentTo(150))
		Expect(s.Compromise.AttackerAccounts[0].Accounts.Value).To(BeEquivalentTo(31))
		Expect(s.Compromise.Dump.Published.Value).To(BeEquivalentTo(10))
		Expect(s.Statements[1].By.Text).To(Equal("3commas"))
		Expect(s.Statements[1].Claim.Text).To(Equal(scenarios.ClaimNothingWrong))
		Expect(s.Facts[0].Venue.Text).To(Equal("minato"))
	})

	DescribeTable("tells where venues make no sense", mistaken,
		Entry("no share", "    share: 40 %\n", "", "- name: ‸minato", "share is missing, expected it where there are several venues"),
		Entry("shares that are no whole", "share: 60 %", "share: 50 %", "share: ‸50 %", "the shares of the venues add up to 90 %, expected 100 %"),
		Entry("a share of nothing", "share: 40 %", "share: 0 %", "share: ‸0 %", "share is 0, expected more than 0"),
		Entry("a group at an unknown venue", "      count: 15190\n", "      count: 15190\n      venues: [hayate]\n",
			"venues: [‸hayate]", `unknown venue "hayate", expected one of zaif, minato`),
		Entry("victims at an unknown venue", "      venue: zaif\n    - name: sent #", "      venue: zaiff\n    - name: sent #",
			"venue: ‸zaiff", `unknown venue "zaiff", expected one of zaif, minato; did you mean "zaif"?`),
		Entry("a step at an unknown venue", "      venue: zaif\n      after", "      venue: zaiff\n      after",
			"venue: ‸zaiff", `unknown venue "zaiff", expected one of zaif, minato; did you mean "zaif"?`),
		Entry("a fact at an unknown venue", "    venue: minato", "    venue: x", "venue: ‸x", `unknown venue "x", expected one of zaif, minato`),
		Entry("an action at an unknown venue", "      action: rollback_trades\n      venue: zaif", "      action: rollback_trades\n      venue: x",
			"venue: ‸x", `unknown venue "x", expected one of zaif, minato`),
		Entry("counts over several venues", "      venue: zaif\n    - name: sent #", "    - name: sent #",
			"counts: [‸5, 4", "counts stands in a step about keys at several venues, expected venue: in the step, or sets of keys that are at one"),
		Entry("a migration of what is on no chain", "{asset: BTC, at", "{asset: JPY, at",
			"{asset: ‸JPY", `unknown asset with a hot wallet "JPY", expected one of BTC, MONA, XEM, BCH, ETH, ZAIF`),
		Entry("a migration before it was announced", "announced: 2018-01-08T09", "announced: 2018-01-08T13",
			"at: ‸2018-01-08T12:00:00+09:00, ann", "at is 2018-01-08T12:00:00+09:00, expected a time after announced, 2018-01-08T13:00:00+09:00"),
		Entry("coins where there are none", "network: xem, model: account, relay: first_seen, block_interval: 60s, min_fee: 0.05 XEM}\n",
			"network: xem, model: account, relay: first_seen, block_interval: 60s, min_fee: 0.05 XEM}\n        hot_coins: 7\n",
			"hot_coins: ‸7\n", "hot_coins stands beside XEM, expected a coin whose chain has model utxo"),
	)

	DescribeTable("tells where own accounts and partners make no sense", mistaken,
		Entry("more in public than there are", "published: {is: 10,", "published: {is: 103,", "published: {is: ‸103", "published is 103, expected at most 102"),
		Entry("own accounts without venue", "    - name: bait\n      from: synthetic\n      venue: zaif\n", "    - name: bait\n      from: synthetic\n",
			"- name: ‸bait", "venue is missing, expected it where there are several venues"),
		Entry("a class that is another set", "- name: bait", "- name: published", "- name: ‸published", `name is "published", expected another word than all, live, deleted or published`),
		Entry("nobody", "      accounts: 31", "      accounts: 0", "accounts: ‸0", "accounts is 0, expected more than 0"),
		Entry("accounts from the future", "opened: {first: 2017-06-01+09:00, last: 2017-09-30+09:00}", "opened: {first: 2017-06-01+09:00, last: 2018-01-06+09:00}",
			"opened: {first: 2017-06-01+09:00, last: ‸2018-01-06", "opened lasts until 2018-01-06, expected a day before the clock starts, 2018-01-06T00:00:00+09:00"),
		Entry("an amount of something else", "{MONA: 31000 MONA}", "{MONA: 31000 BTC}", "{MONA: ‸31000 BTC", "the amount is in BTC, expected an amount of MONA"),
		Entry("an unknown partner", "with: bait", "with: baits", "with: ‸baits", `unknown class of own accounts "baits", expected one of bait; did you mean "bait"?`),
		Entry("a partner at another venue", "      on: [sold_and_sent]\n      with: bait\n      venue: zaif\n", "      on: [spared]\n      with: bait\n",
			"with: ‸bait", `with is "bait", which is not at minato, where 16 of the keys are, expected a class that is there, or venue: in the step`),
		Entry("a ladder without market", "params: {market: MONA/JPY, ladder", "params: {ladder", "{price: ‸90000.5", "ladder stands without market, expected market: beside it"),
		Entry("an unknown market", "params: {market: MONA/JPY, ladder", "params: {market: SYS/JPY, ladder",
			"market: ‸SYS/JPY", `unknown market "SYS/JPY", expected one of BTC/JPY, MONA/JPY, XEM/JPY, BCH/JPY, ETH/JPY, ZAIF/JPY`),
		Entry("a price that the market cannot count", "price: 90000.5 JPY", "price: 90000.55 JPY",
			"price: ‸90000.55", "price is 90000.55, expected more than 0, with at most as many decimals as price_scale says"),
		Entry("a price in the base", "price: 90000.5 JPY", "price: 9 MONA", "price: ‸9 MONA", "price is in MONA, expected an amount of JPY"),
		Entry("a quantity in the quote", "quantity: 10 MONA", "quantity: 10 JPY", "quantity: ‸10 JPY", "quantity is in JPY, expected an amount of MONA"),
		Entry("no rounds", "rounds: 3", "rounds: 0", "rounds: ‸0", "rounds is 0, expected more than 0"),
	)

	DescribeTable("tells where making good makes no sense", mistaken,
		Entry("a rollback of no market", "      market: MONA/JPY\n      since", "      since", "action: ‸rollback_trades", "market is missing, expected it beside rollback_trades"),
		Entry("a rollback since ever", "      since: 2018-01-07T08:00:00+09:00\n", "", "action: ‸rollback_trades", "since is missing, expected it beside rollback_trades"),
		Entry("a rollback of the future", "      since: 2018-01-07T08", "      since: 2018-01-07T14",
			"- at: {is: ‸2018-01-07T12:45", "at is 2018-01-07T12:45:00+09:00, expected a time after since, 2018-01-07T14:00:00+09:00"),
		Entry("a rollback that ends before it begins", "      until: 2018-01-07T10", "      until: 2018-01-07T07",
			"      until: ‸2018-01-07T07", "until is 2018-01-07T07:00:00+09:00, expected a time after since, 2018-01-07T08:00:00+09:00"),
		Entry("a price in another coin", "price_above: 90000 JPY", "price_above: 1 BTC", "price_above: ‸1 BTC", "price_above is in BTC, expected an amount of JPY"),
		Entry("compensation of nothing", "names: robbed_accounts, total: 5000000 JPY, since", "names: robbed_accounts, since",
			"action: ‸compensate", "total is missing, expected it beside compensate"),
		Entry("compensation of nobody", "action: compensate, names: robbed_accounts,", "action: compensate,", "action: ‸compensate", "names is missing, expected it beside compensate"),
		Entry("compensation of wallets", "names: robbed_accounts", "names: drained_wallets",
			"names: ‸drained_wallets", `unknown selection "drained_wallets", expected one of profiting_accounts, complaining_accounts, robbed_accounts, counterparty_accounts, asset_holders, overpaying_accounts`),
		Entry("a fund of nothing", "action: fund_protection, share: 10 %", "action: fund_protection", "action: ‸fund_protection", "share is missing, expected it beside fund_protection"),
		Entry("a share of something else", "action: fund_protection, share", "action: announce, share", "share: ‸10 %", "share stands beside announce, expected it beside fund_protection or rebate_fees"),
		Entry("a total of something else", "action: compensate, names: robbed_accounts, total: 5000000 JPY, since: 2018-01-06T00:00:00+09:00", "action: announce, total: 5000000 JPY",
			"total: ‸5000000", "total stands beside announce, expected it beside compensate"),
		Entry("holders of nothing in particular", "names: robbed_accounts, total", "names: asset_holders, total",
			"names: ‸asset_holders", "names is asset_holders, expected rate: and asset: beside it"),
		Entry("a rate for victims", "names: robbed_accounts, total: 5000000 JPY", "names: robbed_accounts, rate: 88.5 JPY",
			"rate: ‸88.5", "rate is 88.5 JPY, expected names: asset_holders beside it, and no total"),
		Entry("a rate and a total", "names: robbed_accounts, total: 5000000 JPY", "names: asset_holders, asset: XEM, rate: 88.5 JPY, total: 5000000 JPY",
			"rate: ‸88.5", "rate is 88.5 JPY, expected names: asset_holders beside it, and no total"),
		Entry("a rate too fine", "names: robbed_accounts, total: 5000000 JPY", "names: asset_holders, asset: XEM, rate: 88.5000001 JPY",
			"rate: ‸88.5", "rate is 88.5000001, expected at most 6 decimals"),
	)

	It("is needed for shares", func() {
		wrong("  - name: zaif\n", "  - name: zaif\n    share: {is: ‸100 %, from: synthetic}\n", "share stands in the only venue, expected it only where there are several")
	})

	It("has assets that mean the same everywhere", func() {
		head, second, _ := strings.Cut(pair(), "  - name: minato\n")
		src := head + "  - name: minato\n" + strings.Replace(second, "decimals: 6", "decimals: 5", 1)
		place := locate(src, head[len(head)-40:]+"  - name: minato‸\n")
		errs := complaints(src)
		Expect(errs[0].Problem).To(Equal("decimals is 5"))
		Expect(errs[0].Expected).To(HavePrefix("6, as in line "))
		Expect(errs[0].Pos.Line).To(BeNumerically(">", place.Line))
	})
})

var _ = Describe("Splitting", func() {
	It("adds up, in proportion, and gives the rest to those who lost most", func() {
		Expect(scenarios.Split(100, []int64{1, 1, 1})).To(Equal([]int64{34, 33, 33}))
		Expect(scenarios.Split(7, []int64{500_000, 330_000, 170_000})).To(Equal([]int64{4, 2, 1}))
		Expect(scenarios.Split(1<<62, []int64{1, 0, 1})).To(Equal([]int64{1 << 61, 0, 1 << 61}))
	})

	It("loses nothing and is off by less than one, whatever the numbers", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			total := rapid.Int64Range(0, 1<<40).Draw(t, "total")
			weights := rapid.SliceOfN(rapid.Int64Range(1, 1_000_000), 1, 8).Draw(t, "weights")
			sum, all := int64(0), int64(0)
			for _, w := range weights {
				all += w
			}
			for i, part := range scenarios.Split(total, weights) {
				sum += part
				if exact := float64(total) * float64(weights[i]) / float64(all); float64(part) < exact-1 || float64(part) > exact+1 {
					t.Fatalf("part %d is %d, exactly %f", i, part, exact)
				}
			}
			if sum != total {
				t.Fatalf("the parts add up to %d of %d", sum, total)
			}
		})
	})
})
