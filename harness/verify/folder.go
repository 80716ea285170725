// Package verify finds out whether a run folder is what exdrill left there: that
// every file is the one that the manifest lists, and that the same scenario and
// the same defence bring forth the same commands, events, alerts and score once
// more. Somebody who changes a line and writes a fitting manifest is found out
// by the run, and the line is named.
package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// Inputs is a run folder as far as the run can be made again from it.
type Inputs struct {
	Result   *score.Result // conditions and what came of them
	Salt     sim.Salt      // of the run; none if it has none
	Scenario string        // folder of the scenario's files, named after it
	Defence  string        // folder of the bundle, with the changes that its name carries
}

// Player makes a kept run again, under the same conditions, and keeps it in a
// new folder. One that may not start programs opens its stage with
// drill.WithoutPrograms.
type Player func(ctx context.Context, k *Inputs, into string) error

// Report is what came of verifying a folder.
type Report struct {
	Folder string         `json:"folder"`
	Faults []Fault        `json:"faults"` // none: the folder is what exdrill left there
	Files  int            `json:"files"`
	Played bool           `json:"played"`          // whether the run was made again
	Lines  map[string]int `json:"lines,omitempty"` // by file: lines that are the same, from the first on
	Head   string         `json:"head,omitempty"`  // of the log, as the run made again has it
	Score  *score.Points  `json:"score,omitempty"` // recomputed

	Origins   []Origin `json:"origins,omitempty"` // of what the run was made from
	Signed    *Signed  `json:"signed,omitempty"`
	Unchecked []string `json:"unchecked"` // what nobody looked at, or could

	Salt string `json:"salt_commitment,omitempty"` // to hold against the one that was published

	// Waiting is the commitment of a salt that was not revealed: such a run cannot
	// be made again, and no more than its files were checked.
	Waiting string `json:"waiting,omitempty"`

	// Engine says that another version of exdrill wrote the folder, which this one is
	// and what to do; empty if not so.
	Engine string `json:"engine,omitempty"`

	// Program says that the defence is a program of its own, which was not started,
	// so that no more than the folder's files were checked; empty if not so.
	Program string `json:"program,omitempty"`
}

// OK reports whether nothing is wrong.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

