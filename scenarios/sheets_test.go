package scenarios_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

// written gives the sheet of a scenario as it was checked against the sources.
func written(id string) []string {
	GinkgoHelper()
	text, err := os.ReadFile(filepath.Join("testdata", id+".sheet"))
	Expect(err).NotTo(HaveOccurred())
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// source gives the whole text of any shipped scenario, with what it extends.
func source(id string) string {
	GinkgoHelper()
	return load(id).File("scenario.yaml")
}

// The sheets in testdata hold every figure of every scenario, with the sources
// of those that somebody documented: a second copy of the record, to be read
// beside the sources. Whoever means to change a figure changes it twice.
var _ = Describe("The sheet of", func() {
	for _, id := range scenarios.IDs() {
		Describe(id, Label("scenario:"+id), func() {
			It("holds every figure of the scenario, and nothing else", func() {
				is, want := sheet(load(id)), written(id)
				for i := range min(len(is), len(want)) {
					Expect(is[i]).To(Equal(want[i]), "line %d of testdata/%s.sheet", i+1, id)
				}
				Expect(is).To(HaveLen(len(want)))
			})

			It("loses no figure when any transfer, time or amount is changed or left out", func() {
				src := source(id)
				all := append(changes(parsed(src), src), omissions(src)...)
				Expect(len(all)).To(BeNumerically(">=", 5))
				want := written(id)
				for i, m := range all {
					if i%8 != 0 && !soaking {
						continue
					}
					s, err := scenarios.Parse(file, []byte(m.src))
					if err == nil {
						Expect(sheet(s)).NotTo(Equal(want), "%s is not missed", m.what)
					}
				}
			})

			It("has a provenance in every line, and no figure loads without one", func() {
				s, src := load(id), source(id)
				for _, leaf := range s.Leaves {
					Expect(leaf.From).NotTo(Equal(scenarios.FromNone), leaf.Path)
				}
				without, missed := complaints(strip(src)), 0
				for _, e := range without {
					if strings.HasSuffix(e.Problem, "has no provenance") {
						missed++
					}
				}
				Expect(missed).To(BeNumerically(">=", len(s.Leaves)), "each figure by itself")
			})

			It("shows when any single provenance goes", func() {
				src := source(id)
				found := provenance.FindAllStringIndex(src, -1)
				Expect(len(found)).To(BeNumerically(">=", 5))
				want, kept := written(id), 0
				for i, at := range found {
					if i%8 != 0 && !soaking {
						continue
					}
					s, err := scenarios.Parse(file, []byte(src[:at[0]]+src[at[1]:]))
					switch {
					case err != nil:
					case strings.Join(sheet(s), "\n") == strings.Join(want, "\n"):
						kept++ // what it says, a mapping above says too
						for _, leaf := range s.Leaves {
							Expect(leaf.From).NotTo(Equal(scenarios.FromNone), leaf.Path)
						}
					}
				}
				Expect(kept).To(BeNumerically("<=", 2))
			})
		})
	}
})

// provenance is where a file says where figures come from.
var provenance = regexp.MustCompile(`(?m)^ +from: \w+(?: #.*)?\n|, from: \w+|from: \w+, `)

// strip takes every provenance out of a file.
func strip(src string) string {
	return provenance.ReplaceAllString(src, "")
}
