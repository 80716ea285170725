package bundle_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
)

var _ = Describe("The library", func() {
	It("holds the shipped defences and nothing else", func() {
		Expect(bundle.Names()).To(Equal([]string{
			"none", "history", "halt-everything", "random", "oracle", "static-limits", "guardrails", "analyst", "sentinel", "both",
		}))
		folders, err := os.ReadDir("library")
		Expect(err).NotTo(HaveOccurred())
		var names []string
		for _, f := range folders {
			names = append(names, f.Name())
		}
		Expect(names).To(ConsistOf(bundle.Names()))
	})

	It("loads every defence by the name of its folder", func() {
		for _, name := range bundle.Names() {
			d, err := bundle.Load(name, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Name).To(Equal(name))
			Expect(bundle.Lint(name)).To(Succeed())
		}
	})

	It("is told apart by what a defence is made of, and by what it knows", func() {
		kinds := map[string]string{}
		for _, name := range bundle.Names() {
			d, err := bundle.Load(name, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			kinds[name] = d.Kind()
		}
		Expect(kinds).To(Equal(map[string]string{
			"none": defence.KindNothing, "history": defence.KindRecord, "oracle": defence.KindOracle,
			"halt-everything": defence.KindMonitor, "random": defence.KindMonitor, "analyst": defence.KindMonitor, "sentinel": defence.KindMonitor,
			"static-limits": defence.KindPosture, "guardrails": defence.KindPosture, "both": defence.KindBoth,
		}))
	})

	It("gives a folder the same digest as the copy that ships", func() {
		for _, name := range bundle.Names() {
			shipped, err := bundle.Load(name, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			folder, err := bundle.Load("./library/"+name, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(folder.Digest).To(Equal(shipped.Digest))
		}
	})

	It("hands out the files of a defence, so that a run can keep them", func() {
		files, err := bundle.Files("guardrails")
		Expect(err).NotTo(HaveOccurred())
		Expect(defencetest.Listed(files)).To(Equal([]string{"defence.yaml", "posture.yaml"}))
		_, err = bundle.Files("guardrail")
		Expect(err).To(MatchError(ContainSubstring("guardrails")))
	})

	It("is listed without loading a scenario", func() {
		all, err := bundle.List()
		Expect(err).NotTo(HaveOccurred())
		Expect(all).To(HaveLen(len(bundle.Names())))
		for i, e := range all {
			Expect(e.Name).To(Equal(bundle.Names()[i]))
			Expect(e.Description).NotTo(BeEmpty())
		}
		Expect(all[6].Controls).To(ConsistOf("key_allow_list", "withdrawal_opt_in", "scope_separation", "price_band",
			"price_range_execution", "market_anomaly_freeze", "batch_check", "multisig", "hot_cap", "chain_watch", "automatic_sweep", "reconciliation",
			"independent_decoding", "code_attestation"))
		Expect(all[6].Monitor).To(BeEmpty())
		Expect(all[7].Controls).To(BeEmpty())
		Expect(all[7].Monitor).To(Equal("analyst"))
		Expect(all[8].Controls).To(BeEmpty())
		Expect(all[8].Monitor).To(Equal("rules"))
		Expect(all[9].Controls).To(Equal(all[6].Controls))
		Expect(all[9].Monitor).To(Equal("rules"))
		Expect(all[5].Controls).To(ConsistOf("withdrawal_limit"))
		Expect(all[1].Monitor).To(Equal("history"))
	})

	It("names no incident, date, coin or address", func() {
		err := filepath.WalkDir("library", func(path string, f os.DirEntry, err error) error {
			if err != nil || f.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			Expect(err).NotTo(HaveOccurred())
			// The unit that every scenario knows tells nothing of one.
			text := strings.ReplaceAll(strings.ToLower(string(data)), " jpy-equivalent", "")
			// Nor do addresses that are kept for examples, or addresses and transactions that count from one.
			text = regexp.MustCompile(`198\.51\.100\.\d+|"0{38}(0{24})?[0-9a-f]{2}"`).ReplaceAllString(text, "")
			Expect(text).NotTo(MatchRegexp(
				`zaif|coincheck|binance|3commas|gox|\b(19|20)\d\d\b|\b(jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\b|`+
					`\b(january|february|march|april|june|july|august|september|october|november|december)\b|`+
					`\b(btc|bch|eth|mona|xem|sys|jpy|usd|eur|bitcoin|yen|nem)\b|\d+\.\d+\.\d+\.\d+|[0-9a-f]{40}`), path)
			return nil
		})
		Expect(err).NotTo(HaveOccurred())
	})

	It("suggests the nearest name for an unknown one", func() {
		_, err := bundle.Load("guardrail", defencetest.Scenario())
		Expect(err).To(MatchError(`no defence is called "guardrail", did you mean "guardrails"?`))
		_, err = bundle.Load("xyzzy", defencetest.Scenario())
		Expect(err).To(MatchError(`no defence is called "xyzzy", expected one of none, history, halt-everything, random, ` +
			`oracle, static-limits, guardrails, analyst, sentinel, both or the path of a folder`))
		Expect(bundle.Lint("guardrail")).To(MatchError(ContainSubstring("guardrails")))
	})

	It("does not offer the closed day, the scorer's unit", func() {
		Expect(bundle.Names()).NotTo(ContainElement(baseline.ClosedDay().Name))
		_, err := bundle.Load("closed-day", defencetest.Scenario())
		Expect(err).To(HaveOccurred())
	})
})
