package action_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Latencies", func() {
	many := make([]uint32, 101)

	DescribeTable("have defaults",
		func(a defence.Action, takes time.Duration) {
			Expect(action.Latency(defencetest.Scenario(), &a)).To(Equal(takes))
		},
		Entry("freezing", defence.Action{Name: "freeze_accounts", Accounts: []uint32{1}}, 5*time.Second),
		Entry("a single key", defence.Action{Name: "revoke_keys", Keys: []uint32{1}}, 5*time.Second),
		Entry("a hundred keys", defence.Action{Name: "revoke_keys", Keys: many[:100]}, 5*time.Second),
		Entry("more than a hundred keys", defence.Action{Name: "restrict_keys", Keys: many}, 10*time.Minute),
		Entry("keys by their age", defence.Action{Name: "restrict_keys", CreatedUntil: 1}, 10*time.Minute),
		Entry("a market", defence.Action{Name: "halt_market"}, time.Minute),
		Entry("withdrawals", defence.Action{Name: "halt_withdrawals"}, time.Minute),
		Entry("a sweep, and then the next block", defence.Action{Name: "sweep_to_cold"}, time.Minute),
		Entry("an approval", defence.Action{Name: "approve", Withdrawals: []uint32{1}}, 5*time.Second),
		Entry("a rollback, which takes a quorum", defence.Action{Name: "rollback_trades"}, 10*time.Minute),
		Entry("a payment", defence.Action{Name: "compensate", Accounts: []uint32{1}}, time.Minute),
		Entry("many payments", defence.Action{Name: "compensate", Accounts: many}, 10*time.Minute),
		Entry("a fund", defence.Action{Name: "fund_protection"}, time.Minute),
		Entry("a mark", defence.Action{Name: "tag_address"}, time.Duration(0)),
		Entry("an announcement", defence.Action{Name: "announce"}, time.Duration(0)),
		Entry("an action that does not exist", defence.Action{Name: "pray"}, time.Duration(0)),
	)

	It("are the scenario's where it says something", func() {
		sc := defencetest.Scenario()
		takes := func(d time.Duration) *scenarios.Duration { return &scenarios.Duration{Value: d} }
		row := func(name string, l scenarios.Latency) scenarios.Row[scenarios.Latency] {
			return scenarios.Row[scenarios.Latency]{Key: scenarios.Name{Text: name}, Value: l}
		}
		sc.Latencies.Actions = scenarios.Table[scenarios.Latency]{
			row("revoke_keys", scenarios.Latency{Takes: takes(time.Second), Mass: takes(time.Hour)}),
			row("freeze_accounts", scenarios.Latency{Takes: takes(20 * time.Minute)}),
			row("sweep_to_cold", scenarios.Latency{Blocks: &scenarios.Number{Value: 1}}),
			row("rotate_hot_key", scenarios.Latency{Blocks: &scenarios.Number{Value: 3}}),
		}
		of := func(a defence.Action) time.Duration { return action.Latency(sc, &a) }
		Expect(of(defence.Action{Name: "revoke_keys", Keys: []uint32{1}})).To(Equal(time.Second))
		Expect(of(defence.Action{Name: "revoke_keys", CreatedUntil: 1})).To(Equal(time.Hour))
		Expect(of(defence.Action{Name: "freeze_accounts", Accounts: many})).To(Equal(20 * time.Minute))
		Expect(of(defence.Action{Name: "sweep_to_cold", Asset: "AAA"})).To(Equal(time.Minute))
		Expect(of(defence.Action{Name: "rotate_hot_key", Asset: "BBB"})).To(Equal(3 * time.Minute))
		Expect(of(defence.Action{Name: "rotate_hot_key"})).To(Equal(21 * time.Minute))
	})
})
