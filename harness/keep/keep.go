// Package keep makes runs that can be looked at later: a run folder with every
// command, event and alert, the timeline of what happened, and a page for people.
// Package store reads such folders, replay steps through them, and verify finds
// out whether they are what they were.
package keep

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/store"
)

// Run plays a defence on a stage and keeps the run in a new folder. If it does
// not come to its end, there is none, and what a program wrote to its standard
// error is in a file beside. Further options come last.
func Run(ctx context.Context, stage *drill.Stage, defence, folder string, more ...drill.Option) (*drill.Result, error) {
	return Signed(ctx, stage, defence, folder, nil, more...)
}

// Signed is Run, and signs the folder with a key; nil for none.
func Signed(ctx context.Context, stage *drill.Stage, defence, folder string, key *signature.Key, more ...drill.Option) (*drill.Result, error) {
	w, err := store.Create(folder, stage.Engine(), store.VenuesOf(stage.Worlds())...)
	if err != nil {
		return nil, err
	}
	defer w.Abandon()
	w.SignWith(key)
	chronicle := timeline.NewChronicle(stage.Worlds())
	options := []drill.Option{
		drill.WithDefence(defence), drill.WithObserver(chronicle.Observer()),
		drill.WithObserver(drill.Observer{Command: w.Record, Alert: w.Alert}),
	}
	var said asides
	r, err := stage.Run(ctx, append(append(options, more...), said.hear())...)
	if err != nil {
		return nil, said.besides(folder, err)
	}
	if text := said.text(); len(text) > 0 {
		if err := w.Add(store.AsideFile, text); err != nil {
			return nil, err
		}
	}
	r.Log.Path = folder
	if err := tell(w, stage, chronicle.Compose(&r.Result, r.Outcome, r.Undefended), r); err != nil {
		return nil, err
	}
	if err := inputs(w, stage, defence); err != nil {
		return nil, err
	}
	return r, w.Finish()
}

// tell adds what came of the run: its result, its timeline and its page.
func tell(w *store.RunWriter, stage *drill.Stage, t *timeline.Timeline, r *drill.Result) error {
	result, err := json.MarshalIndent(r.Result, "", "  ")
	if err != nil {
		return err
	}
	moments, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if t, err = timeline.Parse(moments); err != nil { // the page shows what the file says, so that it can be drawn again
		return err
	}
	run := &page.Run{Result: &r.Result, Timeline: t}
	for _, file := range stage.World().Scenario.Files {
		if file.Name == briefFile(page.English) {
			run.Brief = string(file.Data)
		}
	}
	var html bytes.Buffer
	if err := page.WriteRun(&html, run, page.English); err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		text []byte
	}{{store.ResultFile, append(result, '\n')}, {timeline.File, append(moments, '\n')}, {PageFile(page.English), html.Bytes()}} {
		if err := w.Add(file.name, file.text); err != nil {
			return err
		}
	}
	return nil
}

// inputs adds what the run was made from.
func inputs(w *store.RunWriter, stage *drill.Stage, defence string) error {
	for _, file := range stage.World().Scenario.Files {
		if err := w.Add(store.ScenarioFolder+file.Name, file.Data); err != nil {
			return err
		}
	}
	base, _ := bundle.Unchanged(defence) // the result's name of the defence tells the changes
	files, err := bundle.Files(base)
	if err != nil {
		return err
	}
	return w.AddTree(store.DefenceFolder, files)
}

// AblationFile is what `exdrill ablate` found out about the run, where somebody
// put it beside the run's page.
const AblationFile = "ablation.json"

// PageFile is the name of the page in a language.
func PageFile(language string) string {
	if language == page.Japanese {
		return "report.ja.html"
	}
	return "report.html"
}

func briefFile(language string) string {
	if language == page.Japanese {
		return "brief.ja.md"
	}
	return "brief.md"
}

// Timeline reads what happened in a kept run.
func Timeline(run store.RunFolder) (*timeline.Timeline, error) {
	path := filepath.Join(string(run), timeline.File)
	text, err := run.Read(timeline.File)
	if err != nil {
		return nil, fmt.Errorf("%s: no such file, expected the folder of a run; `exdrill run --out` makes one", path)
	}
	t, err := timeline.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s:1:1: %w", path, err)
	}
	return t, nil
}

// Page reads what the page of a kept run shows in a language.
func Page(run store.RunFolder, language string) (*page.Run, error) {
	r := &page.Run{}
	var err error
	if r.Result, err = run.Result(); err != nil {
		return nil, err
	}
	if r.Timeline, err = Timeline(run); err != nil {
		return nil, err
	}
	if text, err := run.Read(store.ScenarioFolder + briefFile(language)); err == nil {
		r.Brief = string(text)
	}
	return r, nil
}
