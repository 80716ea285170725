package drill_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// copied writes a shipped scenario to a folder with texts replaced, old and new
// in turn, each the first of its kind.
func copied(id string, replaced ...string) (dir string) {
	GinkgoHelper()
	s, err := scenarios.Load(id)
	Expect(err).NotTo(HaveOccurred())
	dir = filepath.Join(GinkgoT().TempDir(), id)
	Expect(os.Mkdir(dir, 0o755)).To(Succeed())
	for _, f := range s.Files {
		text := string(f.Data)
		for i := 0; i < len(replaced) && f.Name == "scenario.yaml"; i += 2 {
			Expect(text).To(ContainSubstring(replaced[i]))
			text = strings.Replace(text, replaced[i], replaced[i+1], 1)
		}
		Expect(os.WriteFile(filepath.Join(dir, f.Name), []byte(text), 0o644)).To(Succeed())
	}
	return dir
}

func lint(dir string) (yamldoc.Errors, error) {
	return drill.Lint(context.Background(), dir)
}

var _ = Describe("A lint of a scenario", func() {
	It("tells of names, parameters of controls and what is wrong with figures in one pass", func() {
		_, err := lint(copied("quiet-week",
			"posture: []", "posture: [{control: market_surveillance, with: {over: 10000h}}, {control: hotcap}]",
			"count: 17160", "count: many",
			"tariff: {}", "tariff: {boredom: {flat: {is: 1 JPY, from: synthetic}}}",
			"revoke_keys:", "revoke_kyes:"))
		Expect(err).To(MatchError(And(
			ContainSubstring("over is 416d16h, expected at most 24h"),
			ContainSubstring(`unknown control "hotcap", expected one of `+strconv.Itoa(len(control.Names()))+`, such as hot_cap, `),
			ContainSubstring(`count is "many"`),
			ContainSubstring(`unknown harm "boredom"`),
			ContainSubstring(`unknown action "revoke_kyes"`))))
		Expect(strings.Count(err.Error(), "\n")).To(Equal(4), err.Error())
	})

	DescribeTable("refuses what a run would refuse", func(message string, replaced ...string) {
		dir := copied("quiet-week", replaced...)
		_, err := lint(dir)
		Expect(err).To(MatchError(MatchRegexp(`^\S+scenario\.yaml:\d+:\d+: .*` + message)))
		_, refused := drill.Run(context.Background(), dir, drill.WithDefence("guardrails"))
		Expect(refused).To(HaveOccurred())
	},
		Entry("another currency without what yen are worth", "the tariff has no row key_disabled in XRP",
			"currency: JPY", "currency: XRP", "- {code: JPY", "- {code: XRP", "1000000000000000 JPY, chain", "1000000000000000 XRP, chain", "code: XRP\n", "code: JPY\n"),
		Entry("more customers than addresses", "is too small for everybody in it", "prefix: 100.64.0.0/10", "prefix: 100.64.0.0/31"),
		Entry("more coins than there can be", "supply of 1000000000 base units of BTC", "supply: 21000000 BTC", "supply: 10 BTC"),
		Entry("a tail that holds do not end in", "no run with --defence guardrails", "tail: 72h", "tail: 1h"),
	)

	DescribeTable("refuses a theft that takes nothing, with its place, as a run does", func(replaced ...string) {
		dir := copied("coincheck-nem-2018-01", replaced...)
		message := MatchRegexp(`^\S+scenario\.yaml:\d+:\d+: the undefended venue loses nothing to its attacker, expected steps that take something`)
		_, err := lint(dir)
		Expect(err).To(MatchError(message))
		_, err = drill.Run(context.Background(), dir, drill.WithScale(0.02))
		Expect(err).To(MatchError(message))
	},
		Entry("with too few keys", "m: {is: 1, from: public, source: [S45, S50]}, hosts: [wallet-nem]", "m: {is: 2, from: public, source: [S45, S50]}, hosts: [wallet-nem, wallet-two]"),
	)

	It("warns of a record that takes too long to play, instead of playing on", func() {
		slow, err := drill.Robbed(context.Background(), "coincheck-nem-2018-01", 0)
		Expect(err).NotTo(HaveOccurred())
		Expect(slow.Error()).To(MatchRegexp(`^\S+scenario\.yaml:\d+:\d+: a run with a fiftieth of the customers takes more than 0s, expected less to do`))
		Expect(drill.Robbed(context.Background(), "coincheck-nem-2018-01", time.Hour)).To(BeEmpty())
	})

	It("takes any number in the name of a measure that has one", func() {
		_, err := drill.Scenario(copied("coincheck-nem-2018-01", "measure: transfer_11_coins", "measure: transfer_99_coins"))
		Expect(err).NotTo(HaveOccurred())
		_, err = drill.Scenario(copied("coincheck-nem-2018-01", "measure: transfer_11_coins", "measure: transfer_0_coins"))
		Expect(err).To(MatchError(ContainSubstring(`unknown measure "transfer_0_coins"`)))
	})

	It("warns of more than the wallet has, and of a figure that the plan cannot come to", func() {
		warnings, err := lint(copied("coincheck-nem-2018-01",
			"amount: 800000 XEM", "amount: 80000000 XEM", "expected: {is: 11, from", "expected: {is: 12, from"))
		Expect(err).NotTo(HaveOccurred())
		Expect(warnings.Error()).To(MatchRegexp(`(?s)the amount is 80000000 XEM, more than the hot wallet still has.*transfers_by_attacker is 12, but the plan comes to 11`))
		Expect(warnings).To(HaveLen(2))
	})
})
