package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "modernc.org/sqlite" // a benchmark is forged with it

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/score"
)

var _ = Describe("A forged benchmark", Ordered, func() {
	var whole []byte
	var folder, paper, store, authorPub string
	BeforeAll(func() {
		folder = GinkgoT().TempDir()
		var author string
		author, authorPub = keyPair(folder, "author", 1)
		paper, store = filepath.Join(folder, "paper.zip"), filepath.Join(folder, "runs.db")
		fine("bench", "--scenarios", coincheck+",payday", "--defences", "none,guardrails", "--seeds", "1-2", "--scale", "0.005",
			"--store", store, "--bundle", paper, "--sign", author)
		var err error
		whole, err = os.ReadFile(paper)
		Expect(err).NotTo(HaveOccurred())
	})
	BeforeEach(func() { Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed()) })

	// rows forges the store in the bundle, keys and hashes included, and takes the
	// signature away.
	rows := func(forge func([]*runs.Row) []*runs.Row) {
		GinkgoHelper()
		rezip(paper, "runs.db", func(b []byte) []byte {
			was, now := put(folder, "was.db", string(b)), filepath.Join(GinkgoT().TempDir(), "now.db")
			from, err := runs.Read(was)
			Expect(err).NotTo(HaveOccurred())
			list, err := from.All(true)
			Expect(err).NotTo(HaveOccurred())
			Expect(from.Close()).To(Succeed())
			to, err := runs.Open(now)
			Expect(err).NotTo(HaveOccurred())
			for _, r := range forge(list) {
				Expect(to.Put(r)).To(Succeed())
			}
			Expect(to.Close()).To(Succeed())
			text, err := os.ReadFile(now)
			Expect(err).NotTo(HaveOccurred())
			return text
		}, true)
		unsign(paper)
	}
	// each changes one kind of row.
	each := func(scenario, guard string, change func(*runs.Row)) func([]*runs.Row) []*runs.Row {
		return func(list []*runs.Row) []*runs.Row {
			for _, r := range list {
				if r.Scenario == scenario && r.Defence == guard {
					change(r)
				}
			}
			return list
		}
	}
	list := func(old, now string) {
		GinkgoHelper()
		rezip(paper, "bundle.json", func(b []byte) []byte {
			Expect(string(b)).To(ContainSubstring(old))
			return bytes.Replace(b, []byte(old), []byte(now), 1)
		}, false)
		unsign(paper)
	}
	found := func(args ...string) string {
		GinkgoHelper()
		s := exdrill(append([]string{"verify", paper}, args...)...)
		Expect(s.errors).To(BeEmpty())
		Expect(s.code).To(Equal(exitThreshold))
		return s.out
	}
	better := func(r *runs.Row) { // in all that a row says of itself
		r.Result.Harm.Items, r.Result.Harm.Total = []score.HarmItem{}, 0
		r.Result.Loss.Net, r.Result.Loss.Taken = 0, 0
		r.Result.Score = r.Result.Recomputed()
		*r = *runs.RowOf(r.Identity, r.Result)
	}

	It("is told from the genuine one, of which verify says what could have been forged", func() {
		page := fine("verify", paper, "--trust", authorPub)
		Expect(page).To(And(HavePrefix(paper+": fine\n  8 runs, none missing and none added, made by: exdrill bench --defences=none,guardrails "),
			ContainSubstring("\n  4 of them made again, of 4 pairs of a scenario and a defence"), ContainSubstring("\n  signed by SHA256:"),
			ContainSubstring("\n  not checked: 4 of 8 runs by making them again\n  who had forged one run would have escaped with a chance of 50.0 %\n")))
		Expect(strings.TrimPrefix(page, paper)).NotTo(ContainSubstring(folder), "a bundle names no file of its author's")
		Expect(fine("verify", store)).To(And(HavePrefix(store+": fine\n  8 runs\n  written by: exdrill bench --defences=none,guardrails "), ContainSubstring("not checked: that no run is missing")))
	})

	It("with a bettered score is found out by its own result, its own sums, its neighbours, or the run", func() {
		rows(each(coincheck, "guardrails", func(r *runs.Row) { r.Score++ }))
		Expect(found()).To(ContainSubstring("against guardrails, seed 1: its columns say score "))
		Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
		rows(each(coincheck, "guardrails", func(r *runs.Row) { r.Score++; r.Result.Score++ }))
		Expect(found()).To(ContainSubstring("but its loss and harm come to "))
		Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
		rows(each(coincheck, "guardrails", func(r *runs.Row) {
			r.Result.Loss.Undefended *= 2
			r.Result.Score = r.Result.Recomputed()
			*r = *runs.RowOf(r.Identity, r.Result)
		}))
		Expect(found()).To(ContainSubstring("one of the two is not what it was"))
		Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
		rows(each(coincheck, "none", better))
		Expect(found()).To(MatchRegexp(`runs\.db: ` + coincheck + ` against none, seed [12]: score 100\.00, loss 0, harm 0, expected `))
		Expect(found("--trust", authorPub)).To(ContainSubstring("bundle.json.sig: it is missing"))
	})

	It("with rows that are missing, added, swapped or of another tariff is found out without a run", func() {
		for says, forge := range map[string]func([]*runs.Row) []*runs.Row{
			"1 of the 8 runs that the command names are missing: payday against none, seed 2": func(l []*runs.Row) []*runs.Row {
				return slices.DeleteFunc(l, func(r *runs.Row) bool { return r.Scenario == "payday" && r.Defence == "none" && r.Seed == 2 })
			},
			"payday against none, seed 7: the command does not name it": each("payday", "none", func(r *runs.Row) { r.Seed = 7 }),
			"payday against both, seed 1: the command does not name it": each("payday", "none", func(r *runs.Row) { r.Defence = "both" }),
			"its result is that of another run: defence guardrails, expected none": func(l []*runs.Row) []*runs.Row {
				for _, r := range l {
					for _, o := range l {
						if r.Defence == "none" && o.Defence == "guardrails" && r.Seed == o.Seed && r.Scenario == o.Scenario {
							mine, his := r.Identity, o.Identity
							*r, *o = *o, *r
							r.Identity, o.Identity = mine, his
						}
					}
				}
				return l
			},
			"the command does not name it with exdrill v9, expected " + engine(): each("payday", "none", func(r *runs.Row) { r.Engine = "v9" }),
			"its harm has the prices of a tariff of the digest abc...":           each("payday", "none", func(r *runs.Row) { r.Result.Harm.TariffDigest = "abc" }),
		} {
			Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
			rows(forge)
			Expect(found()).To(ContainSubstring(says))
		}
	})

	It("with tables that show each reader something else, or cut short, is found out", func() {
		for says, change := range map[string]string{
			"its tables are not those of a run store": "ALTER TABLE runs RENAME TO hidden; CREATE VIEW runs AS SELECT * FROM hidden WHERE random() < 0",
			"its columns belong to the key":           "UPDATE runs SET seed = '3' WHERE seed = '2'",
		} {
			Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
			rezip(paper, "runs.db", func(b []byte) []byte {
				path := put(folder, "forged.db", string(b))
				db, err := sql.Open("sqlite", path)
				Expect(err).NotTo(HaveOccurred())
				_, err = db.Exec(change)
				Expect(err).NotTo(HaveOccurred())
				Expect(db.Close()).To(Succeed())
				now, err := os.ReadFile(path)
				Expect(err).NotTo(HaveOccurred())
				return now
			}, true)
			unsign(paper)
			Expect(found()).To(ContainSubstring(says))
		}
		Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
		rezip(paper, "runs.db", func(b []byte) []byte { return b[:len(b)/2] }, true)
		unsign(paper)
		Expect(found()).To(ContainSubstring("runs.db: "))
		Expect(os.WriteFile(paper, whole[:len(whole)/2], 0o644)).To(Succeed())
		Expect(exdrill("verify", paper).code).To(Equal(exitInput))
	})

	It("with another command, other names or another's key is found out", func() {
		for says, change := range map[string][2]string{
			"4 of the 12 runs that the command names are missing":   {"--seeds=1-2", "--seeds=1-3"},
			"seed 2: the command does not name it":                  {"--seeds=1-2", "--seeds=1"},
			"its command is none of `exdrill bench`":                {`"bench"`, `"run"`},
			"unknown flag: --frobnicate":                            {"--seeds=1-2", "--frobnicate=1"},
			"the command does not name it at this scale":            {"--scale=0.005", "--scale=0.01"},
			"its command does not name the defence guardrails":      {"--defences=none,guardrails", "--defences=none"},
			"its command names the defence both, of which it has 0": {"--defences=none,guardrails", "--defences=none,guardrails,both"},
			"it has no folder in the bundle":                        {`"folder": "defences/guardrails"`, "\"folder\": \"defences/guardrails\",\n      \"changes\": \"/../../none\""},
			"it is none, but the command means guardrails":          {`"folder": "defences/guardrails"`, `"folder": "defences/none"`},
		} {
			Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
			list(change[0], change[1])
			Expect(found()).To(ContainSubstring(says))
		}
		Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed())
		list(`"engine": "`+engine()+`"`, `"engine": "v9.9.9"`)
		Expect(exdrill("verify", paper).code).To(Equal(exitInput))
	})

	It("of a changed copy under a shipped name is not packed, and is refused where somebody packed it all the same", func() {
		copied := shippedCopy(GinkgoT().TempDir(), "no_attack: ", "no_attack: 100 % # ")
		s := exdrill("bench", "--scenarios", copied, "--defences", "none", "--seeds", "1", "--scale", "0.005", "--store", filepath.Join(folder, "no.db"), "--bundle", filepath.Join(folder, "no.zip"))
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(And(ContainSubstring("not the shipped scenario "+coincheck), ContainSubstring("under an id of its own")))
		Expect(filepath.Join(folder, "no.db")).NotTo(BeAnExistingFile())

		s = exdrill("bench", "--scenarios", copied, "--defences", "none", "--seeds", "1", "--scale", "0.005", "--store", filepath.Join(folder, "no.db"))
		Expect(s.code).To(Equal(exitFine))
		Expect(s.errors).To(ContainSubstring("not the shipped scenario " + coincheck))
		s = exdrill("verify", filepath.Join(folder, "no.db"))
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(ContainSubstring("not the shipped scenario " + coincheck))

		rezip(paper, "scenarios/"+coincheck+"/scenario.yaml", func(b []byte) []byte {
			return bytes.Replace(b, []byte("no_attack: "), []byte("no_attack: 100 % # "), 1)
		}, true)
		unsign(paper)
		Expect(found()).To(ContainSubstring("scenarios/" + coincheck + "/: not the shipped scenario " + coincheck))
	})
})
