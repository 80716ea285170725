package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/keep"
	sheet "github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/store"
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
	case !store.RunFolder(name).Exists():
		return fmt.Errorf("%s: no %s there, expected a folder that `exdrill run --out` kept", name, store.ManifestFile)
	}
	if err := f.store.unused("run folder"); err != nil {
		return err
	}
	return f.ofFolder(c, name)
}

// ofFolder writes the page of a kept run, and what else was asked for.
func (f *reportFlags) ofFolder(c *cobra.Command, folder string) error {
	r, err := keep.Page(store.RunFolder(folder), f.lang.value)
	if err != nil {
		return err
	}
	if r.Ablation, err = readAblation(folder, f.ablation, r.Result); err != nil {
		return err
	}
	r.Altered = warnAltered(c, store.RunFolder(folder))
	noteCopies(c, "", copiesOf(r.Result))
	var html bytes.Buffer
	if err := sheet.WriteRun(&html, r, f.lang.value); err != nil {
		return err
	}
	path := f.output
	if path == "" {
		name := keep.PageFile(f.lang.value)
		path = filepath.Join(folder, name)
		err = f.amend(store.RunFolder(folder), name, html.Bytes())
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

// amend puts a page into the folder of its run, and what it shows of an ablation,
// so that the page can be drawn again.
func (f *reportFlags) amend(run store.RunFolder, page string, html []byte) error {
	path := f.ablation
	if path == "" {
		path = filepath.Join(string(run), keep.AblationFile)
	}
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		err = run.Amend(keep.AblationFile, text)
	case errors.Is(err, os.ErrNotExist):
		err = nil
	}
	if err != nil {
		return err
	}
	return run.Amend(page, html)
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

// readAblation reads what an ablation found out, if there is one.
func readAblation(folder, path string, r *score.Result) (*bench.Ablation, error) {
	wanted := path != ""
	if !wanted {
		path = filepath.Join(folder, keep.AblationFile)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		if !wanted && errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
		return nil, fmt.Errorf("--ablation: %w", err)
	}
	a, err := bench.ParseAblation(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if a.Scenario.ID != r.Scenario.ID || a.Defence.Name != r.Defence.Name {
		return nil, fmt.Errorf("%s is about %s in %s, expected one about %s in %s", path, a.Defence.Name, a.Scenario.ID, r.Defence.Name, r.Scenario.ID)
	}
	return a, nil
}
