package main

import (
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
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
	It("goes on without a defence that crashes, says why it did, and ends with exit code 4", func() {
		guard, file := crashing(), filepath.Join(GinkgoT().TempDir(), "runs.db")
		args := []string{"bench", "--scenarios", "quiet-week", "--defences", guard + ",none", "--seeds", "1", "--scale", "0.01", "--store", file}
		s := exdrill(args...)
		Expect(s.code).To(Equal(exitDefence))
		Expect(s.out).To(And(ContainSubstring(" none "), ContainSubstring("crashing in quiet-week: 1 of 1 runs, the first on seed 1\n"),
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
