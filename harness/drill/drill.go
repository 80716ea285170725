package drill

import (
	"context"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// Result is a scored run: everything that `exdrill run --format json` prints,
// and what the run did behind it.
type Result struct {
	score.Result
	Outcome *lab.Outcome `json:"-"`
	// Undefended is the run without a defence that the loss is measured by.
	Undefended *lab.Outcome `json:"-"`
}

// Option changes one of the conditions of a run.
type Option func(*settings) error

type settings struct {
	conditions lab.Conditions
	defence    func(*scenarios.Scenario) (*defence.Defence, error)
	guard      string // the defence as the caller named it
	written    bool   // the monitor is the caller's own Go code
	harmless   bool   // no program of anybody's is started
	observers  []lab.Observer
	peace      bool
}

// WithDefence names the defence under test: one that ships with exdrill, or
// the path of a bundle. Without it nobody defends.
func WithDefence(nameOrPath string) Option {
	return func(s *settings) error {
		s.guard, s.written = nameOrPath, false
		s.defence = func(sc *scenarios.Scenario) (*defence.Defence, error) { return bundle.Load(nameOrPath, sc) }
		return nil
	}
}

// WithMonitor tests a monitor written in Go, under the incident's own posture.
// Every run gets a fresh one, one for each of several venues; Hello tells it
// which. Two monitors on one stage need two names.
func WithMonitor(name string, make defence.Factory) Option {
	return func(s *settings) error {
		d := defence.New(name, nil, make)
		s.guard, s.written = name, true
		s.defence = func(*scenarios.Scenario) (*defence.Defence, error) { return d, nil }
		return nil
	}
}

// WithSeed chooses what chance brings; 1 unless it is given.
func WithSeed(seed uint64) Option {
	return func(s *settings) error {
		s.conditions.Seed = seed
		return nil
	}
}

// WithScale shrinks the groups of the population that may shrink, to a share
// above 0 and at most 1. Results of different scales are not comparable.
func WithScale(share float64) Option {
	return func(s *settings) error {
		if s.conditions.Scale = parts(share); s.conditions.Scale == 0 {
			return fmt.Errorf("scale %g, expected %s", share, shareWanted)
		}
		return nil
	}
}

// WithVariation chooses between the incident as documented, "record", and a
// seeded redrawing of it, "perturbed".
func WithVariation(name string) Option {
	return func(s *settings) error {
		if name != draw.Record && name != draw.Perturbed {
			return fmt.Errorf("variation %q, expected %s or %s", name, draw.Record, draw.Perturbed)
		}
		s.conditions.Variation = name
		return nil
	}
}

// WithSalt changes everything that is drawn, for runs that nobody could have
// rehearsed.
func WithSalt(salt string) Option {
	return func(s *settings) error {
		s.conditions.Salt = salt
		return nil
	}
}

// WithLab chooses where the drill runs: "embedded" or "containers".
func WithLab(name string) Option {
	return func(s *settings) error {
		if name != lab.Embedded && name != lab.Containers {
			return fmt.Errorf("lab %q, expected %s or %s", name, lab.Embedded, lab.Containers)
		}
		s.conditions.Lab = name
		return nil
	}
}

// MaxAdaptation is the highest level of the attacker's adaptation.
const MaxAdaptation = 3

// WithAdaptation chooses how the attacker takes refusals: 0 replays the
// record, 1 asks again, 2 turns to another key, coin or way out, 3 finds out
// where the limits are and stays below them.
func WithAdaptation(level int) Option {
	return func(s *settings) error {
		if level < 0 || level > MaxAdaptation {
			return fmt.Errorf("adaptation %d, expected 0 (replays the record), 1 (asks again), 2 (pivots) or 3 (probes)", level)
		}
		s.conditions.Adaptation = level
		return nil
	}
}

// WithEngine names the program that runs the drill, as results show it.
func WithEngine(version string) Option {
	return func(s *settings) error {
		s.conditions.Engine = version
		return nil
	}
}

// Observer hears how a run goes on.
type Observer = lab.Observer

// WithObserver lets somebody hear the defended run, beside those who do so
// already.
func WithObserver(o Observer) Option {
	return func(s *settings) error {
		s.observers = append(slices.Clip(s.observers), o)
		return nil
	}
}

// Run runs a scenario, named by its id or by its path, against a defence, with
// the twins that its score takes.
func Run(ctx context.Context, scenario string, options ...Option) (*Result, error) {
	stage, err := Open(scenario, options...)
	if err != nil {
		return nil, err
	}
	return stage.Run(ctx)
}

// Stage is a scenario under fixed conditions. Several defences that run on one
// stage share its world and its undefended run.
type Stage struct {
	settings settings
	series   *lab.Series
	name     string // the scenario as the caller named it
}

// Open loads a scenario, checks it, and builds its world.
func Open(scenario string, options ...Option) (*Stage, error) {
	sc, err := Scenario(scenario)
	if err != nil {
		return nil, err
	}
	s := &Stage{name: scenario, settings: settings{conditions: lab.Conditions{
		Scenario: sc, Seed: 1, Scale: sim.Whole, Variation: draw.Record, Lab: lab.Embedded, Engine: "dev",
	}}}
	for _, o := range append([]Option{WithDefence("none")}, options...) {
		if err := o(&s.settings); err != nil {
			return nil, err
		}
	}
	// A defence that does not load is found before the world is built.
	if _, err := s.settings.load(sc); err != nil {
		return nil, err
	}
	s.series, err = lab.NewSeries(s.settings.conditions)
	return s, err
}

// World is what the stage was built from: the scenario as drawn, the venue, the
// first of several, and everybody in it.
func (s *Stage) World() *draw.World { return s.series.World() }

// Worlds are those of all venues, in the scenario's order.
func (s *Stage) Worlds() []*draw.World { return s.series.Worlds() }

// Venue finds a venue of the stage by its name: its world and its number in
// envelopes. ok is false if there is none.
func (s *Stage) Venue(name string) (w *draw.World, number uint8, ok bool) {
	for i, w := range s.Worlds() {
		if w.Genesis.Name == name {
			return w, uint8(i), true
		}
	}
	return nil, 0, false
}

// Run plays the stage's defence, or the one that an option names instead.
// Of the conditions only the attacker's adaptation can still be changed here.
func (s *Stage) Run(ctx context.Context, options ...Option) (*Result, error) {
	now, d, err := s.with(options)
	if err != nil {
		return nil, err
	}
	scored, err := s.series.At(now.conditions.Adaptation).Score(ctx, d, now.observers...)
	if err != nil {
		return nil, s.blame(err, now, d)
	}
	scored.Result.Reproduce = s.again(now, d)
	return &Result{scored.Result, scored.Outcome, scored.Undefended}, nil
}

// with is the stage's settings as options change them, and their defence.
func (s *Stage) with(options []Option) (*settings, *defence.Defence, error) {
	now := s.settings
	for _, o := range options {
		if err := o(&now); err != nil {
			return nil, nil, err
		}
	}
	d, err := now.load(s.series.World().Scenario)
	return &now, d, err
}
