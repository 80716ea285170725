package rules_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// dead is a dead key that somebody presents.
func dead(key uint32, at int64) mockexchange.Event {
	return mockexchange.Event{Seq: uint64(key), At: at, Type: mockexchange.AuthRefuse, Key: key, Source: access.Source(7), Code: reject.DeadKey}
}

// reasonOf is what a rule of a watch tells about itself.
func reasonOf(w *rules.Monitor, name string) sigma.Explanation {
	GinkgoHelper()
	for _, x := range w.Explain() {
		if x.Rule.Name == name {
			return x
		}
	}
	Fail("no rule " + name)
	return sigma.Explanation{}
}

var _ = Describe("A defence of rules", func() {
	const playbook = "responses: [{do: [{action: announce, text: x}]}]\n"

	It("counts events whose telemetry was on its way when the last batch came", func() {
		w := defencetest.RuleWatch(playbook)
		const second = int64(1e9)
		Expect(defencetest.Step(w, defencetest.Minutes(1), dead(1, defencetest.Minutes(1)-30*second)).Alerts).To(BeEmpty())
		Expect(defencetest.Step(w, defencetest.Minutes(1)+10*second, dead(2, defencetest.Minutes(1)-25*second)).Alerts).To(BeEmpty())
		Expect(defencetest.Step(w, defencetest.Minutes(1)+20*second, dead(3, defencetest.Minutes(1)-20*second)).Alerts).To(HaveLen(1))
		Expect(reasonOf(w, "dead_keys").Windows.Late).To(BeZero())
	})

	It("names its rules and hands out its monitor, and no part of it does", func() {
		d, err := bundle.Load(defencetest.RuledBundle(playbook), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(rules.RuleNames(d)).To(Equal([]string{"dead_keys", "dead_key", "large"}))
		var seen []*rules.Monitor
		diagnosed := rules.Diagnosed(d, func(w *rules.Monitor) { seen = append(seen, w) })
		Expect(diagnosed.Digest).To(Equal(d.Digest))
		m, err := diagnosed.Monitor(1, nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(seen).To(ConsistOf(BeIdenticalTo(m)))
		Expect(m.Hello(&defence.Hello{Venue: "here"})).To(Succeed())
		Expect(seen[0].Venue()).To(Equal("here"))
		defencetest.Step(seen[0], defencetest.Minutes(0), dead(1, defencetest.Minutes(0)))
		Expect(reasonOf(seen[0], "dead_key").Events).To(Equal(uint64(1)), "it counts what it tells")

		_, err = diagnosed.Response().Monitor(1, nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(seen).To(HaveLen(1))
	})

	It("is what it was where nothing can be told", func() {
		d, err := bundle.Load("guardrails", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(rules.RuleNames(d)).To(BeEmpty())
		Expect(rules.Diagnosed(d, nil)).To(BeIdenticalTo(d))
	})
})
