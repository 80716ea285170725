package rules_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

var _ = Describe("Rules", func() {
	It("raise alerts that name whom their fields say, with what made them fire", func() {
		w := defencetest.RuleWatch("responses: [{do: [{action: revoke_keys, keys: alert}]}]\n")
		var events []mockexchange.Event
		for i := range 4 {
			events = append(events, mockexchange.Event{
				Seq: uint64(i + 1), At: defencetest.Minutes(0) + int64(i), Type: mockexchange.AuthRefuse, Key: uint32(10 + i), Source: access.Source(7), Code: reject.DeadKey,
			})
		}
		a := defencetest.Step(w, defencetest.Minutes(1), events...)
		Expect(a.Alerts).To(Equal([]defence.Alert{{
			At: defencetest.Minutes(1), Rule: "dead_keys", Title: "Dead keys from one address", Level: "high", Tags: []string{"attack.t1078", "aadapt.adt3008"},
			Keys: []uint32{10, 11, 12, 13}, Sources: []access.Source{7},
		}}))
		Expect(a.Actions).To(Equal([]defence.Action{{Name: "revoke_keys", Keys: []uint32{10, 11, 12, 13}}}))
		f := w.Findings()[0]
		Expect(f.Group).To(Equal([]sigma.GroupValue{{Field: "source", Value: "0.0.0.7"}}))
		Expect(f.Events).To(Equal([]uint64{1, 2, 3, 4}))
		Expect([]string{f.Measured, f.Threshold}).To(Equal([]string{"3", "gte 3"}))
	})

	It("say the same about the same only once in a while", func() {
		w := defencetest.RuleWatch("quiet: 30m\nresponses: [{do: [{action: announce, text: x}]}]\n")
		Expect(defencetest.Step(w, defencetest.Minutes(0), defencetest.Withdrawal(1, 5, defencetest.Minutes(0))).Alerts).To(HaveLen(1))
		Expect(defencetest.Step(w, defencetest.Minutes(10), defencetest.Withdrawal(2, 5, defencetest.Minutes(10))).Alerts).To(BeEmpty())
		Expect(defencetest.Step(w, defencetest.Minutes(11), defencetest.Withdrawal(3, 6, defencetest.Minutes(11))).Alerts).To(HaveLen(1))
		Expect(defencetest.Step(w, defencetest.Minutes(31), defencetest.Withdrawal(4, 5, defencetest.Minutes(31))).Alerts).To(HaveLen(1))
	})

	It("explain why they are silent", func() {
		w := defencetest.RuleWatch("responses: [{do: [{action: announce, text: x}]}]\n")
		defencetest.Step(w, defencetest.Minutes(0), mockexchange.Event{Seq: 1, At: defencetest.Minutes(0), Type: mockexchange.AuthRefuse, Key: 3, Source: 7, Code: reject.DeadKey})
		for _, x := range w.Explain() {
			if x.Rule.Name == "dead_keys" {
				Expect(x.Closest.Measured).To(Equal("1"))
			}
		}
	})
})

var _ = Describe("The fields of rules", func() {
	It("are those of the telemetry, the value in yen, and the price against the reference price", func() {
		var names []string
		for _, f := range rules.Fields() {
			names = append(names, f.Name)
		}
		Expect(names).To(ContainElements("type", "account", "value", "value_yen", "price_percent"))
	})

	It("measure a price in percent of the reference price, whatever the market is quoted in", func() {
		rule := "title: far\nlogsource: {product: exchange, service: trading}\n" +
			"detection: {s: {type: traded, price_percent|gte: 250}, condition: s}\n"
		d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "rules/t.yml": rule}), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		m, err := d.Monitor(1, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		w := m.(*rules.Monitor)
		// A coin of asset 2 has 8 decimals and is worth 1,000 units of the currency.
		Expect(w.Hello(&defence.Hello{Assets: []mockexchange.Asset{{Code: "JPY"}, {Code: "BTC", Decimals: 8, Reference: 1_000}}})).To(Succeed())
		trade := func(id uint32, quote uint16, paid, worth int64) mockexchange.Event {
			return mockexchange.Event{Seq: uint64(id), At: defencetest.Minutes(int64(id)), Type: mockexchange.Traded, Account: id, Asset: quote, Amount: paid, Value: worth}
		}
		Expect(defencetest.Step(w, defencetest.Minutes(9), trade(1, 1, 249, 100), trade(2, 2, 24_900_000, 100), trade(3, 1, 249, 0)).Alerts).To(BeEmpty())
		Expect(defencetest.Step(w, defencetest.Minutes(9), trade(4, 1, 250, 100), trade(5, 2, 25_000_000, 100)).Alerts).To(
			ContainElement(HaveField("Accounts", ConsistOf(uint32(4), uint32(5)))))
	})

	DescribeTable("have values that the venue has", func(line, message string) {
		rule := "title: t\nlogsource: {product: exchange, service: trading}\ndetection: {s: {" + line + "}, condition: s}\n"
		_, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "rules/t.yml": rule}), defencetest.Scenario())
		Expect(defencetest.Told(err)).To(And(HavePrefix("BUNDLE/rules/t.yml:3:17: "+message), ContainSubstring("expected one of ")))
	},
		Entry("in code", "code: dead_kye", `unknown value of code "dead_kye"`),
		Entry("in control", "control: price_bnad", `unknown value of control "price_bnad"`),
		Entry("in op", "op: limit_ordr", `unknown value of op "limit_ordr"`),
		Entry("in side", "side: bye", `unknown value of side "bye"`),
		Entry("in order_type", "order_type: limt", `unknown value of order_type "limt"`),
		Entry("in auth", "auth: kee", `unknown value of auth "kee"`),
	)
})

