package main

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/report/catalogue"
	"github.com/exdrill/exdrill/harness/score/measure"
)

// isPage compares a generated page of the repository.
func isPage(path, want string) {
	GinkgoHelper()
	if rewrite() {
		Expect(os.WriteFile(path, []byte(want), 0o644)).To(Succeed())
		return
	}
	Expect(content(path)).To(Equal(want), "EXDRILL_REWRITE=1 go test ./harness/cmd/exdrill writes it anew")
}

var _ = Describe("The pages beside the defences", func() {
	It("list every control as it is", func() {
		page := fine("controls", "--format", "markdown")
		Expect(page).NotTo(MatchRegexp(`[^.]\.\.(\s|$)`), "a sentence ends once")
		isPage("../../defence/CATALOGUE.md", page)
	})
	It("list every field of the telemetry as it is", func() {
		isPage("../../defence/TELEMETRY.md", fine("fields", "--format", "markdown"))
	})
})

var _ = Describe("exdrill controls", func() {
	It("lists them by what they guard", func() {
		page := fine("controls")
		fitsThePage(page)
		for _, name := range append(control.Names(), "Keys and accounts", "Markets", "Withdrawals", "Custody") {
			Expect(page).To(MatchRegexp(`(?m)^ ?` + name + `( |$)`))
		}
	})

	It("explains each", func() {
		for _, c := range control.All() {
			i := c.Info()
			page := fine("controls", i.Name)
			fitsThePage(page)
			Expect(page).To(HavePrefix(i.Name + "\n"))
			for _, p := range i.Parameters {
				Expect(page).To(ContainSubstring("\n " + p.Name + " "))
			}
		}
		Expect(exdrill("controls", "first_seen_hodl").errors).To(Equal("control \"first_seen_hodl\", did you mean \"first_seen_hold\"?\n"))
	})

	It("writes JSON", func() {
		var list []catalogue.Control
		Expect(json.Unmarshal([]byte(fine("controls", "--format", "json")), &list)).To(Succeed())
		Expect(list).To(HaveLen(len(control.All())))
		Expect(list[0].Group).To(Equal("Keys and accounts"))
	})
})

var _ = Describe("exdrill measures", func() {
	It("lists each with its unit, and explains one whose number is chosen", func() {
		page := fine("measures")
		fitsThePage(page)
		for _, m := range measure.Infos() {
			Expect(page).To(MatchRegexp(`(?m)^ ` + m.Name + ` +` + m.Unit.String() + ` `))
		}
		Expect(fine("measures", "transfer_3_at")).To(ContainSubstring(" transfer_N_at  time  "))
		Expect(exdrill("measures", "tenths_stolen").errors).To(HavePrefix(`unknown measure "tenths_stolen", expected one of `))
	})

	It("writes JSON", func() {
		var list []map[string]string
		Expect(json.Unmarshal([]byte(fine("measures", "--format", "json", "house_coins_stolen")), &list)).To(Succeed())
		Expect(list).To(HaveLen(1))
		Expect(list[0]).To(And(HaveKeyWithValue("kind", "given"), HaveKeyWithValue("unit", "coins")))
	})
})

var _ = Describe("exdrill techniques", func() {
	It("explains each, with parameters that a step can have", func() {
		fitsThePage(fine("techniques"))
		var schema struct {
			Properties struct {
				Campaign struct {
					AnyOf []struct {
						Properties struct {
							Steps struct{ Items json.RawMessage }
						}
					} `json:"anyOf"`
				}
			}
		}
		Expect(json.Unmarshal([]byte(fine("lint", "--schema")), &schema)).To(Succeed())
		step := string(schema.Properties.Campaign.AnyOf[0].Properties.Steps.Items)
		for _, t := range technique.All() {
			i := t.Info()
			page := fine("techniques", i.Name)
			fitsThePage(page)
			Expect(page).To(HavePrefix(i.Name + "\n"))
			for _, p := range i.Takes {
				Expect(page).To(ContainSubstring("\n " + p.Name + " "))
				for _, key := range strings.Split(p.Name, ".") {
					Expect(step).To(ContainSubstring(strconv.Quote(key)+":"), "%s of %s", p.Name, i.Name)
				}
			}
		}
		Expect(exdrill("techniques", "fanout").errors).To(Equal("technique \"fanout\", did you mean \"fan_out\"?\n"))
	})

	It("writes JSON", func() {
		var list []map[string]any
		Expect(json.Unmarshal([]byte(fine("techniques", "--format", "json")), &list)).To(Succeed())
		Expect(list).To(HaveLen(len(technique.All())))
		Expect(list[0]).To(HaveKeyWithValue("takes", BeEmpty()))
	})
})

var _ = Describe("exdrill fields", func() {
	It("explains each field, those of rules too, and the words that it can say", func() {
		for _, f := range rules.Fields() {
			page := fine("fields", f.Name)
			fitsThePage(page)
			Expect(page).To(HavePrefix(" field   " + f.Name + "\n"))
		}
		Expect(fine("fields", "side")).To(ContainSubstring(" says    buy, sell\n"))
		var p catalogue.FieldPage
		Expect(json.Unmarshal([]byte(fine("fields", "value_yen", "--format", "json")), &p)).To(Succeed())
		Expect(p.RulesOnly).To(BeTrue())
		Expect(fine("fields")).To(ContainSubstring("\nRules have beside them:\n\n"))
		Expect(exdrill("fields", "acount").errors).To(Equal("field \"acount\", did you mean \"account\"?\n"))
	})

	It("leaves no field of the taxonomy without words and sample", func() {
		page := fine("fields", "--format", "markdown")
		for line := range strings.SplitSeq(page, "\n") {
			if strings.HasPrefix(line, "| `") {
				Expect(line).NotTo(ContainSubstring("| `` |"), line)
			}
		}
	})
})
