package control_test

import (
	"regexp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
)

var _ = Describe("The catalogue of controls", func() {
	It("has every control in one of its groups, in the order of documents", func() {
		var names, titles []string
		for _, g := range control.Groups() {
			titles = append(titles, g.Title)
			for _, c := range g.Controls {
				names = append(names, c.Name)
			}
		}
		Expect(names).To(Equal(control.Names()))
		Expect(titles).To(Equal([]string{"Keys and accounts", "Markets", "Withdrawals", "Custody"}))
	})

	It("says where everything is written that it cites", func() {
		listed := map[string]bool{}
		for _, s := range control.Sources() {
			Expect(s.Address).NotTo(BeEmpty())
			listed[s.ID] = true
		}
		cited := map[string]bool{}
		cite := func(text string) {
			for _, id := range regexp.MustCompile(`\bS\d+\b`).FindAllString(text, -1) {
				Expect(listed).To(HaveKey(id), text)
				cited[id] = true
			}
		}
		for _, c := range control.All() {
			i := c.Info()
			for _, p := range i.Parameters {
				cite(p.Source)
			}
			for _, text := range append([]string{i.Summary, i.Stops, i.Costs}, i.WouldHaveChanged...) {
				cite(text)
			}
		}
		Expect(cited).To(HaveLen(len(listed)), "no source is listed that nothing cites")
	})
})

var _ = Describe("The values of fields", func() {
	It("are listed where there are few of them", func() {
		Expect(telemetry.Words("side")).To(Equal([]string{"buy", "sell"}))
		Expect(telemetry.Words("auth")).To(Equal([]string{"none", "key", "login", "operator", "host", "staff"}))
		Expect(telemetry.Words("control")).To(ContainElements("first_seen_hold", "revoke_keys"))
		Expect(telemetry.Words("code")).To(ContainElements("ok", "dead_key"))
		Expect(telemetry.Words("type")).To(ContainElement("traded"))
		Expect(telemetry.Words("account")).To(BeEmpty())
		Expect(telemetry.Words("first_seen")).To(Equal([]string{"false", "true"}))
	})
})