var _ = Describe("A playbook", func() {
	It("answers by rule, level and tag", func() {
		w := defencetest.RuleWatch(defencetest.Lines(
			"responses:",
			"  - {when: {level: high}, do: [{action: halt_withdrawals, new_addresses_only: true}]}",
			"  - {when: {rule: large}, do: [{action: hold, withdrawals: alert, for: 24h}]}",
			"  - {when: {tag: attack.t1078}, do: [{action: announce, text: x}]}",
		))
		Expect(defencetest.Step(w, defencetest.Minutes(0), defencetest.Withdrawal(9, 5, defencetest.Minutes(0))).Actions).To(Equal([]defence.Action{
			{Name: "hold", Withdrawals: []uint32{9}, Until: defencetest.Minutes(24 * 60)},
		}))
	})

	It("makes an action for each market or asset that the alert is about", func() {
		w := defencetest.RuleWatch("responses: [{do: [{action: halt_withdrawals, asset: alert}, {action: halt_market, market: alert}]}]\n")
		Expect(defencetest.Step(w, defencetest.Minutes(0), defencetest.Withdrawal(9, 5, defencetest.Minutes(0))).Actions).To(Equal([]defence.Action{{Name: "halt_withdrawals", Asset: "BTC"}}))
	})

	It("revokes all keys of the vendor whose keys an alert is about, and none where they name nobody", func() {
		w := defencetest.RuleWatch(`responses: [{do: [{action: revoke_keys, vendor: alert}]}]`)
		a := defencetest.Withdrawal(1, 5, defencetest.Minutes(1))
		Expect(defencetest.Step(w, defencetest.Minutes(2), a).Actions).To(BeEmpty())
		b := defencetest.Withdrawal(2, 6, defencetest.Minutes(3))
		b.Key, b.Vendor = 9, 2
		Expect(defencetest.Step(w, defencetest.Minutes(4), b).Actions).To(Equal([]defence.Action{{Name: "revoke_keys", Vendor: "vendor-2"}}))
	})

	It("lets an operator act after a delay and in working hours", func() {
		w := defencetest.RuleWatch(`responses: [{by: operator, delay: 10m, hours: {opens: "09:00", closes: "18:00"}, do: [{action: freeze_accounts, accounts: alert}]}]` + "\n")
		at := func(minute int64, account uint32) int64 {
			a := defencetest.Step(w, defencetest.Minutes(minute), defencetest.Withdrawal(account, account, defencetest.Minutes(minute)))
			Expect(a.Actions).To(BeEmpty())
			return (a.WakeAt - defencetest.Minutes(0)) / 60_000_000_000
		}
		const hour, nine = 60, 9 * 60
		Expect(at(10*hour, 5)).To(Equal(int64(10*hour + 10)))
		Expect(defencetest.Step(w, defencetest.Minutes(10*hour+10)).Actions).To(HaveLen(1))
		Expect(at(19*hour, 6)).To(Equal(int64(24*hour + nine)))
		Expect(defencetest.Step(w, defencetest.Minutes(24*hour+nine)).Actions).To(Equal([]defence.Action{{Name: "freeze_accounts", Accounts: []uint32{6}}}))
	})

	It("rests for its cooldown", func() {
		w := defencetest.RuleWatch("responses: [{cooldown: 1h, do: [{action: announce, text: x}]}]\n")
		Expect(defencetest.Step(w, defencetest.Minutes(0), defencetest.Withdrawal(1, 5, defencetest.Minutes(0))).Actions).To(HaveLen(1))
		Expect(defencetest.Step(w, defencetest.Minutes(59), defencetest.Withdrawal(2, 6, defencetest.Minutes(59))).Actions).To(BeEmpty())
		Expect(defencetest.Step(w, defencetest.Minutes(60), defencetest.Withdrawal(3, 7, defencetest.Minutes(60))).Actions).To(HaveLen(1))
	})

	It("escalates when alerts heap up", func() {
		w := defencetest.RuleWatch("responses: [{escalate: {alerts: 3, within: 1h, do: [{action: halt_withdrawals}]}}]\n")
		for i := range int64(2) {
			Expect(defencetest.Step(w, defencetest.Minutes(i), defencetest.Withdrawal(uint32(i+1), uint32(i+1), defencetest.Minutes(i))).Actions).To(BeEmpty())
		}
		Expect(defencetest.Step(w, defencetest.Minutes(30), defencetest.Withdrawal(3, 3, defencetest.Minutes(30))).Actions).To(Equal([]defence.Action{{Name: "halt_withdrawals"}}))
	})

	It("takes back what nobody confirms", func() {
		w := defencetest.RuleWatch("quiet: 1m\nresponses: [{when: {rule: large}, undo: {after: 30m, unless: [dead_keys]}, do: [{action: freeze_accounts, accounts: alert}]}]\n")
		a := defencetest.Step(w, defencetest.Minutes(0), defencetest.Withdrawal(1, 5, defencetest.Minutes(0)))
		Expect(a.Actions[0].Name).To(Equal("freeze_accounts"))
		Expect(a.WakeAt).To(Equal(defencetest.Minutes(30)))
		Expect(defencetest.Step(w, defencetest.Minutes(30)).Actions).To(Equal([]defence.Action{{Name: "unfreeze_accounts", Accounts: []uint32{5}}}))
	})

	It("leaves in force what another alert bears out", func() {
		w := defencetest.RuleWatch("quiet: 1m\nresponses: [{when: {rule: large}, undo: {after: 30m, unless: [large]}, do: [{action: freeze_accounts, accounts: alert}], cooldown: 1h}]\n")
		defencetest.Step(w, defencetest.Minutes(0), defencetest.Withdrawal(1, 5, defencetest.Minutes(0)))
		defencetest.Step(w, defencetest.Minutes(10), defencetest.Withdrawal(2, 5, defencetest.Minutes(10)))
		Expect(defencetest.Step(w, defencetest.Minutes(30)).Actions).To(BeEmpty())
	})

	DescribeTable("is refused", func(playbook, message string) {
		_, err := bundle.Load(defencetest.RuledBundle(playbook), defencetest.Scenario())
		Expect(strings.Split(defencetest.Told(err), "\n")[0]).To(Equal("BUNDLE/playbook.yaml:" + message))
	},
		Entry("with an unknown action", "responses: [{do: [{action: freeze}]}]\n", `1:28: unknown action "freeze", expected one of 32, such as freeze_accounts, reject, hold; did you mean "freeze_accounts"?`),
		Entry("with a parameter that the action does not read", "responses: [{do: [{action: announce, text: x, keys: alert}]}]\n", `1:47: unknown parameter of announce "keys", expected text`),
		Entry("without a target", "responses: [{do: [{action: revoke_keys}]}]\n", "1:20: revoke_keys has no target, expected at least one of keys, accounts, vendor, created_until"),
		Entry("with a fixed target", "responses: [{do: [{action: revoke_keys, keys: 5}]}]\n", `1:47: keys is "5", expected alert, which is whom the alert names`),
		Entry("for an unknown rule", "responses: [{when: {rule: larg}, do: [{action: announce, text: x}]}]\n", `1:27: unknown rule that raises alerts "larg", expected one of dead_keys, large; did you mean "large"?`),
		Entry("for a silent rule", "responses: [{when: {rule: dead_key}, do: [{action: announce, text: x}]}]\n", `1:27: unknown rule that raises alerts "dead_key", expected one of dead_keys, large; did you mean "dead_keys"?`),
		Entry("that does nothing", "responses: [{when: {rule: large}}]\n", "1:12: a response does nothing, expected actions under do"),
		Entry("with hours for a machine", "responses: [{delay: 5m, do: [{action: announce, text: x}]}]\n", "1:12: a response has a delay or hours and is automatic, expected by: operator"),
		Entry("with holds beyond the end", "responses: [{do: [{action: hold, withdrawals: alert, for: 90d}]}]\n", "1:59: for is 90d, expected at most 2d, the scenario's settlement tail less 24h"),
	)
})

