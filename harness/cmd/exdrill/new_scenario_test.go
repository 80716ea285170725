package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("exdrill new scenario", func() {
	DescribeTable("writes one of each kind that lints, runs, and reproduces its facts", func(kind, base string, facts int, loses bool) {
		folder := filepath.Join(GinkgoT().TempDir(), "mine")
		Expect(fine("new", "scenario", folder, "--kind", kind, "--base", base)).To(ContainSubstring("exdrill lint " + folder))
		linted := fine("lint", folder)
		Expect(linted).To(HaveSuffix(folder + ": fine\n"))
		Expect(linted).To(ContainSubstring("texts have no Japanese"))
		Expect(strings.Count(linted, "warning")).To(Equal(3))
		var result score.Result
		Expect(json.Unmarshal([]byte(fine("run", folder, "--defence", "history", "--scale", "0.02", "--format", "json")), &result)).To(Succeed())
		held, apply := result.FactsHeld()
		Expect([]int{held, apply}).To(Equal([]int{facts, facts}))
		Expect(result.Loss.Undefended > 0).To(Equal(loses))
		text, err := os.ReadFile(filepath.Join(folder, "scenario.yaml"))
		Expect(err).NotTo(HaveOccurred())
		Expect(strings.Count(string(text), "\n")).To(BeNumerically("<=", 200))
		Expect(string(text)).NotTo(MatchRegexp(`NAME|BASE|CURRENCY|RICH|POOR|THIN|CENT`))
		Expect(exdrill("new", "scenario", folder).errors).To(ContainSubstring("is there already"))
	},
		Entry(nil, "hot-wallet", "yen", 3, true), Entry(nil, "hot-wallet", "dollars", 3, true),
		Entry(nil, "api-keys", "yen", 3, true), Entry(nil, "api-keys", "dollars", 3, true),
		Entry(nil, "logins", "yen", 3, true), Entry(nil, "logins", "dollars", 3, true),
		Entry(nil, "approval-path", "yen", 3, true), Entry(nil, "approval-path", "dollars", 3, true),
		Entry(nil, "signing", "yen", 3, true), Entry(nil, "signing", "dollars", 3, true),
		Entry(nil, "ordinary-day", "yen", 0, false), Entry(nil, "ordinary-day", "dollars", 0, false),
	)

	It("does not take the name of one that ships, under which nobody would find it", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "bybit-2025-02")
		r := exdrill("new", "scenario", folder)
		Expect(r.code).To(Equal(2))
		Expect(r.errors).To(ContainSubstring(`the name is "bybit-2025-02", which is that of a scenario that ships, expected another one`))
		Expect(folder).NotTo(BeADirectory())
	})

	DescribeTable("says where a step stands that its technique cannot begin with", func(technique, wrong string) {
		folder := filepath.Join(GinkgoT().TempDir(), "mine")
		fine("new", "scenario", folder)
		text, err := os.ReadFile(filepath.Join(folder, "scenario.yaml"))
		Expect(err).NotTo(HaveOccurred())
		put(folder, "scenario.yaml", strings.Replace(string(text), "sign_with_stolen_key", technique, 1))
		for _, command := range []string{"lint", "run"} {
			r := exdrill(command, folder)
			Expect(r.code).To(Equal(2))
			Expect(r.out + r.errors).To(MatchRegexp(`scenario.yaml:\d+:\d+: step theft/1: ` + wrong))
		}
	},
		EntryDescription("%s"),
		Entry(nil, "plant_implant", "host is missing, expected the name of one that he holds"),
		Entry(nil, "withdraw_approved", "asset is missing, expected the code of the coin to withdraw"),
	)

	It("shows the whole of what extends others, which can be run by itself", func() {
		whole := fine("show", "payday", "--resolved")
		Expect(whole).NotTo(ContainSubstring("extends:"))
		file := put(GinkgoT().TempDir(), "whole.yaml", whole)
		again, err := scenarios.LoadFile(file)
		Expect(err).NotTo(HaveOccurred())
		Expect(again.File("scenario.yaml")).To(Equal(whole))
	})

	It("takes no more than 200 lines for one of a kind that exists", func() {
		const several = "../../../scenarios/testdata/several-tokens"
		text, err := os.ReadFile(several + "/scenario.yaml")
		Expect(err).NotTo(HaveOccurred())
		Expect(strings.Count(string(text), "\n")).To(BeNumerically("<=", 200))
		Expect(fine("lint", several)).To(HaveSuffix(several + ": fine\n"))
		Expect(fine("run", several, "--defence", "history", "--scale", "0.02")).To(ContainSubstring("3 of 3"))
	})
})

