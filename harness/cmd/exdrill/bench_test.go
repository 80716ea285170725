package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/scenarios"
)

// crashing is a bundle of a program that answers hello and crashes, until there
// is a file beside it.
func crashing() string {
	GinkgoHelper()
	folder := filepath.Join(GinkgoT().TempDir(), "crashing")
	put(folder, "defence.yaml", "name: crashing\nversion: \"1\"\ndescription: it does\nprocess: [sh, ./watch.sh]\n")
	put(folder, "watch.sh", "read hello\necho '{\"protocol\":1}'\nread batch\necho 'no more of this' >&2\nexit 3\n")
	return folder
}

var _ = Describe("exdrill bench", func() {
	It("writes down in its store by which command, so that verify can say what is not there", func() {
		file, whole := filepath.Join(GinkgoT().TempDir(), "runs.db"), filepath.Join(GinkgoT().TempDir(), "whole.db")
		for range 2 {
			fine("bench", "--scenarios", "quiet-week", "--defences", "none", "--seeds", "1", "--scale", "0.01", "--store", file, "--quiet")
		}
		s, err := runs.Open(file)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.Commands()).To(Equal([][]string{{"exdrill", "bench", "--defences=none", "--scale=0.01", "--scenarios=quiet-week", "--seeds=1"}}))
		Expect(s.Note([]string{"exdrill", "bench", "--defences=none,guardrails", "--scale=0.01", "--scenarios=quiet-week", "--seeds=1-2"})).To(Succeed())
		Expect(s.Note([]string{"exdrill", "bench", "--defences=/dev/zero"})).To(Succeed())
		Expect(s.Close()).To(Succeed())
		fine("merge", whole, file)
		page := fine("verify", whole)
		Expect(page).To(And(ContainSubstring("\n  written by: exdrill bench --defences=none --scale=0.01 "), ContainSubstring("\n  written by: exdrill bench --defences=none,guardrails "),
			MatchRegexp(`\n  not checked: 3 of the 4 runs that .exdrill bench --defences=none,guardrails [^\n]* names, which are not there: `),
			ContainSubstring("/dev/zero does not ship\n")))
	})

	It("warns of a store in which somebody changed a score, as report and compare do", func() {
		folder := GinkgoT().TempDir()
		file := filepath.Join(folder, "runs.db")
		args := []string{"bench", "--scenarios", "quiet-week", "--defences", "none,static-limits", "--seeds", "1", "--scale", "0.01", "--store", file, "--quiet"}
		fine(args...)
		db, err := sql.Open("sqlite", file)
		Expect(err).NotTo(HaveOccurred())
		_, err = db.Exec("UPDATE runs SET score = 9999, currency = 'XXX' WHERE defence = 'static-limits'")
		Expect(err).NotTo(HaveOccurred())
		Expect(db.Close()).To(Succeed())
		for _, words := range [][]string{args, {"report", file}, {"compare", file + ":none", file + ":static-limits"}} {
			s := exdrill(words...)
			Expect(s.code).To(Equal(exitFine), s.errors)
			Expect(s.errors).To(HavePrefix("warning: "+file+": its runs were changed after they were made: quiet-week against static-limits, seed 1: its columns say score 99.99"), words[0])
			Expect(s.errors).To(ContainSubstring("; what differs is score, currency;"), words[0])
		}

		fresh, whole := filepath.Join(folder, "fresh.db"), filepath.Join(folder, "whole.db")
		s := exdrill("merge", fresh, file)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(And(HavePrefix(file+": its runs were changed after they were made: quiet-week against static-limits, seed 1"), HaveSuffix("; nothing was merged\n")))
		Expect(fresh).NotTo(BeAnExistingFile())

		fine("bench", "--scenarios", "quiet-week", "--defences", "none", "--seeds", "1", "--scale", "0.01", "--store", whole, "--quiet")
		before := content(whole)
		s = exdrill("merge", file, whole)
		Expect(s.code).To(Equal(exitInput), "the one to fill was changed")
		Expect(exdrill("merge", whole, file).code).To(Equal(exitInput))
		Expect(content(whole)).To(Equal(before))
		Expect(fine("merge", fresh, whole)).To(Equal(whole + ": 1 run added\n"))
	})

	It("goes on without a scenario in which nobody is robbed, shows the others, and ends with exit code 2", func() {
		folder, file := filepath.Join(GinkgoT().TempDir(), "unheld"), filepath.Join(GinkgoT().TempDir(), "runs.db")
		shipped, err := scenarios.Load("coincheck-nem-2018-01")
		Expect(err).NotTo(HaveOccurred())
		for _, f := range shipped.Files {
			text := strings.Replace(string(f.Data), "id: coincheck-nem-2018-01", "id: unheld", 1)
			put(folder, f.Name, strings.Replace(text, "m: {is: 1, from: public, source: [S45, S50]}, hosts: [", "m: {is: 2, from: public, source: [S45, S50]}, hosts: [another, ", 1))
		}
		s := exdrill("bench", "--scenarios", folder+",quiet-week", "--defences", "none", "--seeds", "1", "--scale", "0.01", "--store", file)
		Expect(s.code).To(Equal(exitInput), s.errors)
		Expect(s.out).To(And(ContainSubstring("quiet-week"), Not(ContainSubstring("unheld"))))
		Expect(s.errors).To(MatchRegexp(`scenario\.yaml:\d+:\d+: the undefended venue loses nothing to its attacker`))
	})

	It("goes on without a defence that crashes, says why it did, and ends with exit code 4", func() {
		guard, file := crashing(), filepath.Join(GinkgoT().TempDir(), "runs.db")
		args := []string{"bench", "--scenarios", "quiet-week", "--defences", guard + ",none", "--seeds", "1", "--scale", "0.01", "--store", file}
		s := exdrill(args...)
		Expect(s.code).To(Equal(exitDefence))
		Expect(s.out).To(And(ContainSubstring(" none "), ContainSubstring("crashing in quiet-week: 1 of 1 run, the first on seed 1\n"),
			ContainSubstring("it ended: exit status 3"), ContainSubstring("stderr: no more of this"), ContainSubstring("to see it again: exdrill run quiet-week --defence "+guard)))
		Expect(s.errors).To(BeEmpty())

		s = exdrill(append(args, "--format", "csv")...)
		Expect(s.code).To(Equal(exitDefence))
		Expect(s.out).NotTo(ContainSubstring("no more of this"))
		Expect(s.errors).To(ContainSubstring("no more of this"))

		page := filepath.Join(GinkgoT().TempDir(), "runs.html")
		fine("report", file, "--output", page)
		text, err := os.ReadFile(page)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(text)).To(And(ContainSubstring("Defences that failed"), ContainSubstring("no more of this")))
	})
})
