package scenarios_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("A scenario with entries", func() {
	DescribeTable("is told what is wrong with them", func(old, mutant, want string) {
		src := asWritten(composite)
		Expect(src).To(ContainSubstring(old))
		_, err := scenarios.Parse("it.yaml", []byte(strings.Replace(src, old, mutant, 1)))
		Expect(err).To(MatchError(MatchRegexp(`^it.yaml:\d+:\d+: ` + want)))
	},
		Entry("an entry without a weight that counts", "weight: 20", "weight: 0", `weight is 0, expected more than 0`),
		Entry("two of one name", "name: engine ", "name: hot_keys ", `entry "hot_keys" appears twice`),
		Entry("the record's position", "venue: Kanmuri, position: user_credential", "venue: Kanmuri, position: signing_key", `position is "signing_key", expected that of the first entry, user_credential`),
		Entry("what his position does not give him", "compromise: {hosts: [wallet-server]", "compromise: {machines: true, engine_log: lies, hosts: [wallet-server]", `engine_log stands in compromise, expected it only where position is approval_path`),
		Entry("an entry beside it that is none", "beside: {entry: hot_keys", "beside: {entry: hot_key", `unknown entry with position signing_key "hot_key"`),
		Entry("steps of two that may come together", "id: bitcoin,", "id: present,", `step of this entry and of one beside it, "present" appears twice`),
		Entry("a step that nobody ever takes", "chance: 60 %}", "chance: 0 %}", `chance is 0 %, expected more than 0 %`),
		Entry("a step that is chosen and perhaps taken", "chance: 60 %}", "chance: 60 %, choice: {of: one, weight: 1}}", `chance stands beside choice, expected only one of them`),
		Entry("a host that holds no key", "compromise: {hosts: [wallet-server]", "compromise: {hosts: [wallet-srvr]", `unknown host "wallet-srvr"`),
		Entry("more pieces than anybody sends", "pieces: 300 %", "pieces: 9000 %", `pieces is 9000 %, expected at most 2000 %`),
		Entry("more than there is", "takes: 60 %", "takes: 2000 %", `takes is 2000 %, expected at most 1000 %`),
		Entry("a campaign beside them", "\nvariation:", "\ncampaign: {from: synthetic, onset: {earliest: 2025-09-09T19:00:00+08:00, latest: 2025-09-09T19:20:00+08:00}, until: 2025-09-10T06:00:00+08:00, think: {least: 1s, most: 4s}, steps: []}\nvariation:", `campaign stands beside entries`),
	)

	It("alone may leave steps out", func() {
		src := strings.Replace(asWritten("bybit-2025-02"), "technique: plant_implant", "technique: plant_implant\n      chance: {is: 50 %, from: synthetic}", 1)
		_, err := scenarios.Parse("it.yaml", []byte(src))
		Expect(err).To(MatchError(ContainSubstring(`step "implant" is one that a variant may lack, expected entries, which alone have such steps`)))
	})
})
