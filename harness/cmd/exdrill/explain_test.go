package main

import (
	"encoding/json"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/explain"
	"github.com/exdrill/exdrill/harness/score"
)

// ruleBundle writes a bundle whose rules find several dead keys from one
// address, and never find a withdrawal that is larger than there is money.
func ruleBundle() string {
	GinkgoHelper()
	folder := filepath.Join(GinkgoT().TempDir(), "mine")
	put(folder, "defence.yaml", "name: mine\nversion: \"1\"\ndescription: ours\n")
	put(folder, "playbook.yaml", "responses:\n  - {when: {rule: dead_keys}, cooldown: 30d, do: [{action: revoke_keys, created_until: now}, {action: halt_withdrawals}]}\n")
	put(folder, "rules/dead_keys.yml", `title: Dead keys from one address
name: dead_keys
level: high
fields: [key, source]
correlation:
  type: value_count
  rules: [dead_key]
  group-by: [source]
  timespan: 1h
  condition: {field: key, gte: 3}
---
title: A dead key
name: dead_key
logsource: {product: exchange, service: access}
detection:
  s: {type: auth_refused, code: dead_key}
  condition: s
`)
	put(folder, "rules/never.yml", `title: More than there is
name: never
level: low
logsource: {product: exchange, service: withdrawals}
detection:
  asked: {type: withdrawal_requested}
  much: {value_yen|gt: 100000000000}
  condition: asked and much
`)
	put(folder, "rules/tests/dead_keys.yml", `must_fire:
  - name: three keys
    events: [{type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 3, vary: [key], every: 5s}]
must_not_fire:
  - name: one key thrice
    events: [{type: auth_refused, source: 203.0.113.7, key: 12, code: dead_key, repeat: 3}]
`)
	return folder
}

// explained is a run's JSON with its explanation.
type explained struct {
	score.Result
	Explanation explain.Explanation
}

// explainedBy carries out a command line that runs and explains.
func explainedBy(words []string) (x explained) {
	GinkgoHelper()
	Expect(json.Unmarshal([]byte(fine(append(words, "--format", "json")...)), &x)).To(Succeed())
	return x
}

