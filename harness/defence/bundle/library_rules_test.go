package bundle_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// sentinelRules loads the rules as the bundle does.
func sentinelRules() []*sigma.Rule {
	GinkgoHelper()
	files, err := sigma.Files(os.DirFS("library/sentinel/rules"), "rules")
	Expect(err).NotTo(HaveOccurred())
	set, err := sigma.Load(files, sigma.Options{Taxonomies: []string{rules.Taxonomy}})
	Expect(err).NotTo(HaveOccurred())
	return set.Rules()
}

// texts gives the files of a bundle by their paths.
func texts(name string) map[string]string {
	GinkgoHelper()
	from, err := bundle.Files(name)
	Expect(err).NotTo(HaveOccurred())
	all := map[string]string{}
	Expect(fs.WalkDir(from, ".", func(path string, f fs.DirEntry, err error) error {
		if err == nil && !f.IsDir() {
			data, err := fs.ReadFile(from, path)
			Expect(err).NotTo(HaveOccurred())
			all[path] = string(data)
		}
		return err
	})).To(Succeed())
	return all
}

var _ = Describe("Sentinel", func() {
	It("has some thirty rules that raise alerts, each with a title of its own, an id and both frameworks' tags", func() {
		titles, ids, alerting := map[string]bool{}, map[string]bool{}, 0
		for _, rule := range sentinelRules() {
			Expect(rule.Title).NotTo(BeEmpty())
			Expect(titles).NotTo(HaveKey(rule.Title))
			Expect(ids).NotTo(HaveKey(rule.ID), rule.Title)
			titles[rule.Title], ids[rule.ID] = true, true
			Expect(rule.ID).To(MatchRegexp(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`))
			Expect(rule.Level).NotTo(BeEmpty(), rule.Title)
			Expect(rule.Tags).To(ContainElement(MatchRegexp(`^attack\.t\d{4}(\.\d{3})?$`)), rule.Title)
			Expect(rule.Tags).To(ContainElement(MatchRegexp(`^aadapt\.adt\d{4}(\.\d{3})?$`)), rule.Title)
			if !rule.Silent {
				alerting++
			}
		}
		Expect(alerting).To(BeNumerically("~", 32, 6))
	})

	It("says of each rule what it means and when it is wrong", func() {
		for path, text := range texts("sentinel") {
			if !strings.HasPrefix(path, "rules/") || strings.HasPrefix(path, "rules/tests/") {
				continue
			}
			for _, rule := range strings.Split(text, "\n---\n") {
				Expect(rule).To(MatchRegexp(`(?m)^description: ".{20,}"$`), path)
				Expect(rule).To(MatchRegexp(`(?m)^falsepositives: \[".+"\]$`), path)
			}
		}
	})

	It("passes its own fixtures, and each rule has some of both kinds", func() {
		report, err := bundle.TestRules("sentinel")
		Expect(err).NotTo(HaveOccurred())
		Expect(report.Untested).To(BeEmpty())
		Expect(len(report.Results)).To(BeNumerically(">", 60))
		for _, r := range report.Results {
			Expect(r.Fired).To(Equal(r.MustFire), r.Rule+": "+r.Case)
		}
	})

	It("answers with every kind of means, the gravest with an end to it", func() {
		text := texts("sentinel")["playbook.yaml"]
		for _, action := range []string{
			"revoke_keys", "restrict_keys", "reject", "freeze_accounts", "halt_market", "halt_withdrawals", "sweep_to_cold", "rollback_trades",
		} {
			Expect(text).To(ContainSubstring("action: " + action))
		}
		for _, halt := range []string{"halt_market", "halt_withdrawals"} {
			Expect(regexp.MustCompile(halt+`.*\n\s+undo: \{after: `).MatchString(text)).To(BeTrue(), halt)
		}
	})
})

var _ = Describe("Both", func() {
	It("is the rules of sentinel and the posture of guardrails, to the letter", func() {
		both, sentinel := texts("both"), texts("sentinel")
		Expect(both["posture.yaml"]).To(Equal(texts("guardrails")["posture.yaml"]))
		for _, one := range []map[string]string{both, sentinel} {
			delete(one, "posture.yaml")
			delete(one, "defence.yaml")
		}
		Expect(both).To(Equal(sentinel))
		Expect(both).To(HaveKey(filepath.Join("rules", "stolen_list.yml")))
	})
})
