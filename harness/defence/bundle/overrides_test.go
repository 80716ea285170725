package bundle_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// locking is a playbook for the rule that counts.
const locking = `quiet: 2h
responses:
  - name: lock
    when: {rule: dead_keys}
    do:
      - {action: revoke_keys, keys: alert}
`

// apart is a bundle with a posture, rules and a playbook.
func apart(posture string) string {
	return defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": posture, "rules/dead_keys.yml": defencetest.DeadKeys, "rules/large.yml": defencetest.Large, "playbook.yaml": locking})
}

var _ = Describe("A defence named with changes", func() {
	var folder string
	BeforeEach(func() {
		folder = apart("controls:\n  # 待つ\n  first_seen_hold: {for: 24h} # a day\n  key_allow_list:\n  hot_cap: {}\n")
	})
	load := func(changes string) (*defence.Defence, error) { return bundle.Load(folder+changes, nil) }
	text := func(changes, file string) string {
		GinkgoHelper()
		from, err := bundle.Files(folder + changes)
		Expect(err).NotTo(HaveOccurred())
		data, err := fs.ReadFile(from, file)
		Expect(err).NotTo(HaveOccurred())
		return string(data)
	}

	It("has the value, a name that says so, and a digest of its own", func() {
		plain, err := load("")
		Expect(err).NotTo(HaveOccurred())
		d, err := load("[posture.first_seen_hold.for=6h]")
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Name).To(Equal("mine[posture.first_seen_hold.for=6h]"))
		Expect(d.Digest).NotTo(Equal(plain.Digest))
		Expect(d.Settings(mockexchange.Settings{}).Custody.FirstSeenHold).To(Equal(int64(6 * time.Hour)))
		again, err := load("[posture.first_seen_hold.for=6h]")
		Expect(err).NotTo(HaveOccurred())
		Expect(again.Digest).To(Equal(d.Digest))
	})

	DescribeTable("changes the text at one place", func(changes, file, want string) {
		Expect(text(changes, file)).To(ContainSubstring(want))
		_, err := load(changes)
		Expect(err).NotTo(HaveOccurred())
	},
		Entry("in brackets, behind other letters", "[posture.first_seen_hold.for=6h]", "posture.yaml", "  # 待つ\n  first_seen_hold: {for: 6h} # a day\n"),
		Entry("in empty brackets", "[posture.hot_cap.share=2 %]", "posture.yaml", "  hot_cap: {share: 2 %}\n"),
		Entry("a new line of a mapping", "[posture.multisig.m=2]", "posture.yaml", "controls:\n  # 待つ\n  multisig: {m: 2}\n  first_seen_hold:"),
		Entry("a threshold", "[rules.dead_keys.threshold=8]", "rules/dead_keys.yml", "condition: {field: key, gte: 8}\n---\n"),
		Entry("a window", "[rules.dead_keys.timespan=1h]", "rules/dead_keys.yml", "  timespan: 1h\n"),
		Entry("a key of the second rule of a file", "[rules.dead_key.title=One]", "rules/dead_keys.yml", "title: One\nname: dead_key\n"),
		Entry("a key that a rule has not", "[rules.dead_key.status=test]", "rules/dead_keys.yml", "---\nstatus: test\ntitle: A dead key\n"),
		Entry("the playbook", "[playbook.quiet=30m]", "playbook.yaml", "quiet: 30m\n"),
		Entry("a response by its name", "[playbook.responses.lock.cooldown=1h]", "playbook.yaml", "  - cooldown: 1h\n    name: lock\n"),
		Entry("a response by its number", "[playbook.responses.1.name=bar]", "playbook.yaml", "  - name: bar\n"),
		Entry("two changes", "[playbook.quiet=30m][posture.hot_cap.share=2 %]", "playbook.yaml", "quiet: 30m\n"),
	)

	It("gives a bundle a posture that has none", func() {
		d, err := bundle.Load("none[posture.multisig.m=2]", nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(HaveLen(1))
		Expect(d.Watches()).To(BeFalse())
	})

	DescribeTable("says what is wrong at its place", func(changes, want string) {
		_, err := load(changes)
		var errs yamldoc.Errors
		Expect(errors.As(err, &errs)).To(BeTrue(), "%v", err)
		Expect(err.Error()).To(ContainSubstring(want))
	},
		Entry("a value", "[posture.first_seen_hold.for=soon]", `[posture.first_seen_hold.for=soon]/posture.yaml:3:26: for is "soon"`),
		Entry("a parameter", "[posture.first_seen_hold.hold=6h]", `unknown parameter "hold", expected for`),
		Entry("a control", "[posture.first_seen_hld.for=6h]", `unknown control "first_seen_hld"`),
		Entry("a file", "[posutre.first_seen_hold.for=6h]", `unknown file "posutre"`),
		Entry("a rule", "[rules.ded_keys.threshold=3]", `unknown rule in the path "ded_keys.threshold"`),
		Entry("a rule that counts nothing", "[rules.dead_key.threshold=3]", "the rule counts nothing"),
		Entry("a response", "[playbook.responses.unlock.cooldown=1h]", `unknown element "unlock"`),
		Entry("no value", "[posture.first_seen_hold.for=]", "expected a path and a value"),
		Entry("a mapping", "[posture.first_seen_hold=6h]", "first_seen_hold is a mapping, expected a single value"),
		Entry("a way through a value", "[playbook.quiet.long=1h]", "it is a text, expected a mapping with long"),
		Entry("a part", "[only=hot_cup]", `unknown part "hot_cup"`),
	)

	It("can be told from the one without", func() {
		for name, want := range map[string][2]string{
			"none": {"none", ""}, "none[posture.multisig.m=2]": {"none", "[posture.multisig.m=2]"},
			folder + "[playbook.quiet=1h][only=large]": {folder, "[playbook.quiet=1h][only=large]"},
		} {
			base, changes := bundle.Unchanged(name)
			Expect([2]string{base, changes}).To(Equal(want))
		}
	})

	It("can have one control more, and only some components", func() {
		d, err := load("")
		Expect(err).NotTo(HaveOccurred())
		components := len(bundle.Components(d, 20))
		for name, want := range map[string]int{folder: components + 1, folder + "[only=hot_cap]": 2, folder + "[only=]": 1} {
			d, err := bundle.Load(bundle.With(name, "multisig"), nil)
			Expect(err).NotTo(HaveOccurred())
			Expect(bundle.Components(d, 20)).To(HaveLen(want))
		}
	})

	It("is one folder if one is called so", func() {
		odd := filepath.Join(GinkgoT().TempDir(), "odd[a=b]")
		Expect(os.CopyFS(odd, os.DirFS(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head + "builtin: random\n"})))).To(Succeed())
		d, err := bundle.Load(odd, nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Name).To(Equal("mine"))
	})
})

