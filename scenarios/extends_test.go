package scenarios_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// placeless is a scenario without the places of what it says, its files and the
// list of its figures: what two texts that mean the same have alike.
func placeless(s *scenarios.Scenario) *scenarios.Scenario {
	c := s.Clone()
	c.Files, c.Leaves, c.Warnings = nil, nil, nil
	forget(reflect.ValueOf(c).Elem())
	return c
}

func forget(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			forget(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			forget(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[yamldoc.Position]() {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				forget(v.Field(i))
			}
		}
	}
}

var _ = Describe("A scenario that extends others", func() {
	It("is written as one file that means the same", func() {
		for _, id := range scenarios.IDs() {
			s := load(id)
			again, err := scenarios.Parse("whole.yaml", []byte(s.File("scenario.yaml")))
			Expect(err).NotTo(HaveOccurred(), id)
			Expect(placeless(again)).To(Equal(placeless(s)), id)
			Expect(again.File("scenario.yaml")).To(Equal(s.File("scenario.yaml")), id)
		}
	})
})

// extending writes a folder with a scenario that extends what it is told to, and
// says a little itself, beside other files.
func extending(own string, others ...string) string {
	GinkgoHelper()
	root := GinkgoT().TempDir()
	for i := 0; i < len(others); i += 2 {
		Expect(os.MkdirAll(filepath.Dir(filepath.Join(root, others[i])), 0o755)).To(Succeed())
		Expect(os.WriteFile(filepath.Join(root, others[i]), []byte(others[i+1]), 0o644)).To(Succeed())
	}
	file := filepath.Join(root, "own.yaml")
	Expect(os.WriteFile(file, []byte("apiVersion: exdrill/v1\nid: own\nversion: 1\ntitle: {en: \"Own\", ja: 自}\nsummary: {en: x, ja: y}\n"+own), 0o644)).To(Succeed())
	return file
}

func loaded(file string) *scenarios.Scenario {
	GinkgoHelper()
	s, err := scenarios.LoadFile(file)
	Expect(err).NotTo(HaveOccurred())
	return s
}

var _ = Describe("A coin that is like another", func() {
	It("is told to say its own amounts, where it has them from a base", func() {
		text, err := os.ReadFile("testdata/several-tokens/scenario.yaml")
		Expect(err).NotTo(HaveOccurred())
		src := strings.Replace(string(text), "    assets:\n", "    assets:\n      - {code: DUSK, like: ETH, reference: 1 USDT}\n", 1)
		_, err = scenarios.Parse(file, []byte(src))
		Expect(err).To(MatchError(ContainSubstring("min_fee is in ETH, expected an amount of DUSK, which has this from what it is like: say its own where DUSK is listed")))
	})
})

