package bundle_test

import (
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
)

var _ = Describe("A bundle", func() {
	It("is a folder with a head and a posture", func() {
		d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": defencetest.Posture}), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Name).To(Equal("mine"))
		Expect(d.Version).To(Equal("2"))
		Expect(d.Description).To(Equal("mine alone"))
		Expect(d.Posture).To(Equal(control.Posture{control.KeyAllowList{}}))
		Expect(d.Watches()).To(BeFalse())
		Expect(d.Immediate()).To(BeFalse())
		Expect(d.Ranked()).To(BeTrue())
	})

	It("can be named by a file in it", func() {
		dir := defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": defencetest.Posture})
		d, err := bundle.Load(filepath.Join(dir, "defence.yaml"), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Name).To(Equal("mine"))
	})

	It("may use a monitor that ships, with or without a posture", func() {
		for _, files := range []map[string]string{
			{"defence.yaml": defencetest.Head + "builtin: halt-everything\n"},
			{"defence.yaml": defencetest.Head + "builtin: halt-everything\n", "posture.yaml": defencetest.Posture},
		} {
			d, err := bundle.Load(defencetest.Bundle(files), defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Watches()).To(BeTrue())
			Expect(d.Posture).To(HaveLen(len(files) - 1))
		}
	})

	It("that sees the ground truth is not ranked, whatever it calls itself", func() {
		d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head + "builtin: oracle\n"}), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Ranked()).To(BeFalse())
		Expect(d.Immediate()).To(BeTrue())
	})

	DescribeTable("is refused with the place, what is wrong and what was expected",
		func(files map[string]string, message string) {
			d, err := bundle.Load(defencetest.Bundle(files), defencetest.Scenario())
			Expect(d).To(BeNil())
			Expect(defencetest.Told(err)).To(Equal(message))
		},
		Entry("an empty folder", map[string]string{},
			"BUNDLE/defence.yaml:1:1: there is no such file, expected a mapping with name, version and description"),
		Entry("no posture and no monitor", map[string]string{"defence.yaml": defencetest.Head},
			"BUNDLE/posture.yaml:1:1: there is no such file, expected a mapping with controls, or a builtin in defence.yaml"),
		Entry("nothing in the head", map[string]string{"defence.yaml": ""},
			"BUNDLE/defence.yaml:1:1: the file is empty, expected a mapping with name, version and description"),
		Entry("a head that is a list", map[string]string{"defence.yaml": "- mine\n"},
			"BUNDLE/defence.yaml:1:1: it is a list, expected a mapping with name, version and description"),
		Entry("a head without a version", map[string]string{"defence.yaml": "name: mine\ndescription: mine alone\n", "posture.yaml": defencetest.Posture},
			"BUNDLE/defence.yaml:1:1: version is missing, expected a mapping with name, version and description"),
		Entry("an impossible name", map[string]string{"defence.yaml": "name: My Own\nversion: 1\ndescription: mine\n"},
			`BUNDLE/defence.yaml:1:7: name is "My Own", expected lower-case letters, digits and hyphens, at most 60`),
		Entry("an empty description", map[string]string{"defence.yaml": "name: mine\nversion: 1\ndescription: \"\"\n"},
			`BUNDLE/defence.yaml:3:14: description is empty, expected a sentence`),
		Entry("an unknown key", map[string]string{"defence.yaml": defencetest.Head + "buildin: none\n"},
			`BUNDLE/defence.yaml:4:1: unknown key "buildin", expected one of name, version, description, extends, builtin, `+
				`rules, playbook, process, url, image, wall_limit, memory_limit, cpu_limit, needs; did you mean "builtin"?`),
		Entry("an unknown monitor", map[string]string{"defence.yaml": defencetest.Head + "builtin: halt-all\n"},
			`BUNDLE/defence.yaml:4:10: unknown monitor "halt-all", expected one of none, history, halt-everything, random, analyst, oracle`),
		Entry("rules that are not there", map[string]string{"defence.yaml": defencetest.Head + "rules: rules\n"},
			`BUNDLE/defence.yaml:4:8: there is no rules, expected it in the bundle`),
		Entry("rules elsewhere", map[string]string{"defence.yaml": defencetest.Head + "rules: sigma\n"},
			`BUNDLE/defence.yaml:4:8: rules is "sigma", expected rules`),
		Entry("rules beside a builtin", map[string]string{"defence.yaml": defencetest.Head + "builtin: none\n", "playbook.yaml": "responses: []\n"},
			`BUNDLE/rules:1:1: there are rules beside another monitor, expected one of the two`),
		Entry("a mapping for nobody", map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": defencetest.Posture, "mapping.yaml": "fields: {}\n"},
			`BUNDLE/mapping.yaml:1:1: there is a mapping without rules, expected a folder rules beside it`),
		Entry("a rule that is none", map[string]string{
			"defence.yaml": defencetest.Head, "posture.yaml": defencetest.Posture, "rules/dead_key.yml": "title: dead key\n",
		}, `BUNDLE/rules/dead_key.yml:1:1: the document has no detection, correlation or filter, expected one of them`),
		Entry("a playbook without rules", map[string]string{"defence.yaml": defencetest.Head, "playbook.yaml": "responses: []\n"},
			`BUNDLE/rules:1:1: there is no such folder, expected a folder of Sigma rules beside the playbook`),
	)

	It("that is nowhere says which file is missing", func() {
		_, err := bundle.Load("./no/such/bundle", defencetest.Scenario())
		Expect(err).To(MatchError("no/such/bundle/defence.yaml:1:1: there is no such file, expected a mapping with name, version and description"))
	})

	It("that names an amount needs a scenario to be loaded for, but none to be checked", func() {
		path := defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": "controls: {withdrawal_limit: {per_day: 12.345}}\n"})
		_, err := bundle.Load(path, nil)
		Expect(defencetest.Told(err)).To(Equal("BUNDLE/posture.yaml:1:40: per_day is an amount of a currency that is not known, " +
			"expected a scenario to load the bundle for"))
		Expect(bundle.Lint(path)).To(Succeed())
		path = defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": "controls: {withdrawal_limit: {per_day: -1}}\n"})
		Expect(defencetest.Told(bundle.Lint(path))).To(ContainSubstring("1:40: per_day is negative: -1"))
	})

	Describe("digest", func() {
		digest := func(files map[string]string) string {
			d, err := bundle.Load(defencetest.Bundle(files), defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			return d.Digest
		}
		files := func() map[string]string {
			return map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": defencetest.Posture}
		}

		It("is the same wherever the folder lies", func() {
			Expect(digest(files())).To(Equal(digest(files())))
			Expect(digest(files())).To(Equal("066ef7ab77c1f4514277ac9b984c8dfc9119b951abd6fb2764969982df48fbaa"))
		})

		It("changes with every byte of every file, and with their names", func() {
			seen := map[string]bool{digest(files()): true}
			for _, change := range []func(map[string]string){
				func(f map[string]string) { f["defence.yaml"] += "\n" },
				func(f map[string]string) { f["posture.yaml"] += "\n" },
				func(f map[string]string) { f["notes.md"] = "" },
				func(f map[string]string) { f["note.md"] = "s" },
				func(f map[string]string) { f["more/notes.md"] = "" },
			} {
				f := files()
				change(f)
				Expect(seen).NotTo(HaveKey(digest(f)))
				seen[digest(f)] = true
			}
		})

		It("leaves out what starts with a point, and so does the copy that a run keeps", func() {
			f := files()
			f[".git/HEAD"], f[".swp"], f["more/notes.md"], f["__pycache__/watch.pyc"] = "x", "y", "z", ""
			with := digest(f)
			delete(f, "__pycache__/watch.pyc")
			delete(f, ".git/HEAD")
			delete(f, ".swp")
			Expect(with).To(Equal(digest(f)))

			f[".swp"] = "y"
			copied, err := bundle.Files(defencetest.Bundle(f))
			Expect(err).NotTo(HaveOccurred())
			Expect(defencetest.Listed(copied)).To(Equal([]string{"defence.yaml", "more/notes.md", "posture.yaml"}))
		})
	})
})