var _ = Describe("exdrill lint --schema", func() {
	It("lets every shipped scenario and base pass, and not a key or a name that there is not", func() {
		var schema map[string]any
		Expect(json.Unmarshal([]byte(fine("lint", "--schema")), &schema)).To(Succeed())
		properties := schema["properties"].(map[string]any)
		Expect(properties).To(HaveKey("extends"))
		facts := properties["facts"].(map[string]any)["items"].(map[string]any)["properties"].(map[string]any)
		Expect(facts["measure"].(map[string]any)["anyOf"].([]any)[0].(map[string]any)["enum"]).To(ContainElement("coins_stolen"))
		for _, file := range shippedFiles() {
			var value any
			Expect(yaml.Unmarshal([]byte(file), &value)).To(Succeed())
			Expect(misfit(schema, value)).To(BeEmpty())
		}
		for _, wrong := range []string{"clok: {}", "clock: {strat: 1}", "facts: [{measure: coins_stole}]"} {
			var value any
			Expect(yaml.Unmarshal([]byte(wrong), &value)).To(Succeed())
			Expect(misfit(schema, value)).NotTo(BeEmpty(), wrong)
		}
	})
})

// shippedFiles are the texts of all scenarios and bases, as they stand.
func shippedFiles() (list []string) {
	GinkgoHelper()
	files, err := filepath.Glob("../../../scenarios/*/*.yaml")
	Expect(err).NotTo(HaveOccurred())
	Expect(len(files)).To(BeNumerically(">=", 15))
	for _, file := range files {
		text, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		list = append(list, string(text))
	}
	return list
}

// misfit says what of a value a schema does not allow; empty if nothing. It knows
// what ours uses of JSON Schema.
func misfit(schema map[string]any, value any) string {
	if several, ok := schema["anyOf"].([]any); ok {
		why := ""
		for _, one := range several {
			if why = misfit(one.(map[string]any), value); why == "" {
				return ""
			}
		}
		return why
	}
	if names, ok := schema["enum"].([]any); ok && !slices.Contains(names, value) {
		return fmt.Sprintf("%v is no name", value)
	}
	if pattern, ok := schema["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(fmt.Sprint(value)) {
		return fmt.Sprintf("%v is not like %s", value, pattern)
	}
	if constant, ok := schema["const"]; ok && constant != value {
		return fmt.Sprintf("%v is not %v", value, constant)
	}
	switch value := value.(type) {
	case map[string]any:
		if schema["type"] != "object" {
			return fmt.Sprintf("a mapping: %v", value)
		}
		properties, _ := schema["properties"].(map[string]any)
		rest, open := schema["additionalProperties"].(map[string]any)
		for key, v := range value {
			of, known := properties[key].(map[string]any)
			if !known {
				of = rest
			}
			if !known && !open {
				return "no key is called " + key
			}
			if why := misfit(of, v); why != "" {
				return key + ": " + why
			}
		}
	case []any:
		items, ok := schema["items"].(map[string]any)
		for _, v := range value {
			if why := misfit(items, v); !ok || why != "" {
				return why
			}
		}
	}
	return ""
}
