package bundle_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/rules"
)

// head is a defence.yaml with more behind it.
func head(name string, more ...string) string {
	return defencetest.Lines(append([]string{"name: " + name, "version: 1", "description: a bundle"}, more...)...)
}

// beside gives the path of one of several bundles in a folder.
func beside(folder, name string) string { return folder + "/" + name }

// kept copies what a run would keep of a bundle.
func kept(path string) string {
	GinkgoHelper()
	files, err := bundle.Files(path)
	Expect(err).NotTo(HaveOccurred())
	to := GinkgoT().TempDir()
	Expect(fs.WalkDir(files, ".", func(name string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		Expect(os.MkdirAll(filepath.Join(to, filepath.Dir(name)), 0o755)).To(Succeed())
		Expect(os.WriteFile(filepath.Join(to, name), data, 0o600)).To(Succeed())
		return err
	})).To(Succeed())
	return to
}

var _ = Describe("A bundle that extends others", func() {
	rule := func(name, level string) string {
		return defencetest.Lines("title: "+name, "name: "+name, "level: "+level, "fields: [account]",
			"logsource: {product: exchange, service: withdrawals}", "detection:", "  s: {type: withdrawal_requested}", "  condition: s")
	}
	bundles := func() string {
		return defencetest.Bundle(map[string]string{
			"limits/defence.yaml": head("limits"),
			"limits/posture.yaml": "controls: # in braces or not\n  hot_cap: {share: 10 %}\n  first_seen_hold: {for: 6h}\n",
			"watch/defence.yaml":  head("watch"),
			"watch/rules/a.yml":   rule("asked", "low") + "---\n" + rule("paid", "low"),
			"watch/rules/b.yml":   rule("seen", "low"),
			"watch/rules/tests/asked.yml": defencetest.Lines("must_fire:", "  - name: one", "    events: [{type: withdrawal_requested}]",
				"must_not_fire:", "  - name: none", "    events: [{type: traded}]"),
			"watch/playbook.yaml": defencetest.Lines("quiet: 10m", "responses:",
				"  - name: hold it", "    when: {rule: asked}", "    do: [{action: hold, withdrawals: alert}]",
				"  - {name: freeze, when: {rule: paid}, do: [{action: freeze_accounts, accounts: alert}]}"),
			"ours/defence.yaml": head("ours", "extends: [../limits, ../watch]"),
			"ours/posture.yaml": "controls: {first_seen_hold: {for: 2h}, key_allow_list: {}}\n",
			"ours/rules/c.yml":  rule("paid", "high"),
			"ours/playbook.yaml": defencetest.Lines("responses:",
				"  - {name: freeze, when: {rule: paid}, do: [{action: reject, withdrawals: alert}]}"),
		})
	}

	It("has their controls, rules and responses, and its own in place of those of the same name", func() {
		path := beside(bundles(), "ours")
		Expect(bundle.Lint(path)).To(Succeed())
		d, err := bundle.Load(path, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Name).To(Equal("ours"))
		Expect(d.Posture).To(Equal(control.Posture{control.HotCap{Share: 100_000}, control.FirstSeenHold{For: 2 * 3600e9}, control.KeyAllowList{}}))
		Expect(rules.RuleNames(d)).To(Equal([]string{"asked", "seen", "paid"}))
		report, err := bundle.TestRules(path)
		Expect(err).NotTo(HaveOccurred())
		Expect(report.Results).To(HaveLen(2))
		Expect(report.Results[0].Pos.File).To(HaveSuffix("/watch/rules/tests/asked.yml"))
		files, err := bundle.Files(path)
		Expect(err).NotTo(HaveOccurred())
		playbook, err := fs.ReadFile(files, "playbook.yaml")
		Expect(err).NotTo(HaveOccurred())
		Expect(string(playbook)).To(Equal(defencetest.Lines(`quiet: "10m"`, "responses:",
			`  - {name: "hold it", when: {rule: "asked"}, do: [{action: "hold", withdrawals: "alert"}]}`,
			`  - {name: "freeze", when: {rule: "paid"}, do: [{action: "reject", withdrawals: "alert"}]}`)))
	})

	It("is kept as one that needs no other, with the same digest", func() {
		path := beside(bundles(), "ours")
		d, err := bundle.Load(path, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		copied := kept(path)
		Expect(bundle.SelfContained(copied)).To(Succeed())
		again, err := bundle.Load(copied, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(again.Digest).To(Equal(d.Digest))
		Expect(again.Posture).To(Equal(d.Posture))
		Expect(defencetest.Told(bundle.SelfContained(path))).To(HaveSuffix(
			"ours/defence.yaml:4:1: a bundle that was kept extends another, expected all of its files in its own folder"))
	})

	It("has another digest when one that it extends is changed", func() {
		folder := bundles()
		before, err := bundle.Load(beside(folder, "ours"), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(beside(folder, "limits/posture.yaml"), []byte("controls: {hot_cap: {share: 9 %}}\n"), 0o600)).To(Succeed())
		after, err := bundle.Load(beside(folder, "ours"), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(after.Digest).NotTo(Equal(before.Digest))
	})

	It("can be named with changes, of what it extends too", func() {
		d, err := bundle.Load(beside(bundles(), "ours")+"[posture.hot_cap.share=3 %][rules.seen.level=high][playbook.responses.hold it.when.rule=seen]", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture[0]).To(Equal(control.HotCap{Share: 30_000}))
	})

	It("has the monitor of the last that names one, unless it names one itself", func() {
		folder := defencetest.Bundle(map[string]string{
			"a/defence.yaml":   head("a", "process: [./watch]", "wall_limit: 3s"),
			"a/watch":          "#!/bin/sh\n",
			"b/defence.yaml":   head("b", "extends: ../a"),
			"own/defence.yaml": head("own", "extends: ../b", "builtin: oracle"),
		})
		d, err := bundle.Load(beside(folder, "b"), nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Program()).To(Equal("process"))
		Expect(bundle.Load(beside(folder, "own"), nil)).To(HaveField("Watch.Kind", "oracle"))
	})

	It("by the name of one that ships may be anywhere", func() {
		d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": head("mine", "extends: [guardrails]")}), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		guardrails, err := bundle.Load("guardrails", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(Equal(guardrails.Posture))
	})

	DescribeTable("tells what is wrong where it stands", func(files map[string]string, wanted ...string) {
		path := beside(defencetest.Bundle(files), "own")
		for _, err := range []error{bundle.Lint(path), func() error { _, err := bundle.Load(path, defencetest.Scenario()); return err }()} {
			Expect(strings.Split(defencetest.Told(err), "\n")).To(Equal(wanted))
		}
	},
		Entry("in one that is extended", map[string]string{
			"own/defence.yaml": head("own", "extends: ../base"), "base/defence.yaml": head("base"),
			"base/posture.yaml": "controls:\n  hot_cap: {shar: 3 %}\n",
		}, `BUNDLE/base/posture.yaml:2:13: unknown parameter "shar", expected one of share, total_share; did you mean "share"?`),
		Entry("in a file that both have", map[string]string{
			"own/defence.yaml": head("own", "extends: ../base"), "base/defence.yaml": head("base"),
			"base/posture.yaml": "controls:\n  hot_cap: {share: 0 %}\n",
			"own/posture.yaml":  "controls:\n  multisig:\n    m: 4\n    n: 3\n",
		}, `BUNDLE/base/posture.yaml:2:20: share is "0 %", expected a share above 0 and up to 100 %, such as "4 %"`,
			`BUNDLE/own/posture.yaml:3:8: m is "4", expected a whole number from 1 to 3`),
		Entry("below the line that extends", map[string]string{
			"own/defence.yaml": head("own", "extends:", "  - ../base", "buildin: none"), "base/defence.yaml": head("base"),
			"base/posture.yaml": "controls: {}\n",
		}, `BUNDLE/own/defence.yaml:6:1: unknown key "buildin", expected one of name, version, description, extends, builtin, rules, playbook, process, url, image, wall_limit, memory_limit, cpu_limit, needs; did you mean "builtin"?`),
		Entry("with an alias to write anew", map[string]string{
			"own/defence.yaml": head("own", "extends: ../base"), "base/defence.yaml": head("base"),
			"base/posture.yaml": "controls: {hot_cap: *a}\n", "own/posture.yaml": "controls: {}\n",
		}, `BUNDLE/base/posture.yaml:1:21: YAML's alias stands here, expected a plain value`),
		Entry("with a name that nothing has", map[string]string{"own/defence.yaml": head("own", "extends: [guardrial]")},
			`BUNDLE/own/defence.yaml:4:11: unknown bundle "guardrial", expected one of `+strings.Join(bundle.Names(), ", ")+`; did you mean "guardrails"?`),
		Entry("with a path where nothing is", map[string]string{"own/defence.yaml": head("own", "extends: [../nowhere]")},
			`BUNDLE/own/defence.yaml:4:11: there is no defence.yaml in ../nowhere, expected the folder of a bundle`),
		Entry("with a path from the root", map[string]string{"own/defence.yaml": head("own", "extends: /etc")},
			`BUNDLE/own/defence.yaml:4:10: the path is "/etc", expected one from the bundle's own folder, such as ../common`),
		Entry("with itself", map[string]string{"own/defence.yaml": head("own", "extends: ./.")},
			`BUNDLE/own/defence.yaml:4:10: it leads back to ./., expected bundles that do not extend each other in a circle`),
		Entry("in a circle", map[string]string{
			"own/defence.yaml": head("own", "extends: [guardrails, ../a]"), "a/defence.yaml": head("a", "extends:", "- ../own"),
		}, `BUNDLE/a/defence.yaml:5:3: it leads back to ../own, expected bundles that do not extend each other in a circle`),
		Entry("in braces", map[string]string{"own/defence.yaml": "{name: own, version: 1, description: x, extends: guardrails}\n"},
			`BUNDLE/own/defence.yaml:1:41: extends stands in braces, expected a line of its own`),
	)

	It("is not read for ever where few bundles name each other often", func() {
		files := map[string]string{"7/defence.yaml": head("n7"), "7/posture.yaml": "controls: {}\n"}
		for i := range 7 {
			next := "../" + string('1'+rune(i))
			files[string('0'+rune(i))+"/defence.yaml"] = head("n", "extends: ["+strings.Repeat(next+", ", 7)+next+"]")
		}
		folder := defencetest.Bundle(files)
		Expect(bundle.Lint(beside(folder, "6"))).To(Succeed())
		Expect(defencetest.Told(bundle.Lint(beside(folder, "0")))).To(ContainSubstring("bundles extend each other too often, expected at most 64 in all"))
	})

	It("goes at most eight levels deep", func() {
		files := map[string]string{"9/defence.yaml": head("n9"), "9/posture.yaml": "controls: {}\n"}
		for i := range 9 {
			files[string('0'+rune(i))+"/defence.yaml"] = head("n", "extends: ../"+string('1'+rune(i)))
		}
		folder := defencetest.Bundle(files)
		Expect(bundle.Lint(beside(folder, "1"))).To(Succeed())
		Expect(defencetest.Told(bundle.Lint(beside(folder, "0")))).To(HaveSuffix(
			"8/defence.yaml:4:10: bundles extend each other too deeply, expected at most 8 levels"))
	})
})
