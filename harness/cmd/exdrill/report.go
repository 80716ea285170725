package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	sheet "github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
)

// The pages of a run folder, and what another command may put beside them.
const (
	pageFile     = "report.html"
	pageFileJA   = "report.ja.html"
	ablationFile = "ablation.json"
)

// reportFlags are the flags of the report command.
type reportFlags struct {
	lang                             choiceFlag
	output, navigator, csv, ablation string
	store                            storeFlags
}

func newReport() *cobra.Command {
	f := reportFlags{lang: choiceFlag{sheet.English, []string{sheet.English, sheet.Japanese}}}
	c := &cobra.Command{
		Use:   "report FOLDER | STORE",
		Short: "Write a run, or a whole benchmark, as one HTML page",
		Long: `Write a page about a run that "run --out" kept: what happened, the scorecard, the
timeline, money, balances and prices over time, what it cost honest customers,
what history did and what would have helped. Of a run store, which "bench" wrote,
it is the leaderboard and the matrix, with the difference from an earlier store.
The page is one file that works offline, needs no scripts and prints well. A run's
page is written into its folder unless --output says otherwise.`,
		Example: `  exdrill report runs/history
  exdrill report runs/history --lang ja --output history.html
  exdrill report runs/history --navigator layer.json --csv timeline.csv
  exdrill report exdrill-runs.db --since last-week.db --output bench.html`,
		Args: one("a FOLDER of a run, or a run STORE,"),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	c.Flags().Var(&f.lang, "lang", "the page's `LANGUAGE`: en or ja")
	c.Flags().StringVar(&f.output, "output", "", "write the page to a `FILE` (default report.html in the folder, or beside the store)")
	c.Flags().StringVar(&f.navigator, "navigator", "", "write a layer of the ATT&CK Navigator to a `FILE` too")
	c.Flags().StringVar(&f.csv, "csv", "", "write the timeline as CSV to a `FILE` too")
	c.Flags().StringVar(&f.ablation, "ablation", "", "show what a `FILE` of \"ablate --format json\" says (default ablation.json in the folder, if it is there)")
	f.store.add(c)
	return c
}

func (f *reportFlags) run(c *cobra.Command, name string) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return fmt.Errorf("%s: no such file, expected a run folder or a run store", name)
	case !info.IsDir():
		return f.ofStore(c, name)
	case !isRun(name):
		return fmt.Errorf("%s: no %s there, expected a folder that `exdrill run --out` kept", name, store.ManifestFile)
	}
	if err := f.store.unused("run folder"); err != nil {
		return err
	}
	return f.ofFolder(c, name)
}

// ofFolder writes the page of a kept run, and what else was asked for.
func (f *reportFlags) ofFolder(c *cobra.Command, folder string) error {
	r, err := readRun(folder, f.lang.value, f.ablation)
	if err != nil {
		return err
	}
	var html bytes.Buffer
	if err := sheet.WriteRun(&html, r, f.lang.value); err != nil {
		return err
	}
	path := f.output
	if path == "" {
		name := pageFile
		if f.lang.value == sheet.Japanese {
			name = pageFileJA
		}
		path = filepath.Join(folder, name)
		err = store.Amend(folder, name, html.Bytes())
	} else {
		err = store.Replace(path, html.Bytes())
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), path)
	for _, also := range []struct {
		path  string
		write func(io.Writer) error
	}{
		{f.navigator, func(w io.Writer) error { return r.Timeline.Navigator(w, r.Result) }},
		{f.csv, r.Timeline.CSV},
	} {
		if err := writeAlso(c.OutOrStdout(), also.path, also.write); err != nil {
			return err
		}
	}
	return nil
}

// writeAlso writes another file, unless its path is empty, and says so.
func writeAlso(w io.Writer, path string, write func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	if err := store.Replace(path, text.Bytes()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, path)
	return err
}

// readRun reads what the page of a kept run shows.
func readRun(folder, language, ablation string) (*sheet.Run, error) {
	r := &sheet.Run{Result: &score.Result{}}
	text, err := os.ReadFile(filepath.Join(folder, store.ResultFile))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, r.Result); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(folder, store.ResultFile), err)
	}
	path := filepath.Join(folder, timeline.File)
	if text, err = os.ReadFile(path); err != nil {
		return nil, fmt.Errorf("%s: no %s there: the folder is of an older exdrill; run it again with --out: %s", folder, timeline.File, r.Result.Reproduce)
	}
	if r.Timeline, err = timeline.Parse(text); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "scenario", briefFile(language))); err == nil {
		r.Brief = string(text)
	}
	r.Ablation, err = readAblation(folder, ablation, r.Result)
	return r, err
}

// briefFile is the briefing's name in a language.
func briefFile(language string) string {
	if language == sheet.Japanese {
		return "brief.ja.md"
	}
	return "brief.md"
}

// readAblation reads what an ablation found out, if there is one.
func readAblation(folder, path string, r *score.Result) (*sheet.Ablation, error) {
	wanted := path != ""
	if !wanted {
		path = filepath.Join(folder, ablationFile)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		if !wanted && errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
		return nil, fmt.Errorf("--ablation: %w", err)
	}
	a, err := sheet.ParseAblation(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if a.Scenario != r.Scenario.ID || a.Defence != r.Defence.Name {
		return nil, fmt.Errorf("%s is about %s in %s, expected one about %s in %s", path, a.Defence, a.Scenario, r.Defence.Name, r.Scenario.ID)
	}
	return a, nil
}

// tell adds the timeline and the page of a run to its folder.
func tell(folder *store.Folder, stage *drill.Stage, chronicle *timeline.Chronicle, r *drill.Result) error {
	t := chronicle.Compose(&r.Result, r.Outcome, r.Undefended)
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if err := folder.Add(timeline.File, append(text, '\n')); err != nil {
		return err
	}
	run := &sheet.Run{Result: &r.Result, Timeline: t}
	for _, file := range stage.World().Scenario.Files {
		if strings.EqualFold(file.Name, briefFile(sheet.English)) {
			run.Brief = string(file.Data)
		}
	}
	var html bytes.Buffer
	if err := sheet.WriteRun(&html, run, sheet.English); err != nil {
		return err
	}
	return folder.Add(pageFile, html.Bytes())
}
