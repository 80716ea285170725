package scenarios_test

import (
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
		Measures: []string{
			"keys_presented", "keys_presented_dead", "keys_presented_live", "attacker_sources", "orders_by_attacker",
			"accounts_with_attacker_orders", "withdrawals_by_attacker", "accounts_with_attacker_withdrawals",
			"presented_key_created_min", "presented_key_created_max", "withdrawals_halted_at", "withdrawals_resumed_at",
			"keys_restricted", "key_cutoff", "first_alert_at", "statement_at", "withdrawals_last_halted_at",
			"withdrawals_last_resumed_at", "new_address_withdrawals_halted_at", "allow_lists_enforced_at",
		},
		Harms: []string{"withdrawal_late", "withdrawal_refused", "key_disabled", "account_frozen"},
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
