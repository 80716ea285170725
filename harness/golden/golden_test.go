package golden_test

import (
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/golden"
)

func TestGolden(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Golden")
}

var _ = Describe("Golden files", Label("embedded"), func() {
	var path string
	rewriting := func(now string) { GinkgoT().Setenv(golden.Switch, now) }
	kept := func() string {
		GinkgoHelper()
		text, err := os.ReadFile(path)
		Expect(err).NotTo(HaveOccurred())
		return string(text)
	}
	BeforeEach(func() {
		rewriting("")
		path = filepath.Join(GinkgoT().TempDir(), "testdata", "kept.txt")
	})

	Describe("of text", func() {
		It("are written by the switch alone", func() {
			Expect(golden.Check(path, "one\n")).To(MatchError(ContainSubstring("EXDRILL_REWRITE=1 writes it")))
			rewriting("1")
			Expect(golden.Check(path, "one\n")).To(Succeed())
			rewriting("")
			Expect(golden.Check(path, "one\n")).To(Succeed())
		})

		It("say where they part, and how much", func() {
			rewriting("1")
			Expect(golden.Check(path, "a\nb\nc\nd\n")).To(Succeed())
			rewriting("")
			Expect(golden.Check(path, "a\nB\nc\nd\n")).To(MatchError(path + ":2 differs from what was kept (EXDRILL_REWRITE=1 writes it anew)\n-b\n+B"))
			Expect(golden.Check(path, "a\nb\n")).To(MatchError(HaveSuffix("\n-c\n-d")))
		})

		It("do not mind the line ends of a system", func() {
			rewriting("1")
			Expect(golden.Check(path, "a\r\nb\r\n")).To(Succeed())
			rewriting("")
			Expect(golden.Check(path, "a\nb\n")).To(Succeed())
		})
	})

	Describe("of rows", func() {
		var table golden.Table
		row := func(seed, head, score string) error {
			return table.Check([]string{"payday", seed}, []string{head, score}, "exdrill run payday --seed "+seed)
		}
		BeforeEach(func() {
			table = golden.Table{Path: path, Key: []string{"scenario", "seed"}, Columns: []string{"log", "score"}, About: "What came\n\nof it."}
			rewriting("1")
			Expect(row("2", "bb", "20")).To(Succeed())
			Expect(row("1", "aa", "10")).To(Succeed())
			rewriting("")
		})

		It("are kept sorted, below their head", func() {
			Expect(kept()).To(Equal("# What came\n#\n# of it.\n#\n# scenario\tseed\tlog\tscore\npayday\t1\taa\t10\npayday\t2\tbb\t20\n"))
		})

		It("say which row is not as it was, in which columns, and how to see it", func() {
			Expect(row("1", "aa", "10")).To(Succeed())
			Expect(row("2", "bb", "21")).To(MatchError(path + ":7: scenario payday, seed 2\n  score: wanted 20, got 21\n" +
				"see it: exdrill run payday --seed 2\nwrite it anew: EXDRILL_REWRITE=1"))
			Expect(row("3", "cc", "0")).To(MatchError(ContainSubstring("has no row scenario payday, seed 3\nsee it: exdrill run payday --seed 3\n")))
		})

		It("can be written anew one by one", func() {
			rewriting("1")
			Expect(row("1", "ff", "11")).To(Succeed())
			Expect(kept()).To(HaveSuffix("payday\t1\tff\t11\npayday\t2\tbb\t20\n"))
		})

		It("are those that somebody asks for, and no others", func() {
			one, two, three := []string{"payday", "1"}, []string{"payday", "2"}, []string{"payday", "3"}
			Expect(table.Only([][]string{one, two})).To(Succeed())
			Expect(table.Only([][]string{one})).To(MatchError(path + ":7: nobody runs scenario payday, seed 2 any more"))
			Expect(table.Only([][]string{one, two, three})).To(MatchError(ContainSubstring("lacks 1 rows")))
			rewriting("1")
			Expect(table.Only([][]string{one})).To(Succeed())
			Expect(kept()).To(HaveSuffix("\npayday\t1\taa\t10\n"))
		})

		It("have all their columns", func() {
			Expect(os.WriteFile(path, []byte("payday\t1\taa\n"), 0o644)).To(Succeed())
			Expect(row("1", "aa", "10")).To(MatchError(path + ":1: 3 columns, expected 4"))
		})
	})
})
