package defence_test

import (
	"regexp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
)

var _ = Describe("The catalogue of controls", func() {
	It("has every control in one of its groups, in the order of documents", func() {
		var names, titles []string
		for _, g := range defence.ControlGroups() {
			titles = append(titles, g.Title)
			for _, c := range g.Controls {
				names = append(names, c.Name)
			}
		}
		Expect(names).To(Equal(defence.ControlNames()))
		Expect(titles).To(Equal([]string{"Keys and accounts", "Markets", "Withdrawals", "Custody"}))
	})

	It("says where everything is written that it cites", func() {
		listed := map[string]bool{}
		for _, s := range defence.ControlSources() {
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
		for _, c := range defence.Controls() {
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
		Expect(defence.FieldValues("side")).To(Equal([]string{"buy", "sell"}))
		Expect(defence.FieldValues("auth")).To(Equal([]string{"none", "key", "login", "operator"}))
		Expect(defence.FieldValues("control")).To(ContainElements("first_seen_hold", "revoke_keys"))
		Expect(defence.FieldValues("code")).To(ContainElements("ok", "dead_key"))
		Expect(defence.FieldValues("type")).To(ContainElement("traded"))
		Expect(defence.FieldValues("account")).To(BeEmpty())
		Expect(defence.FieldValues("first_seen")).To(Equal([]string{"false", "true"}))
	})
})