var _ = Describe("A mapping", func() {
	files := func(mapping string) map[string]string {
		return map[string]string{
			"defence.yaml": defencetest.Head, "mapping.yaml": mapping,
			"rules/siem.yml": "title: t\nname: siem\nlogsource: {product: siem, service: audit}\ndetection: {s: {EventName: Login, user_id: 5}, condition: s}\n",
		}
	}
	It("makes somebody else's rules fit", func() {
		_, err := bundle.Load(defencetest.Bundle(files(defencetest.Lines("fields: {EventName: type, user_id: account}", "values: {EventName: {Login: logged_in}}",
			"logsources: [{from: {product: siem}, to: {product: exchange, service: access}}]"))), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
	})
	It("leaves what it does not map an error with the nearest name", func() {
		_, err := bundle.Load(defencetest.Bundle(files(defencetest.Lines("fields: {EventName: type}", "values: {EventName: {Login: logged_in}}",
			"logsources: [{from: {product: siem}, to: {product: exchange, service: access}}]"))), defencetest.Scenario())
		Expect(defencetest.Told(err)).To(HavePrefix(`BUNDLE/rules/siem.yml:4:35: unknown field "user_id", expected one of`))
	})
	It("maps to fields that exist", func() {
		_, err := bundle.Load(defencetest.Bundle(files("fields: {user_id: acount}\n")), defencetest.Scenario())
		Expect(defencetest.Told(err)).To(And(HavePrefix(`BUNDLE/mapping.yaml:1:19: unknown field "acount"`), HaveSuffix(`did you mean "account"?`)))
	})
})

var _ = Describe("Fixtures of rules", func() {
	files := func(tests string) map[string]string {
		return map[string]string{"defence.yaml": defencetest.Head, "rules/dead_keys.yml": defencetest.DeadKeys, "rules/large.yml": defencetest.Large, "rules/tests/dead_keys.yml": tests}
	}
	It("say which rules fire and which do not", func() {
		r, err := bundle.TestRules(defencetest.Bundle(files(defencetest.Lines(
			"must_fire:",
			"  - name: three keys",
			"    events: [{type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 3, vary: [key], every: 5s}]",
			"must_not_fire:",
			"  - name: one key thrice",
			"    events: [{type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 3}]",
			"  - name: too slowly",
			"    events: [{type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 3, vary: [key], every: 31s}]",
		))))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Results).To(HaveLen(3))
		Expect(r.Passed()).To(BeTrue())
		Expect(r.Untested).To(Equal([]string{"large"}))
	})
	It("fail with a reason", func() {
		r, err := bundle.TestRules(defencetest.Bundle(files("must_fire: [{events: [{type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key}]}]\n")))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Passed()).To(BeFalse())
		Expect(r.Results[0].Explanation.Closest.Measured).To(Equal("1"))
	})
	DescribeTable("are refused", func(tests, message string) {
		_, err := bundle.TestRules(defencetest.Bundle(files(tests)))
		Expect(defencetest.Told(err)).To(HavePrefix("BUNDLE/rules/tests/dead_keys.yml:" + message))
	},
		Entry("for an unknown rule", "rule: dead_kys\n", `1:7: unknown rule "dead_kys"`),
		Entry("with an unknown type", "must_fire: [{events: [{type: auth}]}]\n", `1:30: unknown type "auth"`),
		Entry("with a field of other events", "must_fire: [{events: [{type: auth_refused, price: 5}]}]\n", `1:44: unknown field of auth_refused "price"`),
	)
	It("can be made of a run", func() {
		e := defencetest.Withdrawal(3, 5, defencetest.Minutes(0))
		tests := rules.Fixture("as it was", true, [][]telemetry.Field{telemetry.Fields(&e, defencetest.Directory())}, param.Yen{})
		f := files("must_not_fire: [{events: [{type: logged_in}]}]\n")
		f["rules/tests/large.yml"] = tests
		r, err := bundle.TestRules(defencetest.Bundle(f))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Passed()).To(BeTrue())
		Expect(r.Results).To(HaveLen(2))
	})
})

var _ = Describe("Linting a folder of rules", func() {
	It("says of each file whether it loads", func() {
		dir := GinkgoT().TempDir()
		for name, text := range map[string]string{"a.yml": defencetest.DeadKeys, "b.yml": "title: b\nlogsource: {product: windows}\ndetection: {s: {a: 1}, condition: s}\n", "c.yml": "title: ["} {
			Expect(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)).To(Succeed())
		}
		files, wrong, err := bundle.LintRules(os.DirFS(dir), "x")
		Expect(err).NotTo(HaveOccurred())
		Expect(files).To(Equal([]string{"x/a.yml", "x/b.yml", "x/c.yml"}))
		Expect(wrong).To(HaveLen(2))
		var all yamldoc.Errors
		Expect(errors.As(wrong["x/b.yml"], &all)).To(BeTrue())
		Expect(wrong["x/b.yml"].Error()).To(HavePrefix("x/b.yml:1:1: no events come from product windows"))
	})
})
