package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/golden"
	"github.com/exdrill/exdrill/scenarios"
)

const readme = "../../../README.md"

// rewrite says that specs are to write what they find into the README instead
// of comparing it.
func rewrite() bool { return golden.Rewriting() }

func readmeText() string {
	GinkgoHelper()
	text, err := os.ReadFile(readme)
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

// holdsSection compares what stands between two marks of the README.
func holdsSection(name, want string) {
	GinkgoHelper()
	begin, end := "<!-- "+name+" -->\n", "<!-- end -->"
	before, rest, ok := strings.Cut(readmeText(), begin)
	Expect(ok).To(BeTrue(), "the README has no section %s", name)
	have, after, ok := strings.Cut(rest, end)
	Expect(ok).To(BeTrue())
	if rewrite() {
		Expect(os.WriteFile(readme, []byte(before+begin+want+end+after), 0o644)).To(Succeed())
		return
	}
	Expect(have).To(Equal(want), "EXDRILL_REWRITE=1 go test ./harness/cmd/exdrill writes it anew")
}

// blocks are the README's fenced blocks of a language.
func blocks(language string) (list []string) {
	GinkgoHelper()
	for _, found := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(readmeText(), -1) {
		list = append(list, found[1])
	}
	return list
}

var _ = Describe("The README", Serial, func() {
	It("shows the scorecard of make drill", Label("slow"), func() {
		makefile, err := os.ReadFile("../../../Makefile")
		Expect(err).NotTo(HaveOccurred())
		found := regexp.MustCompile(`\$\(BIN\) (run .*)`).FindStringSubmatch(string(makefile))
		Expect(found).To(HaveLen(2))
		holdsSection("scorecard", "```\n"+fine(strings.Fields(found[1])...)+"```\n")
	})

	It("lists the defences that ship", func() {
		list, err := bundle.List()
		Expect(err).NotTo(HaveOccurred())
		var b strings.Builder
		b.WriteString("| name | does | made of |\n|---|---|---|\n")
		for _, d := range list {
			var parts []string
			if d.Monitor != "" {
				parts = append(parts, "a monitor")
			}
			for _, c := range d.Controls {
				parts = append(parts, "`"+c+"`")
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", d.Name, d.Description, strings.Join(parts, ", "))
		}
		holdsSection("defences", b.String())
	})

	It("lists the controls, kind by kind", func() {
		var b strings.Builder
		for _, g := range control.Groups() {
			var names []string
			for _, c := range g.Controls {
				names = append(names, "`"+c.Name+"`")
			}
			fmt.Fprintf(&b, "- %s: %s\n", strings.ToLower(g.Title), strings.Join(names, ", "))
		}
		holdsSection("controls", b.String())
	})

	It("lists the scenarios that ship", func() {
		var b strings.Builder
		b.WriteString("| scenario | what it is about |\n|---|---|\n")
		list, err := scenarios.List()
		Expect(err).NotTo(HaveOccurred())
		for _, e := range list {
			fmt.Fprintf(&b, "| `%s` | %s |\n", e.ID, e.Summary.EN)
		}
		holdsSection("scenarios", b.String())
	})

	It("shows the monitor that the examples run", func() {
		source, err := os.ReadFile("../../drill/example_test.go")
		Expect(err).NotTo(HaveOccurred())
		_, rest, ok := strings.Cut(string(source), "\n)\n\n")
		Expect(ok).To(BeTrue())
		monitor, _, ok := strings.Cut(rest, "\nfunc Example")
		Expect(ok).To(BeTrue())
		holdsSection("monitor", "```go\n"+monitor+"```\n")
	})

	It("shows files that are fine", func() {
		files := blocks("yaml")
		Expect(files).To(HaveLen(4))
		folder := GinkgoT().TempDir()
		put(folder, "my-defence/defence.yaml", files[0])
		put(folder, "my-defence/posture.yaml", files[1])
		put(folder, "common/defence.yaml", files[0])
		put(folder, "common/posture.yaml", files[1])
		put(folder, "extending/defence.yaml", files[0]+files[2])
		suite := put(folder, "exdrill.yaml", files[3])
		fine("lint", filepath.Join(folder, "my-defence"), filepath.Join(folder, "extending"), suite)
		for _, name := range []string{"# my-defence/defence.yaml\n", "# my-defence/posture.yaml\n"} {
			Expect(readmeText()).To(ContainSubstring(name))
		}
	})

	It("shows commands that exist, with flags that exist", func() {
		checked := 0
		for _, block := range blocks("sh") {
			for line := range strings.SplitSeq(block, "\n") {
				line, _, _ = strings.Cut(line, "#")
				words := strings.Fields(line)
				if len(words) == 0 || !strings.HasSuffix(words[0], "exdrill") {
					continue
				}
				checked++
				c, rest, err := newRoot().Find(words[1:])
				Expect(err).NotTo(HaveOccurred(), line)
				Expect(c.ParseFlags(rest)).To(Succeed(), line)
				Expect(c.ValidateArgs(c.Flags().Args())).To(Succeed(), line)
			}
		}
		Expect(checked).To(BeNumerically(">=", 9))
	})

	It("shows a competition that goes as it says", Label("embedded"), func() {
		_, rest, ok := strings.Cut(readmeText(), "<!-- competition -->\n```sh\n")
		Expect(ok).To(BeTrue())
		competition, _, _ := strings.Cut(rest, "```")
		GinkgoT().Chdir(GinkgoT().TempDir())
		saltFolder()
		var said []string
		for line := range strings.SplitSeq(strings.TrimSpace(competition), "\n") {
			line, _, _ = strings.Cut(line, "#")
			words := strings.Fields(line)[1:]
			if words[0] == "bench" { // the same, but smaller
				words = append(words, "--seeds", "1", "--scenarios", zaif, "--defences", "none", "--scale", "0.01")
			}
			s := exdrill(words...)
			Expect(s.code).To(Equal(exitFine), line+s.errors)
			said = append(said, s.out+s.errors)
		}
		Expect(said).To(HaveLen(5))
		commitment, _ := told(said[0])
		Expect(said[1]).To(ContainSubstring("salted: " + commitment))
		Expect(said[2]).To(ContainSubstring(secretIn("round-1.salt")))
		Expect(said[4]).To(ContainSubstring("round-1.zip: fine\n"))
	})

	It("tells of every exit code and every incident by its name", func() {
		Expect(strings.Join(strings.Fields(readmeText()), " ")).To(ContainSubstring(
			"Exit codes: 0 fine, 1 a threshold failed, 2 bad input, 3 the lab failed, 4 the defence failed"))
		for _, id := range regexp.MustCompile(`[a-z]+-[a-z-]+-20\d\d-\d\d`).FindAllString(readmeText(), -1) {
			Expect(scenarios.IDs()).To(ContainElement(id))
		}
	})
})