var _ = Describe("What a scenario extends", func() {
	group := func(s *scenarios.Scenario, name string) *scenarios.Group {
		for i := range s.Population.Groups {
			if g := &s.Population.Groups[i]; g.Name.Text == name {
				return g
			}
		}
		return nil
	}

	It("gives it all that it does not say itself, and who it is", func() {
		s := loaded(extending("extends: quiet-week\n"))
		quiet := load("quiet-week")
		Expect(s.ID.Text).To(Equal("own"))
		Expect(s.Title.EN).To(Equal("Own"))
		s.Head = quiet.Head
		Expect(placeless(s)).To(Equal(placeless(quiet)))
	})

	It("is laid under it key by key, but for mappings of figures by name, and lists, which it has as it writes them", func() {
		s := loaded(extending(`extends: quiet-week
latencies: {from: synthetic, actions: {announce: {takes: 9s}}}
population:
  from: synthetic
  holdings: {JPY: 100 %}
  groups:
    - {name: people, count: 7, rates: {logins: 9 a day}}
    - {name: savers, like: people, habits: {tries: 1}}
    - {name: idlers, like: savers, count: 3}
    - name: api_bots
    - name: vendor_bots
  surges: []
`))
		announce, _ := s.Latencies.Actions.Get("announce")
		Expect(announce.Takes.Value).To(Equal(9 * time.Second))
		halt, _ := s.Latencies.Actions.Get("halt_market")
		Expect(halt.Takes.Value).To(Equal(time.Minute))
		Expect(s.Population.Holdings).To(HaveLen(1))
		Expect(s.Population.Groups).To(HaveLen(5))
		people, savers, idlers := group(s, "people"), group(s, "savers"), group(s, "idlers")
		Expect([]int64{people.Count.Value, savers.Count.Value, idlers.Count.Value}).To(Equal([]int64{7, 7, 3}))
		Expect([]int64{people.Rates.Logins.Micro, idlers.Rates.Logins.Micro}).To(Equal([]int64{9e6, 9e6}))
		Expect([]int64{people.Habits.Tries.Value, savers.Habits.Tries.Value, idlers.Habits.Tries.Value}).To(Equal([]int64{3, 1, 1}))
		Expect(s.Population.Surges).To(BeEmpty())
	})

	It("lets later ones and its own word count more than earlier ones", func() {
		s := loaded(extending("extends: [quiet-week, a.yaml, ./b]\n",
			"a.yaml", "floor: {is: 10 %, from: synthetic}\nalert_budget: {is: 1, from: synthetic}\n",
			"b/scenario.yaml", "extends: ../c.yaml\nfloor: {is: 20 %, from: synthetic}\n", "c.yaml", "floor: {is: 30 %, from: synthetic}\n"))
		Expect([]int64{s.Floor.PPM, s.AlertBudget.Value}).To(Equal([]int64{200_000, 1}))
	})

	It("keeps what it says of where its figures come from", func() {
		s := loaded(extending("extends: [quiet-week, a.yaml]\nincident: {sources: [{id: P, grade: A, address: x, what: y}]}\n"+
			"clock: {from: public, source: P, end: 2024-05-21T00:00:00+09:00}\npopulation: {groups: [{name: people, rates: {from: seed, logins: 1 a day}}, {name: api_bots}, {name: vendor_bots}]}\n",
			"a.yaml", "clock: {from: derived, how: 1 + 1, start: 2024-05-13T00:00:00+09:00}\n"))
		Expect(s.Clock.End.From).To(Equal(scenarios.FromPublic))
		Expect(s.Clock.Start.From).To(Equal(scenarios.FromDerived))
		Expect(s.Clock.Start.How).To(Equal("1 + 1"))
		people := group(s, "people")
		Expect(people.Rates.Logins.From).To(Equal(scenarios.FromSeed))
		Expect(people.Rates.Reads.From).To(Equal(scenarios.FromSynthetic))
		Expect(people.Count.From).To(Equal(scenarios.FromSynthetic))
		again, err := scenarios.Parse("again.yaml", []byte(s.File("scenario.yaml")))
		Expect(err).NotTo(HaveOccurred())
		Expect(placeless(again)).To(Equal(placeless(s)))
	})

	It("is part of its digest, and not of what is kept of it", func() {
		digest := func(floor string) (string, *scenarios.Scenario) {
			s := loaded(extending("extends: [quiet-week, a.yaml]\n", "a.yaml", "floor: {is: "+floor+", from: synthetic}\n"))
			return s.Digest(), s
		}
		one, s := digest("10 %")
		same, _ := digest("10 %")
		other, _ := digest("11 %")
		Expect(same).To(Equal(one))
		Expect(other).NotTo(Equal(one))
		Expect(s.File("scenario.yaml")).NotTo(ContainSubstring("extends:"))
	})

	DescribeTable("is told with its place where it cannot be had", func(message, own string, others ...string) {
		file := extending(own, others...)
		_, err := scenarios.LoadFile(file)
		Expect(err).To(MatchError(MatchRegexp("(?m)^"+message)), "%v", err)
	},
		Entry("a name that is none", `\S+own.yaml:6:10: unknown base "yne", expected one of .*; did you mean "yen"\?`, "extends: yne\n"),
		Entry("a file that is none", `\S+own.yaml:6:10: there is no file "./a.yaml"`, "extends: ./a.yaml\n"),
		Entry("a path from anywhere", `\S+own.yaml:6:10: the path is "/etc/passwd"`, "extends: /etc/passwd\n"),
		Entry("a circle", `\S+b.yaml:1:10: it leads back to a.yaml`, "extends: a.yaml\n", "a.yaml", "extends: b.yaml\n", "b.yaml", "extends: a.yaml\n"),
		Entry("a mistake in it", `\S+a.yaml:1:8: floor is "most"`, "extends: [quiet-week, a.yaml]\n", "a.yaml", "floor: most\n"),
		Entry("a key that it does not know", `\S+a.yaml:1:1: unknown key "flor"`, "extends: [quiet-week, a.yaml]\n", "a.yaml", "flor: most\n"),
		Entry("no YAML", `\S+a.yaml:1:4: not YAML`, "extends: [quiet-week, a.yaml]\n", "a.yaml", "x: [\n"),
		Entry("an item that it is like", `\S+own.yaml:7:46: unknown item that it is like "poeple"`, "extends: quiet-week\npopulation: {groups: [{name: savers, like:   poeple}]}\n"),
		Entry("what it lacks", `\S+own.yaml:7:23: kind is missing`, "extends: yen\npopulation: {groups: [{name: savers}]}\n"),
	)

	It("is refused in what was kept, of which it is never a part", func() {
		file := extending("extends: [quiet-week, a.yaml]\n", "a.yaml", "floor: {is: 9 %, from: synthetic}\n", "kept/scenario.yaml", "")
		kept := filepath.Join(filepath.Dir(file), "kept")
		Expect(os.WriteFile(filepath.Join(kept, "scenario.yaml"), loaded(file).Files[0].Data, 0o644)).To(Succeed())
		Expect(scenarios.SelfContained(kept)).To(Succeed())
		Expect(scenarios.SelfContained(file)).To(MatchError(file + ":6:1: a scenario that was kept extends another, expected all of it in its own file"))
	})

	It("is never a file for a text that is in none, such as one that was kept with a run", func() {
		_, err := scenarios.Parse("kept.yaml", []byte("extends: ../a.yaml\n"))
		Expect(err).To(MatchError(ContainSubstring(`kept.yaml:1:10: the path is "../a.yaml", expected the name of a base that ships, or a path from a scenario's own folder, such as ../ours.yaml`)))
	})
})
