package scenarios_test

import (
	"regexp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

var _ = Describe("The names of a scenario", func() {
	known := scenarios.Vocabulary{
		Techniques: []string{"present_key", "read_account", "cancel_orders", "convert_by_trade", "withdraw_direct", "wait", "retry"},
		Controls:   []string{"key_allow_list", "trading_expiry", "withdrawal_opt_in", "first_seen_hold", "withdrawal_limit"},
		Actions: []string{
			"revoke_keys", "restrict_keys", "freeze_accounts", "unfreeze_accounts", "block_address", "unblock_address",
			"halt_market", "cancel_only", "resume_market", "halt_withdrawals", "resume_withdrawals", "halt_deposits",
			"resume_deposits", "hold", "approve", "reject", "set_limit", "sweep_to_cold", "rotate_hot_key",
			"raise_confirmations", "tag_address", "announce", "enforce_allow_lists",
		},
		Measures: drill.Vocabulary().Measures,
		Harms:    []string{"withdrawal_late", "withdrawal_refused", "key_disabled", "account_frozen"},
	}

	It("are all known in the scenarios that ship", func() {
		for _, id := range scenarios.IDs() {
			Expect(scenarios.Validate(load(id), drill.Vocabulary())).To(Succeed())
		}
	})

	DescribeTable("are told, with their place, when nobody knows them", func(old, mutant, message string) {
		src, at := mutate(old, mutant)
		s, err := scenarios.Parse(file, []byte(src))
		Expect(err).NotTo(HaveOccurred())
		Expect(scenarios.Validate(s, known)).To(MatchError(at[0].String() + ": " + message))
	},
		Entry("a technique", "technique: present_key", "technique: ‸present_keys",
			`unknown technique "present_keys", expected one of present_key, read_account, cancel_orders, convert_by_trade, withdraw_direct, wait, retry; did you mean "present_key"?`),
		Entry("a control", "posture: []", "posture: [{control: ‸circuit_breaker}]",
			`unknown control "circuit_breaker", expected one of key_allow_list, trading_expiry, withdrawal_opt_in, first_seen_hold, withdrawal_limit`),
		Entry("a row of the tariff", "tariff: {}", "tariff: {‸tears: {}}",
			`unknown harm "tears", expected one of withdrawal_late, withdrawal_refused, key_disabled, account_frozen`),
	)

	It("keep apart what a run shows and what a scenario is built with", func() {
		v := drill.Vocabulary()
		wrongKind := func(old, mutant string) error {
			src, _ := mutate(old, mutant)
			s, err := scenarios.Parse(file, []byte(src))
			Expect(err).NotTo(HaveOccurred())
			return scenarios.Validate(s, v)
		}
		Expect(wrongKind("measure: keys_presented\n", "measure: stolen_keys\n")).To(MatchError(ContainSubstring(
			"kind is measured beside stolen_keys, expected given")))
		Expect(wrongKind("kind: measured", "kind: given")).To(MatchError(ContainSubstring(
			"kind is given beside keys_presented, expected measured")))
	})

	DescribeTable("of measures go with a figure of their unit", func(measure, asset, expected, message string) {
		src, _ := mutate("measure: keys_presented\n    expected: {is: 102,", "measure: "+measure+"\n"+asset+"    expected: {is: "+expected+",")
		s, err := scenarios.Parse(file, []byte(src))
		Expect(err).NotTo(HaveOccurred())
		if err = scenarios.Validate(s, drill.Vocabulary()); message == "" {
			Expect(err).NotTo(HaveOccurred())
			return
		}
		Expect(err).To(MatchError(MatchRegexp(`^it.yaml:\d+:\d+: ` + regexp.QuoteMeta(message))))
	},
		Entry(nil, "keys_presented", "", "102.0", `expected is "102.0" beside keys_presented, expected a whole number`),
		Entry(nil, "keys_presented", "", "102 BTC", `expected is "102 BTC" beside keys_presented, expected a whole number`),
		Entry(nil, "keys_presented", "", "2018-01-06+09:00", `expected is "2018-01-06" beside keys_presented, expected a whole number`),
		Entry(nil, "first_theft_at", "", "12", `expected is "12" beside first_theft_at, expected a time`),
		Entry(nil, "coins_withdrawn", "    asset: BTC\n", "5966.1 BTC", ""),
		Entry("its unit may be left out", "coins_withdrawn", "    asset: BTC\n", "5966.1", ""),
		Entry(nil, "coins_withdrawn", "    asset: BTC\n", "5966.1 MONA", `expected is "5966.1 MONA" beside coins_withdrawn, expected an amount such as "1 BTC", with at most 8 decimals`),
		Entry(nil, "coins_withdrawn", "    asset: BTC\n", "1.123456789 BTC", `expected is "1.123456789 BTC" beside coins_withdrawn, expected an amount such as "1 BTC", with at most 8 decimals`),
		Entry(nil, "coins_withdrawn", "", "5", `coins_withdrawn stands without asset, expected asset: with the coin that it is about`),
		Entry(nil, "taken_coins", "", "4.5 JPY", `expected is "4.5 JPY" beside taken_coins, expected an amount such as "1 JPY", with at most 0 decimals`),
		Entry("a rate is finer than its coin", "compensation_per_stolen_coin", "    asset: XEM\n", "88.549 JPY", ""),
		Entry(nil, "peak_price", "    asset: JPY\n", "1", `no market trades "JPY" against anything, expected an asset that is the base of one`),
		Entry(nil, "peak_multiple", "    asset: BTC\n", "1.9", ""),
		Entry(nil, "peak_multiple", "    asset: BTC\n", "1.9 %", `expected is "1.9 %" beside peak_multiple, expected a number with up to 3 decimals`),
		Entry(nil, "percent_stolen_in_8_minutes", "    asset: BTC\n", "98.8 %", ""),
		Entry(nil, "percent_stolen_in_8_minutes", "    asset: BTC\n", "988", `expected is "988" beside percent_stolen_in_8_minutes, expected a share with up to 4 decimals`),
		Entry(nil, "coins_in_pieces_under_0.5_coins_at_most_9_at_once", "    asset: BTC\n", "1 BTC", ""),
		Entry(nil, "coins_in_pieces_under_0.0_coins_at_most_9_at_once", "    asset: BTC\n", "1 BTC", `unknown measure "coins_in_pieces_under_0.0_coins_at_most_9_at_once"`),
		Entry(nil, "moves_paying_1.5_addresses", "", "1", `unknown measure "moves_paying_1.5_addresses"`),
		Entry(nil, "moves_paying_N_addresses", "", "1", `unknown measure "moves_paying_N_addresses", expected a number in place of N`),
		Entry(nil, "fan_out_addresses", "", "1", `unknown measure "fan_out_addresses"`),
	)

	It("are told for facts, actions, latencies and lessons as well", func() {
		s := load(zaif)
		count := func(v scenarios.Vocabulary) int {
			err, _ := scenarios.Validate(s, v).(yamldoc.Errors)
			return len(err)
		}
		without := known
		without.Measures = nil
		Expect(count(without)).To(Equal(21))
		without = known
		without.Actions = nil
		Expect(count(without)).To(Equal(len(s.History.Actions) + len(s.Latencies.Actions) + len(s.Lesson.Containments) - 1))
	})
})
