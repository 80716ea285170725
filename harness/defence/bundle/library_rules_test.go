package bundle_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/goccy/go-yaml"

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
	It("has some forty rules that raise alerts, each with a title of its own, an id and both frameworks' tags", func() {
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
		Expect(alerting).To(BeNumerically("~", 42, 6))
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

// responses are those of a playbook, by name.
func responses(playbook string) map[string]map[string]any {
	GinkgoHelper()
	var read struct{ Responses []map[string]any }
	Expect(yaml.Unmarshal([]byte(playbook), &read)).To(Succeed())
	all := map[string]map[string]any{}
	for _, r := range read.Responses {
		all[r["name"].(string)] = r
	}
	return all
}

var _ = Describe("Both", func() {
	It("is the rules of sentinel and the posture of guardrails, to the letter", func() {
		both, sentinel := texts("both"), texts("sentinel")
		Expect(both["posture.yaml"]).To(Equal(texts("guardrails")["posture.yaml"]))
		for _, one := range []map[string]string{both, sentinel} {
			for _, file := range []string{"posture.yaml", "playbook.yaml", "defence.yaml"} {
				delete(one, file)
			}
		}
		Expect(both).To(Equal(sentinel))
		Expect(both).To(HaveKey(filepath.Join("rules", "stolen_list.yml")))
	})

	It("has the playbook of sentinel, but that it sweeps by hand only where much is missing: its posture sweeps by itself", func() {
		both, sentinel := responses(texts("both")["playbook.yaml"]), responses(texts("sentinel")["playbook.yaml"])
		Expect(len(sentinel)).To(BeNumerically(">", 8))
		differ := []string{}
		for name, does := range sentinel {
			Expect(both).To(HaveKey(name))
			if !reflect.DeepEqual(both[name], does) {
				differ = append(differ, name)
				Expect(fmt.Sprint(does["do"])).To(ContainSubstring("action:sweep_to_cold"))
			}
		}
		Expect(both).To(HaveLen(len(sentinel)))
		const one, all = "the hot wallet of which coins left on no record goes to cold storage before the next block",
			"all of them do when it is more than one coin"
		const renewed = "hot wallets get new keys, and all that is left goes to cold storage, when fortunes of several coins are gone"
		Expect(differ).To(ConsistOf(one, all, renewed))
		Expect(both[renewed]).To(And(Not(HaveKey("do")), HaveKeyWithValue("escalate", HaveKeyWithValue("alerts", BeEquivalentTo(3)))))
		Expect(both[one]).To(HaveKeyWithValue("when", HaveKeyWithValue("rule", "much_missing")))
		Expect(both[all]).To(And(Not(HaveKey("do")), HaveKeyWithValue("escalate", HaveKeyWithValue("alerts", BeEquivalentTo(2)))))
		Expect(texts("guardrails")["posture.yaml"]).To(ContainSubstring("\n  automatic_sweep: "))
	})
})
