// Package drill is exdrill's Go API: run a scenario against a defence, from a
// suite of specs or from any program, and see what came of it.
//
// [Run] is the whole of it where one result is wanted. [Open] builds a [Stage],
// on which several defences share the world and what they are measured by. The
// options say under which conditions. [LoadSuite] reads an exdrill.yaml and holds
// a defence to its thresholds. Matchers for Gomega are in drilltest.
package drill

import (
	"context"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// Result is a scored run: everything that `exdrill run --format json` prints,
// and what the run did behind it.
type Result struct {
	score.Result
	Outcome *lab.Outcome `json:"-"`
	// Undefended is the run without a defence that the loss is measured by.
	Undefended *lab.Outcome `json:"-"`
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

// Stage is a scenario under fixed conditions. Several defences that run on one
// stage share its world and its undefended run.
type Stage struct {
	settings settings
	series   *lab.Series
	name     string // the scenario as the caller named it
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

// Seed is what chance brings on this stage.
func (s *Stage) Seed() uint64 { return s.settings.conditions.Seed }

// Engine is the program that runs the drill, as results show it.
func (s *Stage) Engine() string { return s.settings.conditions.Engine }

// End is when the stage's runs end, settlement tail included, in virtual
// nanoseconds.
func (s *Stage) End() int64 {
	clock := &s.World().Scenario.Clock
	return clock.RunEnd()
}

// Run plays the stage's defence, or the one that an option names instead.
// Of the conditions only the attacker's adaptation can still be changed here.
func (s *Stage) Run(ctx context.Context, options ...Option) (*Result, error) {
	now, d, err := s.with(options)
	if err != nil {
		return nil, err
	}
	scored, err := s.series.At(now.conditions.Adaptation).Score(ctx, d, now.observers...)
	return s.result(now, d, scored, err)
}

// RunDefended is Run without the runs of the posture alone and of the monitor
// alone: for those who take a defence apart and try each choice of its parts.
func (s *Stage) RunDefended(ctx context.Context, options ...Option) (*Result, error) {
	now, d, err := s.with(options)
	if err != nil {
		return nil, err
	}
	scored, err := s.series.At(now.conditions.Adaptation).ScoreDefended(ctx, d)
	return s.result(now, d, scored, err)
}

// result is what the lab scored, with how to see it again.
func (s *Stage) result(now *settings, d *defence.Defence, scored *lab.Scored, err error) (*Result, error) {
	if err != nil {
		return nil, s.blame(err, now, d)
	}
	scored.Result.Reproduce = s.reproduce(now, d)
	return &Result{scored.Result, scored.Outcome, scored.Undefended}, nil
}

// Watch plays the defended run alone, without its twins and its score: for
// those who only want to see what happens.
func (s *Stage) Watch(ctx context.Context, options ...Option) (*lab.Outcome, error) {
	now, d, err := s.with(options)
	if err != nil {
		return nil, err
	}
	o, err := s.series.At(now.conditions.Adaptation).Play(ctx, d, now.peace, now.observers...)
	return o, s.blame(err, now, d)
}

// Grade plays a kept run again and says what alerts are worth that somebody
// raised elsewhere over its telemetry. The stage's defence gives its posture
// alone: what its monitor did are the operator's commands, which
// store.OperatorCommands reads. The second result is the hash of the run's log.
// peaceful are alerts that were raised over the telemetry of the same run without
// the thief, which WithoutAttack plays; nil where nobody has looked at that.
func (s *Stage) Grade(ctx context.Context, operated []sim.Envelope, alerts, peaceful []defence.Alert) (score.Detection, [32]byte, error) {
	d, err := s.settings.load(s.World().Scenario)
	if err != nil {
		return score.Detection{}, [32]byte{}, err
	}
	found, head, err := s.series.Grade(ctx, d, operated, alerts, peaceful)
	return found, head, s.blame(err, &s.settings, d)
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
