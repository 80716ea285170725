// Package dataset writes labelled telemetry for people who train detectors: of
// every run the events as monitors see them, and for each whose it is. A data card
// describes the whole, what is synthetic included.
package dataset

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// ErrReserved is what datasets may not be made of: the seeds of smoke tests, and
// salted runs.
var ErrReserved = errors.New("kept from training, because what a detector has learnt from says nothing about it")

// Plan says what a dataset is made of.
type Plan struct {
	Scenarios  []string // ids or folders
	Seeds      []uint64
	Defence    string  // who is on watch meanwhile; none that is a program of its own
	Scale      float64 // of the population
	Variation  string
	Adaptation int    // of the attacker
	Engine     string // the program's version
	// Progress is told when a run begins, and tells back when it is done. It may
	// be nil.
	Progress func(scenario string) (done func())
}

// Dataset is what was written.
type Dataset struct {
	Runs      []Run
	scenarios []*scenarios.Scenario // each once
}

// Run is one run of a dataset.
type Run struct {
	Folder string // within the dataset
	Seed   uint64
	Attack bool
	Counts [labelKinds]int64 // of events, by label
}

// Count is how many events have a label.
func (d *Dataset) Count(l Label) (n int64) {
	for i := range d.Runs {
		n += d.Runs[i].Counts[l]
	}
	return n
}

// Check finds out whether the dataset can be made, before anything runs.
func (p *Plan) Check() error {
	for _, s := range p.Seeds {
		if drill.ForSmokeTests(s) {
			return fmt.Errorf("seeds has %d: seeds %d to %d, for smoke tests, are %w, expected others", s, drill.FirstSmokeSeed, drill.LastSmokeSeed, ErrReserved)
		}
	}
	known := make(map[string]string)
	for _, name := range p.Scenarios {
		sc, err := drill.Scenario(name)
		if err != nil {
			return err
		}
		if other, twice := known[sc.ID.Text]; twice {
			return fmt.Errorf("%s and %s are both %s", other, name, sc.ID.Text)
		}
		known[sc.ID.Text] = name
	}
	return nil
}

// Write plays the runs and writes them into a new folder, one folder each, with
// a data card beside them. If one does not come to its end, nothing is left.
func (p *Plan) Write(ctx context.Context, folder string) (*Dataset, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	work, err := store.Begin(folder)
	if err != nil {
		return nil, err
	}
	defer work.Abandon()
	d := &Dataset{}
	for _, name := range p.Scenarios {
		for _, seed := range p.Seeds {
			if err := d.play(ctx, p, name, seed, work.Path()); err != nil {
				return nil, err
			}
		}
	}
	if err := os.WriteFile(filepath.Join(work.Path(), "card.md"), []byte(d.card(p)), 0o644); err != nil {
		return nil, err
	}
	return d, work.Finish()
}

// play makes one run and writes its two files.
func (d *Dataset) play(ctx context.Context, p *Plan, name string, seed uint64, top string) error {
	if p.Progress != nil {
		defer p.Progress(name)()
	}
	stage, err := drill.Open(name, drill.WithSeed(seed), drill.WithDefence(p.Defence), drill.WithoutPrograms(), drill.WithScale(p.Scale),
		drill.WithVariation(p.Variation), drill.WithAdaptation(p.Adaptation), drill.WithEngine(p.Engine))
	if err != nil {
		return err
	}
	sc := stage.World().Whole
	run := Run{Folder: filepath.Join(sc.ID.Text, "seed-"+strconv.FormatUint(seed, 10)), Seed: seed, Attack: stage.World().Attack}
	if err := os.MkdirAll(filepath.Join(top, run.Folder), 0o755); err != nil {
		return err
	}
	l, err := newLabeller(stage, filepath.Join(top, run.Folder))
	if err != nil {
		return err
	}
	defer l.abandon()
	outcome, err := stage.Watch(ctx, drill.WithObserver(drill.Observer{Command: l.command, Sent: l.sent}))
	if err != nil {
		return err
	}
	if err := l.finish(outcome.AttackLog); err != nil {
		return err
	}
	run.Counts = l.counts
	d.Runs = append(d.Runs, run)
	if !slices.ContainsFunc(d.scenarios, func(known *scenarios.Scenario) bool { return known.ID.Text == sc.ID.Text }) {
		d.scenarios = append(d.scenarios, sc)
	}
	return nil
}

// zipped is a compressed file.
type zipped struct {
	*gzip.Writer
	file   *os.File
	buffer *bufio.Writer
}

func newZipped(path string) (*zipped, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	b := bufio.NewWriterSize(f, 1<<18)
	return &zipped{gzip.NewWriter(b), f, b}, nil
}

func (z *zipped) close() error {
	if err := z.Close(); err != nil {
		return err
	}
	if err := z.buffer.Flush(); err != nil {
		return err
	}
	return z.file.Close()
}