var _ = Describe("exdrill run --explain", Ordered, func() {
	var scenario, bundle string
	var x explained // of that bundle, and of the correlation in it
	words := func(args ...string) []string { return append([]string{"run", scenario, "--scale", "0.02"}, args...) }
	explainRun := func(args ...string) explained {
		GinkgoHelper()
		return explainedBy(words(args...))
	}
	BeforeAll(func() {
		scenario, bundle = light(zaif), ruleBundle()
		x = explainRun("--defence", bundle, "--explain-rule", "dead_keys")
	})

	It("says which events in which window made every alert fire", func() {
		alerts := x.Explanation.Alerts
		Expect(alerts).To(HaveLen(int(x.Detection.Alerts.True + x.Detection.Alerts.False)))
		Expect(alerts).NotTo(BeEmpty())
		first := alerts[0]
		Expect([]string{first.Rule, first.Why.Measured, first.Why.Threshold}).To(Equal([]string{"dead_keys", "3", "gte 3"}))
		Expect(first.Why.Group).To(HaveLen(1))
		Expect(first.Why.Group[0].Value).To(Equal(first.Sources[0].String()))
		Expect(len(first.Keys)).To(BeNumerically(">=", 3))
		Expect(first.Why.From).To(BeNumerically("<=", first.Why.Until))
		Expect(first.Why.Until).To(BeNumerically("<=", first.At))
		// The numbers are those of the audit log: the events of the window are
		// dead keys from that address.
		for _, seq := range first.Why.Events {
			s := exdrill("events", scenario, "--scale", "0.02", "--where", "seq="+jsonNumber(seq), "--format", "json")
			Expect(s.out).To(ContainSubstring(`"code":"dead_key"`))
			Expect(s.out).To(ContainSubstring(`"source":"` + first.Sources[0].String() + `"`))
		}
	})

	It("says what every action changed", func() {
		actions := x.Explanation.Actions
		Expect(actions).To(HaveLen(2))
		for _, a := range actions {
			Expect(a.Code).To(Equal("ok"))
			counts := map[string]int{}
			for _, e := range a.Effects {
				counts[e.Type] = e.Count
				Expect(e.First).To(HaveLen(min(e.Count, explain.Samples)))
			}
			switch a.Action.Name {
			case "revoke_keys":
				Expect(counts).To(Equal(map[string]int{"key_deleted": int(a.Changed), "operated": 1}))
			case "halt_withdrawals":
				Expect(counts).To(Equal(map[string]int{"operated": 1}))
			default:
				Fail("an action that nobody asked for: " + a.Action.Name)
			}
		}
	})

	It("says which control or action stood in an honest customer's way, as the bill of harm does", func() {
		byControl := map[string]explain.Obstacle{}
		for _, o := range x.Explanation.Obstacles {
			byControl[o.Control] = o
			Expect(o.Standing).To(BeFalse())
			Expect(o.Examples).NotTo(BeEmpty())
			Expect(o.Customers).To(BeNumerically("<=", o.Times))
		}
		Expect(byControl).To(HaveLen(2))
		keys := map[string]int64{}
		for _, i := range x.Harm.Items {
			keys[i.Kind] = i.Count
		}
		revoked := byControl["revoke_keys"]
		Expect(revoked.Examples[0].Type).To(Equal("key_deleted"))
		Expect(revoked.Items).To(ContainElement(And(HaveField("Kind", "key_disabled"), HaveField("Count", keys["key_disabled"]))))
		Expect(byControl["halt_withdrawals"].Examples).To(ContainElement(HaveField("Code", "withdrawals_halted")))

		for _, o := range explainRun("--defence", "none[posture.first_seen_hold={}]", "--explain").Explanation.Obstacles {
			Expect(o.Standing).To(BeTrue(), o.Control)
			byControl[o.Control] = o
		}
		Expect(byControl).To(HaveKey("first_seen_hold"))
		Expect(explainRun("--defence", "none", "--explain").Explanation.Obstacles).To(BeEmpty(), "nobody defends, nobody is in the way")
	})

	It("says what a control came upon that stood in nobody's way, and what came of it", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "mine")
		put(folder, "defence.yaml", "name: mine\nversion: \"1\"\ndescription: ours\n")
		put(folder, "posture.yaml", "controls: {code_attestation: {}}\n")
		text := fine("run", "bigone-2025-07", "--scale", "0.02", "--defence", folder, "--explain")
		_, found, ok := strings.Cut(text, "What controls found")
		Expect(ok).To(BeTrue())
		Expect(found).To(And(ContainSubstring("somebody looked at it and let it run"), ContainSubstring("reviewed code took its place at")))
	})

	It("changes nothing about the run", func() {
		Expect(x.Log.Head).To(Equal(explainRun("--defence", bundle).Log.Head))
		page := fine(words("--defence", bundle, "--explain")...)
		Expect(page).To(HavePrefix(fine(words("--defence", bundle)...)))
		fitsThePage(strings.ReplaceAll(page, scenario, zaif)) // a folder may have a long name
		for _, part := range []string{"\nWhy the alerts fired (", "\nWhat the actions changed (2)\n", "\nWhat stood in the way of honest customers\n", "which came to 3, wanted gte 3, all of source "} {
			Expect(page).To(ContainSubstring(part))
		}
		Expect(fine(words("--defence", bundle, "--explain", "--format", "markdown")...)).To(ContainSubstring("\n```\nWhy the alerts fired"))
	})

	It("keeps a folder all the same", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "one")
		fine(words("--defence", "guardrails", "--explain", "--out", folder)...)
		Expect(exdrill("events", folder, "--limit", "1").code).To(Equal(exitFine))
	})

	It("says why a rule stayed silent", func() {
		rules := explainRun("--defence", bundle, "--explain-rule", "never").Explanation.Rules
		Expect(rules).To(HaveLen(1))
		Expect(rules[0].Matches).To(BeZero())
		Expect(rules[0].Events).To(BeNumerically(">", 50))
		Expect(rules[0].Selections[0].N).To(BeNumerically(">", 50))
		Expect(rules[0].Selections[1]).To(Equal(sigma.Counted{Name: "much"}))
		page := fine(words("--defence", bundle, "--explain-rule", "never")...)
		Expect(page).To(MatchRegexp(`\nThe rule never \(detection\)\n never held\n [\d,]+ events of its log source\n asked held for [\d,]+\n much never held\n`))
	})

	It("tells with a correlation of the rules that it watches, and of the closest window", func() {
		rules := x.Explanation.Rules
		Expect(rules).To(HaveLen(2))
		Expect([]string{rules[0].Rule, rules[1].Rule}).To(Equal([]string{"dead_keys", "dead_key"}))
		Expect(rules[0].Windows.Late).To(BeZero())
		Expect(rules[0].Windows.Events).To(Equal(rules[1].Matches))
		Expect(rules[0].Closest.Group[0].Field).To(Equal("source"))
	})

	It("tells apart the venues of a scenario", func() {
		folder := twoVenues()
		var x explained // hides that of one venue
		Expect(json.Unmarshal([]byte(fine("run", folder, "--scale", "0.02", "--defence", bundle, "--explain-rule", "dead_key", "--format", "json")), &x)).To(Succeed())
		Expect(x.Explanation.Rules).To(HaveLen(2))
		Expect([]string{x.Explanation.Rules[0].Venue, x.Explanation.Rules[1].Venue}).To(Equal([]string{"zaif", "minato"}))
		Expect(x.Explanation.Rules[0].Events).NotTo(Equal(x.Explanation.Rules[1].Events))
		for _, a := range x.Explanation.Alerts {
			Expect(a.Why).NotTo(BeNil())
			Expect(a.Venue).NotTo(BeEmpty())
		}
	})

	DescribeTable("refuses what it cannot explain",
		func(line, says string) {
			s := exdrill(strings.Split(line, "|")...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(HavePrefix(says))
		},
		Entry(nil, "run|"+zaif+"|--explain|--defence|none,history", "--explain is about one run, but --defence names 2"),
		Entry(nil, "run|--all|--explain", "--explain is about one run, expected one SCENARIO"),
		Entry(nil, "run|"+zaif+"|--explain|--format|csv", "--explain with --format csv, expected table, json or markdown"),
		Entry(nil, "run|"+zaif+"|--explain-rule|x|--defence|guardrails", `--explain-rule "x": the defence guardrails has no rules`),
	)

	It("knows the rules that there are", func() {
		s := exdrill("run", zaif, "--explain-rule", "dead_kys", "--defence", bundle)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(MatchRegexp(`^--explain-rule "dead_kys", did you mean "dead_keys?"\?\n$`))
	})
})
