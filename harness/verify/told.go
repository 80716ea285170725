package verify

import (
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// pages holds the pages that people read against what the folder's own figures
// give: they are drawn again.
func (r *Report) pages(m *store.Manifest) error {
	for _, language := range []string{page.English, page.Japanese} {
		name := keep.PageFile(language)
		if _, listed := m.Files[name]; !listed {
			continue
		}
		have, err := store.RunFolder(r.Folder).Read(name)
		if err != nil {
			continue // its hash tells
		}
		want, err := drawn(store.RunFolder(r.Folder), language)
		if err != nil {
			r.replace(Fault{File: name, What: "it cannot be drawn again: " + err.Error()})
			continue
		}
		if !bytes.Equal(have, want) {
			n, what, _ := firstChange(bytes.NewReader(have), bytes.NewReader(want))
			r.replace(Fault{File: name, Line: n + 1, What: "it does not say what the run's figures say: " + what})
			continue
		}
		if err := r.exonerate(name); err != nil {
			return err
		}
	}
	return nil
}

// drawn is a run's page, drawn again.
func drawn(run store.RunFolder, language string) ([]byte, error) {
	p, err := keep.Page(run, language)
	if err != nil {
		return nil, err
	}
	if text, err := run.Read(keep.AblationFile); err == nil {
		if p.Ablation, err = bench.ParseAblation(text); err != nil {
			return nil, err
		}
	}
	var html bytes.Buffer
	err = page.WriteRun(&html, p, language)
	return html.Bytes(), err
}

// quotedWord is a word as a result's command has it.
const quotedWord = `([\w\-./:@+=,]+|'(?:[^']|'\\'')*')`

var recorded = regexp.MustCompile(`^exdrill run ` + quotedWord + ` --defence ` + quotedWord + `((?: .*)?)$`)

// command holds the command that a result gives for itself against the
// conditions that it names: whoever pastes it gets this run and no other.
// Scenario and defence may be named by the path of a folder.
func command(of *score.Result) *Fault {
	want := of.Command(of.Scenario.ID, of.Defence.Name)
	rest := recorded.FindStringSubmatch(want)
	have := recorded.FindStringSubmatch(of.Reproduce)
	if have != nil && rest != nil && have[3] == rest[3] && means(have[1], of.Scenario.ID, scenarios.IDs()) && means(have[2], of.Defence.Name, bundle.Names()) {
		return nil
	}
	return &Fault{File: store.ResultFile, What: fmt.Sprintf("reproduce is %q, but the run is that of %q", of.Reproduce, want)}
}

// means reports whether a word of a command may stand for something of a name: it
// has the same changes in brackets, and before them the name, or the path of a
// folder or file, which for a shipped name ends in it.
func means(word, name string, shipped []string) bool {
	base, changes, _ := strings.Cut(name, "[")
	if changes != "" {
		changes = "[" + changes
	}
	word, fits := strings.CutSuffix(strings.Trim(word, "'"), changes)
	last := path.Base(filepath.ToSlash(word))
	return fits && (last == base || !slices.Contains(shipped, last) && last != word)
}
