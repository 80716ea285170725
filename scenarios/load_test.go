package scenarios_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// names of the files of a scenario's folder.
var names = []string{"brief.ja.md", "brief.md", "scenario.yaml", "story.ja.md", "story.md"}

// folder copies the Zaif scenario to a folder of a name, without some files.
func folder(name string, without ...string) string {
	GinkgoHelper()
	dir := filepath.Join(GinkgoT().TempDir(), name)
	Expect(os.Mkdir(dir, 0o755)).To(Succeed())
	for _, n := range names {
		if !strings.Contains(strings.Join(without, " "), n) {
			Expect(os.WriteFile(filepath.Join(dir, n), []byte(read(n)), 0o644)).To(Succeed())
		}
	}
	return dir
}

var _ = Describe("Finding a scenario", func() {
	It("lists what ships, by id, and loads each of it", func() {
		list, err := scenarios.List()
		Expect(err).NotTo(HaveOccurred())
		Expect(scenarios.IDs()).To(ContainElement(zaif))
		Expect(list).To(HaveLen(len(scenarios.IDs())))
		for i, id := range scenarios.IDs() {
			s := load(id)
			Expect(list[i]).To(Equal(scenarios.Entry{ID: id, Title: s.Title, Version: s.Version, Summary: s.Summary}))
			Expect(s.ID.Pos.File).To(Equal("scenarios/" + id + "/scenario.yaml"))
		}
	})

	It("suggests the nearest for an id that is not there", func() {
		_, err := scenarios.Load("zaif-api-key-2018-01")
		Expect(err).To(MatchError(`no scenario is called "zaif-api-key-2018-01", did you mean "zaif-api-keys-2018-01"?`))
		var unknown *yamldoc.UnknownError
		Expect(errors.As(err, &unknown)).To(BeTrue())
		Expect(unknown.Nearest).To(Equal(zaif))
	})

	It("names all there are where none comes near", func() {
		_, err := scenarios.Open("mt-gox")
		Expect(err).To(MatchError(HavePrefix(`no scenario is called "mt-gox", expected one of `)))
		Expect(err).To(MatchError(ContainSubstring(zaif)))
	})

	It("opens by id, by folder and by file", func() {
		dir := folder(zaif)
		for _, name := range []string{zaif, dir, filepath.Join(dir, "scenario.yaml")} {
			s, err := scenarios.Open(name)
			Expect(err).NotTo(HaveOccurred())
			Expect(s.ID.Text).To(Equal(zaif))
		}
	})

	It("wants the folder to be named after the id", func() {
		dir := folder("mine")
		_, err := scenarios.LoadDir(dir)
		at := locate(read("scenario.yaml"), "\nid: ‸"+zaif)
		at.File = dir + "/scenario.yaml"
		Expect(err).To(MatchError(at.String() + `: id is "zaif-api-keys-2018-01", expected the name of the folder, mine`))
	})

	It("wants both documents, and tells of all that are missing", func() {
		dir := folder(zaif, "story.md", "brief.md")
		_, err := scenarios.LoadDir(dir)
		Expect(err).To(MatchError(dir + "/brief.md:1:1: no such file, expected what the shift on duty knew\n" +
			dir + "/story.md:1:1: no such file, expected the whole story with its sources"))
	})

	It("does without Japanese, says so, and shows the English instead", func() {
		dir := folder(zaif, "brief.ja.md", "story.ja.md")
		src := regexp.MustCompile(`(?m)^  ja: .*\n`).ReplaceAllString(read("scenario.yaml"), "")
		Expect(os.WriteFile(filepath.Join(dir, "scenario.yaml"), []byte(src), 0o644)).To(Succeed())
		s, err := scenarios.LoadDir(dir)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.Brief("ja")).To(Equal(s.Brief("en")))
		Expect(s.Title.In("ja")).To(Equal(s.Title.EN))
		Expect(s.Warnings).To(HaveLen(3))
		Expect(s.Warnings[0].Problem).To(HaveSuffix("texts have no Japanese, this is the first"))
		Expect(s.Warnings[0].Pos.String()).To(HavePrefix(dir + "/scenario.yaml:"))
		Expect(s.Warnings[1].Error()).To(Equal(dir + "/brief.ja.md:1:1: no such file, expected what the shift on duty knew, in Japanese"))
	})

	It("gives what it could read of one in which something is wrong", func() {
		dir := folder(zaif)
		src := strings.Replace(read("scenario.yaml"), "count: 3200", "count: many", 1)
		Expect(os.WriteFile(filepath.Join(dir, "scenario.yaml"), []byte(src), 0o644)).To(Succeed())
		s, err := scenarios.Inspect(dir)
		Expect(err).To(MatchError(ContainSubstring(`count is "many"`)))
		Expect(s.ID.Text).To(Equal(zaif))
		Expect(s.Facts).NotTo(BeEmpty())
		_, err = scenarios.Open(dir)
		Expect(err).To(MatchError(ContainSubstring(`count is "many"`)))
	})

	It("tells of a folder without scenario, and of a file that is not there", func() {
		dir := folder(zaif, "scenario.yaml")
		_, err := scenarios.LoadDir(dir)
		Expect(err).To(MatchError(dir + "/scenario.yaml:1:1: no such file, expected a scenario"))
		_, err = scenarios.Open("./nowhere/it.yaml")
		Expect(err).To(MatchError("./nowhere/it.yaml:1:1: no such file, expected a scenario"))
	})

	It("reads a single file without its documents", func() {
		path := filepath.Join(GinkgoT().TempDir(), "draft.yaml")
		Expect(os.WriteFile(path, []byte(read("scenario.yaml")), 0o644)).To(Succeed())
		s, err := scenarios.LoadFile(path)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.Brief("en")).To(BeEmpty())
		Expect(s.Clock.Start.Pos.File).To(Equal(path))
	})

	It("digests all of its files, wherever they lie", func() {
		dir := folder(zaif)
		shipped, err := scenarios.LoadDir(dir)
		Expect(err).NotTo(HaveOccurred())
		copied, err := scenarios.LoadDir(folder(zaif))
		Expect(err).NotTo(HaveOccurred())
		Expect(copied.Digest()).To(Equal(shipped.Digest()))
		Expect(shipped.Digest()).To(HaveLen(64))
		for _, name := range names {
			changed := folder(zaif)
			path := filepath.Join(changed, name)
			Expect(os.WriteFile(path, []byte(read(name)+"\n"), 0o644)).To(Succeed())
			s, err := scenarios.LoadDir(changed)
			Expect(err).NotTo(HaveOccurred())
			Expect(s.Digest()).NotTo(Equal(shipped.Digest()), name)
		}
	})
})