var _ = Describe("The components of a defence", func() {
	loaded := func() *defence.Defence {
		GinkgoHelper()
		d, err := bundle.Load(apart("controls:\n  first_seen_hold: {}\n  hot_cap: {}\n"), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		return d
	}
	called := func(components []bundle.Component) (list []string) {
		for _, p := range components {
			list = append(list, p.Name)
		}
		return list
	}

	It("are its controls and its rules", func() {
		d := loaded()
		Expect(bundle.Components(d, 20)).To(Equal([]bundle.Component{
			{Kind: bundle.KindControl, Name: "first_seen_hold"},
			{Kind: bundle.KindControl, Name: "hot_cap"},
			{Kind: bundle.KindRule, Name: "dead_keys", Rules: []string{"dead_keys"}},
			{Kind: bundle.KindRule, Name: "large", Rules: []string{"large"}},
		}))
	})

	It("are one monitor where that is not made of rules", func() {
		d, err := bundle.Load("random", nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(bundle.Components(d, 20)).To(Equal([]bundle.Component{{Kind: bundle.KindMonitor, Name: "random"}}))
		Expect(bundle.Only(d, bundle.Components(d, 20)).Watches()).To(BeTrue())
		Expect(bundle.Only(d, nil).Watches()).To(BeFalse())
	})

	It("are as few as the caller can use: rules that a response needs together, then all", func() {
		d := loaded()
		Expect(called(bundle.Components(d, 4))).To(HaveLen(4))
		Expect(called(bundle.Components(d, 3))).To(Equal([]string{"first_seen_hold", "hot_cap", "all rules"}))
	})

	It("make a defence of some of them, with a digest of its own for each choice", func() {
		d := loaded()
		components := bundle.Components(d, 20)
		seen := map[string]bool{d.Digest: true}
		for set := range 1 << len(components) {
			var some []bundle.Component
			for i := range components {
				if set>>i&1 == 1 {
					some = append(some, components[i])
				}
			}
			less := bundle.Only(d, some)
			Expect(seen).NotTo(HaveKey(less.Digest))
			seen[less.Digest] = true
			Expect(called(bundle.Components(less, 20))).To(Equal(called(some)))
		}
		Expect(bundle.Components(d, 20)).To(Equal(components), "the whole is as it was")
	})

	It("can be named", func() {
		d, err := bundle.Load("guardrails[only=withdrawal_opt_in+scope_separation]", nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Name).To(Equal("guardrails[only=withdrawal_opt_in+scope_separation]"))
		Expect(d.Posture).To(HaveLen(2))
		whole, err := bundle.Load("guardrails", nil)
		Expect(err).NotTo(HaveOccurred())
		components := bundle.Components(whole, 20)
		same := bundle.Only(whole, []bundle.Component{{Kind: bundle.KindControl, Name: "withdrawal_opt_in"}, {Kind: bundle.KindControl, Name: "scope_separation"}})
		Expect(len(components)).To(BeNumerically(">", 2))
		Expect(same.Name).To(Equal(d.Name))
		Expect(same.Digest).To(Equal(d.Digest))
	})
})

var _ = Describe("A rule that is left out", func() {
	It("raises no alerts, and the others go on", func() {
		for only, want := range map[string]string{"large": "large", "dead_keys": "dead_keys"} {
			d, err := bundle.Load(defencetest.RuledBundle(locking)+"[only="+only+"]", defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			m, err := d.Monitor(1, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(m.Hello(&defence.Hello{Assets: []mockexchange.Asset{{Code: "JPY"}, {Code: "BTC"}}, Markets: []string{"BTCJPY"}})).To(Succeed())
			events := []mockexchange.Event{defencetest.Withdrawal(1, 5, defencetest.Minutes(0))}
			for i := range 4 {
				events = append(events, mockexchange.Event{
					Seq: uint64(i + 2), At: defencetest.Minutes(0) + int64(i), Type: mockexchange.AuthRefuse, Key: uint32(10 + i), Source: 7, Code: reject.DeadKey,
				})
			}
			a, err := m.Step(&defence.Batch{Now: defencetest.Minutes(1), Events: events})
			Expect(err).NotTo(HaveOccurred())
			Expect(a.Alerts).To(HaveLen(1))
			Expect(a.Alerts[0].Rule).To(Equal(want))
			Expect(a.Actions).To(HaveLen(map[string]int{"large": 0, "dead_keys": 1}[only]))
		}
	})
})
