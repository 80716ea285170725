package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/golden"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/store"
)

const pinsAbout = `make test compares some of the rows, make soak all of them. A change that is
meant to move a row says so in its commit and writes it anew:

  EXDRILL_SOAK=1 EXDRILL_REWRITE=1 go test ./harness/cmd/exdrill -ginkgo.focus Pins

A focus of "Pins of NAME" writes the rows of one kind.`

var folderPins = golden.Table{
	Path:    "testdata/kept.tsv",
	Key:     []string{"run", "file"},
	Columns: []string{"lines", "sha256"},
	About: `The files of runs that "run --out" and "report" wrote, unzipped, by the begin of
their SHA-256. The first line of every kind lies as text in kept/.

` + pinsAbout,
}

// pinnedRuns are runs whose folders are pinned, by name.
var pinnedRuns = []struct {
	name, run string
	soak      bool
}{
	{name: "keys", run: "run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02"},
	{name: "rollback", run: "run binance-sys-2018-07 --defence history --seed 11 --scale 0.02"},
	{name: "rules", run: "run coincheck-nem-2018-01 --defence sentinel --seed 11 --scale 0.02", soak: true},
	{name: "chance", run: "run quiet-week --defence random --seed 11 --scale 0.02", soak: true},
	{name: "venues", run: "run threecommas-2022-10 --defence both --seed 11 --variation perturbed --scale 0.02 --adaptation 2", soak: true},
}

// pinnedFiles are those of a folder that are pinned. The last ones "report" adds.
var pinnedFiles = []string{
	store.CommandsFile, store.EventsFile, store.AlertsFile, "timeline.json", keep.PageFile("en"),
	keep.PageFile("ja"), "navigator.json", "timeline.csv",
}

// kinds find what kind of line a line is; of files without an entry no text is
// kept.
var kinds = map[string]*regexp.Regexp{
	store.CommandsFile: regexp.MustCompile(`"kind":"(\w+)"`),
	store.EventsFile:   regexp.MustCompile(`"type":"(\w+)"`),
	store.AlertsFile:   regexp.MustCompile(`"rule":"([^"]+)"`),
}

var _ = Describe("Pins of kept runs", Serial, Label("embedded"), func() {
	BeforeEach(asPinned)

	for _, k := range pinnedRuns {
		labels := Label()
		if k.soak {
			labels = Label("soak")
		}
		It("hold for "+k.name, labels, func() {
			if k.soak {
				soaking()
			}
			folder := pinnedFolder(k.run)
			var moved []error
			for _, name := range pinnedFiles {
				text := unzipped(folder, name)
				moved = append(moved, folderPins.Check([]string{k.name, name}, digest(text), "exdrill "+k.run+" --out DIR, then look at DIR/"+name))
				if kind := kinds[name]; kind != nil {
					moved = append(moved, golden.Check(filepath.Join("testdata", "kept", k.name, name), firsts(kind, text)))
				}
			}
			unmoved(moved)
		})
	}

	It("are of these runs and files alone", func() {
		var keys [][]string
		for _, k := range pinnedRuns {
			for _, name := range pinnedFiles {
				keys = append(keys, []string{k.name, name})
			}
		}
		unmoved([]error{folderPins.Only(keys)})
	})
})

// asPinned gives the program a version that no release changes.
func asPinned() {
	was := version
	version = "pinned"
	DeferCleanup(func() { version = was })
}

// soaking skips a spec that takes long, unless all is wanted.
func soaking() {
	GinkgoHelper()
	if os.Getenv("EXDRILL_SOAK") == "" {
		Skip("SKIPPED, NOT TESTED: EXDRILL_SOAK=1 runs it")
	}
}

// unmoved tells of every pin that is not where it was.
func unmoved(moved []error) {
	GinkgoHelper()
	var told []string
	for _, err := range moved {
		if err != nil {
			told = append(told, err.Error())
		}
	}
	if len(told) > 0 {
		Fail(strings.Join(told, "\n\n"))
	}
}

// pinnedFolder plays a run, with everything that can be written about it, and returns
// its folder.
func pinnedFolder(run string) (folder string) {
	GinkgoHelper()
	folder = filepath.Join(GinkgoT().TempDir(), "kept")
	fine(append(strings.Fields(run), "--out", folder)...)
	fine("report", folder, "--lang", "ja", "--navigator", filepath.Join(folder, "navigator.json"), "--csv", filepath.Join(folder, "timeline.csv"))
	return folder
}

// unzipped reads a file of a run folder, whether it was zipped or not.
func unzipped(folder, name string) []byte {
	GinkgoHelper()
	file, err := store.RunFolder(folder).Open(name)
	Expect(err).NotTo(HaveOccurred())
	defer file.Close()
	text, err := io.ReadAll(file)
	Expect(err).NotTo(HaveOccurred())
	return text
}

// digest is what a row says about a text.
func digest(text []byte) []string {
	sum := sha256.Sum256(text)
	return []string{strconv.Itoa(bytes.Count(text, []byte("\n"))), hex.EncodeToString(sum[:8])}
}

// firsts are the first lines of every kind.
func firsts(kind *regexp.Regexp, text []byte) string {
	var b strings.Builder
	seen := make(map[string]bool)
	for line := range bytes.Lines(text) {
		if found := kind.FindSubmatch(line); found != nil && !seen[string(found[1])] {
			seen[string(found[1])] = true
			b.Write(line)
		}
	}
	return b.String()
}