// Folder verifies a run folder: its files against the manifest, and then line by
// line against the same run made again. The error is an *EngineError for an
// unchanged folder of another engine, or says why nothing could be found out.
// Where keys are trusted, one of them must have signed the manifest.
func Folder(ctx context.Context, folder, engine string, play Player, trusted ...signature.PublicKey) (*Report, error) {
	faults, err := Files(folder)
	if err != nil {
		return nil, err
	}
	r := &Report{Folder: folder, Faults: append([]Fault{}, faults...), Unchecked: []string{}}
	signed, fault := signedBy(filepath.Join(folder, store.ManifestFile), store.ManifestFile, trusted)
	if r.Signed = signed; fault != nil {
		r.Faults = append(r.Faults, *fault)
	}
	m, err := store.RunFolder(folder).Manifest()
	if err != nil {
		return r, nil // a fault says so
	}
	r.Files = len(m.Files)
	r.unchecked(m)
	switch {
	case r.OK() && m.Engine != engine:
		return nil, &EngineError{folder, m.Engine, engine}
	case m.Engine != engine:
		other := EngineError{folder, m.Engine, engine}
		r.Engine = other.versions()
		return r, nil
	case !playable(faults):
		return r, nil
	}
	if err := r.made(); err != nil {
		return nil, err
	}
	if err := r.pages(m); err != nil {
		return nil, err
	}
	if r.sealed() {
		return r, nil
	}
	again, err := os.MkdirTemp("", "exdrill-verify-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(again)
	return r, r.compare(ctx, again, m, play)
}

// sealed sees whether the salt of the run was revealed, and that it is the one.
func (r *Report) sealed() bool {
	run := store.RunFolder(r.Folder)
	result, err := run.Result()
	if err != nil {
		return false // compare says so
	}
	r.Salt = result.SaltCommitment
	_, err = run.Salt(result)
	var waiting *store.SealedError
	switch {
	case errors.As(err, &waiting):
		r.Waiting = waiting.Commitment
		r.Unchecked = append(r.Unchecked, "all that the run brought forth: its salt is secret")
	case err != nil:
		r.Faults = append(r.Faults, Fault{File: store.SaltFile, What: err.Error()})
	}
	return err != nil
}

// playable reports whether a run can be made again from what is unchanged: its
// conditions, its scenario and its defence.
func playable(faults []Fault) bool {
	return !slices.ContainsFunc(faults, func(f Fault) bool {
		return f.File == store.ManifestFile || f.File == store.ResultFile ||
			strings.HasPrefix(f.File, store.ScenarioFolder) || strings.HasPrefix(f.File, store.DefenceFolder)
	})
}

// compare makes the run again and adds what differs. What the manifest found
// already is told once, with the line.
func (r *Report) compare(ctx context.Context, work string, m *store.Manifest, play Player) error {
	k, err := unpack(r.Folder, work)
	if err != nil {
		return err
	}
	again := filepath.Join(work, "again")
	err = play(ctx, k, again)
	var program *drill.ProgramError
	if errors.As(err, &program) {
		r.Program = program.Error()
		r.Unchecked = append(r.Unchecked, "all that the run brought forth: "+r.Program+"; --programs does so")
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: the run cannot be made again: %w", r.Folder, err)
	}
	r.Played, r.Lines = true, make(map[string]int)
	for _, name := range []string{store.CommandsFile, store.EventsFile, store.AlertsFile} {
		n, fault, err := lines(r.Folder, again, name)
		if err != nil {
			return err
		}
		r.Lines[name] = n
		if fault != nil {
			r.replace(*fault)
		} else if err := r.exonerate(store.RunFolder(r.Folder).Name(name)); err != nil {
			return err
		}
	}
	if err := r.result(again); err != nil {
		return err
	}
	return r.others(again, m)
}

// unchecked lists what no run that is made again can tell.
func (r *Report) unchecked(m *store.Manifest) {
	leave := func(what string) { r.Unchecked = append(r.Unchecked, what) }
	if who := r.Signed.bound(); who != "" {
		leave(who)
	}
	leave("how long it took, and in which folder it was kept")
	if was, err := store.RunFolder(r.Folder).Result(); err == nil && was.Lab != lab.Embedded {
		leave("that it ran in " + was.Lab + ": it is made again in this process, which leaves the same log")
	}
	if m.Engine == unversioned {
		leave("that this program is the one that wrote it: neither has a version")
	}
	if _, there := m.Files[store.AsideFile]; there {
		leave(store.AsideFile + ": what the defence says aside may differ each time")
	}
	if _, there := m.Files[keep.AblationFile]; there {
		leave(keep.AblationFile + ": what `ablate` found is not made again")
	}
}

// made holds what the run was made from against what ships, and against what the
// result says: a folder may be whole, and the run come out the same, and yet be
// another scenario's.
func (r *Report) made() error {
	run := store.RunFolder(r.Folder)
	was, err := run.Result()
	if err != nil {
		return err
	}
	scenario := os.DirFS(filepath.Join(r.Folder, store.ScenarioFolder))
	sc, _ := run.Scenario() // whoever plays it says why it cannot be read
	guard := was.Defence.Digest
	if folder, err := run.Defence(was); err == nil {
		if d, err := bundle.Load(folder, sc); err == nil {
			guard = d.Digest
		}
	}
	r.Origins = []Origin{
		scenarioOrigin(was.Scenario.ID, scenarios.Digest(slices.Values(filesIn(scenario))), scenario),
		defenceOrigin(was.Defence.Name, guard, sc, os.DirFS(filepath.Join(r.Folder, store.DefenceFolder))),
		tariffOrigin(was, sc),
	}
	if f := command(was); f != nil {
		r.Faults = append(r.Faults, *f)
	}
	for i, said := range []string{was.Scenario.Digest, was.Defence.Digest} {
		if o := &r.Origins[i]; said != "" && said != o.Digest {
			r.Faults = append(r.Faults, Fault{File: store.ResultFile, What: fmt.Sprintf("%s.digest is %s, but the files have %s", o.Kind, short(said), short(o.Digest))})
		}
	}
	for i, file := range []string{store.ScenarioFolder, store.DefenceFolder, store.ResultFile} {
		if f := r.Origins[i].fault(file); f != nil {
			r.Faults = append(r.Faults, *f)
		}
	}
	return nil
}

// replace puts a fault with its line in the place of one without.
func (r *Report) replace(f Fault) {
	at := slices.IndexFunc(r.Faults, func(had Fault) bool { return had.File == f.File })
	if at >= 0 {
		r.Faults[at] = f
		return
	}
	r.Faults = append(r.Faults, f)
}

// exonerate takes the blame from a file that is what the run made again has: where
// the manifest lists another hash for it, the manifest was changed.
func (r *Report) exonerate(name string) error {
	at := slices.IndexFunc(r.Faults, func(had Fault) bool { return had.File == name && had.hash })
	if at < 0 {
		return nil
	}
	text, err := store.RunFolder(r.Folder).Read(store.ManifestFile)
	if err != nil {
		return err
	}
	line := 1 + bytes.Count(text[:max(bytes.Index(text, []byte(strconv.Quote(name))), 0)], []byte("\n"))
	r.Faults[at] = Fault{File: store.ManifestFile, Line: line, What: "the hash of " + name + " was changed: the file is what the run made again has"}
	return nil
}

// unpack copies the scenario to a folder of its own name, where it can be
// loaded.
func unpack(folder, work string) (*Inputs, error) {
	run := store.RunFolder(folder)
	r, err := run.Result()
	if err != nil {
		return nil, err
	}
	k := &Inputs{Result: r}
	if k.Salt, err = run.Salt(r); err != nil {
		return nil, err
	}
	if k.Defence, err = run.Defence(r); err != nil {
		return nil, err
	}
	k.Scenario, err = run.Unpack(r, filepath.Join(work, "scenario"))
	return k, err
}

// result holds the score and all that belongs to it against the recomputed one.
func (r *Report) result(again string) error {
	want, err := os.ReadFile(filepath.Join(again, store.ResultFile))
	if err != nil {
		return err
	}
	have, err := os.ReadFile(filepath.Join(r.Folder, store.ResultFile))
	if err != nil {
		return err
	}
	fresh, err := store.RunFolder(again).Result()
	if err != nil {
		return err
	}
	r.Head, r.Score = fresh.Log.Head, &fresh.Score
	for _, d := range differences(have, want, circumstance) {
		r.Faults = append(r.Faults, Fault{File: store.ResultFile, What: d})
	}
	return nil
}

// circumstance reports whether a value of a result may differ from one run to
// the next: how long it took, where it was kept, by which names and in which lab
// it was started, and whether the system confined the defence.
func circumstance(path string) bool {
	return path == "reproduce" || path == "lab" || path == "unconfined" || path == "log.path" || strings.HasPrefix(path, "timing.")
}

// others holds every other file against that of the run made again. A page for
// people says how and where the run was started, and may differ.
func (r *Report) others(again string, m *store.Manifest) error {
	fresh, err := store.RunFolder(again).Manifest()
	if err != nil {
		return err
	}
	if !slices.Equal(m.Venues, fresh.Venues) {
		r.Faults = append(r.Faults, Fault{File: store.ManifestFile, What: fmt.Sprintf("venues are %q, expected %q", m.Venues, fresh.Venues)})
	}
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		if _, made := fresh.Files[name]; !made && !addedLater(name) {
			r.replace(Fault{File: name, What: "it was added, no run writes it"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fresh.Files)) {
		if compared(name) {
			continue
		}
		if err := r.other(again, name); err != nil {
			return err
		}
	}
	return nil
}

// compared reports whether a file was held against its twin in another way, or
// is not to be.
func compared(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, ".gz"), ".ndjson") || name == store.ResultFile || name == store.AsideFile || strings.HasSuffix(name, ".html")
}

// addedLater reports whether a file is one that `exdrill report` adds to a run, or
// that a defence need not bring forth again.
func addedLater(name string) bool {
	return name == keep.PageFile(page.Japanese) || name == keep.AblationFile || name == store.AsideFile
}

func (r *Report) other(again, name string) error {
	want, err := os.ReadFile(filepath.Join(again, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	have, err := os.ReadFile(filepath.Join(r.Folder, filepath.FromSlash(name)))
	switch {
	case os.IsNotExist(err):
		r.replace(Fault{File: name, What: "it is missing, the run made again has it"})
	case err != nil:
		return err
	case !bytes.Equal(have, want):
		r.replace(Fault{File: name, What: otherwise(have, want)})
	default:
		return r.exonerate(name)
	}
	return nil
}

// otherwise says how a file differs from that of the run made again.
func otherwise(have, want []byte) string {
	if list := differences(have, want, func(string) bool { return false }); len(list) > 0 && list[0] != errJSON.Error() {
		return list[0]
	}
	n, what, err := firstChange(bytes.NewReader(have), bytes.NewReader(want))
	if err != nil || what == "" {
		return "it differs from that of the run made again"
	}
	return fmt.Sprintf("line %d: %s", n+1, what)
}
