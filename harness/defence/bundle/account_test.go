package bundle_test

import (
	"os"
	"regexp"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/scenarios"
)

// The account of what was tried tells of rules, controls, actions and scenarios by
// their names, and a name that nobody has any more tells nobody anything.
var _ = Describe("The account of the shipped defences", func() {
	It("names what there is, and every rule that has a section of its own stands in it", func() {
		text, err := os.ReadFile("../ACCOUNT.md")
		Expect(err).NotTo(HaveOccurred())
		known := slices.Concat(bundle.Names(), action.Names(), scenarios.IDs())
		for _, c := range control.All() {
			known = append(known, c.Info().Name)
		}
		for _, rule := range sentinelRules() {
			known = append(known, rule.Label())
		}
		named := map[string]bool{}
		for _, m := range regexp.MustCompile("`([a-z0-9_-]+)`").FindAllStringSubmatch(string(text), -1) {
			Expect(known).To(ContainElement(m[1]))
			named[m[1]] = true
		}
		for _, name := range []string{
			"fortunes_by_keys", "fortunes_after_release", "altered_code_pays", "new_device_pays_fortune",
			"new_devices_pay_fortunes", "transfer_changed", "transfer_to_another", "transfer_not_as_shown", "several_coins_missing",
		} {
			Expect(named).To(HaveKey(name))
		}
		for _, c := range shippedControls("guardrails") {
			Expect(named).To(HaveKey(c))
		}
	})
})

// shippedControls are the controls of a shipped posture.
func shippedControls(name string) []string {
	GinkgoHelper()
	all, err := bundle.List()
	Expect(err).NotTo(HaveOccurred())
	return all[slices.IndexFunc(all, func(e bundle.Entry) bool { return e.Name == name })].Controls
}
